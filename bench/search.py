"""Benchmark of our search against other engines, on the same folded text in one process.

`./musofir bench search` measures everything: three seeds, a quarter of the names removed, a
vocabulary of 94,000 words, and ten thousand to a million vacancies; `./musofir bench search SIZE
QUERIES SEED [ENGINE…] [--unheard] [--invented]` measures one of them. Nothing is timed before every
engine has shown that it respects the query.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from bench import corpus, kinds, plots, timing, titles
from bench.engines import Engine, Ours, Query, share
from bench.peers import ENGINES
from bench.typed import queries
from matching.lexicon.lexicon import Lexicon, Name
from matching.search.packed_vacancies import Document

TOLD: Final = Path(__file__).parent / "search.json"
BESIDE: Final = 1.2  # the limit of real time to processor time; above it the clocks prove nothing
# Seed 99 was used while the engine was written; the other two are held out.
HELD_OUT, TUNED = (777, 1234), 99


class Unlike(Exception):
    """An engine does not respect the query, so its time means nothing."""


class Asked(msgspec.Struct, frozen=True):
    """One measurement.

    `unheard`: every fourth name is removed from what the engines know, so that an easy lexicon
    hides nothing; `invented`: each title has an invented word.
    """

    size: int = 100_000
    queries: int = 400
    seed: int = 777
    engines: tuple[str, ...] = ("ours", "tantivy")
    unheard: bool = False
    invented: bool = False


def run(asked: Asked) -> dict[str, Any]:
    """Measure times and quality of each engine, and ours as a ratio to each of the others."""
    whole = corpus.lexicon()
    documents = corpus.documents(whole.names, asked.size, asked.seed)[-asked.size :]
    documents = corpus.invented(documents, asked.seed) if asked.invented else documents
    known = Lexicon(_heard(whole.names, asked.seed), corpus.places()) if asked.unheard else whole
    typed, load = queries(whole.names, asked.queries, asked.seed), os.getloadavg()[0]
    engines, built = {}, {}
    for name in asked.engines:
        engines[name], built[name] = _timed(lambda chosen=name: ENGINES[chosen](documents, known))
    of = {document.id: document for document in documents}
    for name, engine in engines.items():
        require_kept(name, engine, typed[:60], of)
    require_same(engines["ours"], typed[:60], documents, known)
    times = timing.measure(engines, typed, asked.seed)
    found = {
        name: times[name].percentiles() | right(engines[name], typed, of) | {"build_s": built[name]}
        for name in engines
    }
    every = list(kinds.made(known.names, documents, asked.seed))
    by_kind = {
        name: kinds.found(engines[name], every, of)
        for name in ("ours", "tantivy")
        if name in engines
    }
    ours, floors = times["ours"], timing.floors(engines["ours"], typed)
    for engine in engines.values():
        getattr(engine, "close", lambda: None)()
    return msgspec.to_builtins(asked) | {
        "load": [load, os.getloadavg()[0]],
        "words": len(engines["ours"].index.body.postings.vocabulary.words),
        "engines": found,
        "kinds": by_kind,
        "floors_ms": floors,
        "ours to": {name: timing.ratio(ours, times[name]) for name in engines if name != "ours"},
        "quiet": bool(np.mean(ours.wall) < BESIDE * np.mean(ours.cpu)),
    }


def require_kept(
    name: str, engine: Engine, typed: Sequence[Query], of: dict[str, Document]
) -> None:
    """Check that results are open, fit country and pay, and are at most twenty, each once.

    Refuses: Unlike.
    """
    for query in typed:
        given = [of[id] for id in engine.search(query)]
        # A sum may be one hundredth short, because each engine rounds differently.
        fits = all(
            one.open
            and query.country in (None, one.country)
            and share(one) >= (query.least or 0) - 1
            for one in given
        )
        if not fits or len(given) > 20 or len({one.id for one in given}) != len(given):
            raise Unlike(name, query)


def require_same(
    ours: Ours, typed: Sequence[Query], documents: Sequence[Document], known: Lexicon
) -> None:
    """Check that vacancies added later are found as if they had been there first.

    Refuses: Unlike.
    """
    later = Ours(documents[:-500], known)
    later.index = later.index.with_changes(documents[-500:])
    for query in typed:
        if ours.search(query) != later.search(query):
            raise Unlike("changes", query)


def right(engine: Engine, asked: Sequence[Query], of: dict[str, Document]) -> dict[str, float]:
    """Return the share of queries with the group among the first ten, and its share of the first
    five."""
    pages = [[of[id].isco08 for id in engine.search(query)[:10]] for query in asked]
    hits = [query.group in page for query, page in zip(asked, pages, strict=True)]
    part = [
        sum(one == query.group for one in page[:5]) / 5
        for query, page in zip(asked, pages, strict=True)
    ]
    return {"hit@10": round(float(np.mean(hits)), 3), "precision@5": round(float(np.mean(part)), 3)}


def _heard(names: Sequence[Name], seed: int) -> list[Name]:
    chance = random.Random(seed)
    return [name for name in names if chance.random() >= 0.25]


def _timed(build: Callable[[], Engine]) -> tuple[Engine, float]:
    begun = time.perf_counter()
    engine = build()
    return engine, round(time.perf_counter() - begun, 2)


def memory(size: int) -> dict[str, float]:
    """Return the megabytes that a separate process needs for the vacancies (bench.memory)."""
    output = subprocess.run(
        [sys.executable, "-m", "bench.memory", str(size)], capture_output=True, check=True
    ).stdout
    return dict(json.loads(output))


def everything() -> dict[str, Any]:
    two = ("ours", "tantivy")
    runs = [run(Asked(seed=777, engines=tuple(ENGINES)))]
    runs += [run(Asked(seed=seed)) for seed in (HELD_OUT[1], TUNED)]
    runs += [
        run(Asked(unheard=True)),
        run(Asked(invented=True)),
        run(Asked(unheard=True, seed=1234)),
    ]
    growth = [run(Asked(size=size, queries=200, engines=two)) for size in (10_000, 1_000_000)]
    return {
        "runs": runs,
        "growth": growth,
        "memory": [memory(size) for size in (10_000, 100_000, 1_000_000)],
        "titles": {"heads": titles.measure(True), "all": titles.measure(False)},
    }


def main(words: Sequence[str]) -> None:
    numbers = [int(word) for word in words if word.isdigit()]
    if not numbers:
        found = everything()
        TOLD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        plots.draw(found)
    else:
        size, count, seed = (*numbers, *(100_000, 400, 777)[len(numbers) :])
        names = tuple(dict.fromkeys(["ours", *(word for word in words if word in ENGINES)]))
        chosen = names if len(names) > 1 else tuple(ENGINES)
        found = run(Asked(size, count, seed, chosen, "--unheard" in words, "--invented" in words))
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
