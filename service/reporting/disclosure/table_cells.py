"""The figures of one period as a table of cells and sums."""

from collections.abc import Callable, Iterator, Sequence

from service.infra.settings import DisclosureLimits
from service.reporting.disclosure.interval_bounds import Sum
from service.reporting.disclosure.suppression import Cell, Kind, Table
from service.reporting.disclosure.totals import WHOLES, Remainder, Whole
from service.reporting.figures.figures import Figure, Unit

_PEOPLE = frozenset(
    {
        Unit.CLAIM,
        Unit.CONTACT,
        Unit.SESSION,
        Unit.MATTER,
        Unit.PERSON,
        Unit.CASE,
        # Sums and shares are judged by the number of claims behind them.
        Unit.MONEY,
        Unit.USD,
        Unit.RATE,
    }
)
SUM_UNITS = frozenset({Unit.MONEY, Unit.USD, Unit.RATE})


def minimum_count(unit: Unit, smallest: DisclosureLimits) -> int:
    """Return the count below which a figure is small.

    It is 0 for what does not count people: licences, vacancies, events, heads in a room.
    """
    if unit is Unit.PLACEMENT:
        return smallest.placements
    return smallest.people if unit in _PEOPLE else 0


def amount(figure: Figure) -> int | None:
    """Return the count by which a figure is judged, or None if unknown.

    It is the number itself or, for a sum or a share, the number of claims behind it.
    """
    return figure.behind if figure.unit in SUM_UNITS else figure.value


def build_table(
    figures: Sequence[Figure], smallest: DisclosureLimits, cell: Callable[[Figure], Cell]
) -> Table:
    """Build a table with a cell for each figure, then cells for unpublished terms of sums."""
    made = Table([cell(one) for one in figures], [])
    for whole, above, parts in list_relations(figures):
        _add_relation(made, whole, above, parts, minimum_count(figures[above].unit, smallest))
    return made


def list_relations(figures: Sequence[Figure]) -> Iterator[tuple[Whole, int, list[int]]]:
    """Yield the wholes among the figures and their parts, by index."""
    by_key: dict[str, list[int]] = {}
    for place, one in enumerate(figures):
        by_key.setdefault(one.key, []).append(place)
    for whole in WHOLES:
        above, parts = by_key.get(whole.key, []), by_key.get(whole.parts, [])
        if len(above) == 1 and parts:
            yield whole, above[0], parts


def _add_relation(made: Table, whole: Whole, above: int, parts: list[int], small: int) -> None:
    """Add one relation; parts that do not add up to their whole get an echo of it."""
    rest = made.cells[above].amount - sum(made.cells[part].amount for part in parts)
    made.cells[above].whole = True
    if whole.rest is Remainder.NONE and rest:
        above = _add_cell(made, Cell(made.cells[above].amount - rest, small, Kind.ECHO, of=above))
    elif whole.rest is not Remainder.NONE:
        kind = Kind.REST if whole.rest is Remainder.OTHERS and rest >= 0 else Kind.SLACK
        parts = [*parts, _add_cell(made, Cell(rest, small, kind))]
    made.sums.append(Sum(above, tuple(parts)))


def _add_cell(made: Table, cell: Cell) -> int:
    made.cells.append(cell)
    return len(made.cells) - 1
