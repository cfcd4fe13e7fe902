"""People and vacancies of one kind of work weighed all at once: the same points, gates and order as the sheet of each pair."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalog.ground.rates import Table
from matching import scales
from matching.columns import Columns, Kind
from matching.crowd import NEVER, Crowd
from matching.scales import NAMES, OPEN, POINT, SHUT, Numbers, Scale, Values
from matching.score import MOST, Part

Sums = NDArray[np.int64]
_HALF: Final = MOST[Part.WISHES] // 2  # for the pay; the other half is for housing, and stands in the tables
_FREE: Final = MOST[Part.AVAILABILITY]
_TOO_MUCH: Final = np.iinfo(np.int64).max
# So many pairs are weighed at once: they stay close to the processor.
_PAIRS: Final = 1 << 17


class Balance:
    """What the vacancies of a day and the values that people told are weighed with; it learns each pair of values once."""

    def __init__(self, columns: Columns, rates: Table | None, told: dict[str, Values]) -> None:
        self.columns, self.rates, self.told = columns, rates, told
        self.scales = {name: Scale(scales.RULES[name](), told[name], columns.values[name]) for name in NAMES}
        self._floors: dict[tuple[int, int], tuple[int, int]] = {}

    def tables(self, jobs: Kind, people: Crowd) -> dict[str, tuple[Numbers, NDArray[np.integer[Any]]]]:
        """For each facet the weights of the values that occur, and which person has which."""
        found = {}
        for name in NAMES:
            told, which = occurring(people.facets[name], self.told[name])
            found[name] = self.scales[name].pairs(jobs.values[name], told), which
        return found

    def floors(self, jobs: Kind, wishes: Numbers) -> tuple[Sums, Sums]:
        """For each currency (rows) the least pay that meets each wish, and the pay past which nothing can be known."""
        pairs = [[self._floor(currency, wish) for wish in wishes] for currency in jobs.currencies]
        both = np.array(pairs, np.int64).reshape(len(jobs.currencies), len(wishes), 2)
        return both[..., 0], both[..., 1]

    def _floor(self, currency: int, wish: int) -> tuple[int, int]:
        if (currency, wish) not in self._floors:
            self._floors[currency, wish] = self._converted(currency, wish)
        return self._floors[currency, wish]

    def _converted(self, currency: int, wish: int) -> tuple[int, int]:
        pay, wished = self.columns.values["currency"].all[currency], self.told["wish"].all[wish]
        if wished is None or not pay:
            return _TOO_MUCH, -1
        if pay == wished[0]:
            return wished[1], _TOO_MUCH
        least = self.rates.least(wished[1], pay, wished[0]) if self.rates else None
        if least is None or self.rates is None:
            return _TOO_MUCH, -1
        most = (self.rates.least(2**63, pay, wished[0]) or 0) - 1
        return min(least, _TOO_MUCH), min(most, _TOO_MUCH)


def occurring(numbers: Numbers, values: Values) -> tuple[Numbers, NDArray[np.integer[Any]]]:
    """The numbers that occur, and which stands where; among many people simply all there are, which is found sooner."""
    if len(values.all) <= len(numbers):
        return np.arange(len(values.all), dtype=np.int32), numbers
    return np.unique(numbers, return_inverse=True)


def weighed(balance: Balance, jobs: Kind, people: Crowd) -> Iterator[tuple[slice, Numbers]]:
    """The weight of each vacancy (rows) for each person (columns), some people at a time."""
    tables = balance.tables(jobs, people)
    wishes, wish = occurring(people.wish, balance.told["wish"])
    floors, known = balance.floors(jobs, wishes)
    step = max(_PAIRS // max(jobs.size, 1), 1)
    for first in range(0, people.size, step):
        part = slice(first, first + step)
        sums = _tabled(jobs, {name: table[:, which[part]] for name, (table, which) in tables.items()})
        _pay(sums, jobs, floors[:, wish[part]], known[:, wish[part]])
        _days(sums, jobs, people.part(part))
        yield part, sums


def _tabled(jobs: Kind, tables: dict[str, Numbers]) -> Numbers:
    """What stands in the tables, a row of the table for each vacancy."""
    sums: Numbers = _each(tables["trade"] + OPEN, jobs.rows["trade"])
    for name, table in tables.items():
        if name != "trade" and table.any():
            sums += _each(table, jobs.rows[name])
    return sums


def _each(table: Any, rows: NDArray[np.intp]) -> Any:
    """The same as table[rows], and faster."""
    return np.take(table, rows, axis=0, mode="clip")


def _pay(sums: Numbers, jobs: Kind, floors: Sums, known: Sums) -> None:
    """Half of the wishes, where something is wished for and can be known of this pay."""
    if not (known >= 0).any():
        return
    counted = np.multiply(known >= 0, -_HALF, dtype=np.int32)
    sums += _each(counted, jobs.currency)
    sums += np.multiply(jobs.pay[:, None] >= _each(floors, jobs.currency), POINT * _HALF, dtype=np.int32)
    if (jobs.most[:, None] > known)[known >= 0].any():
        past = (jobs.pay[:, None] > _each(known, jobs.currency)) & (_each(known, jobs.currency) >= 0)
        sums -= np.multiply(past, (POINT - 1) * _HALF, dtype=np.int32)


def _days(sums: Numbers, jobs: Kind, people: Crowd) -> None:
    """Points for being free in time; shut where the passport ends too soon."""
    told = people.free < NEVER
    if told.any():
        sums -= np.multiply(told, _FREE, dtype=np.int32)
        sums += np.multiply(people.free <= jobs.closes[:, None], POINT * _FREE, dtype=np.int32)
    if (people.travels < NEVER).any():
        sums += np.multiply(people.travels < jobs.needs[:, None], SHUT, dtype=np.int32)


def points(weights: NDArray[np.integer[Any]]) -> NDArray[np.integer[Any]]:
    """The points of open sheets; less than nothing for what is shut."""
    return weights // POINT


def first(weights: Numbers, limit: int) -> tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
    """For each person (rows) the vacancies that come first and their weights, less than nothing where there are no more."""
    size = len(weights)
    # A weight has less than 14 bits.
    keys: NDArray[np.integer[Any]] = np.maximum(weights, -1).astype(np.int64 if size > _PAIRS else np.int32)
    keys = keys * size + np.arange(size - 1, -1, -1, dtype=keys.dtype)[:, None]
    keys = np.ascontiguousarray(keys.T)
    if size > limit:
        keys = np.partition(keys, size - limit, axis=1)[:, size - limit :]
    keys = np.sort(keys, axis=1)[:, ::-1]
    return size - 1 - keys % size, keys // size
