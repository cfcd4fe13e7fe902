"""Nightly matching of everyone, killed and resumed.

It is compared with DuckDB, and with scoring every vacancy separately.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import func, select

from bench import applicants
from bench.applicants import ON
from bench.joined import Joined
from bench.market import DAY, Market, Person, rates
from catalog.core import vault
from catalog.core.actor import SYSTEM
from matching.ranking import nightly_ranking, top_matches
from matching.ranking.nightly_ranking import Night, Ranking
from matching.ranking.vacancy_columns import Columns
from matching.scoring import score
from matching.scoring.eligibility import Terms, profiles_for_vacancy
from service.infra import settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.operations import nightly

# Limits: time per person against DuckDB, and memory in kilobytes.
MOST, MEMORY = 0.30, 2_000_000
SEED: Final = 777
Ranked = list[tuple[str, int]]


def opened(home: Path) -> Database:
    given = Settings(home=home)
    vault.open_with(*settings.master_keys(given))
    return Database(given.url)


def go(home: Path, chunk: int) -> dict[str, Any]:
    """Run the night in this process; return persons ranked, real and processor seconds, and
    memory."""
    database, nightly_ranking.CHUNK = opened(home), chunk  # type: ignore[misc]
    wall, cpu = time.perf_counter(), time.process_time()
    ranked = nightly.rank_vacancies(database, by=SYSTEM, on=ON)
    taken = {
        "ranked": ranked,
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
    }
    return taken | {"rss_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def night(home: Path, people: int) -> dict[str, Any]:
    """Start the night in one process, kill it when some persons are done, and finish in another."""
    chunk = min(nightly_ranking.CHUNK, people // 5)
    database, work = (
        opened(home),
        [sys.executable, "-m", "bench.nightly", "go", str(home), str(chunk)],
    )
    with subprocess.Popen(work, stdout=subprocess.DEVNULL) as begun:
        while begun.poll() is None and not reached(database):
            time.sleep(0.2)
        begun.send_signal(signal.SIGKILL)
    done = reached(database)
    output = subprocess.run(work, check=True, capture_output=True, text=True).stdout
    taken: dict[str, Any] = json.loads(output)
    with database.read() as session:
        kept = session.execute(select(func.count()).select_from(Ranking)).scalar()
    database.close()
    assert 0 < done < people, done
    assert done + taken["ranked"] == kept == people, (done, taken["ranked"], kept)
    return taken | {"done_when_killed": done}


def reached(database: Database) -> int:
    with database.read() as session:
        row = session.get(Night, DAY)
        return row.ranked if row else 0


def kept(database: Database, people: Sequence[Person]) -> list[Ranked]:
    """Return the stored rankings of these persons."""
    with database.read() as session:
        return [
            [
                (vacancy, points)
                for vacancy, points, _ in nightly_ranking.list_all(session, one.reference)
            ]
            for one in people
        ]


def plainly(terms: Sequence[Terms], person: Person) -> Ranked:
    """Score every trade and language of a person for every vacancy separately.

    The best score of each vacancy counts.
    """
    found: list[tuple[int, int, str]] = []
    values, table = person.profiles(), rates()
    for one in terms:
        if not person.countries or one.country in person.countries.split(","):
            own = profiles_for_vacancy(
                [profile for profile in values if profile.occupation[:2] == one.isco08[:2]], one
            )
            sheets = [score.calculate_score(profile, one, table) for profile in own]
            found += sorted(
                (-each.points, each.knowable, one.reference) for each in sheets if each.open
            )[:1]
    return [(vacancy, -points) for points, _, vacancy in sorted(found)[: top_matches.MOST]]


def right(terms: Sequence[Terms], people: Sequence[Person]) -> None:
    """Check that our columns agree with separate scoring."""
    by_kind: dict[str, list[Terms]] = {}
    for one in terms:
        by_kind.setdefault(one.isco08[:2], []).append(one)
    known = top_matches.prepare(Columns.build(terms), rates())
    found = top_matches.rank_people(
        known, [(one.reference, one.profiles(), one.countries) for one in people]
    )
    for person, ours in zip(people, found, strict=True):
        kinds = {trade[:2] for trade, *_ in person.trades}
        assert ours == plainly([one for kind in kinds for one in by_kind.get(kind, ())], person), (
            person
        )


def joined(
    terms: Sequence[Terms], people: Sequence[Person], ours: Sequence[Ranked]
) -> dict[str, float]:
    """Return the seconds that DuckDB needs on both processors; its results must equal ours."""
    peer = Joined(terms, rates())
    peer.ready(people)
    wall, cpu = time.perf_counter(), time.process_time()
    found = peer.rank(2)
    taken = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    assert [found.get(at, []) for at in range(len(people))] == list(ours)
    return taken


def run(size: int, people: int, sample: int, oracle: tuple[int, int]) -> dict[str, Any]:
    """Run the benchmark.

    `sample`: persons ranked by DuckDB; `oracle`: persons scored separately, and for how many
    vacancies.
    """
    made, load = Market(SEED), os.getloadavg()[0]
    some = list(made.people(0, max(sample, oracle[0])))
    right(made.vacancies(size)[: oracle[1]], some[: oracle[0]])
    with TemporaryDirectory() as folder:
        home = Path(folder)
        database = opened(home)
        database.migrate()
        applicants.fill(database, size, people, SEED)
        ours = night(home, people)
        theirs = joined(made.vacancies(size), some[:sample], kept(database, some[:sample]))
        database.close()
    each = {
        name: round(ours[f"{name}_s"] / max(ours["ranked"], 1) * 1e6, 1) for name in ("wall", "cpu")
    }
    peer = {name: round(theirs[f"{name}_s"] / sample * 1e6, 1) for name in ("wall", "cpu")}
    return {
        "vacancies": size,
        "people": people,
        "sample": sample,
        "oracle": oracle,
        "us_each": each,
        "duckdb_us_each": peer,
        "ratio": round(each["cpu"] / peer["cpu"], 3),
        "wall_ratio": round(each["wall"] / peer["wall"], 3),
        "rss_mb": ours["rss_kb"] // 1024,
        "night": ours,
        "load": [load, os.getloadavg()[0]],
        "holds": each["cpu"] / peer["cpu"] <= MOST and ours["rss_kb"] <= MEMORY,
    }


def summary(found: dict[str, Any]) -> str:
    ours, peer = found["us_each"], found["duckdb_us_each"]
    return (
        f"{found['people']} people x {found['vacancies']} vacancies,"
        f" {found['night']['done_when_killed']} done when killed\n"
        f"each: {ours['cpu']} us of the processor, {ours['wall']} by the wall;"
        f" DuckDB {peer['cpu']} and {peer['wall']}\n"
        f"ratio {found['ratio']} (by the wall {found['wall_ratio']}; limit {MOST}), {found['rss_mb']} MB: "
        f"{'holds' if found['holds'] else 'DOES NOT HOLD'}"
    )


def main(part: str = "1", home: str = "", chunk: str = "") -> None:
    if part == "go":
        print(json.dumps(go(Path(home), int(chunk))))
        return
    by = int(part)
    found = run(
        100_000 // by,
        1_000_000 // by,
        max(20_000 // by, 500),
        (max(10_000 // by, 200), max(100_000 // by, 1_000)),
    )
    print(summary(found))
    (Path(__file__).parent / "nightly.json").write_text(
        json.dumps(found, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
