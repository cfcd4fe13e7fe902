"""A year: all its figures and its state, from open to published.

A closed year returns its frozen figures, whatever is entered since; any other year is counted from
the present records.
"""

from datetime import date
from enum import StrEnum

import msgspec
from sqlmodel import Session

from catalog.core.errors import NotFound
from catalog.core.fields import tashkent_day
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
    """The state of a year.

    A signed year has only a statistician's signature, and its figures still change until a
    supervisor signs as well.
    """

    OPEN = "open"
    PROVISIONAL = "provisional"
    SIGNED = "signed"
    CLOSED = "closed"
    PUBLISHED = "published"


class Year(msgspec.Struct):
    """The figures of a year with their meanings.

    `number`: that of the frozen version, if any; `external`: the figures of other bodies published
    with it, by name.
    """

    year: int
    state: str
    figures: list[Figure]
    checks: list[Finding] = []
    remarks: list[PublicRemark] = []
    meanings: dict[str, Meaning] = {}
    number: int | None = None
    external: list[tuple[str, PrintedFigure]] = []


def get_year(session: Session, number: int, today: date) -> Year:
    """Return all own figures of a year, frozen if it is closed.

    Refuses: NotFound for years out of range.
    """
    elapsed_span(number, today)
    rows = frozen_year.list_for_year(session, number)
    row = frozen_year.newest_closed(rows)
    if row is not None:
        return from_frozen(row)
    counted = count_live(session, number, today)
    return msgspec.structs.replace(counted, state=state_of_year(rows, number, today).value)


def from_frozen(row: ReportYear) -> Year:
    """Return a year as it was frozen."""
    state = state_of_year([row], row.year, tashkent_day(row.signed_at))
    return Year(
        row.year,
        state.value,
        frozen_year.figures(row),
        meanings=frozen_year.meanings(row),
        number=row.number,
    )


def count_live(session: Session, number: int, today: date) -> Year:
    """Count all own figures of a year from the present records.

    Refuses: NotFound for years out of range.
    """
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
    """Return the state of a year by its signed versions, newest first."""
    row = frozen_year.newest_closed(rows)
    if row is not None:
        return State.PUBLISHED if row.published_by else State.CLOSED
    if rows:
        return State.SIGNED
    return State.PROVISIONAL if is_over(number, today) else State.OPEN


def is_over(number: int, today: date) -> bool:
    return number < today.year


def checks_and_remarks(session: Session, number: int) -> tuple[list[Finding], list[PublicRemark]]:
    """Return the public checks of the printed report of a year, and the remarks on it.

    Both are empty if none was printed.
    """
    found = report_checks.filter_public(report_checks.check_year(session, number))
    return found, remarks.list_public(session, number) if found else []


def elapsed_span(number: int, today: date) -> Span:
    """Return the days of a year up to today. Refuses: NotFound for years out of range."""
    if not months.FIRST_YEAR <= number <= today.year:
        raise NotFound
    whole = months.year(number)
    return msgspec.structs.replace(whole, last=min(whole.last, today))
