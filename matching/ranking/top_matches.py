"""The first twenty vacancies for each of many people, over all their trades and languages."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from catalog.core.exchange_rates import RateTable
from matching.ranking import batch_score, candidate_columns
from matching.ranking.batch_score import BatchScorer
from matching.ranking.candidate_columns import PersonProfiles, PersonTrade
from matching.ranking.score_tables import Numbers
from matching.ranking.vacancy_columns import Columns

MOST: Final = 20
MANY: Final = 12
_HEAVIEST: Final = (1 << 14) - 1  # more than any score weighs


class Register(msgspec.Struct, frozen=True):
    """The vacancies of a night and its rates.

    `order` is the rank of each among all references, `names` are these references.
    """

    columns: Columns
    rates: RateTable
    order: Numbers
    names: NDArray[np.object_]


def prepare(known: Columns, table: RateTable) -> Register:
    references = known.references()
    sorted_ = np.argsort(references)
    order = np.empty(len(references), np.int32)
    order[sorted_] = np.arange(len(references), dtype=np.int32)
    return Register(
        known,
        table,
        order,
        np.array([one.decode() for one in references[sorted_].tolist()], object),
    )


def rank_people(known: Register, people: Sequence[PersonProfiles]) -> list[list[tuple[str, int]]]:
    """The first vacancies with points for each of these people, best first."""
    values, numbered = (
        candidate_columns.values(),
        [(at, values, wished) for at, (_, values, wished) in enumerate(people)],
    )
    balance, found = BatchScorer(known.columns, known.rates, values), []
    for (kind, wished), group in _split_by_countries(candidate_columns.by_kind(numbered)):
        jobs, some = (
            known.columns.kind(kind, wished),
            candidate_columns.build_columns(group, values),
        )
        for at, keys in batch_score.score_keys(balance, jobs, some) if jobs.size else ():
            rows, best = batch_score.best_keys(keys, MOST)
            orders = known.order[jobs.places[rows.ravel()]]
            found.append((np.repeat(some.owner[at], rows.shape[1]), orders, best.ravel()))
    return (
        _list_by_person(
            known, len(people), *merge_best(*map(np.concatenate, zip(*found, strict=True)))
        )
        if found
        else [[]] * len(people)
    )


def _split_by_countries(
    kinds: dict[str, list[PersonTrade]],
) -> Iterator[tuple[tuple[str, str], list[PersonTrade]]]:
    """Split the people of one kind of work by wanted countries, if many want the same.

    Fewer vacancies are then scored.
    """
    for kind, values in kinds.items():
        wishes: dict[str, list[PersonTrade]] = {}
        for one in values:
            wishes.setdefault(one[2], []).append(one)
        many = {wished: some for wished, some in wishes.items() if len(some) >= MANY}
        yield from (((kind, wished), some) for wished, some in many.items())
        if rest := [one for wished, some in wishes.items() if wished not in many for one in some]:
            yield (kind, ""), rest


def merge_best(
    owners: NDArray[Any], orders: NDArray[Any], best: NDArray[Any]
) -> tuple[NDArray[Any], ...]:
    """The first twenty vacancies of each owner, each once with its highest weight."""
    shown = best >= 0
    owner, order, light = (
        owners[shown].astype(np.int64),
        orders[shown].astype(np.int64),
        _HEAVIEST - best[shown],
    )
    keys = np.sort((owner << 38) | (order << 14) | light)
    keys = keys[np.diff(keys >> 14, prepend=-1) != 0]
    keys = np.sort((keys >> 38 << 38) | ((keys & _HEAVIEST) << 24) | (keys >> 14 & 0xFFFFFF))
    owner = keys >> 38
    keys = keys[np.arange(len(keys)) - np.searchsorted(owner, owner) < MOST]
    return keys >> 38, keys & 0xFFFFFF, _HEAVIEST - (keys >> 24 & _HEAVIEST)


def _list_by_person(
    known: Register, many: int, owners: NDArray[Any], orders: NDArray[Any], best: NDArray[Any]
) -> list[list[tuple[str, int]]]:
    pairs = list(zip(known.names[orders].tolist(), batch_score.points(best).tolist(), strict=True))
    ends = np.searchsorted(owners, np.arange(many + 1)).tolist()
    return [pairs[begin:end] for begin, end in pairwise(ends)]
