"""The only module by which figures are published: it hides small numbers and what reveals them."""

from collections.abc import Collection, Sequence

import msgspec

from catalog.core import vault
from service.infra.settings import DisclosureLimits
from service.reporting.disclosure import editions, suppression, table_cells
from service.reporting.disclosure.suppression import Cell
from service.reporting.figures.figures import Figure

_SMALLEST = DisclosureLimits()


def mask_figures(
    figures: Sequence[Figure],
    *,
    edition: str = "",
    smallest: DisclosureLimits = _SMALLEST,
    before: Sequence[Sequence[Figure]] = (),
    printed: Collection[str] = (),
) -> list[Figure]:
    """Mask all figures of one period for the public, the same in every page, response and export.

    They must be masked together. A hidden figure has no value, and no figure keeps the number of
    claims behind it. `edition`: the name of the period. What is hidden next to a small number is
    chosen by it and a permanent secret, so that the choice is the same on each day and after each
    correction, and nobody can infer it. `before`: the earlier editions of the period as published;
    what they hid cannot be found by subtraction. `printed`: the figures ("key" or "key/part") in a
    report that is already public; they stay as printed.
    """
    known = [
        place
        for place, one in enumerate(figures)
        if _is_checked(one, smallest) and table_cells.amount(one) is not None
    ]
    held = editions.names_to_keep_hidden(figures, before, smallest)
    seen = editions.already_public(figures, before) | _printed_names(figures, printed)

    def cell(one: Figure) -> Cell:
        amount = table_cells.amount(one) or 0
        kept = one.name in held and amount > 0
        lot = vault.token("suppression", f"{edition}:{'/'.join(one.name)}")
        least = table_cells.minimum_count(one.unit, smallest)
        return Cell(amount, least, public=one.name in seen, held=kept, lot=lot)

    table = table_cells.build_table([figures[place] for place in known], smallest, cell)
    suppression.hide(table)
    shown = {place for place, values in zip(known, table.cells, strict=False) if not values.hidden}
    return [
        _masked_figure(one, smallest, place in shown or one.name in seen - held)
        for place, one in enumerate(figures)
    ]


def _is_checked(figure: Figure, smallest: DisclosureLimits) -> bool:
    return table_cells.minimum_count(figure.unit, smallest) > 0


def _printed_names(figures: Sequence[Figure], printed: Collection[str]) -> set[tuple[str, str]]:
    return {
        one.name
        for one in figures
        if one.as_printed is not None or "/".join(filter(None, one.name)) in printed
    }


def _masked_figure(figure: Figure, smallest: DisclosureLimits, shown: bool) -> Figure:
    """Return a figure as published.

    A small one that was printed as another number has only the printed one.
    """
    amount = table_cells.amount(figure)
    small = (
        figure.as_printed is not None
        and amount is not None
        and 0 < amount < table_cells.minimum_count(figure.unit, smallest)
    )
    hides = _is_checked(figure, smallest) and (small or not shown)
    return msgspec.structs.replace(figure, value=None if hides else figure.value, behind=None)
