"""Protection of what earlier editions of the same figures hid, against comparison with a later
one."""

from collections.abc import Iterable, Sequence

from service.infra.settings import DisclosureLimits
from service.reporting.disclosure import interval_bounds, table_cells
from service.reporting.disclosure.interval_bounds import UNBOUNDED, Range, Sum
from service.reporting.disclosure.totals import Remainder
from service.reporting.figures.figures import Figure

Name = tuple[str, str]


def already_public(figures: Sequence[Figure], before: Iterable[Sequence[Figure]]) -> set[Name]:
    """Return the figures that an earlier edition published with the same number.

    Hiding them would no longer protect anything.
    """
    now = {one.name: one.value for one in figures}
    items = (one for edition in before for one in edition if one.value is not None)
    return {one.name for one in items if now.get(one.name) == one.value}


def names_to_keep_hidden(
    figures: Sequence[Figure], before: Iterable[Sequence[Figure]], smallest: DisclosureLimits
) -> set[Name]:
    """Return the figures that an earlier edition hid and this one must hide too."""
    now = {one.name: one.value or 0 for one in figures}
    return {name for edition in before for name in _names_hidden_in(now, edition, smallest)}


def _names_hidden_in(
    now: dict[Name, int], edition: Sequence[Figure], smallest: DisclosureLimits
) -> set[Name]:
    """Return the figures hidden in an edition that must stay hidden.

    A figure may be shown if it is no longer small and, read back into the earlier edition, reveals
    nothing about others in it. Sums of money stay hidden, because their number of claims is not
    published.
    """
    hidden = {one.name for one in edition if one.value is None}
    counts = [
        one
        for one in edition
        if one.unit not in table_cells.SUM_UNITS and table_cells.minimum_count(one.unit, smallest)
    ]
    known, sums = _public_ranges(counts)
    first = interval_bounds.narrow_ranges(known, sums)
    if first is None:
        return hidden
    large = [
        (now.get(one.name, 0), place)
        for place, one in enumerate(counts)
        if one.value is None
        and now.get(one.name, 0) >= table_cells.minimum_count(one.unit, smallest)
    ]
    free = _list_releasable(
        known, sums, sorted(large, reverse=True), _required_widths(first, smallest.people)
    )
    return hidden - {counts[place].name for place in free}


def _public_ranges(counts: Sequence[Figure]) -> tuple[list[Range], list[Sum]]:
    """Return the ranges and sums of an edition as its readers know them."""
    known = [(1, UNBOUNDED) if one.value is None else (one.value, one.value) for one in counts]
    sums = []
    for whole, above, parts in table_cells.list_relations(counts):
        if whole.rest is not Remainder.NONE:
            known.append((0, UNBOUNDED))
            parts = [*parts, len(known) - 1]
        sums.append(Sum(above, tuple(parts)))
    return known, sums


def _required_widths(found: Sequence[Range], least: int) -> dict[int, int]:
    """Return the hidden numbers of an edition, each with the width that its range must keep."""
    return {place: min(least, high - low) for place, (low, high) in enumerate(found) if high > low}


def _list_releasable(
    known: list[Range],
    sums: Sequence[Sum],
    large: Iterable[tuple[int, int]],
    watched: dict[int, int],
) -> set[int]:
    """Return the numbers that may be shown, tried one by one, the largest first.

    One that does not fit the earlier edition has changed since and reveals nothing about it.
    """
    free, read = set(), known
    for value, place in large:
        if interval_bounds.narrow_ranges(_with_value(known, place, value), sums) is None:
            free.add(place)
            continue
        found = interval_bounds.narrow_ranges(_with_value(read, place, value), sums)
        kept = {one: width for one, width in watched.items() if one != place and one not in free}
        if found is not None and all(
            found[one][1] - found[one][0] >= width for one, width in kept.items()
        ):
            free.add(place)
            read = _with_value(read, place, value)
    return free


def _with_value(known: Sequence[Range], place: int, value: int) -> list[Range]:
    """Return the ranges of an edition as if a hidden number were the one shown today."""
    return [*known[:place], (value, value), *known[place + 1 :]]
