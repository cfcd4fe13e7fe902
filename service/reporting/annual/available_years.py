"""Years for which there is a report: those with records that a report counts."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from service.reporting.annual.frozen_year import ReportYear
from service.reporting.external.body_returns import BodyReturn
from service.reporting.figures import months, sources
from service.reporting.figures.figures import Source

_COUNTED_SOURCES = (sources.PLACEMENTS, sources.SESSIONS, sources.CLAIMS, sources.PAYMENTS)


def list_years(session: Session, today: date) -> list[int]:
    """Return the years, newest first.

    The present year is included from its first day, and so is every frozen year.
    """
    found = {
        year for source in _COUNTED_SOURCES for year in _years_with_records(session, source, today)
    }
    frozen = session.execute(select(col(ReportYear.year)).distinct()).scalars()
    return sorted(found | {today.year, *frozen}, reverse=True)


def list_public(session: Session, today: date) -> list[int]:
    """Return the years with a public page, newest first, also of a report that was only printed.

    A later letter replaces a printed report, whose numbers its page then no longer shows.
    """
    later = aliased(BodyReturn)
    same = (
        col(getattr(later, name)) == col(getattr(BodyReturn, name)) for name in ("body", "year")
    )
    replaced = select(1).where(*same, col(later.number) > col(BodyReturn.number)).exists()
    asked = select(col(BodyReturn.year)).where(col(BodyReturn.public), ~replaced)
    printed = session.execute(asked.distinct()).scalars()
    return sorted({*list_years(session, today), *printed}, reverse=True)


def _years_with_records(session: Session, source: Source, today: date) -> Iterator[int]:
    """Yield the years with records of a source, by one query for each year."""
    after, last = date(months.FIRST_YEAR, 1, 1), date(today.year, 12, 31)
    while True:
        asked = select(func.min(source.day)).where(
            source.day >= after, source.day <= last, *source.terms
        )
        day = session.execute(asked).scalar()
        if day is None:
            return
        yield day.year
        after = date(day.year + 1, 1, 1)
