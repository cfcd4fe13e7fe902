"""Scores of many people and vacancies of one kind of work at once, equal to those of each pair.

Points, gates and order are the same as in matching.scoring.score.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.core.exchange_rates import RateTable
from matching.ranking import score_tables
from matching.ranking.candidate_columns import NEVER, CandidateColumns
from matching.ranking.score_tables import (
    ELSEWHERE,
    NAMES,
    OPEN,
    POINT,
    SHUT,
    FacetTable,
    Numbers,
    Values,
)
from matching.ranking.vacancy_columns import Columns, Joint, Kind
from matching.scoring.score import MOST, Part

Sums = NDArray[np.int64]
# A weight times the number of vacancies, plus the rank by reference: one number for the whole
# order.
Keys = NDArray[np.signedinteger[Any]]
_HALF: Final = MOST[Part.WISHES] // 2  # for pay; the other half is for housing and in the tables
_FREE: Final = MOST[Part.AVAILABILITY]
_TOO_MUCH: Final = np.iinfo(np.int64).max
# How many pairs are scored at once, so that they fit into the processor's cache.
_PAIRS: Final = 1 << 17
# With so many vacancies a key fits into 32 bits.
_SMALL: Final = 10_000


class FacetWeights(NamedTuple):
    """The weights of the vacancies' values (rows) with the people's values (columns).

    `which` is the column of each person.
    """

    table: Numbers
    which: NDArray[np.integer[Any]]

    def of(self, some: slice) -> Numbers:
        return self.table[:, self.which[some]]


class BatchScorer:
    """The scorer for the vacancies and values of a day; it computes each pair of values once."""

    def __init__(
        self, columns: Columns, rates: RateTable | None, values: dict[str, Values]
    ) -> None:
        self.columns, self.rates, self.candidate_values = columns, rates, values
        self.scales = {
            name: FacetTable(score_tables.RULES[name](), values[name], columns.values[name])
            for name in NAMES
        }
        self._floors: dict[tuple[int, int], tuple[int, int]] = {}

    def tables(self, jobs: Kind, people: CandidateColumns) -> list[list[FacetWeights]]:
        """For each joint, the weights of its facets for the values that occur."""
        values = {
            name: occurring(people.facets[name], self.candidate_values[name]) for name in NAMES
        }
        return [
            [self._looked(joint, name, *values[name]) for name in joint.values if name in values]
            for joint in jobs.joints
        ]

    def _looked(
        self, joint: Joint, name: str, numbers: Numbers, which: NDArray[np.integer[Any]]
    ) -> FacetWeights:
        return FacetWeights(self.scales[name].pairs(joint.values[name], numbers), which)

    def floors(self, jobs: Kind, wishes: Numbers) -> tuple[Sums, Sums]:
        """For each currency (rows), the least pay that meets each wage preference.

        Also the pay above which the conversion is unknown.
        """
        pairs = [[self._floor(currency, wish) for wish in wishes] for currency in jobs.currencies]
        both = np.array(pairs, np.int64).reshape(len(jobs.currencies), len(wishes), 2)
        return both[..., 0], both[..., 1]

    def _floor(self, currency: int, wish: int) -> tuple[int, int]:
        if (currency, wish) not in self._floors:
            self._floors[currency, wish] = self._converted(currency, wish)
        return self._floors[currency, wish]

    def _converted(self, currency: int, wish: int) -> tuple[int, int]:
        pay, wished = (
            self.columns.values["currency"].all[currency],
            self.candidate_values["wish"].all[wish],
        )
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
    """The numbers that occur, and the index of each.

    Among many people simply all numbers, which is faster.
    """
    if 16 * len(values.all) <= len(numbers):
        return np.arange(len(values.all), dtype=np.int32), numbers
    return np.unique(numbers, return_inverse=True)


def score_keys(
    balance: BatchScorer, jobs: Kind, people: CandidateColumns
) -> Iterator[tuple[slice, Keys]]:
    """The key of each vacancy (rows) for each person (columns), some people at a time."""
    tables, (wishes, wish) = (
        balance.tables(jobs, people),
        occurring(people.wish, balance.candidate_values["wish"]),
    )
    floors, known = balance.floors(jobs, wishes)
    for joint, looked in zip(jobs.joints, tables, strict=True):
        if "currency" in joint.values:
            counted = np.multiply(known >= 0, -_HALF, dtype=np.int32)
            looked.append(
                FacetWeights(
                    counted[np.searchsorted(jobs.currencies, joint.values["currency"])], wish
                )
            )
    size = (np.int32 if jobs.size <= _SMALL else np.int64)(max(jobs.size, 1))
    step = max(_PAIRS // int(size), 1)
    for first in range(0, people.size, step):
        some = slice(first, first + step)
        keys = _sum_tables(
            jobs, [[one.of(some) for one in looked] for looked in tables], people.part(some), size
        )
        _pay(keys, jobs, floors[:, wish[some]], known[:, wish[some]], size)
        _days(keys, jobs, people.part(some), size)
        yield some, keys


def _sum_tables(
    jobs: Kind, tables: list[list[Numbers]], people: CandidateColumns, size: np.signedinteger[Any]
) -> Keys:
    """The sum of the table weights for each vacancy and person, with the order of vacancies
    added."""
    own: Any = OPEN - _FREE * (people.free < NEVER)
    keys: Keys = np.repeat(
        np.arange(jobs.size - 1, -1, -1, dtype=size.dtype)[:, None], people.size, axis=1
    )
    for joint, looked in zip(jobs.joints, tables, strict=True):
        keys += _take_rows(((sum(looked) + own) * size).astype(size.dtype), joint.rows)
        own = 0
    return keys


def _take_rows(table: Any, rows: NDArray[np.intp]) -> Any:
    """The same as table[rows], but faster."""
    return np.take(table, rows, axis=0, mode="clip")


def _pay(keys: Keys, jobs: Kind, floors: Sums, known: Sums, size: np.signedinteger[Any]) -> None:
    """Add half of the preference points, if a wage is wanted and can be compared with this pay."""
    if not (known >= 0).any():
        return
    pay = np.minimum(jobs.pay, _TOO_MUCH - 1)[
        :, None
    ]  # must not reach the floor that stands for no preference
    keys += np.multiply(
        pay >= _take_rows(floors, jobs.currency), POINT * _HALF * size, dtype=size.dtype
    )
    if (jobs.most[:, None] > known)[known >= 0].any():
        past = (jobs.pay[:, None] > _take_rows(known, jobs.currency)) & (
            _take_rows(known, jobs.currency) >= 0
        )
        keys -= np.multiply(past, (POINT - 1) * _HALF * size, dtype=size.dtype)


def pays_less(balance: BatchScorer, jobs: Kind, people: CandidateColumns) -> NDArray[np.bool_]:
    """Whether each vacancy (rows) is known to pay less than each person (columns) would accept."""
    wishes, wish = occurring(people.wish, balance.candidate_values["wish"])
    floors, known = (
        _take_rows(one[:, wish], jobs.currency) for one in balance.floors(jobs, wishes)
    )
    pay = jobs.pay[:, None]
    less: NDArray[np.bool_] = (pay >= 0) & (pay <= known) & (pay < floors)
    return less


def _days(keys: Keys, jobs: Kind, people: CandidateColumns, size: np.signedinteger[Any]) -> None:
    """Add points for availability; subtract for a passport that expires too soon."""
    if (people.free < NEVER).any():
        keys += np.multiply(
            people.free <= jobs.closes[:, None], POINT * _FREE * size, dtype=size.dtype
        )
    if (people.travels < NEVER).any():
        keys += np.multiply(people.travels < jobs.needs[:, None], SHUT * size, dtype=size.dtype)


def best_keys(keys: Keys, limit: int) -> tuple[Keys, Keys]:
    """For each person (rows), the first vacancies and their weights; negative if there are no
    more."""
    size, keys = len(keys), np.ascontiguousarray(keys.T)
    if size > limit:
        keys = np.partition(keys, size - limit, axis=1)[:, size - limit :]
    keys = np.sort(keys, axis=1)[:, ::-1]
    return size - 1 - keys % size, keys // size


def points(weights: Keys) -> Keys:
    """The points of eligible scores; negative for failed ones."""
    return weights // POINT


def count_open_and_shut(keys: Keys) -> tuple[int, int]:
    """How many vacancies are open, and how many fail a gate in a country the person accepts."""
    total, here = int((keys >= 0).sum()), int((keys >= ELSEWHERE // 2 * len(keys)).sum())
    return total, here - total
