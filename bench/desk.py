"""Benchmark of officers' pages among years of cases.

They are compared with reading the same rows by key, and with a quarter of the records.
"""

import gc
import json
import os
import random
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from litestar.testing import TestClient
from sqlalchemy import bindparam, delete, func, select, text
from sqlmodel import col

from bench import caseload
from bench.asked import QUESTIONS, Home, Question
from bench.caseload import ON, Size
from catalog.core import vault
from catalog.core.actor import SYSTEM, Actor, Role
from i18n.scripts import to_cyrillic
from matching.identity.persons import Citizen
from service import accounts, app
from service.accounts import NewAccount, login_sessions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.infra import rate_limits, settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.web import context
from tests.support import databases

ADDRESS = "http://127.0.0.1:8000"
ROUNDS = 7
# Limits: our queries as a multiple of reading the rows, and as a multiple with four times the
# records.
MOST, GROWTH = 5.0, 1.5


@contextmanager
def opened(folder: Path, url: str, size: Size, seed: int) -> Iterator[Home]:
    """Open a filled home with an officer signed in."""
    given = Settings(home=folder, database_url=url)
    database = Database(given.url)
    database.migrate()
    caseload.fill(database, size, seed)
    with database.write() as session:
        account = accounts.add(
            session, NewAccount("bench@musofir.example", Role.CLAIMS_OFFICER), by=SYSTEM, on=ON
        )
        cookie = login_sessions.create(session, account, "bench", whole=True, on=ON)
        seat = (login_sessions.find_by_cookie(session, cookie, ON) or (None, None))[1]
        by = Actor(account.reference, Role.CLAIMS_OFFICER, "Invented")
    _settle(database)
    assert seat
    with TestClient(app.create_app(given, lambda: ON), base_url=ADDRESS) as client:
        client.cookies.set(context.COOKIE, cookie)
        client.headers[context.TOKEN] = login_sessions.form_token(seat)
        yield Home(database, client, by, *_asked_for(database, size, seed))
    database.close()


def _settle(database: Database) -> None:
    """Do what a database does by itself within minutes.

    It counts its rows and, in PostgreSQL, marks pages on which all rows are settled. The server of
    the tests is configured not to.
    """
    with database.write() as session:
        session.connection().execute(text("ANALYZE"))
    if not database.sqlite:
        with database.engine.execution_options(
            isolation_level="AUTOCOMMIT"
        ).connect() as connection:
            connection.execute(text("VACUUM"))


def _asked_for(database: Database, size: Size, seed: int) -> tuple[list[str], list[str], list[str]]:
    """Return names of people with claims, claims, and the states with the most claims.

    The names are in Cyrillic, in which they are not stored.
    """
    chosen = random.Random(seed).sample(range(size.claims), 8)
    with database.read() as session:
        found = select(col(Citizen.name)).where(
            col(Citizen.reference).in_([f"C-{number:08d}" for number in chosen])
        )
        names = [to_cyrillic(name) for name in session.execute(found).scalars()]
        counted = select(col(Claim.state)).where(wage_claims.is_open()).group_by(col(Claim.state))
        states = list(
            session.execute(
                counted.order_by(func.count().desc(), col(Claim.state)).limit(4)
            ).scalars()
        )
    return names, [f"W-{number:08d}" for number in chosen], states


def measure(homes: dict[str, Home], question: Question) -> dict[tuple[str, str], float]:
    """Return the milliseconds by home and method.

    Homes and methods take turns in shuffled order; each value is the least of the rounds and the
    mean over words.
    """
    least: dict[tuple[str, str, str], float] = {}
    chance = random.Random(len(question.name))
    turns = [
        (name, way, word)
        for name, home in homes.items()
        for word in question.words(home)
        for way in ("ours", "bare", "page")
    ]
    for _ in range(ROUNDS + 1):
        for turn in chance.sample(turns, len(turns)):
            name, way, word = turn
            taken = _timed(homes[name], question, way, word)
            least[turn] = min(taken, least.get(turn, taken))
    return {
        (name, way): mean(ms for (home, how, _), ms in least.items() if (home, how) == (name, way))
        for name, way, _ in turns
    }


def _timed(home: Home, question: Question, way: str, word: str) -> float:
    if way == "page":
        _forget(home)
        return clocked(home, partial(question.page, home, word))
    with home.database.read() as session:
        asked = [
            (text(sql).bindparams(*_many(values)), values)
            for sql, values in question.bare(session, home, word)
        ]
        session.expunge_all()
        if way == "ours":
            return clocked(home, partial(question.ours, session, home, word))
        connection = session.connection()
        return clocked(
            home, lambda: [connection.execute(sql, values).all() for sql, values in asked]
        )


