"""People and claims are found within the scope of their lists, and told apart."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.scope.advice_tables import Session as AdviceSession
from tests.service.pages.desk_search import NOTHING, find, found
from tests.support import cast


@pytest.fixture
def alisher(seeded) -> str:
    with seeded.read() as session:
        return session.get_one(Claim, cast.CLAIM).citizen


def test_a_record_outside_the_scope_is_not_there(as_, seeded, alisher):
    with seeded.read() as session:
        of_barno, of_davron = session.execute(
            select(col(AdviceSession.reference)).order_by(col(AdviceSession.country).desc())
        ).scalars()
    for name, texts in (
        ("davron", [cast.CLAIM, alisher, of_barno, "Invented", "+998 90 000 00 01"]),
        ("barno", [cast.CLAIM, alisher, "Alisher"]),
        # In other letters, the second is near the name of an agency.
        ("elyor", [of_davron, "A-HXXCZZDH"]),
        ("nodira", [cast.CLAIM]),
        ("farida", [cast.CLAIM, alisher, "Alisher", "+998900000001"]),
        ("laylo", [cast.CLAIM, alisher, "Invented"]),
        ("jamshid", [cast.CLAIM, "Alisher"]),
    ):
        for text in texts:
            page = found(as_(name), text)
            assert NOTHING in page, (name, text)
            assert cast.CLAIM not in page
    assert find(as_("davron"), of_davron).headers["location"].endswith(of_davron)


@pytest.mark.parametrize(
    "text", ["Инвентед", "invented", "Alisher Inv", "90 000-00-01", "00998900000001"]
)
def test_a_surname_or_a_telephone_lists_the_person_and_their_claims(as_, alisher, text):
    page = found(as_("elyor"), text)
    assert f'href="/en/desk/citizens/{alisher}"' in page
    assert f'href="/en/desk/wages/{cast.CLAIM}"' in page
    assert "Severny Dvor Stroy" in page
    assert "900000001" not in page
    assert "Rustam" not in page, "nobody whom the attaché does not see"


def test_namesakes_are_told_apart_by_year_and_region(as_, seeded, alisher):
    with seeded.write() as session:
        row = session.get_one(Citizen, alisher)
        row.birth_year, row.region = 1991, "1726"
    page = found(as_("chinora"), "Alisher")
    for fact in ("born in 1991", "Tashkent", "••"):
        assert fact in page
