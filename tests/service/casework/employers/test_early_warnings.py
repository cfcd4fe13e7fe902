"""What an officer makes of an early warning."""

import pytest
from sqlmodel import select

from catalog.core import journal
from catalog.core.errors import NotAllowed, NotFound
from catalog.employers import employers
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from service.casework.employers import early_warnings
from service.casework.employers.early_warnings import (
    Alert,
    AlertAction,
    Decision,
    NotAnEmployer,
    NothingToPause,
)
from tests.support import cast


def alert(session, clock, kind="employer", subject="x", name=cast.HANBIT.name, country="KR"):
    row = Alert(
        unit="claims",
        kind=kind,
        subject=subject,
        name=name,
        country=country,
        seen=5,
        days=28,
        before=0,
        history=364,
        expected=0.08,
        chance=0.00001,
        counted_to=cast.TODAY,
        at=clock(),
    )
    session.add(row)
    session.flush()
    return row


def decide(session, row, act, clock, by=cast.FARIDA):
    early_warnings.decide(
        session, row, Decision(act, "Five workers unpaid"), by=by, on=clock(), day=cast.TODAY
    )


def test_a_pause_takes_its_published_vacancies_off_the_list(seeded, clock):
    with seeded.write() as session:
        row = alert(session, clock)
        shown = [one.reference for one in early_warnings.published(session, row)]
        assert shown
        decide(session, row, AlertAction.PAUSE, clock)
        assert {session.get(Vacancy, one).state for one in shown} == {"paused"}
        assert early_warnings.published(session, row) == []
    with seeded.read() as session:
        assert [one.act for one in journal.history(session, "alert", row.reference)] == [
            "decide_alert"
        ]


def test_an_agencys_are_paused_by_its_id(seeded, clock):
    with seeded.write() as session:
        row = alert(session, clock, "agency", "AG-VALID", "Oltin Yoʻl", None)
        others = session.execute(select(Vacancy).where(Vacancy.agency != "AG-VALID")).scalars()
        before = {one.reference: one.state for one in others}
        decide(session, row, AlertAction.PAUSE, clock)
        assert {number: session.get(Vacancy, number).state for number in before} == before


def test_people_read_a_warning_beside_the_employers_vacancies(seeded, clock):
    with seeded.write() as session:
        decide(session, alert(session, clock), AlertAction.WARN, clock)
        assert [one.warning for one in employers.find_by_name(session, cast.HANBIT.name, "KR")] == [
            "Five workers unpaid"
        ]


def test_where_there_is_nothing_to_pause_or_to_warn_of_it_says_so_and_waits(seeded, clock):
    with seeded.write() as session:
        land = alert(session, clock, "country", "KR", "KR")
        with pytest.raises(NothingToPause):
            decide(session, land, AlertAction.PAUSE, clock)
        with pytest.raises(NotAnEmployer):
            decide(session, alert(session, clock, name="Nobody Knows Ltd"), AlertAction.WARN, clock)
        assert land.act == ""


def test_a_warning_of_a_country_tells_how_many_vacancies_the_public_sees_there(seeded, clock):
    with seeded.write() as session:
        row = alert(session, clock, kind="country", subject="KR", name="", country="KR")
        shown = early_warnings.count_published(session, row, cast.TODAY)
        public = select(Vacancy).join(Agency).where(vacancies.may_be_shown(cast.TODAY))
        abroad = [one.country for one in session.execute(public).scalars()]
        assert shown == abroad.count("KR") > 0
        assert early_warnings.published(session, row) == []


def test_it_is_decided_once(seeded, clock):
    with seeded.write() as session:
        row = alert(session, clock)
        decide(session, row, AlertAction.DISMISS, clock)
        with pytest.raises(NotAllowed):
            decide(session, row, AlertAction.PAUSE, clock, by=cast.GULNORA)
        assert early_warnings.list_waiting(session) == []
        assert early_warnings.get(session, row.reference).act


def test_an_unknown_one_is_not_there(seeded):
    with seeded.read() as session, pytest.raises(NotFound):
        early_warnings.get(session, "A-NOBODY")


def test_the_least_likely_waits_first(seeded, clock):
    with seeded.write() as session:
        later, first = alert(session, clock), alert(session, clock)
        first.chance = 1e-9
        session.flush()
        assert early_warnings.list_waiting(session) == [first, later]
