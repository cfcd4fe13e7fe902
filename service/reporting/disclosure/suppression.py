"""Cell suppression: small numbers are hidden, then others until none can be worked out.

The others are chosen by a secret lot, so that a reader who knows the rule and would expect the
smallest learns nothing from the choice.
"""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from service.reporting.disclosure import interval_bounds
from service.reporting.disclosure.interval_bounds import UNBOUNDED, Range, Sum


class Kind(StrEnum):
    # Printed unless hidden.
    PRINTED = "printed"
    # People whom a part leaves out of its whole: never printed, and found by subtraction.
    REST = "rest"
    # A difference that counts nobody.
    SLACK = "slack"
    # The total of parts that are not exact parts: known if their whole is shown.
    ECHO = "echo"


class Cell(msgspec.Struct):
    """One number of a table.

    `amount`: the count by which it is judged, of people or of claims behind a sum; `least`: an
    amount below it is small; `public`: it is known from elsewhere, so that hiding it protects
    nothing; `held`: it stays hidden; `of`: the whole of an echo; `lot`: the lowest lot is hidden
    first next to another number.
    """

    amount: int
    least: int
    kind: Kind = Kind.PRINTED
    hidden: bool = False
    public: bool = False
    held: bool = False
    whole: bool = False
    of: int | None = None
    lot: str = ""

    @property
    def small(self) -> bool:
        return 0 < self.amount < self.least

    @property
    def secret(self) -> bool:
        """Return whether the number must stay unknown."""
        return (
            (self.hidden and not self.public)
            if self.kind is Kind.PRINTED
            else self.kind is Kind.REST and self.small
        )

    @property
    def given(self) -> Range:
        """Return what is known of the number without other numbers; a zero is never hidden."""
        if self.public or (self.kind is Kind.PRINTED and not self.hidden):
            return self.amount, self.amount
        return int(self.kind is Kind.PRINTED), UNBOUNDED

    def kept(self, range_input: Range) -> bool:
        """Return whether a range is wide enough to protect the number.

        The position of the value in it does not count: hiding more for that reason would reveal
        that the value is at an end.
        """
        low, high = range_input
        return high - low >= self.least


class Table(msgspec.Struct):
    """Numbers, and the sums that relate them."""

    cells: list[Cell]
    sums: list[Sum]

    def ranges(self) -> list[Range]:
        return [self._given(cell) for cell in self.cells]

    def _given(self, cell: Cell) -> Range:
        if cell.of is None:
            return cell.given
        return (0, UNBOUNDED) if self.cells[cell.of].hidden else (cell.amount, cell.amount)


def hide(table: Table) -> None:
    """Hide small numbers, then others chosen by lot, wholes last, until nothing is revealed.

    None of the others is shown again: knowing which one was not needed would reveal how large the
    others are.
    """
    for cell in table.cells:
        if cell.kind is Kind.PRINTED and not cell.public and (cell.small or cell.held):
            cell.hidden = True
    while (result := list(_list_disclosed(table))) and (
        place := _next_cell(table, result)
    ) is not None:
        _hide(table, place)


def _hide(table: Table, place: int) -> None:
    """Hide a number and, with a whole, its parts.

    That a whole had to be hidden reveals how few there are, and so would each part of it.
    """
    table.cells[place].hidden = True
    for one in table.sums:
        if place in (one.whole, table.cells[one.whole].of):
            for cell in (table.cells[part] for part in one.parts):
                cell.hidden = cell.hidden or (
                    cell.kind is Kind.PRINTED and cell.amount > 0 and not cell.public
                )


def _next_cell(table: Table, items: list[int]) -> int | None:
    """Return the next number to hide.

    Among those that protect a revealed number by themselves, it is the one with the lowest lot;
    where none does, it is the lowest of all, and more follow.
    """
    for target in items:
        near = sorted(_list_candidates(table, target))
        parts = [place for whole, _lot, place in near if not whole] or [
            place for _whole, _lot, place in near
        ]
        if parts:
            return next((place for place in parts if _is_enough(table, place, target)), parts[0])
    return None


def _is_enough(table: Table, place: int, target: int) -> bool:
    """Return whether hiding this number protects both a revealed number and itself."""
    table.cells[place].hidden = True
    still = {target, place}.intersection(_list_disclosed(table))
    table.cells[place].hidden = False
    return not still


def _list_disclosed(table: Table) -> Iterator[int]:
    """Yield the secret numbers whose range is too narrow."""
    if not any(cell.secret for cell in table.cells):
        return
    # True numbers always fit their own sums; if no range were found, all numbers would count as
    # revealed.
    found = interval_bounds.narrow_ranges(table.ranges(), table.sums) or [
        (cell.amount, cell.amount) for cell in table.cells
    ]
    yield from (
        place
        for place, cell in enumerate(table.cells)
        if cell.secret and not cell.kept(found[place])
    )


def _list_candidates(table: Table, target: int) -> Iterator[tuple[bool, str, int]]:
    """Yield the shown numbers in a sum with the revealed number.

    Sums count as connected over numbers that are not shown.
    """
    for place in _connected_cells(table, {target}):
        cell = table.cells[place]
        if cell.kind is Kind.PRINTED and cell.amount and not (cell.hidden or cell.public):
            yield cell.whole, cell.lot, place


def _connected_cells(table: Table, found: set[int]) -> set[int]:
    sums = [_places(table, one) for one in table.sums]
    while True:
        touched = {place for places in sums if not found.isdisjoint(places) for place in places}
        further = {place for place in touched - found if not _is_shown(table.cells[place])}
        if not further:
            return found | touched
        found = found | further


def _places(table: Table, one: Sum) -> set[int]:
    """Return all numbers of a sum, and the whole that its total echoes."""
    of = table.cells[one.whole].of
    return {one.whole, *one.parts} | ({of} if of is not None else set())


def _is_shown(cell: Cell) -> bool:
    return cell.kind is Kind.PRINTED and not cell.hidden
