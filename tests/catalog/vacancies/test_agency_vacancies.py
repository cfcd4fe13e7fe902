"""An agency's own vacancies: it reaches no other agency's, and changes none while an officer looks
at it."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import TooFarAhead, TooLongAgo
from catalog.licensing.recruiting_rights import MayNotRecruitNow
from catalog.reference.occupations import UnknownOccupation
from catalog.vacancies import agency_vacancies, title_classification, vetting
from catalog.vacancies.agency_vacancies import FewerThanTaken, NumberUsed, VacancyInput
from catalog.vacancies.vacancies import State, Vacancy, WrongAges, WrongPay
from catalog.vacancies.vetting import WrongStep
from tests.support import cast
from tests.support.cast import FARIDA, HAMID, TODAY

ELSE = msgspec.structs.replace(HAMID, agency="AG-SURVEILLANCE")
STOPPED = msgspec.structs.replace(HAMID, agency="AG-SUSPENDED")


def vacancy_input(**changed: object) -> VacancyInput:
    facts = msgspec.structs.asdict(cast.vacancy("OWN-1")) | {
        "employer": "Hanbit Shipyard",
        "register_no": "110-81",
    }
    return VacancyInput(**facts | changed)


@pytest.fixture
def session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def submit(session, clock, by=HAMID, **changed) -> Vacancy:
    return agency_vacancies.submit(session, vacancy_input(**changed), by=by, on=clock(), day=TODAY)


def test_what_is_handed_in_waits_for_vetting_under_its_own_number(session, clock):
    row = submit(session, clock, quota=True)
    assert (row.state, row.agency, row.external_id, row.quota) == (
        "submitted",
        "AG-VALID",
        "AG-VALID/OWN-1",
        False,
    )
    assert agency_vacancies.own_number(row) == "OWN-1"
    with pytest.raises(NumberUsed):
        submit(session, clock)


def test_no_other_agencys_vacancy_can_be_reached_by_its_number(session, clock):
    theirs = cast.named(session, "cook")
    before = (theirs.title, theirs.version)
    mine = submit(session, clock, external_id=theirs.external_id)
    assert (mine.agency, (theirs.title, theirs.version)) == ("AG-VALID", before)
    for act in (
        lambda: agency_vacancies.get(session, theirs.reference, by=HAMID),
        lambda: agency_vacancies.get(session, "V-NONE", by=HAMID),
    ):
        with pytest.raises(NotFound):
            act()
    assert agency_vacancies.get(session, theirs.reference, by=ELSE).reference == theirs.reference
    assert agency_vacancies.count_by_state(session, by=FARIDA) == {}


def test_whoever_may_not_recruit_hands_in_and_changes_nothing_but_can_take_back(session, clock):
    with pytest.raises(MayNotRecruitNow):
        submit(session, clock, by=STOPPED)
    row = cast.named(session, "of_suspended")
    with pytest.raises(MayNotRecruitNow):
        agency_vacancies.amend(session, row, vacancy_input(), by=STOPPED, on=clock(), day=TODAY)
    assert (
        agency_vacancies.withdraw(session, row, "No work", by=STOPPED, on=clock()).state
        == "withdrawn"
    )
    with pytest.raises(NotAllowed):
        submit(session, clock, by=FARIDA)


def test_absurd_terms_are_refused(session, clock):
    for changed, refusal in (
        ({"wage_max": 1}, WrongPay),
        ({"age_min": 12}, WrongAges),
        ({"isco08": "9999"}, UnknownOccupation),
        ({"closes_on": cast.date(2026, 11, 1)}, TooLongAgo),
        ({"closes_on": cast.date(2099, 1, 1)}, TooFarAhead),
    ):
        with pytest.raises(refusal):
            submit(session, clock, **changed)
    assert (
        session.execute(select(Vacancy).where(col(Vacancy.external_id) == "AG-VALID/OWN-1")).first()
        is None
    )


def test_other_terms_of_a_published_vacancy_are_looked_at_anew(session, clock):
    row = cast.named(session, "published")
    agency_vacancies.amend(session, row, vacancy_input(seats=7), by=HAMID, on=clock(), day=TODAY)
    assert (row.state, row.seats, row.external_id) == ("submitted", 7, "J-PUBLISHED")
    vetting.step(session, row.reference, "take_up", by=FARIDA, on=clock())
    with pytest.raises(WrongStep):
        agency_vacancies.amend(session, row, vacancy_input(), by=HAMID, on=clock(), day=TODAY)
    with pytest.raises(WrongStep):
        agency_vacancies.withdraw(session, row, "", by=HAMID, on=clock())


def amend(session, row, clock, **changed: object) -> Vacancy:
    return agency_vacancies.amend(
        session, row, vacancy_input(**changed), by=HAMID, on=clock(), day=TODAY
    )


def test_before_it_is_approved_other_terms_are_taken_and_it_waits_on(session, clock):
    row = submit(session, clock)
    amend(session, row, clock, seats=7, title="Welder, MIG")
    assert (row.state, row.seats, row.title) == ("submitted", 7, "Welder, MIG")
    for act in ("take_up", "return"):
        vetting.step(session, row.reference, act, reason="No letter", by=FARIDA, on=clock())
    amend(session, row, clock, seats=8)
    assert (row.state, row.seats) == ("returned", 8), "the remarks are still to be answered"


def test_other_terms_do_not_undo_the_trade_that_an_officer_named(session, clock):
    row = submit(session, clock, isco08=None, title="Any work")
    title_classification.classify(session, row.reference, "9112", by=FARIDA, on=clock())
    for isco08, classified in ((None, False), ("7212", True), ("9112", True)):
        amend(session, row, clock, seats=7, title="Any work", isco08=isco08, classified=classified)
        assert (row.isco08, row.classified) == ("9112", False), (isco08, "nobody named another")
    amend(session, row, clock, title="Any work", isco08="7212")
    assert row.isco08 == "7212", "the agency names another; officers look at it"
    amend(session, row, clock, title="Cook", isco08=None)
    assert row.isco08 is None, "what was said of another title"


def test_a_trade_found_from_the_title_is_not_taken_for_a_stated_one(session, clock):
    row = submit(session, clock, isco08="7212", classified=True)
    amend(session, row, clock, seats=7, isco08="7212")
    assert (row.isco08, row.classified) == ("7212", True), "the form carries it along"
    amend(session, row, clock, seats=8, isco08=None)
    assert (row.isco08, row.classified) == ("7212", True)
    amend(session, row, clock, isco08="9112")
    assert (row.isco08, row.classified) == ("9112", False)


def test_there_are_never_fewer_places_than_are_taken(session, clock):
    row = cast.named(session, "full")
    row.seats = row.seats_taken = 2
    with pytest.raises(FewerThanTaken):
        agency_vacancies.amend(
            session, row, vacancy_input(seats=1), by=HAMID, on=clock(), day=TODAY
        )


def test_what_came_back_is_counted(session, clock):
    row = submit(session, clock)
    for act in ("take_up", "return"):
        vetting.step(session, row.reference, act, reason="No letter", by=FARIDA, on=clock())
    assert agency_vacancies.count_by_state(session, by=HAMID)["returned"] == 1


def test_an_agency_whose_vacancies_in_a_country_are_all_over_has_none_there(session, clock):
    there = ("BD", TODAY + timedelta(days=10))
    row = submit(session, clock, country="BD", city="", closes_on=there[1])
    assert agency_vacancies.agencies_in(session, *there) == ["AG-VALID"]
    assert agency_vacancies.agencies_in(session, "BD", there[1] + timedelta(days=1)) == []
    row.state = State.WITHDRAWN.value
    session.flush()
    assert agency_vacancies.agencies_in(session, *there) == []
