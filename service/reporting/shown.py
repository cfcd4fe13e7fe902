"""Which numbers of a year everybody may have: small ones hidden, but for those a report already public has printed."""

from collections.abc import Sequence

import msgspec
from sqlmodel import Session

from service.reporting import bodies, masks
from service.reporting.figures import NOT_STATED, Figure
from service.reporting.frozen import ReportYear
from service.reporting.printed import Printed
from service.settings import Smallest


def told(
    session: Session, year: int, figures: Sequence[Figure], smallest: Smallest, before: Sequence[ReportYear] = ()
) -> list[Figure]:  # fmt: skip
    """The figures of a year as they may be told, also beside its editions published before, the first of them first."""
    printed = {name: one for name, one in bodies.printed(session, year).items() if one.public}
    marked = [_beside(one, printed.get(_name(one))) for one in figures]
    names = {"/".join(filter(None, one.name)) for one in marked if _name(one) in printed}
    return masks.public(marked, smallest=smallest, before=[kept(row) for row in before], printed=names)


def _name(figure: Figure) -> str:
    """As a printed report calls it, where the countries it does not name are “other”."""
    key, part = figure.name
    return key + (f"/{'other' if part == NOT_STATED else part}" if part else "")


def _beside(figure: Figure, printed: Printed | None) -> Figure:
    if printed is None or printed.value == figure.value:
        return figure
    return msgspec.structs.replace(figure, as_printed=printed.printed)


def kept(row: ReportYear) -> list[Figure]:
    """A year as it was published: what was told then is told for ever."""
    return msgspec.json.decode(row.told or "[]", type=list[Figure])
