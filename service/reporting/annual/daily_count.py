"""A year that is not published, as everybody has it: counted once a day, so that whoever asks again
sees no number move.

Who could have it counted anew at will would subtract one count from the next, and see what one
person changed."""

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

# Between two counts lies half a day at least, also for whoever asks just before midnight and just
# after.
MIN_INTERVAL = timedelta(hours=12)


class ReportDay(SQLModel, table=True):
    """What everybody has of a year until it is published, small numbers hidden: the exact ones
    stand nowhere."""

    __tablename__ = "report_days"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    counted_at: datetime
    told: str = Field(sa_type=Text)


class DailyCount(msgspec.Struct):
    """The figures of a year as they are told, and from which numbers on."""

    figures: list[Figure]
    smallest: DisclosureLimits


def count(session: Session, number: int, smallest: DisclosureLimits, on: datetime) -> DailyCount:
    """What the records say at this moment, as everybody may have it. Refuses: NotFound for years
    out of range."""
    live = years.count_live(session, number, tashkent_day(on))
    return DailyCount(public_figures.mask_year(session, number, live.figures, smallest), smallest)


def load_current(
    session: Session, number: int, smallest: DisclosureLimits, on: datetime
) -> tuple[Year, datetime] | None:
    """A year as it was counted today, or not long ago, and when; nothing where it is time to count
    it again."""
    row = session.get(ReportDay, number)
    if row is None or not _is_current(row, on):
        return None
    try:
        result = msgspec.json.decode(row.told, type=DailyCount)
    except msgspec.DecodeError:  # as an earlier version wrote it
        return None
    if result.smallest != smallest:
        return None
    state = years.state_of_year([], number, tashkent_day(row.counted_at)).value
    return Year(
        number, state, result.figures, meanings=frozen_year.current_meanings()
    ), row.counted_at


def save(session: Session, number: int, daily_count: DailyCount, on: datetime) -> None:
    """Keeps what was counted for all who ask after this, unless somebody else did meanwhile. No
    record changes by it, so the journal, which has each of them, says nothing of it."""
    row = session.get(ReportDay, number, with_for_update=True)
    if row is None:
        session.add(row := ReportDay(year=number, counted_at=on, told=""))
    elif load_current(session, number, daily_count.smallest, on):
        return
    row.counted_at, row.told = on, report_digest.canonical_json(daily_count)
    session.flush()


def _is_current(row: ReportDay, on: datetime) -> bool:
    return tashkent_day(row.counted_at) == tashkent_day(on) or on - row.counted_at < MIN_INTERVAL
