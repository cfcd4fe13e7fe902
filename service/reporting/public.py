"""A year as everybody may have it: as it was published last, small numbers hidden, also against what was published before."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.ground import fields
from service.reporting import frozen, masks, years
from service.reporting.figures import Figure
from service.reporting.frozen import ReportYear
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
    counted, rows = years.year(session, number, today, published=True), frozen.of(session, number)
    shown = masks.public(counted.figures, smallest=smallest, before=_before(rows, counted.number, smallest))
    checks, remarks = years.told(session, number)
    told = msgspec.structs.replace(counted, figures=shown, checks=checks, remarks=remarks)
    row = next((one for one in rows if one.number == counted.number), None)
    if row is None:
        return Edition(told, smallest)
    return Edition(told, smallest, _day(row.countersigned_at), _day(row.published_at), row.sha256)


def _before(rows: list[ReportYear], number: int | None, smallest: Smallest) -> list[list[Figure]]:
    """The earlier ones as they were published, the first one first."""
    told: list[list[Figure]] = []
    for row in reversed(rows):
        if row.published_by and number is not None and row.number < number:
            told.append(masks.public(frozen.figures(row), smallest=smallest, before=told))
    return told


def _day(moment: datetime | None) -> date | None:
    return fields.tashkent_day(moment) if moment else None
