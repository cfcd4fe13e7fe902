"""A year: all its figures, and whether it is open, provisional or closed."""

from datetime import date

import msgspec
from sqlmodel import Session

from catalog.ground.refusals import NotFound
from service.reporting import checks, figures, months, remarks
from service.reporting.checks import Finding
from service.reporting.definitions import DEFINITIONS
from service.reporting.figures import Figure
from service.reporting.months import Span
from service.reporting.remarks import Said


class Year(msgspec.Struct):
    year: int
    state: str
    figures: list[Figure]
    checks: list[Finding]
    remarks: list[Said]


def year(session: Session, number: int, today: date) -> Year:
    """All own figures of a year, counted from the records at this moment. Refuses: NotFound for years out of range."""
    span = spanned(number, today)
    found = [figure for definition in DEFINITIONS for figure in figures.counted(session, definition, span)]
    return Year(number, "open" if number == today.year else "provisional", found, *told(session, number))


def told(session: Session, number: int) -> tuple[list[Finding], list[Said]]:
    """What is checked in the printed report of a year, and what was remarked on it; nothing where none was printed."""
    found = checks.public(checks.of(session, number))
    return found, remarks.public(session, number) if found else []


def spanned(number: int, today: date) -> Span:
    """The days of a year that are over or are today. Refuses: NotFound for years out of range."""
    if not months.FIRST_YEAR <= number <= today.year:
        raise NotFound
    whole = months.year(number)
    return msgspec.structs.replace(whole, last=min(whole.last, today))
