"""Public figures of a year: small numbers hidden, except those already printed in a public
report."""

from collections.abc import Sequence

import msgspec
from sqlmodel import Session

from service.infra.settings import DisclosureLimits
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.disclosure import public_masks
from service.reporting.external import body_returns
from service.reporting.figures.figures import NOT_STATED, Figure
from service.reporting.figures.printed_figure import PrintedFigure


def mask_year(
    session: Session,
    year: int,
    figures: Sequence[Figure],
    smallest: DisclosureLimits,
    before: Sequence[ReportYear] = (),
) -> list[Figure]:
    """Mask the figures of a year for publication, also against its earlier editions, oldest
    first."""
    marked = with_printed_values(session, year, figures)
    printed = _published_figures(session, year)
    names = {"/".join(filter(None, one.name)) for one in marked if printed_name(one) in printed}
    editions = [load_published(row) for row in before]
    return public_masks.mask_figures(
        marked, edition=str(year), smallest=smallest, before=editions, printed=names
    )


def with_printed_values(session: Session, year: int, figures: Sequence[Figure]) -> list[Figure]:
    """Add the printed value to each figure that a public report printed with another number."""
    printed = _published_figures(session, year)
    return [_with_printed_value(one, printed.get(printed_name(one))) for one in figures]


def _published_figures(session: Session, year: int) -> dict[str, PrintedFigure]:
    return {
        name: one for name, one in body_returns.printed_figures(session, year).items() if one.public
    }


def printed_name(figure: Figure) -> str:
    """Return the name of a figure in a printed report, where unnamed countries are “other”."""
    key, part = figure.name
    return key + (f"/{'other' if part == NOT_STATED else part}" if part else "")


def _with_printed_value(figure: Figure, printed: PrintedFigure | None) -> Figure:
    if printed is None or printed.value == figure.value:
        return figure
    return msgspec.structs.replace(figure, as_printed=printed.printed)


def load_published(row: ReportYear) -> list[Figure]:
    """Return a year as it was published; what was shown once is shown for ever."""
    return msgspec.json.decode(row.told or "[]", type=list[Figure])
