"""A citizen complains about an agency, follows it, and says whether they are satisfied; it is
nobody else's."""

from sqlalchemy import select

from service.casework.complaints import complaint_decisions
from service.casework.complaints.complaint_decisions import AnswerInput
from service.casework.complaints.complaints import Complaint
from tests.service.casework.complained import WORDS
from tests.support.cast import HAMID

HERE = "/en/me/complaints"
TOLD = {
    "agency": "AG-VALID",
    "topic": "fee_asked",
    "words": WORDS,
    "words_shown": "true",
    "once": "k" * 20,
}


def rows(seeded) -> list[Complaint]:
    with seeded.read() as session:
        return list(session.execute(select(Complaint)).scalars())


def test_told_once_answered_and_settled(as_, seeded, clock):
    client = as_("alisher")
    first, again = client.post(f"{HERE}/new", data=TOLD), client.post(f"{HERE}/new", data=TOLD)
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    (row,) = rows(seeded)
    assert (row.words_shown, row.contact_shown) == (True, False)
    with seeded.write() as session:
        complaint_decisions.answer(
            session,
            session.get_one(Complaint, row.reference),
            AnswerInput("Paid back."),
            by=HAMID,
            on=clock(),
        )
    page = client.get(first.headers["location"]).text
    assert "Paid back." in page
    assert WORDS in page
    assert "They asked for money" in client.get(HERE).text
    assert WORDS in client.get("/en/me/file").text
    assert client.post(f"{HERE}/{row.reference}/settled", data={"version": "2"}).status_code == 303
    assert client.post(f"{HERE}/{row.reference}/officers", data={"version": "3"}).status_code in (
        409,
        422,
    )
    assert rows(seeded)[0].state == "settled"


def test_by_when_it_is_answered_is_told_as_it_is_counted(as_):
    """A clock that stands still on public holidays gives more than 48 hours: nobody is told
    otherwise."""
    assert "within ten days; public holidays do not count" in as_("alisher").get(f"{HERE}/new").text


def test_not_satisfied_it_goes_to_the_officers_when_its_time_has_come(as_, seeded, clock):
    client = as_("alisher")
    client.post(f"{HERE}/new", data=TOLD)
    number = rows(seeded)[0].reference
    assert client.post(f"{HERE}/{number}/officers", data={"version": "1"}).status_code in (409, 422)
    clock.forward(hours=49)
    client = as_("alisher")
    assert "want officers to review my complaint" in client.get(f"{HERE}/{number}").text
    assert client.post(f"{HERE}/{number}/officers", data={"version": "1"}).status_code == 303
    assert rows(seeded)[0].state == "escalated"


def test_what_is_wrong_stands_beside_its_field(as_, seeded):
    client = as_("alisher")
    for changed, field in (
        ({"agency": ""}, "agency"),
        ({"agency": "AG-NOBODY"}, "agency"),
        ({"topic": "x"}, "topic"),
        ({"words": " "}, "words"),
        ({"words": "x" * 4_001}, "words"),
    ):
        page = client.post(f"{HERE}/new", data=TOLD | changed)
        assert page.status_code == 422
        assert f'id="{field}-wrong"' in page.text, changed
    assert rows(seeded) == []


def test_it_is_nobody_elses(as_, seeded):
    as_("alisher").post(f"{HERE}/new", data=TOLD)
    number = rows(seeded)[0].reference
    for name in ("rustam", "farida", "hamid"):
        client = as_(name)
        assert client.get(f"{HERE}/{number}").status_code == 404
        for act in ("settled", "officers"):
            assert client.post(f"{HERE}/{number}/{act}", data={"version": "1"}).status_code == 404
    assert as_("farida").get(HERE).status_code == 404
    assert as_("farida").post(f"{HERE}/new", data=TOLD).status_code == 404
    assert as_(None).get(HERE).status_code == 401
