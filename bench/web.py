"""Searches over HTTP, repeated and first-time, against the emptiest route.

`./musofir bench web [SIZE] [QUERIES]` fills a temporary home, serves it on this machine only, and
sends each query over one open connection. The least cost of a first response is measured in this
process: the engine, its rows from the database, and encoding them. A repeated query is answered
from cached bytes.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote

import msgspec
import numpy as np
from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from bench import applicants, corpus, people
from bench.applicants import ON
from bench.market import Market
from bench.typed import queries
from bench.web_server import FLOOR
from catalog.core import fields, vault
from catalog.core.actor import SYSTEM
from catalog.vacancies.vacancies import Vacancy
from i18n import Language
from matching.lexicon import lexicon_terms
from matching.search import failed_searches, search_results
from matching.search.filters import ALL
from matching.search.packed_vacancies import Document
from matching.search.query import parse_query
from matching.search.register_cache import RegisterCache
from service.api import vacancies as api_vacancies
from service.infra import settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.web import context
from tests.support import cast

AGAIN, FIRST = (
    0.85,
    1.3,
)  # least rate against the empty route; most time against it and all that a response needs
EMPTY: Final = "/health/live"
# The most that first requests may cost, in those of a route that only opens a session.
FIRSTS: Final = {
    "api search": ("/api/v1/vacancies?q={words}&limit=20", 4),
    "search page": ("/uz/vacancies?q={words}", 6),
    "vacancy page": ("/uz/vacancies/{reference}", 4),
    "offer check": ("/api/v1/offers/check?agency={words}&country=KR&wage={number}&currency=USD", 4),
    "agency check": ("/api/v1/agencies/check?q={words}", 4),
}
# Measured apart from the others: opening a claim is written down, and a write slows the reads after
# it.
DESK: Final = {
    "desk list": ("/uz/desk/wages?page={page}", 12),
    "desk claim": ("/uz/desk/wages/W-{page:08d}", 12),
}
CLAIMS: Final = 500  # of the officer who opens the pages of the desk
ROUNDS: Final = 5
KNOWN: Final = (
    "KR",
    "RU",
    "TR",
    "PL",
    "KZ",
)  # countries of the small register; vacancies elsewhere are put into KR


def fill(home: Path, size: int) -> Database:
    """Create a home with open vacancies of one licensed agency, and the whole lexicon."""
    given = Settings(home=home)
    vault.open_with(*settings.master_keys(given))
    database = Database(given.url)
    database.migrate()
    names = corpus.names()
    with database.write() as session:
        vault.set_up(session)
        cast.settle(session, on=ON)
        applicants.ground(session, Market(1).groups)
        lexicon_terms.load(session, names, by=SYSTEM, on=ON)
        _register(session, corpus.stream(names, size))
    return database


def _register(session: Session, documents: Iterator[Document]) -> None:
    like = cast.named(session, "published")
    day = fields.tashkent_day(fields.now())
    stands = like.model_dump() | {
        "published_at": ON,
        "opens_on": day,
        "closes_on": date(2099, 1, 1),
        "quota": False,
    }
    session.execute(update(Vacancy).values(state="withdrawn"))
    rows = (stands | _row(one) for one in documents)
    while some := list(islice(rows, 10_000)):
        session.execute(insert(Vacancy), some)


def _row(one: Document) -> dict[str, Any]:
    pay = {
        "wage_min": one.wage,
        "wage_max": one.wage,
        "pay_month": one.wage,
        "currency": one.currency,
        "period": "month",
    }
    return pay | {
        "reference": one.id,
        "external_id": one.id,
        "title": one.title,
        "isco08": one.isco08,
        "city": one.city,
        "country": one.country if one.country in KNOWN else "KR",
    }


def _found(typed: Sequence[str]) -> list[str]:
    """Return the queries that are no failed searches.

    A failed search is counted and its response is not cached (service/web/failed_search_log.py).
    """
    lexicon = corpus.lexicon()
    jobs = {name.isco08: 1 for name in lexicon.names}
    return [
        words
        for words in typed
        if failed_searches.failure_reason(parse_query(words, lexicon), 1, jobs) is None
    ]


@contextmanager
def served(home: Path) -> Iterator[http.client.HTTPConnection]:
    """Serve the home by one process on this machine only, and open a connection to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    work = [sys.executable, "-m", "bench.web_server", str(port)]
    with subprocess.Popen(
        work, env=os.environ | {"MUSOFIR_HOME": str(home)}, stderr=subprocess.DEVNULL
    ) as server:
        try:
            with closing(_reached(port)) as connection:
                yield connection
        finally:
            server.terminate()


def _reached(port: int) -> http.client.HTTPConnection:
    for _ in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            asked(connection, EMPTY)
        except OSError:
            time.sleep(0.1)
        else:
            return connection
    raise TimeoutError("The service did not open")


