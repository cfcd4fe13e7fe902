"""Months and spans of days in the Tashkent calendar, with their moments in UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from catalog.core.errors import NotFound
from catalog.core.fields import TASHKENT

FIRST_YEAR = 2000


class Month(msgspec.Struct, frozen=True):
    """Year and month, written 2026-11."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> "Month":
        return month_of_day(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month":
        return month_of_day(self.first + timedelta(days=31))


class Span(msgspec.Struct, frozen=True):
    """The days that are counted, of one post or of all, and the moments at which they begin and
    end."""

    post: str | None
    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        return _midnight(self.last + timedelta(days=1))


def month_of_day(day: date) -> Month:
    return Month(day.year, day.month)


def parse_month(written: str, today: date) -> Month:
    """Parse a month in a URL. Refuses: NotFound for an invalid or future one."""
    month = read(written)
    if month.first > today:
        raise NotFound
    return month


def read(written: str) -> Month:
    """Return a month written as 2026-11. Refuses: NotFound."""
    if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", written):
        raise NotFound
    return Month(int(written[:4]), int(written[5:]))


def span(post: str, month: Month, today: date) -> Span:
    """Return the span of a month of a post; one that is not over ends today."""
    return Span(post, month.first, min(month.last, today))


def year(number: int) -> Span:
    """Return the span of a year in the Tashkent calendar."""
    return Span(None, date(number, 1, 1), date(number, 12, 31))


def is_over(month: Month, today: date) -> bool:
    return month.last < today


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, TASHKENT).astimezone(UTC)
