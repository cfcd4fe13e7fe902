"""A year as everybody may have it: as it was published last, small numbers hidden, also against what was published before."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.ground import fields
from service.reporting import frozen, shown, years
from service.reporting.years import Year
from service.settings import Smallest


class Edition(msgspec.Struct):
    """A year with only the numbers that are told. Of one that was frozen: its hash, and when it was closed and published."""

    year: Year
    smallest: Smallest
    closed_on: date | None = None
    published_on: date | None = None
    sha256: str = ""


def edition(session: Session, number: int, today: date, smallest: Smallest) -> Edition:
    """The newest that everybody may have: every page, answer and file is written from it. Refuses: NotFound for years out of
    range."""
    counted, row = years.year(session, number, today, published=True), frozen.published(frozen.of(session, number))
    figures = shown.kept(row) if row else shown.told(session, number, counted.figures, smallest)
    checks, remarks = years.told(session, number)
    told = msgspec.structs.replace(counted, figures=figures, checks=checks, remarks=remarks)
    if row is None:
        return Edition(told, smallest)
    return Edition(told, smallest, _day(row.countersigned_at), _day(row.published_at), row.sha256)


def _day(moment: datetime | None) -> date | None:
    return fields.tashkent_day(moment) if moment else None
