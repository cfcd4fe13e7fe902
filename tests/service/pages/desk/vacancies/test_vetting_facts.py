"""What is known about a vacancy is stated with its source, and counted as the law and claims say."""

import msgspec
import pytest

from catalog.core.actor import VISITOR
from catalog.employers.employers import Employer
from catalog.licensing import agencies
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from catalog.vacancies.vetting_points import Point
from i18n import Language
from service.casework.claims import wage_claims
from service.casework.employers import opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from service.pages.desk.shared import employer_opinions
from service.pages.desk.vacancies import vetting_facts
from service.pages.desk.vacancies.vetting_facts import KnownFact, VettingBasis
from service.web.reader import Reader
from tests.support import cast, sample_documents
from tests.support.cast import DAVRON, FARIDA, TODAY


@pytest.fixture
def facts(seeded, clock):
    """facts(session, row) is what is known about a point of a vacancy."""

    def known(session, row, point: Point) -> list[KnownFact]:
        employer = session.get_one(Employer, row.employer)
        basis = VettingBasis(
            row,
            employer,
            agencies.status(session, row.agency, TODAY),
            employer_opinions.for_vacancy(session, employer),
            Reader(Language.EN, lambda _country, city: city),
            TODAY,
        )
        return [one for one in vetting_facts.collect(session, basis) if one.point is point]

    return known


def minimum(session, mark: Mark, value: int, on, unit: str = "month") -> None:
    text = ("Minimum wage",) * 4
    fact = NewFact("KR", Kind.MINIMUM_WAGE, mark, "Invented law", *text)
    fact.component, fact.value, fact.unit, fact.currency = "gross", value, unit, "KRW"
    countries.state_fact(session, fact, by=FARIDA, on=on)


def test_pay_is_measured_only_by_a_legal_minimum_that_is_certain(seeded, clock, facts):
    with seeded.write() as session:
        row = sample_documents.submitted(session, "J-9", clock(), wage_min=2_000_000)
        minimum(session, Mark.SOURCED, 9_000_000, clock())
        assert facts(session, row, Point.WAGE_FLOOR) == []
        minimum(session, Mark.OFFICIAL, 2_000_001, clock())
        (one,) = facts(session, row, Point.WAGE_FLOOR)
        assert (one.passes, one.source) == (False, "Invented law")
        row.pay_month = 2_000_001
        assert [one.passes for one in facts(session, row, Point.WAGE_FLOOR)] == [True]


def test_a_minimum_of_an_hour_is_not_reckoned_where_the_law_states_one_of_a_month(
    seeded, clock, facts
):
    with seeded.write() as session:
        row = sample_documents.submitted(session, "J-9", clock(), wage_min=2_000_000)
        row.hours_per_week = 40
        minimum(session, Mark.OFFICIAL, 10_000, clock(), "hour")
        assert [one.passes for one in facts(session, row, Point.WAGE_FLOOR)] == [True]
        minimum(session, Mark.OFFICIAL, 2_090_000, clock())
        (one,) = facts(session, row, Point.WAGE_FLOOR)
        assert not one.passes
        assert "2,090,000" in one.text


def test_a_claim_counts_however_its_worker_spelt_the_employer(seeded, clock, facts):
    with seeded.write() as session:
        row = sample_documents.submitted(session, "J-9", clock())
        assert [one.passes for one in facts(session, row, Point.NO_OPEN_CLAIMS)] == [True]
        spelt = {"employer": cast.HANBIT.name.upper(), "country": "KR"}
        new = msgspec.structs.replace(cast.ALISHERS_CLAIM, **spelt)
        wage_claims.file(session, new, by=VISITOR, on=clock(), day=TODAY)
        (one,) = facts(session, row, Point.NO_OPEN_CLAIMS)
        assert not one.passes
        assert "open 1, closed 0" in one.text


def test_only_a_good_opinion_speaks_for_an_employer(seeded, clock, facts):
    for verdict in Opinion:
        with seeded.write() as session:
            row = sample_documents.submitted(session, f"J-{verdict}", clock())
            thought = NewOpinion(verdict, "Visited")
            opinions.record(
                session, cast.HANBIT.name, "KR", thought, by=DAVRON, on=clock(), day=TODAY
            )
            (one,) = facts(session, row, Point.POST_OPINION)
            assert one.passes == (verdict is Opinion.GOOD), verdict
            assert "Visited" in one.text
        clock.forward(minutes=1)


def test_an_agency_that_may_not_recruit_today_is_named(seeded, clock, facts):
    with seeded.write() as session:
        row = sample_documents.submitted(session, "J-9", clock())
        (known,) = facts(session, row, Point.INTERMEDIARY_LICENSED)
        assert known.passes
        assert "Licence valid. Licence number: " in known.text
        assert "Valid until " in known.text
        row.agency = "AG-SUSPENDED"
        assert [one.passes for one in facts(session, row, Point.INTERMEDIARY_LICENSED)] == [False]
