"""Working days: Monday to Friday without public holidays, for notice and time limits."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.licensing.legal_rules import LawRow, Unit

HolidayRows = tuple[tuple[int, date | None, date | None], ...]


class Calendar(msgspec.Struct, frozen=True):
    """The recorded public holidays of Uzbekistan (law.tsv).

    Each as month and day (321 is 21 March), with the days from and until which it applies. A
    holiday set by decree counts from the day its row is imported.
    """

    holiday_rows: HolidayRows = ()

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a public holiday or a day off moved from one."""
        return day in _holidays(self.holiday_rows, day.year)

    def is_one(self, day: date) -> bool:
        """Whether a day is a working day."""
        return day.weekday() < 5 and not self.is_holiday(day)

    def after(self, day: date, many: int) -> date:
        """The day on which so many working days have begun after this one."""
        found = day
        while many > 0:
            found += timedelta(days=1)
            many -= self.is_one(found)
        return found

    def passed(self, begun: datetime, many: int) -> datetime:
        """The moment when so many periods of 24 hours have passed, not counting public holidays.

        A public holiday counts by its day in Tashkent. A moved day off counts like a weekend: the
        time runs.
        """
        due = begun
        while many > 0:
            due += timedelta(days=1)
            day = tashkent_day(due)
            many -= day not in _fixed_holidays(self.holiday_rows, day.year)
        return due


@lru_cache(maxsize=64)
def _fixed_holidays(holiday_rows: HolidayRows, year: int) -> frozenset[date]:
    """The recorded holidays of a year."""
    days = ((date(year, *divmod(value, 100)), first, last) for value, first, last in holiday_rows)
    return frozenset(day for day, first, last in days if (first or day) <= day <= (last or day))


@lru_cache(maxsize=64)
def _holidays(holiday_rows: HolidayRows, year: int) -> frozenset[date]:
    """The holidays of a year with the days off moved from weekends.

    A holiday on a day off moves it to the next working day (Labour Code, article 208).
    """
    found = set(_fixed_holidays(holiday_rows, year))
    for day in sorted(found):
        moved = day
        while moved.weekday() >= 5 or (moved != day and moved in found):
            moved += timedelta(days=1)
        found.add(moved)
    return frozenset(found)


_HOLIDAYS = (
    select(col(LawRow.value), col(LawRow.valid_from), col(LawRow.valid_to))
    .where(col(LawRow.unit) == Unit.MONTH_DAY.value)
    .order_by(col(LawRow.id))
)


def calendar(session: Session) -> Calendar:
    """The calendar of the recorded holidays."""
    rows = session.execute(_HOLIDAYS)
    return Calendar(tuple((value, first, last) for value, first, last in rows))
