"""A year: all its figures, and whether it is open, provisional or closed."""

from datetime import date
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.ground.refusals import NotFound
from service.reporting import figures, months
from service.reporting.definitions import DEFINITIONS
from service.reporting.figures import Figure
from service.reporting.months import Span


class Year(msgspec.Struct):
    year: int
    state: str
    figures: list[Figure]
    checks: list[dict[str, Any]]
    remarks: list[dict[str, Any]]


def year(session: Session, number: int, today: date) -> Year:
    """All own figures of a year, counted from the records at this moment. Refuses: NotFound for years out of range."""
    span = spanned(number, today)
    found = [figure for definition in DEFINITIONS for figure in figures.counted(session, definition, span)]
    return Year(number, state(number, today), found, [], [])


def state(number: int, today: date) -> str:
    return "open" if number == today.year else "provisional"


def spanned(number: int, today: date) -> Span:
    """The days of a year that are over or are today. Refuses: NotFound for years out of range."""
    if not months.FIRST_YEAR <= number <= today.year:
        raise NotFound
    whole = months.year(number)
    return msgspec.structs.replace(whole, last=min(whole.last, today))
