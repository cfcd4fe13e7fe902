"""A month is one of Tashkent: which days and which moments lie in it."""

from datetime import UTC, date, datetime

import pytest

from catalog.core.errors import NotFound
from service.reporting.figures import months
from service.reporting.figures.months import Month
from tests.support.cast import SEOUL, TODAY


def test_a_month_is_written_and_read():
    month = months.parse_month("2026-11", TODAY)
    assert (str(month), month.first, month.last) == (
        "2026-11",
        date(2026, 11, 1),
        date(2026, 11, 30),
    )
    assert str(months.month_of_day(date(2026, 2, 28)).after) == "2026-03"
    assert (str(Month(2026, 1).before), str(Month(2026, 12).after)) == ("2025-12", "2027-01")
    assert Month(2028, 2).last == date(2028, 2, 29)


@pytest.mark.parametrize(
    "written",
    ["2026-12", "2027-01", "1999-12", "2026-13", "2026-00", "2026-1", "x", "2026-11 ", "٢٠٢٦-11"],
)
def test_what_is_no_month_or_has_not_begun_is_not_found(written):
    with pytest.raises(NotFound):
        months.parse_month(written, TODAY)


def test_it_begins_and_ends_at_midnight_in_tashkent_and_a_running_one_ends_today():
    span = months.span(SEOUL, Month(2026, 10), TODAY)
    assert (span.begins, span.ends) == (
        datetime(2026, 9, 30, 19, tzinfo=UTC),
        datetime(2026, 10, 31, 19, tzinfo=UTC),
    )
    assert months.span(SEOUL, Month(2026, 11), TODAY).last == TODAY


def test_a_month_is_over_on_the_day_after_its_last():
    assert not months.is_over(Month(2026, 11), date(2026, 11, 30))
    assert months.is_over(Month(2026, 11), date(2026, 12, 1))
