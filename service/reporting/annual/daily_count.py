"""Daily count of an unpublished year, so that repeated requests return the same numbers.

If anyone could have it counted again at will, they could subtract one count from the next and see
what one person changed.
"""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Text
from sqlmodel import Field, Session, SQLModel

from catalog.core.fields import tashkent_day
from service.infra.settings import DisclosureLimits
from service.reporting.annual import frozen_year, public_figures, years
from service.reporting.annual.years import Year
from service.reporting.figures import report_digest
from service.reporting.figures.figures import Figure

# Two counts are at least half a day apart, also for a reader who asks just before and just after
# midnight.
MIN_INTERVAL = timedelta(hours=12)


class ReportDay(SQLModel, table=True):
    """The figures of one unpublished year as the public sees them, with small numbers hidden.

    The exact numbers are not stored.
    """

    __tablename__ = "report_days"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    counted_at: datetime
    told: str = Field(sa_type=Text)


class DailyCount(msgspec.Struct):
    """The published figures of a year, and the limits below which numbers are hidden."""

    figures: list[Figure]
    smallest: DisclosureLimits


def count(session: Session, number: int, smallest: DisclosureLimits, on: datetime) -> DailyCount:
    """Count a year now and hide small numbers. Refuses: NotFound for years out of range."""
    live = years.count_live(session, number, tashkent_day(on))
    return DailyCount(public_figures.mask_year(session, number, live.figures, smallest), smallest)


def load_current(
    session: Session, number: int, smallest: DisclosureLimits, on: datetime
) -> tuple[Year, datetime] | None:
    """Return a year counted today or recently, and when, or None if it must be counted again."""
    row = session.get(ReportDay, number)
    if row is None or not _is_current(row, on):
        return None
    try:
        result = msgspec.json.decode(row.told, type=DailyCount)
    except msgspec.DecodeError:  # written by an earlier version
        return None
    if result.smallest != smallest:
        return None
    state = years.state_of_year([], number, tashkent_day(row.counted_at)).value
    return Year(
        number, state, result.figures, meanings=frozen_year.current_meanings()
    ), row.counted_at


def save(session: Session, number: int, daily_count: DailyCount, on: datetime) -> None:
    """Store a count for later requests, unless somebody else has stored one meanwhile.

    No record changes, so nothing is written to the journal.
    """
    row = session.get(ReportDay, number, with_for_update=True)
    if row is None:
        session.add(row := ReportDay(year=number, counted_at=on, told=""))
    elif load_current(session, number, daily_count.smallest, on):
        return
    row.counted_at, row.told = on, report_digest.canonical_json(daily_count)
    session.flush()


def _is_current(row: ReportDay, on: datetime) -> bool:
    return tashkent_day(row.counted_at) == tashkent_day(on) or on - row.counted_at < MIN_INTERVAL
