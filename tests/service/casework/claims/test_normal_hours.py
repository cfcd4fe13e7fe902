"""Normal hours of a country and what is worked beyond them."""

from datetime import date

import pytest

from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from service.casework.claims import normal_hours
from service.casework.claims.normal_hours import HoursRule
from tests.support.cast import IRODA, TODAY

WEEK = [(date(2026, 11, day), 600, 0) for day in range(2, 8)]


@pytest.mark.parametrize(
    ("rule", "minutes"),
    [
        (HoursRule(8, None, "s"), 6 * 120),
        (HoursRule(None, 40, "s"), 20 * 60),
        (HoursRule(8, 40, "s"), 20 * 60),
        (HoursRule(8, 60, "s"), 6 * 120),
    ],
)
def test_overtime_is_what_goes_beyond_the_day_or_the_week_and_never_both(rule, minutes):
    assert normal_hours.overtime(WEEK, rule) == minutes


def test_only_normal_hours_that_are_official_or_confirmed_make_overtime(seeded, clock):
    with seeded.write() as session:
        words = dict.fromkeys(("en", "ru", "uz", "uz_cyrl"), "Normal hours.")
        for component, mark, hours in (
            ("normal_hours_day", Mark.OFFICIAL, 8),
            ("normal_hours_week", Mark.SOURCED, 40),
        ):
            rule = {"component": component, "value": hours, "unit": "hours"}
            fact = NewFact("RU", Kind.MONEY_RULE, mark, "law.example", **rule, **words)
            countries.state_fact(session, fact, by=IRODA, on=clock())
        assert normal_hours.find_rule(session, "RU", TODAY) == HoursRule(8, None, "law.example")
        assert normal_hours.find_rule(session, "KR", TODAY) is None
        session.rollback()
