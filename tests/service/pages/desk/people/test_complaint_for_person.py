"""An officer writes a complaint down for somebody they may see."""

from sqlalchemy import select

from service.casework.complaints.complaints import Complaint
from tests.service.pages.account.test_my_complaints import TOLD
from tests.support.cast import CLAIM, Claim


def test_an_officer_writes_it_down_for_a_person_in_their_scope(as_, seeded):
    with seeded.read() as session:
        person = session.get_one(Claim, CLAIM).citizen
    here = f"/en/desk/citizens/{person}/complaint"
    client = as_("chinora")
    assert "Which agency?" in client.get(here).text
    assert 'id="words-wrong"' in client.post(here, data=TOLD | {"words": "", "once": ""}).text
    assert [client.post(here, data=TOLD).status_code for _ in range(2)] == [303, 303]
    with seeded.read() as session:
        (row,) = session.execute(select(Complaint)).scalars()
        assert (row.citizen, row.agency) == (person, "AG-VALID")
    for name in ("hamid", "farida", "komila", "alisher"):
        assert as_(name).post(here, data=TOLD).status_code == 403
    assert as_("davron").get(here).status_code == 404
    assert as_("davron").post(here, data=TOLD | {"once": ""}).status_code == 404
