"""The days that are meant, as many before them, and what is said of days that are none."""

from datetime import date

import pytest

from catalog.core.fields import InTheFuture, TooLongAgo
from catalog.licensing.licences import WrongPeriod
from service.input.forms import MissingAnswer
from service.reporting.figures import periods
from service.reporting.figures.months import Span
from service.reporting.figures.periods import Period, PeriodTooLong

TODAY = date(2026, 11, 25)


def chosen(period, first=None, last=None, today=TODAY) -> tuple[str, str]:
    span = periods.resolve_period(
        period, first and date.fromisoformat(first), last and date.fromisoformat(last), today
    )
    return str(span.first), str(span.last)


def test_the_four_periods_that_have_a_name():
    assert chosen(Period.MONTH) == ("2026-11-01", "2026-11-25")
    assert chosen(Period.LAST_MONTH) == ("2026-10-01", "2026-10-31")
    assert chosen(Period.QUARTER) == ("2026-10-01", "2026-11-25")
    assert chosen(Period.YEAR) == ("2026-01-01", "2026-11-25")
    assert chosen(Period.LAST_MONTH, today=date(2026, 1, 31)) == ("2025-12-01", "2025-12-31")
    assert chosen(Period.QUARTER, today=date(2026, 3, 31)) == ("2026-01-01", "2026-03-31")


def test_two_days_are_meant_when_they_are_told_and_no_other_period_is():
    days = {"first": "2026-02-03", "last": "2026-02-05"}
    assert chosen(Period.DAYS, **days) == ("2026-02-03", "2026-02-05")
    assert chosen(Period.YEAR, **days) == ("2026-01-01", "2026-11-25")


def test_what_lies_ahead_is_cut_off():
    assert chosen(Period.DAYS, "2026-01-01", "2026-12-31") == ("2026-01-01", "2026-11-25")
    assert chosen(Period.DAYS, "2025-12-01", "9999-12-31") == ("2025-12-01", "2026-11-25")


@pytest.mark.parametrize(
    ("first", "last", "refusal", "field"),
    [
        ("2026-02-03", None, MissingAnswer, "day_until"),
        (None, "2026-02-03", MissingAnswer, "day_from"),
        ("2026-02-03", "2026-02-02", WrongPeriod, "day_until"),
        ("2026-11-26", "2026-11-27", InTheFuture, "day_from"),
        ("1999-12-31", "2000-01-02", TooLongAgo, "day_from"),
        ("0001-01-01", "9999-12-31", TooLongAgo, "day_from"),
        ("2024-11-01", "2025-11-02", PeriodTooLong, "day_until"),
    ],
)
def test_days_that_are_no_period_are_refused_beside_the_one_that_is_wrong(
    first, last, refusal, field
):
    with pytest.raises(refusal) as values:
        chosen(Period.DAYS, first, last)
    assert values.value.field == field


def test_no_day_chosen_is_asked_for():
    with pytest.raises(MissingAnswer):
        chosen(Period.DAYS)


@pytest.mark.parametrize(
    ("period", "today", "earlier"),
    [
        (Period.MONTH, date(2026, 11, 1), ("2026-10-01", "2026-10-01")),
        (Period.MONTH, date(2026, 3, 31), ("2026-02-01", "2026-02-28")),
        (Period.MONTH, date(2026, 1, 31), ("2025-12-01", "2025-12-31")),
        (Period.LAST_MONTH, date(2026, 4, 9), ("2026-02-01", "2026-02-28")),
        (Period.QUARTER, date(2026, 11, 25), ("2026-07-01", "2026-08-25")),
        (Period.QUARTER, date(2026, 1, 1), ("2025-10-01", "2025-10-01")),
        (Period.YEAR, date(2024, 12, 31), ("2023-01-01", "2023-12-31")),
        (Period.YEAR, date(2026, 1, 1), ("2025-01-01", "2025-01-01")),
    ],
)
def test_a_period_is_compared_with_as_many_days_of_the_one_before(period, today, earlier):
    found = periods.earlier_span(period, periods.resolve_period(period, None, None, today))
    assert (str(found.first), str(found.last)) == earlier


def test_two_days_are_compared_with_as_many_before_them():
    span = Span(None, date(2026, 3, 1), date(2026, 3, 31))
    assert periods.earlier_span(Period.DAYS, span) == Span(
        None, date(2026, 1, 29), date(2026, 2, 28)
    )


def test_a_whole_year_is_one_or_all_of_this_one_so_far():
    def whole(first, last):
        return periods.whole_year(
            Span(None, date.fromisoformat(first), date.fromisoformat(last)), TODAY
        )

    assert (whole("2025-01-01", "2025-12-31"), whole("2026-01-01", "2026-11-25")) == (2025, 2026)
    assert [
        whole("2025-01-02", "2025-12-31"),
        whole("2025-01-01", "2025-12-30"),
        whole("2026-01-01", "2026-11-24"),
    ] == 3 * [None]
