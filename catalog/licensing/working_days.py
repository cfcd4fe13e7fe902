"""Working days: Monday to Friday without the public holidays of Uzbekistan, by which notice is
counted and a clock stops."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.licensing.legal_rules import LawRow, Unit

HolidayRows = tuple[tuple[int, date | None, date | None], ...]


class Calendar(msgspec.Struct, frozen=True):
    """The public holidays that are written down (law.tsv): each as its month and day, 321 for 21
    March, and since when and until when it is one. A day that only a decree sets is one from the
    day its row is taken in."""

    told: HolidayRows = ()

    def is_holiday(self, day: date) -> bool:
        """Whether it is one, or a day off that one has moved."""
        return day in _holidays(self.told, day.year)

    def is_one(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() < 5 and not self.is_holiday(day)

    def after(self, day: date, many: int) -> date:
        """The day on which so many working days have begun after this one."""
        found = day
        while many > 0:
            found += timedelta(days=1)
            many -= self.is_one(found)
        return found

    def passed(self, begun: datetime, many: int) -> datetime:
        """When so many times twenty-four hours have gone by since a moment; a public holiday that
        begins meanwhile in Tashkent is no part of them. A day off that it has moved is one as a
        weekend is: the clock runs."""
        due = begun
        while many > 0:
            due += timedelta(days=1)
            day = tashkent_day(due)
            many -= day not in _fixed_holidays(self.told, day.year)
        return due


@lru_cache(maxsize=64)
def _fixed_holidays(holiday_rows: HolidayRows, year: int) -> frozenset[date]:
    """The holidays of a year as they are written down."""
    days = ((date(year, *divmod(value, 100)), first, last) for value, first, last in holiday_rows)
    return frozenset(day for day, first, last in days if (first or day) <= day <= (last or day))


@lru_cache(maxsize=64)
def _holidays(holiday_rows: HolidayRows, year: int) -> frozenset[date]:
    """The same with the days off that move: one on which a holiday falls moves to the next working
    day (Labour Code, article 208)."""
    found = set(_fixed_holidays(holiday_rows, year))
    for day in sorted(found):
        moved = day
        while moved.weekday() >= 5 or (moved != day and moved in found):
            moved += timedelta(days=1)
        found.add(moved)
    return frozenset(found)


def calendar(session: Session) -> Calendar:
    """The calendar as it is written down."""
    asked = select(col(LawRow.value), col(LawRow.valid_from), col(LawRow.valid_to))
    rows = session.execute(
        asked.where(col(LawRow.unit) == Unit.MONTH_DAY.value).order_by(col(LawRow.id))
    )
    return Calendar(tuple((value, first, last) for value, first, last in rows))
