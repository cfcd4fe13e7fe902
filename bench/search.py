"""Our search against tantivy (BM25, slips, prefixes) on the same folded text: query by query in turn, the least counts."""

import gc
import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

import msgspec
import numpy as np
import tantivy

from bench import corpus
from i18n.scripts import fold, to_cyrillic, tokens
from matching.index import Document, Index
from matching.lexicon import Lexicon, Name
from matching.noise import DROPPED
from matching.search import Filters, find

ROUNDS: Final = 5
_TEXT: Final = "text"


class Query(msgspec.Struct):
    """What is typed, with the country and the least pay (in hundredths of the usual) that half of the queries ask for."""

    typed: str
    group: str
    country: str | None = None
    least: int | None = None


class Engine(Protocol):
    def search(self, query: Query) -> list[str]: ...


class Ours:
    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self.index = Index.build(documents, lexicon)

    def search(self, query: Query) -> list[str]:
        least = None
        if query.least is not None:
            least = {currency: usual * query.least // 100 for currency, usual in corpus.PAY.items()}
        return find(self.index, query.typed, Filters(country=query.country, wage_min=least), limit=20).ids


class Tantivy:
    """One field with title, employer, city, country and every name of the occupation; as good a query as we know."""

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self.schema = self._schema()
        self.index = tantivy.Index(self.schema)
        around = _around(lexicon)
        writer = self.index.writer(200_000_000, 1)
        for document in documents:
            text = f"{fold(document.title)} {fold(document.employer)} {fold(document.city)} {around(document)}"
            writer.add_document(
                tantivy.Document(
                    id=document.id, text=text, country=document.country, open=int(document.open), pay=_share(document)
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field(_TEXT, tokenizer_name="whitespace")
        builder.add_text_field("country", tokenizer_name="raw")
        builder.add_integer_field("open", indexed=True, fast=True)
        builder.add_integer_field("pay", indexed=True, fast=True)
        return builder.build()

    def search(self, query: Query) -> list[str]:
        words = [word for word in tokens(query.typed) if word not in DROPPED]
        parts = [(tantivy.Occur.Should, part) for word in words for part in self._word(word)]
        wanted = [
            (tantivy.Occur.Must, tantivy.Query.boolean_query(parts)),
            (tantivy.Occur.Must, self._equal("open", 1)),
        ]
        if query.country:
            wanted.append((tantivy.Occur.Must, self._equal("country", query.country)))
        if query.least is not None:
            enough = tantivy.Query.range_query(self.schema, "pay", tantivy.FieldType.Integer, query.least, 10_000)
            wanted.append((tantivy.Occur.Must, enough))
        hits = self.searcher.search(tantivy.Query.boolean_query(wanted), 20).hits
        return [str(self.searcher.doc(address)["id"][0]) for _, address in hits]

    def _equal(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self.schema, field, value), 0.0)

    def _word(self, word: str) -> list[tantivy.Query]:
        exact = tantivy.Query.boost_query(tantivy.Query.term_query(self.schema, _TEXT, word), 2.0)
        if len(word) < 4:
            return [exact]
        slips = 1 if len(word) < 8 else 2
        near = tantivy.Query.fuzzy_term_query(self.schema, _TEXT, word, slips, True, False)
        begun = tantivy.Query.fuzzy_term_query(self.schema, _TEXT, word, 0, True, True)
        return [exact, near, begun]


def _share(document: Document) -> int:
    return (document.wage or 0) * 100 // corpus.PAY[document.currency]


def _around(lexicon: Lexicon) -> Callable[[Document], str]:
    """The names of the country and of the occupation, folded."""
    of_group: dict[str, list[str]] = defaultdict(list)
    for name in lexicon.names:
        of_group[name.isco08].append(fold(name.name))
    of_country: dict[str, list[str]] = defaultdict(list)
    for place in corpus.places():
        if place.city is None:
            of_country[place.country].append(fold(place.name))
    text = {group: " ".join(names) for group, names in of_group.items()}
    land = {country: " ".join(names) for country, names in of_country.items()}
    return lambda document: f"{text.get(document.isco08 or '', '')} {land.get(document.country, '')}"


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


def measure(engines: dict[str, Engine], asked: Sequence[Query], seed: int) -> dict[str, Times]:
    """Engines take turns in a shuffled order, query by query."""
    chance = random.Random(seed)
    least = {name: Times([float("inf")] * len(asked), [float("inf")] * len(asked)) for name in engines}
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for at, query in enumerate(asked):
            for name in chance.sample(sorted(engines), len(engines)):
                wall, cpu = time.perf_counter(), time.thread_time()
                engines[name].search(query)
                cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
                least[name].wall[at] = min(least[name].wall[at], wall * 1000)
                least[name].cpu[at] = min(least[name].cpu[at], cpu * 1000)
    return least


def right(engine: Engine, asked: Sequence[Query], group_of: dict[str, str]) -> float:
    """The share of queries with the group asked for among the first ten."""
    return sum(query.group in {group_of[id] for id in engine.search(query)[:10]} for query in asked) / len(asked)


def main(size: int = 100_000, count: int = 400, seed: int = 777) -> None:
    lexicon = corpus.lexicon()
    documents = corpus.documents(lexicon.names, size, seed)[-size:]
    group_of = {document.id: document.isco08 or "" for document in documents}
    engines: dict[str, Engine] = {}
    built = {}
    for name, engine in (("ours", Ours), ("tantivy", Tantivy)):
        begun = time.perf_counter()
        engines[name] = engine(documents, lexicon)
        built[name] = round(time.perf_counter() - begun, 2)
    asked = queries(lexicon.names, count, seed)
    load = os.getloadavg()[0]
    times = measure(engines, asked, seed)
    result: dict[str, object] = {"size": size, "queries": count, "load": [load, os.getloadavg()[0]]}
    for name, taken in times.items():
        result[name] = {
            "mean_ms": round(float(np.mean(taken.wall)), 4),
            "p50_ms": round(float(np.median(taken.wall)), 4),
            "p99_ms": round(float(np.percentile(taken.wall, 99)), 4),
            "cpu_mean_ms": round(float(np.mean(taken.cpu)), 4),
            "hit@10": round(right(engines[name], asked, group_of), 3),
            "build_s": built[name],
        }
    ours, peer = times["ours"], times["tantivy"]
    result["mean_ratio"] = round(float(np.mean(ours.wall) / np.mean(peer.wall)), 3)
    result["p99_ratio"] = round(float(np.percentile(ours.wall, 99) / np.percentile(peer.wall, 99)), 3)
    result["cpu_mean_ratio"] = round(float(np.mean(ours.cpu) / np.mean(peer.cpu)), 3)
    result["quiet"] = bool(np.mean(ours.wall) < 1.2 * np.mean(ours.cpu))  # otherwise the clocks prove nothing
    text = json.dumps(result, indent=1)
    print(text)
    (Path(__file__).parent / "search.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
