"""Cost of the figures of 2019 against hand-written SQL, and their traceability to records.

The cost is also compared with that of a quarter of the records.
"""

import gc
import json
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from sqlalchemy import Date, DateTime, TextClause, bindparam, text
from sqlmodel import Session

from bench import plain
from catalog.core import vault
from seed import year_2019
from service.infra import settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.reporting.annual import years
from service.reporting.figures import figures, months
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Definition, Figure, Unit
from tests.support import databases

YEAR, ROUNDS = 2019, 5
SPAN = months.year(YEAR)
ON = datetime(2026, 11, 25, 6, tzinfo=UTC)
# Limits: our queries against hand-written ones, and with four times the records.
MOST, GROWTH = 2.0, 4.5


class Home(msgspec.Struct):
    """A home with the records of a part of the year.

    The time to make them is real time, and processor time of this process.
    """

    database: Database
    kind: str
    records: int
    wall: float
    own: float


@contextmanager
def opened(folder: Path, url: str, part: int) -> Iterator[Home]:
    database = Database(Settings(home=folder, database_url=url).url)
    database.migrate()
    wall, own = time.perf_counter(), time.process_time()
    records = sum(year_2019.load(database, ON, part))
    wall, own = time.perf_counter() - wall, time.process_time() - own
    with database.write() as session:
        session.connection().execute(text("ANALYZE"))
    yield Home(database, "sqlite" if database.sqlite else "postgresql", records, wall, own)
    database.close()


def _bare(kind: str) -> dict[str, TextClause]:
    typed: dict[str, Any] = {
        "first": Date(),
        "last": Date(),
        "begins": DateTime(),
        "ends": DateTime(),
    }
    values = {name: bindparam(name, getattr(SPAN, name), kind) for name, kind in typed.items()}
    return {
        key: text(asked).bindparams(*(one for name, one in values.items() if f":{name}" in asked))
        for key, asked in plain.of(kind).items()
    }


def right(home: Home) -> None:
    """Check before timing that both methods agree on each definition."""
    bare = _bare(home.kind)
    assert set(bare) == {one.key for one in DEFINITIONS}
    with home.database.read() as session:
        for one in DEFINITIONS:
            found = {one.name[1]: one.value for one in figures.count_figure(session, one, SPAN)}
            assert found == _by_hand(one, session.execute(bare[one.key]).all()), one.key


def _by_hand(one: Definition, rows: Sequence[Any]) -> dict[str, int]:
    """Return the numbers of a result by part; a rate is in hundredths of a percent, rounded half
    up."""
    if one.unit is Unit.RATE:
        return {part: (2 * 10_000 * paid + whole) // (2 * whole) for part, paid, whole in rows}
    return (
        {"": int(rows[0][0])}
        if one.dimension is None
        else {part: int(value) for part, value in rows}
    )


def ours(home: Home) -> float:
    with home.database.read() as session:
        session.connection()
        return _clocked(home, lambda: years.get_year(session, YEAR, ON.date()))


def bare(home: Home) -> float:
    with home.database.read() as session:
        asked, connection = _bare(home.kind), session.connection()
        return _clocked(home, lambda: [connection.execute(one).all() for one in asked.values()])


def _clocked(home: Home, work: Callable[[], object]) -> float:
    """Return the milliseconds of work.

    SQLite runs in this process, whose processor time counts; for PostgreSQL only real time is
    visible.
    """
    clock = time.process_time if home.kind == "sqlite" else time.perf_counter
    begun = clock()
    work()
    return (clock() - begun) * 1000


def traced(home: Home) -> tuple[int, int]:
    """Return how many numbers of the year are traceable, and how many there are.

    A number is traceable if it has one definition with its sentence and unit, and opens records.
    """
    known = {one.key: one for one in DEFINITIONS}
    assert len(known) == len(DEFINITIONS)
    with home.database.read() as session:
        result = years.get_year(session, YEAR, ON.date()).figures
        return sum(_traces(session, known.get(one.key), one) for one in result), len(result)


def _traces(session: Session, known: Definition | None, one: Figure) -> bool:
    if (
        known is None
        or (known.sentence, known.unit) != (one.sentence, one.unit)
        or not one.sentence
    ):
        return False
    if known.records is None or not one.value:
        return True
    if one.unit is Unit.RATE:
        return bool(session.execute(known.records.behind(SPAN, one.dimension or {})).first())
    behind = session.execute(known.records.behind(SPAN, one.dimension or {})).scalars().all()
    return len(behind) > 0 and (
        known.records.summed or known.records.of is not None or len(behind) == one.value
    )


def row(homes: dict[str, Home]) -> dict[str, Any]:
    """Return the results, the least of the rounds; homes and methods take turns."""
    for home in homes.values():
        right(home)
    gc.collect()
    gc.freeze()
    ways = {"ours": ours, "bare": bare}
    turns = [(name, way) for name in homes for way in ways]
    rounds = [{(name, way): ways[way](homes[name]) for name, way in turns} for _ in range(ROUNDS)]
    ms = {turn: min(one[turn] for one in rounds) for turn in turns}
    ratio, growth = (
        ms["whole", "ours"] / ms["whole", "bare"],
        ms["whole", "ours"] / ms["quarter", "ours"],
    )
    whole, (found, of) = homes["whole"], traced(homes["whole"])
    return {
        "database": whole.kind,
        "records": whole.records,
        "seed_s": round(whole.wall, 1),
        "seed_own_s": round(whole.own, 1),
        "ours_ms": round(ms["whole", "ours"], 1),
        "bare_ms": round(ms["whole", "bare"], 1),
        "ratio": round(ratio, 2),
        "growth": round(growth, 2),
        "traced": f"{found}/{of}",
        "holds": ratio <= MOST and growth <= GROWTH and found == of,
    }


def run(
    kinds: Sequence[str], part: int, server: Callable[[], databases.Place]
) -> list[dict[str, Any]]:
    """Run each kind of database with the year or a part of it, and with a quarter of that."""
    found = []
    for kind in kinds:
        with TemporaryDirectory() as folder, ExitStack() as stack:
            key, homes = secrets.token_hex(32), {}
            for name, of in (("whole", part), ("quarter", part * 4)):
                place = Path(folder) / name
                place.mkdir()
                (place / "master.key").touch(mode=0o600)
                (place / "master.key").write_text(key)
                url = stack.enter_context(server().copied(None)) if kind == "postgresql" else ""
                vault.open_with(*settings.master_keys(Settings(home=place)))
                homes[name] = stack.enter_context(opened(place, url, of))
            found.append(row(homes))
    return found


def summary(found: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{one['database']}: {one['records']} records made in {one['seed_s']} s"
        f" ({one['seed_own_s']} s of this process); figures {one['ours_ms']} ms,"
        f" by hand {one['bare_ms']} ms, ratio {one['ratio']} (limit {MOST});"
        f" at 4 x {one['growth']} (limit {GROWTH}); {one['traced']} numbers traced:"
        f" {'holds' if one['holds'] else 'DOES NOT HOLD'}"
        for one in found
    )


def main(part: str = "1", *kinds: str) -> None:
    databases.begin()
    load = os.getloadavg()[0]
    found = run(kinds or ("sqlite", "postgresql"), int(part), cache(databases.Server))
    print(summary(found))
    result = {"part": int(part), "load": [load, os.getloadavg()[0]], "rows": found}
    (Path(__file__).parent / "report.json").write_text(
        json.dumps(result, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
