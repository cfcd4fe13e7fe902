"""A year: all its figures, and how it stands: open, provisional, signed once, closed with two signatures, published.

A year that is closed answers what was frozen, whatever is entered since; any other, what the records say at this moment."""

from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.ground.refusals import NotFound
from service.reporting import figures, frozen, months
from service.reporting.definitions import DEFINITIONS
from service.reporting.figures import Figure, Meaning
from service.reporting.frozen import ReportYear
from service.reporting.months import Span


class State(StrEnum):
    """How a year stands. Signed: by a statistician alone; its figures still move until a supervisor signs them too."""

    OPEN = "open"
    PROVISIONAL = "provisional"
    SIGNED = "signed"
    CLOSED = "closed"
    PUBLISHED = "published"


class Year(msgspec.Struct):
    """The figures of a year with what each means; number: under which they were frozen, where they were."""

    year: int
    state: str
    figures: list[Figure]
    checks: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    meanings: dict[str, Meaning] = {}
    number: int | None = None


def year(session: Session, number: int, today: date, *, published: bool = False) -> Year:
    """All own figures of a year: frozen, if it is closed; as they were published last, if that is asked for and was done.
    Refuses: NotFound for years out of range."""
    spanned(number, today)
    rows = frozen.of(session, number)
    row = (frozen.published(rows) if published else None) or frozen.closed(rows)
    return kept(row) if row else live(session, number, today, signed=bool(rows))


def kept(row: ReportYear) -> Year:
    """A year as it was frozen."""
    return Year(row.year, state_of(row), frozen.figures(row), [], [], frozen.meanings(row), row.number)


def live(session: Session, number: int, today: date, *, signed: bool = False) -> Year:
    """All own figures of a year, counted from the records at this moment. Refuses: NotFound for years out of range."""
    span = spanned(number, today)
    found = [figure for definition in DEFINITIONS for figure in figures.counted(session, definition, span)]
    state = State.SIGNED if signed else State.OPEN if not over(number, today) else State.PROVISIONAL
    return Year(number, state.value, found, [], [], frozen.meant())


def state_of(row: ReportYear) -> str:
    if row.published_by:
        return State.PUBLISHED.value
    return (State.CLOSED if row.countersigned_by else State.SIGNED).value


def over(number: int, today: date) -> bool:
    return number < today.year


def spanned(number: int, today: date) -> Span:
    """The days of a year that are over or are today. Refuses: NotFound for years out of range."""
    if not months.FIRST_YEAR <= number <= today.year:
        raise NotFound
    whole = months.year(number)
    return msgspec.structs.replace(whole, last=min(whole.last, today))
