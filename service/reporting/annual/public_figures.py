"""Which numbers of a year everybody may have: small ones hidden, but for those a report already
public has printed."""

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
    """The figures of a year as they may be told, also beside its editions published before, the
    first of them first."""
    marked = with_printed_values(session, year, figures)
    printed = _published_figures(session, year)
    names = {"/".join(filter(None, one.name)) for one in marked if printed_name(one) in printed}
    editions = [load_published(row) for row in before]
    return public_masks.mask_figures(
        marked, edition=str(year), smallest=smallest, before=editions, printed=names
    )


def with_printed_values(session: Session, year: int, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, each with what a public report has printed where that is another number."""
    printed = _published_figures(session, year)
    return [_with_printed_value(one, printed.get(printed_name(one))) for one in figures]


def _published_figures(session: Session, year: int) -> dict[str, PrintedFigure]:
    return {
        name: one for name, one in body_returns.printed_figures(session, year).items() if one.public
    }


def printed_name(figure: Figure) -> str:
    """As a printed report calls it, where the countries it does not name are “other”."""
    key, part = figure.name
    return key + (f"/{'other' if part == NOT_STATED else part}" if part else "")


def _with_printed_value(figure: Figure, printed: PrintedFigure | None) -> Figure:
    if printed is None or printed.value == figure.value:
        return figure
    return msgspec.structs.replace(figure, as_printed=printed.printed)


def load_published(row: ReportYear) -> list[Figure]:
    """A year as it was published: what was told then is told for ever."""
    return msgspec.json.decode(row.told or "[]", type=list[Figure])
