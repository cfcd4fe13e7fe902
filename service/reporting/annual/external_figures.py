"""Figures of other bodies in a published year, as the printed report of that year has them.

Only figures in a report that is already public are included; a return that was not printed stays at
the desk.
"""

from collections.abc import Iterable

import msgspec
from sqlmodel import Session

from service.reporting.annual import public_figures
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.external import body_returns
from service.reporting.figures import report_digest
from service.reporting.figures.figures import Figure
from service.reporting.figures.printed_figure import PrintedFigure

NamedFigures = list[tuple[str, PrintedFigure]]


def for_year(session: Session, year: int, own: Iterable[Figure]) -> NamedFigures:
    """Return the printed figures of a year that are not our own, by name, in the order of the
    returns."""
    counted = {public_figures.printed_name(one) for one in own}
    return [
        (name, one)
        for name, one in body_returns.printed_figures(session, year).items()
        if one.public and name not in counted
    ]


def serialize(named_figures: NamedFigures) -> str:
    """Serialize the figures for storage with a published year; an empty text if there are none."""
    return report_digest.canonical_json(named_figures) if named_figures else ""


def for_published_year(row: ReportYear) -> NamedFigures:
    """Return the figures of other bodies with which a year was published."""
    return msgspec.json.decode(row.external or "[]", type=NamedFigures)
