"""Cost of encryption and the journal: verification, the list of claims, key rotation.

The list is compared with one in plain text.
"""

import json
import os
import secrets
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import update
from sqlmodel import Session

from catalog.core import fields, journal, vault
from catalog.core.actor import SYSTEM, Actor, Role
from catalog.reference import countries
from catalog.reference.countries import NewCountry
from matching.identity.persons import Citizen
from service import accounts, app
from service.accounts import NewAccount, login_sessions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.commands.vault import rotate_keys
from service.infra import settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.web import context

ON = datetime(2026, 11, 25, 6, tzinfo=UTC)
OFFICER = Actor("U-BENCH", Role.CLAIMS_OFFICER, "Invented")
ACTION = "Call the accountant and ask for the statement of wages of the last three months"
ADDRESS = "http://127.0.0.1:8000"
ROUNDS = 150
BATCH = 5_000


def entries(database: Database, count: int) -> None:
    """Write a chain of journal entries."""
    for begin in range(0, count, BATCH):
        with database.write() as session:
            for number in range(begin, min(begin + BATCH, count)):
                on, values = ON + timedelta(microseconds=number), ("state", "next_action", "due")
                journal.write(
                    session, "step", "claim", f"W-{number:08d}", by=OFFICER, on=on, fields=values
                )


def verified(database: Database) -> float:
    """Return the seconds to verify the whole chain, the least of three runs."""
    taken = []
    for _ in range(3):
        with database.read() as session:
            begun = time.perf_counter()
            flaw = journal.verify(session)
            taken.append(time.perf_counter() - begun)
        assert flaw is None, "nobody has touched it"
    return min(taken)


def claims(database: Database, count: int, since: datetime | None = None) -> str:
    """Add open claims of workers with a key each; return the cookie of an officer who sees them.

    The officer signed in at `since`, or now.
    """
    with database.write() as session:
        countries.load(session, [NewCountry("RU", "RUB", "7", True)], by=SYSTEM, on=ON)
        account = accounts.add(
            session, NewAccount("bench@musofir.example", OFFICER.role), by=SYSTEM, on=ON
        )
        cookie = login_sessions.create(
            session, account, "bench", whole=True, on=since or fields.now()
        )
    for begin in range(0, count, BATCH):
        with database.write() as session:
            numbers = range(begin, min(begin + BATCH, count))
            session.add_all(
                Citizen(reference=f"C-{n:08d}", name="x", name_key="x", recorded_at=ON)
                for n in numbers
            )
            session.flush()
            session.add_all(_claim(session, n) for n in numbers)
    return cookie


def _claim(session: Session, number: int) -> Claim:
    day = ON.date()
    row = Claim(
        reference=f"W-{number:08d}",
        citizen=f"C-{number:08d}",
        state="received",
        employer="Invented Stroy",
        country="RU",
        worked_from=day,
        worked_to=day,
        secret_hash="",
        filed_at=ON,
        filed_on=day,
        due=day + timedelta(days=number % 90),
    )
    row.next_action = wage_claims.seal_next(session, row, ACTION)
    return row


def plain(home: Path, sealed: Database) -> Settings:
    """Copy a home, with the next action of each claim in plain text."""
    home.mkdir()
    given = Settings(home=home)
    source = Path(str(sealed.engine.url.database))
    given.key_file.touch(mode=0o600)
    given.key_file.write_text((source.parent / "master.key").read_text())
    with closing(sqlite3.connect(source, isolation_level=None)) as records:
        # Both files are equally compact on disk; otherwise their order would be measured.
        records.execute("VACUUM")
        records.execute("VACUUM INTO ?", (str(home / "musofir.sqlite3"),))
    database = Database(given.url)
    with database.write() as session:
        session.execute(update(Claim).values(next_action=ACTION.encode()))
    database.close()
    return given


OPENED = wage_claims.next_actions


def as_it_stands(_session: object, rows: list[Claim]) -> dict[str, str]:
    return {row.reference: (row.next_action or b"").decode() for row in rows}


def lists(given: dict[str, Settings], cookie: str) -> dict[str, float]:
    """Return the median milliseconds of a page of the list in each home, taken in turn."""
    first, second = (
        TestClient(app.create_app(given[name]), base_url=ADDRESS) for name in ("sealed", "plain")
    )
    with first as sealed, second as bare:
        variants = {"sealed": (sealed, OPENED), "plain": (bare, as_it_stands)}
        taken: dict[str, list[float]] = {name: [] for name in variants}
        for number in range(ROUNDS + 20):
            for name in sorted(variants, reverse=number % 2 == 0):
                wage_claims.next_actions = variants[name][1]  # type: ignore[assignment]
                begun = time.perf_counter()
                page(variants[name][0], cookie, number % 20 + 1)
                taken[name].append((time.perf_counter() - begun) * 1000)
    return {name: median(times[20:]) for name, times in taken.items()}


def page(client: TestClient[Litestar], cookie: str, number: int) -> None:
    client.cookies.set(context.COOKIE, cookie)
    answer = client.get(f"/en/desk/wages?page={number}")
    assert (answer.status_code, answer.text.count(ACTION)) == (200, 50), answer.text[:2_000]


def keys(database: Database, count: int) -> None:
    """Create keys of further people."""
    for begin in range(0, count, BATCH):
        with database.write() as session:
            for number in range(begin, min(begin + BATCH, count)):
                vault.key_of(session, f"C-MORE{number:08d}")


def changed(given: Settings) -> tuple[int, float]:
    """Rotate the master key; return the number of keys and the rate per second."""
    given.key_file.touch(mode=0o600)
    given.key_file.write_text(f"{secrets.token_hex(32)}\n{given.key_file.read_text()}")
    vault.open_with(*settings.master_keys(given))
    database, begun = Database(given.url), time.perf_counter()
    *_, done = rotate_keys(database, by=SYSTEM, on=ON)
    taken = time.perf_counter() - begun
    with database.read() as session:
        assert vault.count_outdated(session) == 0
    database.close()
    return done, done / taken


def main(chained: int = 100_000, cases: int = 20_000, people: int = 100_000) -> None:
    with TemporaryDirectory() as folder:
        given, load = Settings(home=Path(folder) / "sealed"), os.getloadavg()[0]
        vault.open_with(*settings.master_keys(given))
        database = Database(given.url)
        database.migrate()
        entries(database, chained)
        result: dict[str, object] = {"entries": chained, "verified_s": round(verified(database), 2)}
        cookie = claims(database, cases)
        homes = {"sealed": given, "plain": plain(Path(folder) / "plain", database)}
        times = lists(homes, cookie)
        result |= {"claims": cases} | {
            f"list_{name}_ms": round(taken, 2) for name, taken in times.items()
        }
        result["list_ratio"] = round(times["sealed"] / times["plain"], 3)
        keys(database, people - cases)
        database.close()
        done, rate = changed(given)
        result |= {
            "keys": done,
            "keys_a_second": round(rate),
            "million_minutes": round(1e6 / rate / 60, 1),
        }
        result["load"] = [load, os.getloadavg()[0]]
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
