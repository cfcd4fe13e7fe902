"""Timing of engines in shuffled order, query by query, and of the lower bounds."""

import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from bench.engines import Engine, Ours, Query
from i18n.scripts import tokens


class Times(msgspec.Struct):
    """Milliseconds of each query, the least of the rounds, in real and processor time."""

    wall: list[float]
    cpu: list[float]

    def percentiles(self) -> dict[str, float]:
        p50, p99 = np.percentile(self.wall, (50, 99))
        found = {
            "mean_ms": np.mean(self.wall),
            "p50_ms": p50,
            "p99_ms": p99,
            "cpu_mean_ms": np.mean(self.cpu),
        }
        return {name: round(float(value), 4) for name, value in found.items()}


def measure(engines: Mapping[str, Engine], asked: Sequence[Query], seed: int) -> dict[str, Times]:
    """Time engines in turn, query by query in shuffled order, each for its rounds."""
    chance = random.Random(seed)
    least = {
        name: Times([float("inf")] * len(asked), [float("inf")] * len(asked)) for name in engines
    }
    gc.collect()
    gc.freeze()
    for turn in range(max(engine.rounds for engine in engines.values())):
        running = sorted(name for name, engine in engines.items() if turn < engine.rounds)
        for at, query in enumerate(asked):
            for name in chance.sample(running, len(running)):
                wall, cpu = _once(lambda chosen=name, query=query: engines[chosen].search(query))
                least[name].wall[at] = min(least[name].wall[at], wall)
                least[name].cpu[at] = min(least[name].cpu[at], cpu)
    gc.unfreeze()
    return least


def _once(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.thread_time()
    work()
    cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
    return wall * 1000, cpu * 1000


def ratio(ours: Times, other: Times) -> dict[str, float]:
    return {
        "mean": round(float(np.mean(ours.wall) / np.mean(other.wall)), 3),
        "p99": round(float(np.percentile(ours.wall, 99) / np.percentile(other.wall, 99)), 3),
    }


def floors(ours: Ours, asked: Sequence[Query]) -> dict[str, float]:
    """Return lower bounds in milliseconds a query.

    They are folding the query, one pass over the filter columns of all vacancies, and reading the
    rows of the words typed.
    """
    part = ours.index.body

    def columns(query: Query) -> int:
        shown = part.open & (part.wage >= 1)
        return int(
            np.count_nonzero(shown & (part.country == part.countries.get(query.country or "")))
        )

    def rows(query: Query) -> float:
        terms = [term for word in tokens(query.typed) for term, _ in part.postings.standing(word)]
        return float(sum(part.postings.bearing(term)[1].sum() for term in terms))

    works: dict[str, Callable[[Query], object]] = {
        "fold": lambda query: tokens(query.typed),
        "columns": columns,
        "rows": rows,
    }
    return {
        name: round(float(np.mean([_least(work, query) for query in asked])), 4)
        for name, work in works.items()
    }


def _least(work: Callable[[Query], object], query: Query) -> float:
    return min(_once(lambda: work(query))[0] for _ in range(5))
