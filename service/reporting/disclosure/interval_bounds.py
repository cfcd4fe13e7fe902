"""Bounds that follow from sums: the smallest and largest possible value of each number."""

from collections.abc import Iterator, Sequence

import msgspec

# Larger than any count.
UNBOUNDED = 1 << 60

Range = tuple[int, int]


class Sum(msgspec.Struct, frozen=True):
    """One number is the sum of others, each given by its index in a list."""

    whole: int
    parts: tuple[int, ...]


def narrow_ranges(known: Sequence[Range], sums: Sequence[Sum]) -> list[Range] | None:
    """Narrow the ranges as far as the sums allow; return None if no numbers fit.

    Each sum narrows its whole by its parts, and each part by the whole and the other parts, until
    nothing changes. No possible value is ever lost. Where sums meet in single numbers and without a
    cycle, as the declared ones do, both ends of every range are attained
    (tests/service/reporting/disclosure/test_interval_bounds.py tries all numbers).
    """
    found, moved = list(known), True
    while moved:
        moved = False
        for one in sums:
            for place, low, high in _implied_ranges(one, found):
                if low > high:
                    return None
                if (low, high) != found[place]:
                    found[place], moved = (low, high), True
    return found


def _implied_ranges(one: Sum, found: Sequence[Range]) -> Iterator[tuple[int, int, int]]:
    """Yield the range of the whole, then of each part, implied by all the others."""
    least, most = (
        sum(found[part][0] for part in one.parts),
        sum(found[part][1] for part in one.parts),
    )
    low, high = found[one.whole]
    low, high = max(low, least), min(high, most)
    yield one.whole, low, high
    for part in one.parts:
        smallest, largest = found[part]
        yield part, max(smallest, low - (most - largest)), min(largest, high - (least - smallest))
