"""A year: all its figures, and how it stands: open, provisional, signed once, closed with two
signatures, published.

A year that is closed answers what was frozen, whatever is entered since; any other, what the
records say at this moment."""

from datetime import date
from enum import StrEnum

import msgspec
from sqlmodel import Session

from catalog.core.errors import NotFound
from service.reporting.annual import frozen_year, remarks
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.annual.remarks import PublicRemark
from service.reporting.checks import report_checks
from service.reporting.checks.report_checks import Finding
from service.reporting.figures import figures, months
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Figure, Meaning
from service.reporting.figures.months import Span
from service.reporting.figures.printed_figure import PrintedFigure


class State(StrEnum):
    """How a year stands. Signed: by a statistician alone; its figures still move until a supervisor
    signs them too."""

    OPEN = "open"
    PROVISIONAL = "provisional"
    SIGNED = "signed"
    CLOSED = "closed"
    PUBLISHED = "published"


class Year(msgspec.Struct):
    """The figures of a year with what each means; number: under which they were frozen, where they
    were; external: the figures of other bodies that it was published with, by name."""

    year: int
    state: str
    figures: list[Figure]
    checks: list[Finding] = []
    remarks: list[PublicRemark] = []
    meanings: dict[str, Meaning] = {}
    number: int | None = None
    external: list[tuple[str, PrintedFigure]] = []


def get_year(session: Session, number: int, today: date) -> Year:
    """All own figures of a year as the house has it: frozen, if it is closed. Refuses: NotFound for
    years out of range."""
    elapsed_span(number, today)
    rows = frozen_year.list_for_year(session, number)
    row = frozen_year.newest_closed(rows)
    if row is not None:
        return from_frozen(row)
    counted = count_live(session, number, today)
    return msgspec.structs.replace(counted, state=state_of_year(rows, number, today).value)


def from_frozen(row: ReportYear) -> Year:
    """A year as it was frozen."""
    state = state_of_year([row], row.year, row.signed_at.date())
    return Year(
        row.year,
        state.value,
        frozen_year.figures(row),
        meanings=frozen_year.meanings(row),
        number=row.number,
    )


def count_live(session: Session, number: int, today: date) -> Year:
    """All own figures of a year, counted from the records at this moment. Refuses: NotFound for
    years out of range."""
    span = elapsed_span(number, today)
    found = [
        figure
        for definition in DEFINITIONS
        for figure in figures.count_figure(session, definition, span)
    ]
    return Year(
        number,
        state_of_year([], number, today).value,
        found,
        meanings=frozen_year.current_meanings(),
    )


def state_of_year(rows: list[ReportYear], number: int, today: date) -> State:
    """How a year stands, by what was signed for it, the newest first."""
    row = frozen_year.newest_closed(rows)
    if row is not None:
        return State.PUBLISHED if row.published_by else State.CLOSED
    if rows:
        return State.SIGNED
    return State.PROVISIONAL if is_over(number, today) else State.OPEN


def is_over(number: int, today: date) -> bool:
    return number < today.year


def checks_and_remarks(session: Session, number: int) -> tuple[list[Finding], list[PublicRemark]]:
    """What is checked in the printed report of a year, and what was remarked on it; nothing where
    none was printed."""
    found = report_checks.filter_public(report_checks.check_year(session, number))
    return found, remarks.list_public(session, number) if found else []


def elapsed_span(number: int, today: date) -> Span:
    """The days of a year that are over or are today. Refuses: NotFound for years out of range."""
    if not months.FIRST_YEAR <= number <= today.year:
        raise NotFound
    whole = months.year(number)
    return msgspec.structs.replace(whole, last=min(whole.last, today))
