"""Our search beside the engines one could pick instead, on the same folded text: query by query in turn, the least counts.

`./musofir bench search [SIZE] [QUERIES] [SEED] [ENGINE…] [--unheard]`; `--unheard` takes every fourth name out of what the
engines know, so that an easy lexicon hides nothing.
"""

import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from bench import corpus
from bench.engines import Engine, Query
from bench.peers import ENGINES
from i18n.scripts import to_cyrillic
from matching.lexicon import Lexicon, Name

BESIDE: Final = 1.2  # the wall may be so many times the processor's time; beyond it the clocks prove nothing


# --- queries -------------------------------------------------------------------------------------------------------


def queries(names: Sequence[Name], count: int, seed: int) -> list[Query]:
    chance = random.Random(seed)
    trades = [name for name in names if name.kind in ("title", "everyday", "loan") and len(name.name) < 30]
    return [_query(chance, chance.choice(trades)) for _ in range(count)]


def _query(chance: random.Random, name: Name) -> Query:
    typed = name.name
    match chance.randrange(6):
        case 0:
            typed = _slip(chance, typed)
        case 1:
            typed = _slip(chance, _slip(chance, typed))
        case 2 if name.language == "uz":
            typed = to_cyrillic(typed)
        case 3 if len(typed) > 6:
            typed = typed[: len(typed) * 2 // 3].strip()
        case 4:
            typed = " ".join(reversed(typed.split()))
    filtered = chance.random() < 0.5
    return Query(
        typed, name.isco08, chance.choice(["KR", "RU", "TR", "DE"]) if filtered else None, 90 if filtered else None
    )


def _slip(chance: random.Random, typed: str) -> str:
    at = chance.randrange(len(typed))
    if chance.random() < 0.5:
        return typed[:at] + typed[at + 1 :] or typed
    return typed[:at] + chance.choice(typed) + typed[at:]


# --- the run -------------------------------------------------------------------------------------------------------


class Times(msgspec.Struct):
    """Milliseconds of each query, the least of the rounds, by the clock on the wall and by that of the processor."""

    wall: list[float]
    cpu: list[float]

    def told(self) -> dict[str, float]:
        p50, p99 = np.percentile(self.wall, (50, 99))
        found = {"mean_ms": np.mean(self.wall), "p50_ms": p50, "p99_ms": p99, "cpu_mean_ms": np.mean(self.cpu)}
        return {name: round(float(value), 4) for name, value in found.items()}


def measure(engines: dict[str, Engine], asked: Sequence[Query], seed: int) -> dict[str, Times]:
    """Engines take turns in a shuffled order, query by query, each for its rounds."""
    chance = random.Random(seed)
    least = {name: Times([float("inf")] * len(asked), [float("inf")] * len(asked)) for name in engines}
    gc.collect()
    gc.freeze()
    for turn in range(max(engine.rounds for engine in engines.values())):
        running = sorted(name for name, engine in engines.items() if turn < engine.rounds)
        for at, query in enumerate(asked):
            for name in chance.sample(running, len(running)):
                wall, cpu = time.perf_counter(), time.thread_time()
                engines[name].search(query)
                cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
                least[name].wall[at] = min(least[name].wall[at], wall * 1000)
                least[name].cpu[at] = min(least[name].cpu[at], cpu * 1000)
    return least


def right(engine: Engine, asked: Sequence[Query], group_of: dict[str, str]) -> dict[str, float]:
    """The share of queries with the group asked for among the first ten, and the share of it in the first five."""
    pages = [[group_of[id] for id in engine.search(query)[:10]] for query in asked]
    hits = [query.group in page for query, page in zip(asked, pages, strict=True)]
    share = [sum(one == query.group for one in page[:5]) / 5 for query, page in zip(asked, pages, strict=True)]
    return {"hit@10": round(float(np.mean(hits)), 3), "precision@5": round(float(np.mean(share)), 3)}


def run(size: int, count: int, seed: int, names: Sequence[str], unheard: bool = False) -> dict[str, Any]:
    """Each engine with its times and how right it is; ours as a ratio to each of the others."""
    whole = corpus.lexicon()
    documents = corpus.documents(whole.names, size, seed)[-size:]
    group_of = {document.id: document.isco08 or "" for document in documents}
    known = Lexicon(_heard(whole.names, seed), corpus.places()) if unheard else whole
    asked, load = queries(whole.names, count, seed), os.getloadavg()[0]
    engines, built = {}, {}
    for name in names:
        engines[name], built[name] = _timed(lambda chosen=name: ENGINES[chosen](documents, known))
    times = measure(engines, asked, seed)
    found = {
        name: times[name].told() | right(engines[name], asked, group_of) | {"build_s": built[name]} for name in names
    }
    ours = times["ours"]
    return {
        "size": size, "queries": count, "seed": seed, "unheard": unheard, "load": [load, os.getloadavg()[0]],
        "engines": found, "ours to": {name: _ratio(ours, times[name]) for name in names if name != "ours"},
        "quiet": bool(np.mean(ours.wall) < BESIDE * np.mean(ours.cpu)),
    }  # fmt: skip


def _heard(names: Sequence[Name], seed: int) -> list[Name]:
    chance = random.Random(seed)
    return [name for name in names if chance.random() >= 0.25]


def _timed(build: Callable[[], Engine]) -> tuple[Engine, float]:
    begun = time.perf_counter()
    engine = build()
    return engine, round(time.perf_counter() - begun, 2)


def _ratio(ours: Times, other: Times) -> dict[str, float]:
    return {
        "mean": round(float(np.mean(ours.wall) / np.mean(other.wall)), 3),
        "p99": round(float(np.percentile(ours.wall, 99) / np.percentile(other.wall, 99)), 3),
    }


def main(words: Sequence[str]) -> None:
    numbers = [int(word) for word in words if word.isdigit()]
    size, count, seed = (*numbers, *(100_000, 400, 777)[len(numbers) :])
    names = [word for word in words if word in ENGINES] or list(ENGINES)
    found = run(size, count, seed, list(dict.fromkeys(["ours", *names])), "--unheard" in words)
    text = json.dumps(found, indent=1)
    print(text)
    (Path(__file__).parent / "search.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
