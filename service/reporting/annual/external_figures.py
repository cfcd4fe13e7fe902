"""Figures of other bodies in a published year, each as the printed report of that year has it.

Only what a report that everybody has contains is told: a return that nobody printed stays at the
desk."""

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
    """What was printed of a year and is no figure of our own, by name, in the order of the
    returns."""
    counted = {public_figures.printed_name(one) for one in own}
    return [
        (name, one)
        for name, one in body_returns.printed_figures(session, year).items()
        if one.public and name not in counted
    ]


def serialize(named_figures: NamedFigures) -> str:
    """As a published year keeps them; nothing where there are none."""
    return report_digest.canonical_json(named_figures) if named_figures else ""


def for_published_year(row: ReportYear) -> NamedFigures:
    """What a year was published with."""
    return msgspec.json.decode(row.external or "[]", type=NamedFigures)
