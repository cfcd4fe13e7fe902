"""Suggested answers: none against a fact, none from a term that changed, none for another officer."""

from datetime import UTC, datetime

import pytest

from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting import Check, Verdict
from catalog.vacancies.vetting_points import Point
from catalog.vacancies.vetting_precedents import Precedent
from i18n import Language
from service.casework.evidence import Item
from service.casework.evidence.file_versions import Document
from service.pages.desk.vacancies import vetting_suggestions
from service.pages.desk.vacancies.vetting_facts import KnownFact
from service.pages.desk.vacancies.vetting_suggestions import DOCUMENTS, Grounds
from tests.support.cast import DAVRON, FARIDA

ON = datetime(2026, 11, 1, tzinfo=UTC)


def document(number: int, kind: str, state: str = "clean") -> Document:
    item = Item("D-1", number, kind, "a.jpg", 1, 1, "image/jpeg", 1, state, "", "U-HAMID", ON)
    return Document(item)


def carried(*points: Point) -> Precedent:
    findings = {
        point.value: Check(
            vacancy="V-1", point=point.value, verdict="pass", evidence="Seen", officer="U", at=ON
        )
        for point in points
    }
    return Precedent(Vacancy(reference="V-1"), [], findings)


@pytest.fixture
def suggested():
    def found(*facts, documents=(), precedent=None, by=FARIDA, known=()):
        grounds = Grounds(facts, documents, precedent, Language.EN)
        return vetting_suggestions.suggest(grounds, dict.fromkeys(known), by=by)

    return found


def test_nothing_is_suggested_against_a_fact(suggested):
    claims = Point.NO_OPEN_CLAIMS
    against, both = KnownFact(claims, "Open 1", "register", False), carried(claims)
    assert suggested(against, KnownFact(claims, "x", "y", True), precedent=both) == {}
    assert [*suggested(KnownFact(claims, "Open 0", "register", True))] == [claims.value]


def test_a_document_that_cannot_be_viewed_answers_nothing(suggested):
    papers = [document(1, "demand", "refused"), document(2, "attorney")]
    found = suggested(documents=papers)
    assert {point: one.document for point, one in found.items()} == {"power_of_attorney": 2}
    assert len(set(DOCUMENTS.values())) == len(DOCUMENTS), "no document answers two points"


def test_a_point_that_was_found_is_not_suggested_again_and_a_post_gets_only_its_own(suggested):
    precedent = carried(Point.COSTS, Point.HOUSING)
    assert [*suggested(precedent=precedent, known=["costs"])] == ["housing"]
    good = KnownFact(Point.POST_OPINION, "Good", "Seoul", True)
    assert [*suggested(good, precedent=precedent, by=DAVRON)] == ["post_opinion"]


def test_an_answer_taken_over_names_the_vacancy_from_which_it_is(suggested):
    one = suggested(precedent=carried(Point.COSTS))["costs"]
    assert (one.verdict, one.evidence, one.precedent) == (Verdict.PASS, "Seen", "V-1")
