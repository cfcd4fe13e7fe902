"""The time limits of countries: taken in once, amended in the open, confirmed by two."""

from datetime import date

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import NotFound
from catalog.reference.countries import Mark
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, NotALimit, TimeLimit, Unit
from tests.support.cast import FARIDA, GULNORA

YEAR = NewLimit("RU", "base_pay", 1, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented")


@pytest.fixture
def year(ground, clock) -> TimeLimit:
    time_limits.load(ground, [YEAR], by=SYSTEM, on=clock())
    return ground.execute(select(TimeLimit)).scalars().one()


def load(session, clock, **values) -> int:
    return time_limits.load(
        session, [msgspec.structs.replace(YEAR, **values)], by=SYSTEM, on=clock()
    )


def test_the_same_again_changes_nothing(ground, clock, year):
    assert load(ground, clock) == 0
    ground.commit()
    assert [(one.act, one.reference) for one in journal.history(ground, "time_limit", "RU")] == [
        ("load", "RU")
    ]


def test_two_officers_confirm(ground, clock, year):
    assert time_limits.confirm(ground, year.id, by=FARIDA, on=clock()).mark == Mark.SOURCED
    assert time_limits.confirm(ground, year.id, by=GULNORA, on=clock()).mark == Mark.CONFIRMED
    assert time_limits.confirm(ground, year.id, by=FARIDA, on=clock()).mark == Mark.CONFIRMED


def test_what_is_not_there_cannot_be_confirmed(ground, clock):
    with pytest.raises(NotFound):
        time_limits.confirm(ground, 999, by=FARIDA, on=clock())


def test_nobody_loads_a_limit_as_confirmed(ground, clock):
    load(ground, clock, mark=Mark.CONFIRMED)
    assert ground.execute(select(TimeLimit)).scalars().one().mark == Mark.SOURCED


def test_our_list_changes_nothing_that_two_officers_confirmed(ground, clock, year):
    time_limits.confirm(ground, year.id, by=FARIDA, on=clock())
    assert load(ground, clock, length=2) == 1
    assert (year.length, year.mark, year.confirmed_once_by) == (2, Mark.SOURCED, None)
    for by in (FARIDA, GULNORA):
        time_limits.confirm(ground, year.id, by=by, on=clock())
    assert load(ground, clock, length=3) == 0
    assert (year.length, year.mark) == (2, Mark.CONFIRMED)
    ground.commit()
    acts = [one.act for one in journal.history(ground, "time_limit", "RU")]
    assert acts == ["load", "confirm_fact", "amend", "confirm_fact", "confirm_fact"]


def test_a_found_source_lifts_what_was_unconfirmed(ground, clock):
    load(ground, clock, mark=Mark.UNCONFIRMED)
    assert time_limits.by_countries(ground, ["RU"]) == {}
    assert time_limits.by_countries(ground, ["RU"], staff=True)["RU"][0].mark == Mark.UNCONFIRMED
    assert load(ground, clock) == 1
    assert time_limits.by_countries(ground, ["RU", "KR"])["RU"][0].mark == Mark.SOURCED


@pytest.mark.parametrize(
    "values",
    [
        {"length": 0},
        {"length": -1},
        {"length": 101},
        {"length": 36_526, "unit": Unit.DAYS},
        {"length": 26_001, "unit": Unit.WORKDAYS},
        {"component": "bribe"},
    ],
)
def test_it_refuses_what_is_no_limit(ground, clock, values):
    with pytest.raises(NotALimit):
        load(ground, clock, **values)


def test_the_public_sees_what_holds_today_wages_first(ground, clock):
    for values in (
        {"component": ""},
        {"component": "appeal", "counted_from": CountedFrom.SERVED},
        {"component": "wages", "valid_to": date(2026, 1, 1)},
        {"component": "wages", "valid_from": date(2026, 1, 2), "length": 2},
        {"component": "dismissal", "mark": Mark.UNCONFIRMED},
    ):
        load(ground, clock, **values)
    rows = time_limits.in_force(ground, "RU", date(2026, 11, 25))
    assert [(row.component, row.length) for row in rows] == [("wages", 2), ("", 1), ("appeal", 1)]
