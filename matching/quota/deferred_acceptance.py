"""Allocation of seats by deferred acceptance (Gale and Shapley), with the applicants proposing.

Applicants propose in their own order, and each vacancy holds the best for as many seats as it has.
Nobody is passed over for an applicant ranked below them, and nobody gains by ranking vacancies in
another order than their own. No database, no clock, and no randomness but the seed.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from heapq import heappush, heappushpop

import msgspec
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class SeatsRule(msgspec.Struct, frozen=True):
    """The rule as it is published with each round. Whatever of it changes gets another version."""

    name: str = "deferred-acceptance"
    version: int = 1
    proposing: str = "applicants"
    order: tuple[str, ...] = (
        "points: more first",
        "complete_on: earlier first",
        "lottery: smaller first",
    )
    lottery: str = 'sha256(seed + ":" + code) in hexadecimal'


RULE = SeatsRule()


class Applicant(msgspec.Struct, frozen=True):
    """One applicant under an anonymous code.

    The vacancies wanted, most wanted first, each with the points that count there.
    """

    code: str
    complete_on: date
    choices: tuple[tuple[str, int], ...]


class SeatsAudit(msgspec.Struct, frozen=True):
    """What a result is worth. A pair blocks if somebody wants a vacancy more than what they got,
    and there a seat is free or somebody got one who stands behind them."""

    applicants: int
    seats: int
    placed: int
    blocking: int
    overfull: int
    unasked: int

    @property
    def good(self) -> bool:
        return not (self.blocking or self.overfull or self.unasked)


def ticket(seed: str, code: str) -> str:
    """An applicant's lottery ticket, which anybody can compute once the seed is known."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def tie_break_ranks(applicants: Sequence[Applicant], seed: str) -> list[int]:
    """For each applicant, how many rank below them at equal points.

    By the day their application was complete, then by lottery.
    """
    marks = [(one.complete_on, ticket(seed, one.code), one.code) for one in applicants]
    behind = [0] * len(marks)
    for place, at in enumerate(sorted(range(len(marks)), key=marks.__getitem__, reverse=True)):
        behind[at] = place
    return behind


def allocate(
    seats: Mapping[str, int], applicants: Sequence[Applicant], seed: str
) -> dict[str, str]:
    """The vacancy of each applicant who gets a seat, by code; the order of applicants does not
    matter."""
    weights, many = tie_break_ranks(applicants, seed), max(len(applicants), 1)
    at_weight = {weight: at for at, weight in enumerate(weights)}
    kept: dict[str, list[int]] = {vacancy: [] for vacancy, free in seats.items() if free > 0}
    asked, waiting = [0] * len(applicants), list(range(len(applicants)))
    while waiting:
        at = waiting.pop()
        for vacancy, points in applicants[at].choices[asked[at] :]:
            asked[at] += 1
            if vacancy not in kept:
                continue
            held, key = kept[vacancy], points * many + weights[at]
            if len(held) < seats[vacancy]:
                heappush(held, key)
                break
            last = heappushpop(held, key)
            if last != key:
                waiting.append(at_weight[last % many])
                break
    return {
        applicants[at_weight[key % many]].code: vacancy
        for vacancy, held in kept.items()
        for key in held
    }


def audit(
    seats: Mapping[str, int], applicants: Sequence[Applicant], seed: str, result: Mapping[str, str]
) -> SeatsAudit:
    """Audit a result, independently of how it was computed."""
    codes = {one.code for one in applicants}
    given = Counter(result.values())
    wanted = {one.code: {vacancy for vacancy, _ in one.choices} for one in applicants}
    return SeatsAudit(
        applicants=len(applicants),
        seats=sum(seats.values()),
        placed=len(result),
        blocking=count_blocking_pairs(seats, applicants, seed, result),
        overfull=sum(max(many - seats.get(vacancy, 0), 0) for vacancy, many in given.items()),
        unasked=sum(
            code not in codes or vacancy not in wanted[code] for code, vacancy in result.items()
        ),
    )


def count_blocking_pairs(
    seats: Mapping[str, int], applicants: Sequence[Applicant], seed: str, result: Mapping[str, str]
) -> int:
    """How many pairs of applicant and vacancy would both prefer each other to what they have."""
    places = {vacancy: at for at, vacancy in enumerate(seats)}
    who, where, keys, got = _flatten(places, applicants, tie_break_ranks(applicants, seed), result)
    room = np.fromiter(seats.values(), np.int64, len(seats))
    filled = np.bincount(where[got], minlength=len(seats))
    least = np.full(len(seats), np.iinfo(np.int64).max)
    np.minimum.at(least, where[got], keys[got])
    ahead = _preferred(who, got, len(applicants))
    return int((ahead & ((filled < room)[where] | (keys > least[where])) & (room > 0)[where]).sum())


def _flatten(
    places: Mapping[str, int],
    applicants: Sequence[Applicant],
    weights: Sequence[int],
    result: Mapping[str, str],
) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """All choices in one table: applicant, vacancy, key, and whether it was given."""
    many = max(len(applicants), 1)
    rows = [
        (at, places[vacancy], points * many + weights[at], result.get(one.code) == vacancy)
        for at, one in enumerate(applicants)
        for vacancy, points in one.choices
        if vacancy in places
    ]
    who, where, keys, got = np.array(rows, np.int64).reshape(-1, 4).T
    return who, where, keys, got.astype(bool)


def _preferred(who: Ints, got: NDArray[np.bool_], many: int) -> NDArray[np.bool_]:
    """Which choices their applicant prefers to the result: all before it, or all if there is
    none."""
    at = np.arange(len(who))
    mine = np.full(many, len(who))
    mine[who[got]] = at[got]
    before: NDArray[np.bool_] = at < mine[who]
    return before


def lowest(applicants: Sequence[Applicant], result: Mapping[str, str]) -> dict[str, int]:
    """For each vacancy with a seat given, the fewest points with which one was given."""
    found: dict[str, int] = {}
    for one in applicants:
        if vacancy := result.get(one.code):
            points = dict(one.choices).get(vacancy, 0)
            found[vacancy] = min(points, found.get(vacancy, points))
    return found
