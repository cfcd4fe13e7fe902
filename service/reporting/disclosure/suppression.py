"""Which numbers are hidden: the small ones, and then others, until what is shown tells none of
them.

Which others is drawn by a secret lot: who knows this rule, and would expect the smallest, learns
nothing from the choice."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from service.reporting.disclosure import interval_bounds
from service.reporting.disclosure.interval_bounds import UNBOUNDED, Range, Sum


class Kind(StrEnum):
    # It is printed, unless it is hidden.
    PRINTED = "printed"
    # Whom a part leaves out of its whole: never printed, and found by subtraction.
    REST = "rest"
    # A difference that counts nobody.
    SLACK = "slack"
    # What parts add up to that are no exact parts: known as far as their whole is shown.
    ECHO = "echo"


class Cell(msgspec.Struct):
    """A number of a table. Amount: by which it is judged, people counted or claims behind a sum;
    least: a smaller one is small; public: everybody has it from elsewhere, so that hiding it
    protects nothing; held: it stays hidden; of: whose echo it is; lot: by which it is drawn, the
    lowest first, to be hidden beside another."""

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
        """Whether nobody may come to know it."""
        return (
            (self.hidden and not self.public)
            if self.kind is Kind.PRINTED
            else self.kind is Kind.REST and self.small
        )

    @property
    def given(self) -> Range:
        """What is known of it without looking at others: a nought is never hidden."""
        if self.public or (self.kind is Kind.PRINTED and not self.hidden):
            return self.amount, self.amount
        return int(self.kind is Kind.PRINTED), UNBOUNDED

    def kept(self, range_input: Range) -> bool:
        """Whether a range tells too little of it. Where in it the value lies is not asked: what was
        hidden for that would tell that the value lies at an end."""
        low, high = range_input
        return high - low >= self.least


class Table(msgspec.Struct):
    """Numbers and the sums in which they stand."""

    cells: list[Cell]
    sums: list[Sum]

    def ranges(self) -> list[Range]:
        return [self._given(cell) for cell in self.cells]

    def _given(self, cell: Cell) -> Range:
        if cell.of is None:
            return cell.given
        return (0, UNBOUNDED) if self.cells[cell.of].hidden else (cell.amount, cell.amount)


def hide(table: Table) -> None:
    """Hides what is small, and then numbers drawn from those beside what is still told, a whole
    last, until nothing is told. None of them is shown again: which one was not needed would tell
    how large the others are."""
    for cell in table.cells:
        if cell.kind is Kind.PRINTED and not cell.public and (cell.small or cell.held):
            cell.hidden = True
    while (result := list(_list_disclosed(table))) and (
        place := _next_cell(table, result)
    ) is not None:
        _hide(table, place)


def _hide(table: Table, place: int) -> None:
    """With a whole go its parts. That a whole had to be hidden tells how few there are, and so
    would each part beside it."""
    table.cells[place].hidden = True
    for one in table.sums:
        if place in (one.whole, table.cells[one.whole].of):
            for cell in (table.cells[part] for part in one.parts):
                cell.hidden = cell.hidden or (
                    cell.kind is Kind.PRINTED and cell.amount > 0 and not cell.public
                )


def _next_cell(table: Table, items: list[int]) -> int | None:
    """The next number to hide: of those that are enough by themselves for one that is told, the one
    with the lowest lot; where none is enough, the lowest of all, and more will follow."""
    for target in items:
        near = sorted(_list_candidates(table, target))
        parts = [place for whole, _lot, place in near if not whole] or [
            place for _whole, _lot, place in near
        ]
        if parts:
            return next((place for place in parts if _is_enough(table, place, target)), parts[0])
    return None


def _is_enough(table: Table, place: int, target: int) -> bool:
    """Whether a number that is told is kept once this one is hidden, and this one too."""
    table.cells[place].hidden = True
    still = {target, place}.intersection(_list_disclosed(table))
    table.cells[place].hidden = False
    return not still


def _list_disclosed(table: Table) -> Iterator[int]:
    """The secret numbers of which too much can be worked out."""
    if not any(cell.secret for cell in table.cells):
        return
    # True numbers fit their own sums, so there always is an answer; without one all would count as
    # told.
    found = interval_bounds.narrow_ranges(table.ranges(), table.sums) or [
        (cell.amount, cell.amount) for cell in table.cells
    ]
    yield from (
        place
        for place, cell in enumerate(table.cells)
        if cell.secret and not cell.kept(found[place])
    )


def _list_candidates(table: Table, target: int) -> Iterator[tuple[bool, str, int]]:
    """The shown numbers in one sum with a number that is told, or reached from it over others that
    are not shown."""
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
    """All numbers of a sum, and that which its total echoes."""
    of = table.cells[one.whole].of
    return {one.whole, *one.parts} | ({of} if of is not None else set())


def _is_shown(cell: Cell) -> bool:
    return cell.kind is Kind.PRINTED and not cell.hidden
