"""What can be worked out from sums: the smallest and the largest value that each number can
have."""

from collections.abc import Iterator, Sequence

import msgspec

# More than anybody counts.
UNBOUNDED = 1 << 60

Range = tuple[int, int]


class Sum(msgspec.Struct, frozen=True):
    """One number is the sum of others, each named by its place in a list."""

    whole: int
    parts: tuple[int, ...]


def narrow_ranges(known: Sequence[Range], sums: Sequence[Sum]) -> list[Range] | None:
    """The ranges as narrow as the sums make them; none if no numbers at all would fit.

    Each sum narrows its whole by its parts and each part by the whole and the other parts, until
    nothing moves. No value that fits is ever lost. Where sums meet in single numbers and in no
    circle, as the declared ones do, both ends of every range are taken by some numbers that fit
    (tests/service/reporting/disclosure/test_interval_bounds.py tries all numbers)."""
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
    """The range of the whole, and then of each part, by all the others as they stood."""
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