def asked(connection: http.client.HTTPConnection, path: str, cookie: str = "") -> float:
    """Return the milliseconds until the whole response has arrived."""
    headers = {"Cookie": f"{context.COOKIE}={cookie}"} if cookie else {}
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise OSError(answer.status, path)
    return (time.perf_counter() - begun) * 1000


def beside(home: Path, database: Database, typed: Sequence[str]) -> dict[str, list[float]]:
    """Return the milliseconds of each query: first, least cost, repeated, and the empty route.

    They are taken one after another, because machines vary in speed; a repeated query is the least
    of several.
    """
    taken: dict[str, list[float]] = {"first": [], "needed": [], "again": [], "empty": []}
    answer, path = needed(database), "/api/v1/vacancies?limit={}&q={}"
    with served(home) as connection:
        # The first responses of a process read templates, the register and much else.
        for _ in range(20):
            asked(connection, path.format(19, quote(typed[0])))
            asked(connection, EMPTY)
            answer(typed[0])
        for words in typed:
            address = path.format(20, quote(words))
            taken["first"].append(asked(connection, address))
            taken["needed"].append(_once(lambda words=words: answer(words)))
            both = [(asked(connection, address), asked(connection, EMPTY)) for _ in range(ROUNDS)]
            taken["again"].append(min(again for again, _ in both))
            taken["empty"].append(min(empty for _, empty in both))
    return taken


def beside_floor(
    home: Path, typed: Sequence[str], references: Sequence[str], cookie: str
) -> dict[str, dict[str, float]]:
    """Return the milliseconds of each kind of first request, and how many of the floor it costs."""
    every = [
        {
            "words": quote(words),
            "reference": references[number % len(references)],
            "number": 100_000 + number,
            "page": number % (CLAIMS // 50) + 1,
        }
        for number, words in enumerate(typed)
    ]
    with served(home) as connection:
        found = _in_floors(connection, FIRSTS, every)
        desk = _in_floors(connection, DESK, every, cookie)
    return desk | found | {"floor beside the desk": desk["floor"]}


def _in_floors(
    connection: http.client.HTTPConnection,
    kinds: dict[str, tuple[str, int]],
    every: Sequence[dict[str, Any]],
    cookie: str = "",
) -> dict[str, dict[str, float]]:
    taken: dict[str, list[float]] = {name: [] for name in ("floor", *kinds)}
    for values in every:
        taken["floor"].append(asked(connection, FLOOR))
        for name, (path, _) in kinds.items():
            taken[name].append(asked(connection, path.format(**values), cookie))
    # The first responses of a process read templates, the register and much else.
    mean = {name: float(np.median(one[min(20, len(one) // 2) :])) for name, one in taken.items()}
    floor = {"floor": {"ms": round(mean["floor"], 3)}}
    return floor | {
        name: {
            "ms": round(mean[name], 3),
            "floors": round(mean[name] / mean["floor"], 2),
            "most": most,
        }
        for name, (_, most) in kinds.items()
    }


def needed(database: Database) -> Callable[[str], None]:
    """Return a function with the least cost of a first response: engine, rows, encoding as JSON."""
    register_cache, today = RegisterCache(), fields.tashkent_day(fields.now())
    with database.read() as session:
        register_cache.refresh(session, today)

    def answer(words: str) -> None:
        with database.read() as session:
            found = search_results.page(session, register_cache, words, ALL, today, limit=20)
        msgspec.json.encode(
            [
                api_vacancies.build_vacancy(item, Language.EN, register_cache.occupations)
                for item in found.items
            ]
        )

    return answer


def _once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def run(size: int, count: int) -> dict[str, Any]:
    with TemporaryDirectory(prefix="msf-web-") as folder:
        home = Path(folder)
        database = fill(home, size)
        typed = _found(
            list(dict.fromkeys(query.typed for query in queries(corpus.names(), count, 777)))
        )
        # By the clock of the process that serves, which is that of the machine.
        cookie = people.claims(database, CLAIMS, datetime.now(UTC))
        database.tune()
        taken = beside(home, database, typed)
        with database.read() as session:
            open_now = select(col(Vacancy.reference)).where(col(Vacancy.state) == "published")
            references = list(session.execute(open_now.limit(len(typed))).scalars())
        firsts = beside_floor(home, typed, references, cookie)
        database.close()
    mean = {name: float(np.mean(one)) for name, one in taken.items()}
    return {
        "size": size,
        "queries": len(typed),
        "mean_ms": {name: round(value, 3) for name, value in mean.items()},
        "again_rate": round(mean["empty"] / mean["again"], 3),
        "again_least": AGAIN,
        "first": round(mean["first"] / (mean["empty"] + mean["needed"]), 3),
        "first_most": FIRST,
        "beside_the_floor": firsts,
    }


def main(words: Sequence[str]) -> None:
    numbers = [int(word) for word in words if word.isdigit()]
    size, count = (*numbers, *(100_000, 400)[len(numbers) :])
    found = run(size, count)
    text = json.dumps(found, indent=1)
    print(text)
    (Path(__file__).parent / "web.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
