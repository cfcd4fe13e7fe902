"""Notice is counted in whole working days, without weekends and public holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.core.actor import SYSTEM
from catalog.core.fields import TASHKENT
from catalog.licensing import legal_rules, working_days
from catalog.licensing.legal_rules import NewLaw, Unit
from catalog.licensing.working_days import Calendar
from catalog.reference.countries import Mark
from seed import reference

PLAIN = Calendar()
# Constitution Day each year; Hayit in one; a holiday that began in 2027.
KNOWN = Calendar(
    ((1208, None, None), (320, date(2026, 3, 20), date(2026, 3, 20)), (702, date(2027, 1, 1), None))
)


def test_a_weekend_is_no_working_day():
    friday = date(2026, 11, 27)
    assert [PLAIN.is_one(date(2026, 11, day)) for day in (27, 28, 29, 30)] == [
        True,
        False,
        False,
        True,
    ]
    assert PLAIN.after(friday, 1) == date(2026, 11, 30)
    assert PLAIN.after(friday, 5) == date(2026, 12, 4)
    assert PLAIN.after(date(2026, 11, 28), 1) == date(2026, 11, 30)
    assert PLAIN.after(friday, 0) == friday


def test_a_public_holiday_is_none_in_the_years_in_which_it_is_one():
    assert [KNOWN.is_one(date(year, 12, 8)) for year in (2025, 2026)] == [False, False]
    assert [KNOWN.is_one(date(year, 3, 20)) for year in (2026, 2028)] == [False, True]
    assert [KNOWN.is_one(date(year, 7, 2)) for year in (2026, 2027)] == [True, False]
    assert KNOWN.after(date(2026, 12, 7), 1) == date(2026, 12, 9)


def test_on_a_weekend_it_moves_to_the_next_working_day():
    assert date(2029, 12, 8).weekday() == 5
    assert not KNOWN.is_one(date(2029, 12, 10))
    two = Calendar(((321, None, None), (322, None, None), (323, None, None)))
    assert date(2026, 3, 21).weekday() == 5
    moved = [date(2026, 3, day) for day in (23, 24, 25, 26)]
    assert [two.is_holiday(day) for day in moved] == [True, True, True, False], (
        "past a holiday, and one after the other"
    )


def test_a_clock_of_hours_stands_still_on_a_public_holiday_and_runs_on_weekends():
    begun = datetime(2026, 12, 7, 10, tzinfo=TASHKENT).astimezone(UTC)
    assert KNOWN.passed(begun, 2) == begun + timedelta(days=3)
    assert PLAIN.passed(begun, 2) == begun + timedelta(days=2)
    friday = datetime(2026, 11, 27, 10, tzinfo=TASHKENT).astimezone(UTC)
    assert KNOWN.passed(friday, 2) == friday + timedelta(days=2)
    # An hour before midnight in Tashkent it is the holiday there already a day later.
    late = datetime(2026, 12, 7, 23, tzinfo=TASHKENT).astimezone(UTC)
    assert KNOWN.passed(late, 1) == late + timedelta(days=2)


def test_a_day_off_that_a_holiday_has_moved_stops_a_clock_no_more_than_any_weekend():
    """By article 208 the day off moves, and not the holiday: one holiday gives one day more."""
    women = Calendar(((308, None, None),))
    assert date(2026, 3, 8).weekday() == 6
    assert not women.is_one(date(2026, 3, 9))
    friday = datetime(2026, 3, 6, 10, tzinfo=TASHKENT).astimezone(UTC)
    assert women.passed(friday, 2) == friday + timedelta(days=3)


def test_the_calendar_is_what_is_written_down(ground, clock):
    assert working_days.calendar(ground) == PLAIN
    legal_rules.load(
        ground, [reference._law(row) for row in reference.rows("law.tsv")], by=SYSTEM, on=clock()
    )
    known = working_days.calendar(ground)
    assert [known.is_one(date(2027, 9, day)) for day in (1, 2)] == [False, True]
    assert not known.is_one(date(2028, 1, 3)), "New Year of 2028 is a Saturday"


@pytest.mark.parametrize("value", [0, 229, 230, 1301, 100, 32])
def test_what_is_no_day_of_every_year_is_not_taken_in(ground, clock, value):
    with pytest.raises(legal_rules.NotADayOfYear):
        legal_rules.load(
            ground,
            [NewLaw("holiday_x", value, Unit.MONTH_DAY, Mark.SOURCED, "invented")],
            by=SYSTEM,
            on=clock(),
        )
