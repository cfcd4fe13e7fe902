"""Countries and what is known of them: dated, sourced, and confirmed by nobody alone."""

from datetime import date, timedelta

import pytest

from catalog.core import journal
from catalog.core.errors import NotFound
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from tests.support.cast import COUNTRIES, FARIDA, GULNORA, TODAY


def fact(mark: Mark = Mark.SOURCED, **values) -> NewFact:
    text = "Three years from the last payday."
    return NewFact("KR", Kind.MONEY_RULE, mark, "invented", text, text, text, text, **values)


def shown(session, today=TODAY, *, staff=False) -> list[str]:
    return [one.mark for one in countries.facts(session, "KR", today, staff=staff)]


def test_it_takes_in_only_countries_that_are_not_there_yet(ground, clock):
    assert countries.load(ground, COUNTRIES, by=FARIDA, on=clock()) == 0
    assert countries.get(ground, "KR").currency == "KRW"


def test_it_does_not_know_a_country_that_is_not_there(ground):
    with pytest.raises(NotFound):
        countries.get(ground, "ZZ")


def test_it_lists_where_people_work_and_not_where_they_come_from(ground):
    assert countries.destinations(ground) == ["KR", "KZ", "PL", "RU", "TR"]


def test_a_fact_is_never_confirmed_by_whoever_states_it(ground, clock):
    for mark in (Mark.CONFIRMED, Mark.OFFICIAL):
        countries.state_fact(ground, fact(mark), by=FARIDA, on=clock())
    assert shown(ground) == ["sourced", "official"]


def test_it_takes_two_officers_to_confirm_a_fact(ground, clock):
    row = countries.state_fact(ground, fact(), by=FARIDA, on=clock())
    assert countries.confirm_fact(ground, row.id, by=FARIDA, on=clock()).mark == Mark.SOURCED
    assert countries.confirm_fact(ground, row.id, by=GULNORA, on=clock()).mark == Mark.CONFIRMED


def test_nobody_confirms_what_is_not_there(ground, clock):
    with pytest.raises(NotFound):
        countries.confirm_fact(ground, 999, by=FARIDA, on=clock())


def test_what_nobody_sourced_is_for_staff_only(ground, clock):
    countries.state_fact(ground, fact(Mark.UNCONFIRMED), by=FARIDA, on=clock())
    assert shown(ground) == []
    assert shown(ground, staff=True) == ["unconfirmed"]


def test_a_fact_holds_from_its_first_to_its_last_day(ground, clock):
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    countries.state_fact(ground, fact(valid_from=first, valid_to=last), by=FARIDA, on=clock())
    held = {
        day: bool(shown(ground, day))
        for day in (first - timedelta(1), first, last, last + timedelta(1))
    }
    assert list(held.values()) == [False, True, True, False]


def test_the_journal_says_which_kind_of_fact_was_touched(ground, clock):
    countries.state_fact(ground, fact(), by=FARIDA, on=clock())
    ground.commit()
    assert [(one.act, one.fields) for one in journal.history(ground, "country", "KR")][-1] == (
        "state_fact",
        "money_rule",
    )
