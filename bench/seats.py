"""A quota round of 100,000 applicants by two algorithms, and races for few seats on both
databases."""

import gc
import json
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import update
from sqlmodel import col

from catalog.core import vault
from catalog.core.errors import Unavailable
from catalog.vacancies import seats as places_of
from catalog.vacancies.seats import Full
from catalog.vacancies.vacancies import Vacancy
from matching.quota import deferred_acceptance
from matching.quota.deferred_acceptance import Applicant
from service.infra.database import Database
from tests.support import cast, databases

ON = datetime(2026, 11, 25, 6, tzinfo=UTC)
SECONDS, RACES, RACERS, PLACES = 10.0, 200, 24, 5


def by_rounds(
    seats: Mapping[str, int], applicants: Sequence[Applicant], seed: str
) -> dict[str, str]:
    """Allocate by the same rule in an independent algorithm.

    All without a seat apply at once and each vacancy keeps the best, round after round, until
    nobody applies.
    """
    names = sorted(seats)
    room = np.array([seats[name] for name in names] or [0])
    where = {name: at for at, name in enumerate(names)}
    lots = [
        (one.complete_on.toordinal(), sha256(f"{seed}:{one.code}".encode()).digest())
        for one in applicants
    ]
    place = np.empty(len(applicants), np.int64)
    place[sorted(range(len(lots)), key=lots.__getitem__)] = np.arange(len(lots))
    longest = max((len(one.choices) for one in applicants), default=0) + 1
    wanted, points = (
        np.full((len(applicants), longest), -1),
        np.zeros((len(applicants), longest), np.int64),
    )
    for at, one in enumerate(applicants):
        known = [(where[name], worth) for name, worth in one.choices if name in where]
        for step, (name, worth) in enumerate(known):
            wanted[at, step], points[at, step] = name, worth
    at_choice = np.zeros(len(applicants), np.int64)
    while True:
        asking = np.flatnonzero(wanted[np.arange(len(applicants)), at_choice] >= 0)
        choice = wanted[asking, at_choice[asking]]
        order = np.lexsort((place[asking], -points[asking, at_choice[asking]], choice))
        asking, choice = asking[order], choice[order]
        first = np.searchsorted(choice, choice)
        turned = asking[np.arange(len(asking)) - first >= room[choice]]
        if not len(turned):
            return {
                applicants[at].code: names[to]
                for at, to in zip(asking.tolist(), choice.tolist(), strict=True)
            }
        at_choice[turned] += 1


def market(people: int, seed: int) -> tuple[dict[str, int], list[Applicant]]:
    """Return seats and applicants.

    Each lists fifteen vacancies; there is a twentieth as many vacancies as applicants, some wanted
    far more than others, with seats for two in three.
    """
    dice, many = Random(seed), max(people // 20, 15)
    names = [f"V-{number:07}" for number in range(many)]
    seats = {name: 1 + int(dice.expovariate(1 / 13.2)) for name in names}
    first = date(2026, 10, 1)
    return seats, [_applicant(dice, number, names, first) for number in range(people)]


def _applicant(dice: Random, number: int, names: list[str], first: date) -> Applicant:
    wanted: dict[str, int] = {}
    worth = dice.randint(20, 70)
    while len(wanted) < 15:
        wanted[names[int(len(names) * dice.random() ** 1.6)]] = worth + dice.randint(0, 30)
    return Applicant(f"E-{number:07}", first + timedelta(dice.randrange(40)), tuple(wanted.items()))


def weighed(people: int, seed: int) -> dict[str, Any]:
    """Run both algorithms on the same market in turn, and take the least of three runs."""
    seats, applicants = market(people, seed)
    lot = f"{seed:064x}"
    gc.collect()
    gc.freeze()
    ways: dict[str, Callable[..., dict[str, str]]] = {
        "heapq": deferred_acceptance.allocate,
        "rounds": by_rounds,
    }
    least, found = dict.fromkeys(ways, float("inf")), {}
    for _ in range(3):
        for name, way in ways.items():
            begun = time.perf_counter()
            found[name] = way(seats, applicants, lot)
            least[name] = min(least[name], time.perf_counter() - begun)
    begun = time.perf_counter()
    audit = deferred_acceptance.audit(seats, applicants, lot, found["heapq"])
    return {
        "applicants": people,
        "vacancies": len(seats),
        "seats": audit.seats,
        "placed": audit.placed,
        "heapq_s": round(least["heapq"], 2),
        "rounds_s": round(least["rounds"], 2),
        "rounds_ratio": round(least["rounds"] / least["heapq"], 2),
        "audit_s": round(time.perf_counter() - begun, 2),
        "blocking": audit.blocking,
        "equal": found["heapq"] == found["rounds"],
        "good": audit.good,
    }


@contextmanager
def register(url: str) -> Iterator[tuple[Database, str]]:
    """Open the register of the test cast, with one of its vacancies."""
    database = Database(url)
    try:
        database.migrate()
        vault.open_with(secrets.token_bytes(32))
        with database.write() as session:
            cast.settle(session, on=ON)
            vacancy = cast.named(session, "quota").reference
        yield database, vacancy
    finally:
        database.close()


def raced(
    database: Database, vacancy: str, races: int, racers: int = RACERS, free: int = PLACES
) -> list[int]:
    """Return how many got a seat in each race; a racer refused as busy tries again."""

    def run(_: int) -> bool:
        while True:
            try:
                with database.write() as session:
                    places_of.take(session, vacancy, by=cast.GULNORA, on=ON)
            except Full:
                return False
            except Unavailable:
                continue
            return True

    won = []
    with ThreadPoolExecutor(racers) as pool:
        for _ in range(races):
            with database.write() as session:
                row = col(Vacancy.reference) == vacancy
                session.execute(update(Vacancy).where(row).values(seats=free, seats_taken=0))
            taken = sum(pool.map(run, range(racers)))
            with database.read() as session:
                assert session.get_one(Vacancy, vacancy).seats_taken == taken
            won.append(taken)
    return won


def races(times: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    with (
        TemporaryDirectory() as folder,
        register(f"sqlite:///{folder}/seats.db") as (database, vacancy),
    ):
        values["sqlite"] = _told(raced(database, vacancy, times))
    databases.begin()
    try:
        with databases.Server().copied(None) as url, register(url) as (database, vacancy):
            values["postgresql"] = _told(raced(database, vacancy, times))
    finally:
        databases.end()
    return values


def _told(won: list[int]) -> dict[str, Any]:
    return {
        "races": len(won),
        "racers": RACERS,
        "places": PLACES,
        "most": max(won),
        "least": min(won),
    }


def main(people: int = 100_000, seed: int = 777, times: int = RACES) -> int:
    load = os.getloadavg()[0]
    result = weighed(people, seed) | {"load": [load, os.getloadavg()[0]]}
    if times:
        result["race"] = races(times)
    text = json.dumps(result, indent=1)
    print(text)
    (Path(__file__).parent / "seats.json").write_text(text + "\n", encoding="utf-8")
    fair = all(one["most"] == one["least"] == PLACES for one in result.get("race", {}).values())
    return 0 if result["good"] and result["equal"] and result["heapq_s"] <= SECONDS and fair else 1


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
