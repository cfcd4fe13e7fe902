"""Who gets which seat: applicants propose in their own order, and each vacancy keeps the foremost
for as many seats as it has.

Deferred acceptance (Gale and Shapley) with the applicants proposing: nobody is passed over for
somebody who stands behind them, and nobody gains by ranking vacancies in another order than their
own. No database, no clock, no chance but the seed."""

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
    """One applicant under a code that tells nobody who it is: the vacancies wanted, the dearest
    first, each with the points that count there."""

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
    """An applicant's place in the lottery, which anybody can work out in any language once the seed
    is known."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def tie_break_ranks(applicants: Sequence[Applicant], seed: str) -> list[int]:
    """For each applicant how many stand behind them where points are equal: by the day their
    application was complete, then by lottery."""
    marks = [(one.complete_on, ticket(seed, one.code), one.code) for one in applicants]
    behind = [0] * len(marks)
    for place, at in enumerate(sorted(range(len(marks)), key=marks.__getitem__, reverse=True)):
        behind[at] = place
    return behind


def allocate(
    seats: Mapping[str, int], applicants: Sequence[Applicant], seed: str
) -> dict[str, str]:
    """The vacancy of each applicant who gets a seat, by code. The order in which applicants are
    told does not matter."""
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
    """What anybody should ask of a result, worked out apart from how it came about."""
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
    """How many pairs of an applicant and a vacancy would both rather have each other than what they
    have."""
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
    """All choices one below the other: whose, where, with what key, and whether it was given."""
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
    """Which choices their applicant wants more than what they got: all that stand before it, or all
    where they got none."""
    at = np.arange(len(who))
    mine = np.full(many, len(who))
    mine[who[got]] = at[got]
    before: NDArray[np.bool_] = at < mine[who]
    return before


def lowest(applicants: Sequence[Applicant], result: Mapping[str, str]) -> dict[str, int]:
    """For each vacancy that somebody got the fewest points with which one got it: what would have
    been enough."""
    found: dict[str, int] = {}
    for one in applicants:
        if vacancy := result.get(one.code):
            points = dict(one.choices).get(vacancy, 0)
            found[vacancy] = min(points, found.get(vacancy, points))
    return found
