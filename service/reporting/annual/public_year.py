"""A year as the public sees it: as last published, or as counted today, with small numbers
hidden."""

from contextlib import suppress
from datetime import date, datetime
from threading import Lock

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core import fields
from catalog.core.errors import Conflict, Unavailable
from service.infra.database import Database
from service.infra.settings import DisclosureLimits
from service.reporting.annual import (
    correction_changes,
    daily_count,
    external_figures,
    frozen_year,
    public_figures,
    years,
)
from service.reporting.annual.comparison import FigureComparison
from service.reporting.annual.daily_count import ReportDay
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.annual.remarks import Remark
from service.reporting.annual.years import Year
from service.reporting.external.body_returns import BodyReturn

# One thread at a time counts a year in this process; other requests wait for it.
_COUNT_LOCK = Lock()


class Edition(msgspec.Struct):
    """A year with only its public numbers.

    A frozen year has its hash and the days on which it was closed and published; any other has the
    day on which it was counted. A correction has the shown numbers that it changed; a first edition
    has None.
    """

    year: Year
    smallest: DisclosureLimits
    closed_on: date | None = None
    published_on: date | None = None
    sha256: str = ""
    counted_on: date | None = None
    changes: list[FigureComparison] | None = None


def current_edition(
    database: Database, number: int, smallest: DisclosureLimits, *, on: datetime
) -> Edition:
    """Return the newest public edition, from which every page, response and file is made.

    A year that is not published is counted once a day and stored. Refuses: NotFound for years out
    of range, Unavailable.
    """
    with database.read() as session:
        result = stored_edition(session, number, smallest, on)
    return result or _count_edition(database, number, smallest, on)


def _count_edition(
    database: Database, number: int, smallest: DisclosureLimits, on: datetime
) -> Edition:
    with _COUNT_LOCK:
        with database.read() as session:
            if result := stored_edition(session, number, smallest, on):
                return result
            counted = daily_count.count(session, number, smallest, on)
        with suppress(Conflict), database.write() as session:
            daily_count.save(session, number, counted, on)
    with database.read() as session:
        if result := stored_edition(session, number, smallest, on):
            return result
    raise Unavailable


def stored_edition(
    session: Session, number: int, smallest: DisclosureLimits, on: datetime
) -> Edition | None:
    """Return the newest public edition, or None if it must be counted first.

    Refuses: NotFound for years out of range.
    """
    years.elapsed_span(number, fields.tashkent_day(on))
    rows = frozen_year.list_for_year(session, number)
    if row := frozen_year.newest_published(rows):
        year = _with_checks_and_remarks(
            session, _published_year(row), external=external_figures.for_published_year(row)
        )
        before = frozen_year.newest_published([one for one in rows if one.number < row.number])
        changes = correction_changes.find_public(year, _published_year(before)) if before else None
        return Edition(
            year,
            smallest,
            _day(row.countersigned_at),
            _day(row.published_at),
            row.sha256,
            changes=changes,
        )
    if kept := daily_count.load_current(session, number, smallest, on):
        return Edition(
            _with_checks_and_remarks(session, kept[0]), smallest, counted_on=_day(kept[1])
        )
    return None


def _published_year(row: ReportYear) -> Year:
    """Return a year with the numbers that were published."""
    return msgspec.structs.replace(
        years.from_frozen(row), figures=public_figures.load_published(row)
    )


def _with_checks_and_remarks(session: Session, year: Year, **values: object) -> Year:
    """Add today's checks and remarks to a year."""
    checks, remarks = years.checks_and_remarks(session, year.year)
    return msgspec.structs.replace(year, checks=checks, remarks=remarks, **values)


def _day(moment: datetime | None) -> date | None:
    return fields.tashkent_day(moment) if moment else None


def cache_version(session: Session) -> tuple[object, ...]:
    """Return a value that changes when the public content of any year changes.

    Cached responses with another value are out of date.
    """
    asked = (
        func.count(col(ReportYear.reference)),
        func.count(col(ReportYear.countersigned_by)),
        func.count(col(ReportYear.published_by)),
    )
    others = (
        func.max(col(ReportDay.counted_at)),
        func.count(col(BodyReturn.reference)),
        func.count(col(Remark.reference)),
    )
    return tuple(
        session.execute(select(*asked, *(select(one).scalar_subquery() for one in others))).one()
    )
