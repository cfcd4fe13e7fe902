"""Which numbers are hidden: the small ones, and then others, until what is shown tells none of them."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from service.reporting import bounds
from service.reporting.bounds import ENDLESS, Range, Sum


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
    """A number of a table. Amount: by which it is judged, people counted or claims behind a sum; least: a smaller one is small;
    public: everybody has it from elsewhere, so that hiding it protects nothing; held: it stays hidden; of: whose echo it is."""

    amount: int
    least: int
    kind: Kind = Kind.PRINTED
    hidden: bool = False
    public: bool = False
    held: bool = False
    whole: bool = False
    of: int | None = None

    @property
    def small(self) -> bool:
        return 0 < self.amount < self.least

    @property
    def secret(self) -> bool:
        """Whether nobody may come to know it."""
        return (self.hidden and not self.public) if self.kind is Kind.PRINTED else self.kind is Kind.REST and self.small

    @property
    def given(self) -> Range:
        """What is known of it without looking at others: a nought is never hidden."""
        if self.public or (self.kind is Kind.PRINTED and not self.hidden):
            return self.amount, self.amount
        return int(self.kind is Kind.PRINTED), ENDLESS

    def kept(self, told: Range) -> bool:
        """Whether a range tells too little of it: it is wide, and the value lies inside and not at an end."""
        low, high = told
        inside = low < self.amount < high or self.amount == self.given[0] < high
        return high - low >= self.least and inside


class Table(msgspec.Struct):
    """Numbers and the sums in which they stand."""

    cells: list[Cell]
    sums: list[Sum]

    def ranges(self) -> list[Range]:
        return [self._given(cell) for cell in self.cells]

    def _given(self, cell: Cell) -> Range:
        if cell.of is None:
            return cell.given
        return (0, ENDLESS) if self.cells[cell.of].hidden else (cell.amount, cell.amount)


def hide(table: Table) -> None:
    """Hides what is small, and then the cheapest numbers beside what is still told, a whole last, until nothing is told;
    what then turns out to be hidden for nothing is shown again."""
    for cell in table.cells:
        if cell.kind is Kind.PRINTED and not cell.public and (cell.small or cell.held):
            cell.hidden = True
    spent: list[tuple[bool, int, int]] = []
    while (told := list(_told(table))) and (near := sorted(_beside(table, told))):
        spent.append(near[0])
        table.cells[near[0][-1]].hidden = True
    for _whole, _amount, place in sorted(spent, reverse=True):
        _spare(table, place, set(told))


def _spare(table: Table, place: int, told: set[int]) -> None:
    """Shows a number again if nothing is told by it that was not."""
    table.cells[place].hidden = False
    if not told.issuperset(_told(table)):
        table.cells[place].hidden = True


def _told(table: Table) -> Iterator[int]:
    """The secret numbers of which too much can be worked out."""
    if not any(cell.secret for cell in table.cells):
        return
    # True numbers fit their own sums, so there always is an answer; without one all would count as told.
    found = bounds.narrowed(table.ranges(), table.sums) or [(cell.amount, cell.amount) for cell in table.cells]
    yield from (place for place, cell in enumerate(table.cells) if cell.secret and not cell.kept(found[place]))


def _beside(table: Table, told: Iterable[int]) -> Iterator[tuple[bool, int, int]]:
    """The shown numbers in one sum with a number that is told, or reached from it over others that are not shown."""
    for place in _reached(table, set(told)):
        cell = table.cells[place]
        if cell.kind is Kind.PRINTED and cell.amount and not (cell.hidden or cell.public):
            yield cell.whole, cell.amount, place


def _reached(table: Table, found: set[int]) -> set[int]:
    sums = [_places(table, one) for one in table.sums]
    while True:
        touched = {place for places in sums if not found.isdisjoint(places) for place in places}
        further = {place for place in touched - found if not _shown(table.cells[place])}
        if not further:
            return found | touched
        found = found | further


def _places(table: Table, one: Sum) -> set[int]:
    """All numbers of a sum, and that which its total echoes."""
    of = table.cells[one.whole].of
    return {one.whole, *one.parts} | ({of} if of is not None else set())


def _shown(cell: Cell) -> bool:
    return cell.kind is Kind.PRINTED and not cell.hidden