def _many(values: dict[str, Any]) -> list[Any]:
    return [
        bindparam(name, expanding=True) for name, value in values.items() if isinstance(value, list)
    ]


def clocked(home: Home, work: Callable[[], object]) -> float:
    """Return the milliseconds of work.

    SQLite runs in this process, whose processor time is independent of other load; for PostgreSQL
    only real time is visible.
    """
    clock = time.process_time if home.database.sqlite else time.perf_counter
    begun = clock()
    answer = work()
    taken = (clock() - begun) * 1000
    assert answer, "a question that finds nothing measures nothing"
    return taken


def _forget(home: Home) -> None:
    """Delete counted tries: only sixty searches in five minutes are allowed, and the clock is
    fixed."""
    with home.database.write() as session:
        session.execute(delete(rate_limits.Attempt))


def right(homes: dict[str, Home]) -> None:
    """Check before timing that each page shows what our functions find."""
    for home in homes.values():
        for question in QUESTIONS:
            for word in question.words(home):
                with home.database.read() as session:
                    found = question.ours(session, home, word)
                assert found, (question.name, word)
                assert found[0] in question.page(home, word), (question.name, word)
                _forget(home)


def rows(kind: str, homes: dict[str, Home]) -> list[dict[str, Any]]:
    """Return the results, query by query."""
    right(homes)
    gc.collect()
    gc.freeze()
    return [_row(kind, question.name, measure(homes, question)) for question in QUESTIONS]


def _row(kind: str, name: str, ms: dict[tuple[str, str], float]) -> dict[str, Any]:
    ratio, growth, page_growth = (
        ms["whole", "ours"] / ms["whole", "bare"],
        ms["whole", "ours"] / ms["quarter", "ours"],
        ms["whole", "page"] / ms["quarter", "page"],
    )
    holds = ratio <= MOST and growth <= GROWTH and page_growth <= GROWTH
    times = {f"{way}_ms": round(ms["whole", way], 3) for way in ("ours", "bare", "page")}
    return {
        "database": kind,
        "question": name,
        **times,
        "ratio": round(ratio, 2),
        "growth": round(growth, 2),
        "page_growth": round(page_growth, 2),
        "holds": holds,
    }


def run(
    kinds: Sequence[str], size: Size, server: Callable[[], databases.Place], seed: int = 777
) -> list[dict[str, Any]]:
    """Run each kind of database with a whole home and a quarter of it."""
    found = []
    for kind in kinds:
        with TemporaryDirectory() as folder, ExitStack() as stack:
            key, homes = secrets.token_hex(32), {}
            for name, part in (("whole", size), ("quarter", size.part(4))):
                place = Path(folder) / name
                place.mkdir()
                (place / "master.key").touch(mode=0o600)
                (place / "master.key").write_text(key)
                url = stack.enter_context(server().copied(None)) if kind == "postgresql" else ""
                vault.open_with(*settings.master_keys(Settings(home=place)))
                homes[name] = stack.enter_context(opened(place, url, part, seed))
            found += rows(kind, homes)
    return found


def summary(found: list[dict[str, Any]]) -> str:
    heads = f"{'':33}{'ours ms':>9}{'bare ms':>9}{'page ms':>9}{'ours/bare':>11}{'at 4x':>7}{'page at 4x':>12}"
    lines = [
        f"{row['database']:11}{row['question']:22}"
        f"{row['ours_ms']:9.2f}{row['bare_ms']:9.2f}{row['page_ms']:9.2f}"
        f"{row['ratio']:11.2f}{row['growth']:7.2f}{row['page_growth']:12.2f}"
        f"  {'holds' if row['holds'] else 'DOES NOT HOLD'}"
        for row in found
    ]
    return "\n".join([heads, f"{'limit':51}{MOST:20.2f}{GROWTH:7.2f}{GROWTH:12.2f}", *lines])


def main(part: str = "1", *kinds: str) -> None:
    databases.begin()
    load, size = os.getloadavg()[0], Size().part(int(part))
    found = run(kinds or ("sqlite", "postgresql"), size, cache(databases.Server))
    print(summary(found))
    result = {
        "size": msgspec.structs.asdict(size),
        "load": [load, os.getloadavg()[0]],
        "rows": found,
    }
    (Path(__file__).parent / "desk.json").write_text(
        json.dumps(result, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
