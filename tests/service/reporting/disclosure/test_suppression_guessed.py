"""Whoever knows the rule by which numbers are hidden, and not the secret lots, learns no more than
that a number is small."""

from collections import defaultdict
from itertools import permutations, product

import pytest

from service.reporting.disclosure import suppression
from service.reporting.disclosure.interval_bounds import Sum
from service.reporting.disclosure.suppression import Cell, Kind, Table


def published(
    parts, least: int, lots, *, by: tuple[int, ...] = (), rest: int | None = None
) -> tuple[int | None, ...]:
    """A whole and its parts as everybody reads them; by: its parts by another dimension; rest: a
    part that leaves some out."""
    whole = sum(parts)
    others = (rest,) if rest is not None else by
    cells = [Cell(whole, least, whole=True)]
    cells += [Cell(one, least, lot=lot) for one, lot in zip((*parts, *others), lots, strict=True)]
    end = len(cells)
    sums = [Sum(0, tuple(range(1, len(parts) + 1)))]
    if others:
        extra = [Cell(whole - rest, least, Kind.REST)] if rest is not None else []
        sums.append(Sum(0, tuple(range(len(parts) + 1, end + len(extra)))))
        cells += extra
    suppression.hide(Table(cells, sums))
    return tuple(None if cell.hidden else cell.amount for cell in cells[:end])


def worlds(shape: str, top: int):
    """All small tables of a shape, each with what published() needs to know."""
    for parts in product(range(top + 1), repeat=int(shape[0])):
        if shape.endswith("by"):
            yield from (
                (parts, {"by": (one, sum(parts) - one)})
                for one in range(sum(parts) + 1)
                if sum(parts) - one <= top
            )
        elif shape.endswith("rest"):
            yield from ((parts, {"rest": one}) for one in range(sum(parts) + 1))
        else:
            yield parts, {}


@pytest.mark.parametrize(
    ("shape", "top", "least"),
    [("2", 11, 4), ("3", 8, 3), ("4", 4, 3), ("2 by", 5, 3), ("2 rest", 8, 3)],
)
def test_no_small_number_is_narrowed_by_who_knows_the_rule(shape, top, least):
    """Every table that could stand behind what is published, with any lots, is tried out. Of a
    number that may be small, what fits must lie as far apart as the threshold, or be all that a
    small number can be."""
    behind = defaultdict(set)
    for parts, more in worlds(shape, top):
        more_parts = more.get("by", (more["rest"],) if "rest" in more else ())
        for lots in permutations("abcdef"[: len(parts) + len(more_parts)]):
            behind[published(parts, least, lots, **more)].add((sum(parts), *parts, *more_parts))
    assert len(behind) > 50
    for values, true in behind.items():
        if (
            max(max(one[1:]) for one in true) >= top
            or (values[0] or 0) - sum(one or 0 for one in values[1:]) > top
        ):
            continue  # more tables fit it than were tried
        for place in (place for place, one in enumerate(values) if one is None):
            fits = {one[place] for one in true}
            if any(0 < one < least for one in fits):
                lowest = smallest(values, place, int(shape[0]))
                assert max(fits) - min(fits) >= least or set(range(lowest, least)) <= fits, (
                    values,
                    place,
                    fits,
                )


def smallest(values, place: int, many: int) -> int:
    """What a hidden number is at least, without the rule: by the other numbers of its sum, of which
    none hidden is nought."""
    parts = [values[1 : many + 1], values[many + 1 :]]
    whole = max(sum(1 if one is None else one for one in some) for some in parts)
    if place == 0:
        return whole
    mine = parts[place > many]
    return 1 if mine.count(None) > 1 else max(1, whole - sum(one or 0 for one in mine))
