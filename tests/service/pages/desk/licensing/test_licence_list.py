"""The list of licences at the desk: filtered by its address, found in any script."""

from catalog.licensing import licence_applications
from catalog.licensing.proposals import ProposedAction
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA

PAGE = "/en/desk/licences"


def test_an_agency_is_found_by_name_number_or_tax_number_in_any_script(as_, seeded, clock):
    with seeded.write() as session:
        session.get_one(cast.agencies.Agency, "AG-VALID").tax_no = "300000001"
    client = as_("farida")
    for typed in (
        "oltin yo'l",
        "ОЛТИН ЙЎЛ",
        "xb-0101",
        "300 000 001",
        "AG-VALID",
        "+998 71 000 01 01",
    ):
        page = client.get(PAGE, params={"q": typed}).text
        assert "Oltin Yoʻl" in page, typed
        assert "Qora Bulut" not in page, typed
    assert "Nothing matches" in client.get(PAGE, params={"q": "qwrtplk"}).text


def test_the_list_is_filtered_by_where_a_licence_stands(as_, seeded, clock):
    client = as_("farida")
    for state, name in (
        ("suspended", "Sariq Chiroq"),
        ("applied", "Umid Yulduzi"),
        ("none", "Nomsiz Vositachi"),
    ):
        page = client.get(PAGE, params={"state": state}).text
        assert (name in page, "1 agency" in page) == (True, True)
    assert "14 agencies" not in client.get(PAGE).text, "one of Dhaka is none of ours"
    assert "13 agencies" in client.get(PAGE).text
    assert client.get(PAGE, params={"state": "nonsense", "page": "x"}).status_code == 200


def test_what_waits_is_marked_and_can_be_asked_for(as_, seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        licence_applications.file(
            session, sample_proposals.FIRM, agency="AG-EXPIRING", by=FARIDA, on=clock()
        )
        sample_proposals.proposed(session, "AG-SURVEILLANCE", on=clock())
        sample_proposals.signed(session, "AG-EXPIRED", ProposedAction.BAR, code="fraud", on=clock())
    client = as_("iroda")
    for state, name in (
        ("petition", "Kumush"),
        ("proposed", "Oyna Savdo"),
        ("barred", "Eski Karvon"),
        ("below", "Oltin"),
    ):
        page = client.get(PAGE, params={"state": state}).text
        assert name in page, state
        assert "Sariq Chiroq" not in page or state == "below", state
    assert "Second signatures (1)" in client.get(PAGE).text


def test_only_who_signs_sees_it(as_):
    for name, status in (
        (None, 401),
        ("iroda", 200),
        ("hamid", 403),
        ("davron", 403),
        ("komila", 403),
    ):
        assert as_(name).get(PAGE).status_code == status
    assert "Register an application" not in as_("iroda").get(PAGE).text
