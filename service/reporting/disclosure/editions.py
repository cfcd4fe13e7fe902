"""Earlier editions of the same figures: what they hid is not to be found by laying a later one beside them."""

from collections.abc import Iterable, Sequence

from service.infra.settings import Smallest
from service.reporting.disclosure import interval_bounds, table_cells
from service.reporting.disclosure.interval_bounds import ENDLESS, Range, Sum
from service.reporting.disclosure.totals import Rest
from service.reporting.figures.figures import Figure

Name = tuple[str, str]


def seen(figures: Sequence[Figure], before: Iterable[Sequence[Figure]]) -> set[Name]:
    """What an earlier edition showed with the very number it has now: hiding it would protect nothing any more."""
    now = {one.name: one.value for one in figures}
    told = (one for edition in before for one in edition if one.value is not None)
    return {one.name for one in told if now.get(one.name) == one.value}


def held(figures: Sequence[Figure], before: Iterable[Sequence[Figure]], smallest: Smallest) -> set[Name]:
    """What an earlier edition hid and this one must hide too."""
    now = {one.name: one.value or 0 for one in figures}
    return {name for edition in before for name in _held(now, edition, smallest)}


def _held(now: dict[Name, int], edition: Sequence[Figure], smallest: Smallest) -> set[Name]:
    """Everything that was hidden, but for what is no longer small and, read back into the earlier edition, tells nothing of
    the others in it. Sums of money stay hidden: nobody can see how many claims were behind them."""
    hidden = {one.name for one in edition if one.value is None}
    counts = [one for one in edition if one.unit not in table_cells.SUMS and table_cells.least(one.unit, smallest)]
    known, sums = _as_read(counts)
    first = interval_bounds.narrowed(known, sums)
    if first is None:
        return hidden
    large = [
        (now.get(one.name, 0), place)
        for place, one in enumerate(counts)
        if one.value is None and now.get(one.name, 0) >= table_cells.least(one.unit, smallest)
    ]
    free = _free(known, sums, sorted(large, reverse=True), _watched(first, smallest.people))
    return hidden - {counts[place].name for place in free}


def _as_read(counts: Sequence[Figure]) -> tuple[list[Range], list[Sum]]:
    """An edition as its readers have it."""
    known = [(1, ENDLESS) if one.value is None else (one.value, one.value) for one in counts]
    sums = []
    for whole, above, parts in table_cells.related(counts):
        if whole.rest is not Rest.NONE:
            known.append((0, ENDLESS))
            parts = [*parts, len(known) - 1]
        sums.append(Sum(above, tuple(parts)))
    return known, sums


def _watched(found: Sequence[Range], least: int) -> dict[int, int]:
    """The numbers that the edition kept, each with the width that it must keep."""
    return {place: min(least, high - low) for place, (low, high) in enumerate(found) if high > low}


def _free(
    known: list[Range], sums: Sequence[Sum], large: Iterable[tuple[int, int]], watched: dict[int, int]
) -> set[int]:
    """Which may be shown, tried one after another, the largest first. One that does not fit the earlier edition has plainly
    changed since and tells nothing about it."""
    free, read = set(), known
    for value, place in large:
        if interval_bounds.narrowed(_with(known, place, value), sums) is None:
            free.add(place)
            continue
        found = interval_bounds.narrowed(_with(read, place, value), sums)
        kept = {one: width for one, width in watched.items() if one != place and one not in free}
        if found is not None and all(found[one][1] - found[one][0] >= width for one, width in kept.items()):
            free.add(place)
            read = _with(read, place, value)
    return free


def _with(known: Sequence[Range], place: int, value: int) -> list[Range]:
    """An edition, read as if a number hidden in it were the one shown today."""
    return [*known[:place], (value, value), *known[place + 1 :]]
