"""One person against all vacancies, and one new vacancy against everybody: columns against Polars, and against reading alone."""

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
import polars as pl
from numpy.typing import NDArray

from bench.market import Market, Person, rates
from catalog.ground.rates import Table
from matching import columns, crowd, ranks, score, weights
from matching.alerts import Watch
from matching.columns import Columns
from matching.gates import LEVELS, Profile, Terms, passport_needed, required_level
from matching.weights import Balance

ROUNDS: Final = 3
# One person: columns beside Polars. One vacancy: everybody who may be meant beside one read of fourteen bytes for each.
MOST_MATCH, MOST_ALERT = 0.40, 20.0
BYTES: Final = 14
Ranked = list[tuple[str, int]]


class Columned:
    """As the service answers it (matches.rank), without the database."""

    def __init__(self, terms: Sequence[Terms], table: Table) -> None:
        self.known, self.table = Columns.build(terms), table

    def rank(self, profile: Profile, wished: str) -> Ranked:
        told, jobs = crowd.values(), self.known.kind(profile.occupation[: columns.KIND])
        if not jobs.size:
            return []
        one = crowd.of([(0, [profile], wished)], told)
        ((_, weighed),) = weights.weighed(Balance(self.known, self.table, told), jobs, one)
        rows, best = weights.first(weighed, ranks.MOST)
        points = weights.points(best[0]).tolist()
        return [(jobs.reference(row), many) for row, many in zip(rows[0], points, strict=True) if many >= 0]


class Framed:
    """The same sheet as one lazy question to Polars, which knows the bounds, levels and floors of pay beforehand."""

    def __init__(self, terms: Sequence[Terms], table: Table) -> None:
        self.table = table
        rows = [msgspec.structs.asdict(one) for one in terms]
        spoken = sorted({part.split(":")[0] for one in terms for part in one.language_required.split(",") if part})
        self.frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
            *(pl.Series(f"level_{tongue}", [_level(one, tongue) for one in terms], pl.Int8) for tongue in spoken),
            passport=pl.Series([passport_needed(one) for one in terms], dtype=pl.Int32),
            kind=pl.col("isco08").str.slice(0, 2), minor=pl.col("isco08").str.slice(0, 3),
            youngest=pl.col("age_min").fill_null(18).clip(18), oldest=pl.col("age_max").fill_null(200),
            full=pl.col("experience_years").fill_null(0) + 3, free=pl.col("housing").is_in(["employer", "state"]).fill_null(False),
        )  # fmt: skip
        self.spoken = spoken

    def rank(self, profile: Profile, wished: str) -> Ranked:
        points, knowable, gates = self._sheet(profile)
        rows = self.frame.lazy().filter(pl.col("kind") == profile.occupation[:2], *gates)
        if wished:
            rows = rows.filter(pl.col("country").is_in(wished.split(",")))
        rows = rows.select("reference", points=sum(points), knowable=sum(knowable))
        first = rows.sort("points", "knowable", "reference", descending=[True, False, False]).head(ranks.MOST).collect()
        return list(zip(first["reference"].to_list(), first["points"].to_list(), strict=True))

    def _sheet(self, one: Profile) -> tuple[list[Any], list[Any], list[pl.Expr]]:
        own, near = pl.col("isco08") == one.occupation, pl.col("minor") == one.occupation[:3]
        years = 20 * pl.min_horizontal(pl.lit(one.years), pl.col("full")) // pl.col("full")
        points: list[Any] = [pl.when(own).then(35).when(near).then(24).otherwise(12), years]
        knowable: list[Any] = [pl.lit(55)]
        gates: list[pl.Expr] = []
        self._language(one, points, knowable, gates)
        if one.certificate is not None:
            points, knowable = [*points, pl.lit(10 * one.certificate)], [*knowable, pl.lit(10)]
        if one.certificate is False:
            gates.append(pl.col("licence_required") == "")
        if one.housing:
            points, knowable = [*points, 5 * pl.col("free").cast(pl.Int32)], [*knowable, pl.lit(5)]
        if one.wage and one.currency:
            self._pay(one.wage, one.currency, points, knowable)
        if one.available_from:
            points.append(5 * (pl.col("closes_on") >= one.available_from).cast(pl.Int32))
            knowable.append(pl.lit(5))
        if one.age is not None:
            gates += [pl.col("youngest") <= one.age, pl.col("oldest") >= one.age]
        if one.passport_until:
            gates.append(pl.col("passport") <= one.passport_until.toordinal())
        return points, knowable, gates

    def _language(self, one: Profile, points: list[Any], knowable: list[Any], gates: list[pl.Expr]) -> None:
        if one.language in self.spoken and one.level is not None:
            needed = pl.col(f"level_{one.language}")
            above = LEVELS.index(one.level) - needed
            points.append(pl.when(needed.is_null()).then(0).otherwise((5 + 5 * above).clip(upper_bound=15)))
            knowable.append(pl.when(needed.is_null()).then(0).otherwise(15))
            gates.append(needed.is_null() | (above >= 0))

    def _pay(self, wage: int, currency: str, points: list[Any], knowable: list[Any]) -> None:
        floors = {code: self.table.least(wage, code, currency) for code in self.frame["currency"].unique()}
        known = {code: floor for code, floor in floors.items() if floor is not None}
        floor = pl.col("currency").replace_strict(known, default=None, return_dtype=pl.Int64)
        met = pl.col("pay_month") >= floor
        points.append(5 * met.fill_null(False).cast(pl.Int32))
        knowable.append(5 * met.is_not_null().cast(pl.Int32))


def _level(terms: Terms, tongue: str) -> int | None:
    needed = required_level(terms.language_required, tongue)
    return LEVELS.index(needed) if needed else None


def plain(terms: Sequence[Terms], profile: Profile, table: Table, wished: str) -> Ranked:
    """Every sheet of the kind of work by itself (score.weigh), as the page shows it."""
    sheets = [
        (one.reference, score.weigh(profile, one, table))
        for one in terms
        if one.isco08[:2] == profile.occupation[:2] and (not wished or one.country in wished.split(","))
    ]
    kept = [(reference, sheet) for reference, sheet in sheets if sheet.open]
    kept.sort(key=lambda one: (-one[1].points, one[1].knowable, one[0]))
    return [(reference, sheet.points) for reference, sheet in kept[: ranks.MOST]]


# --- one new vacancy -----------------------------------------------------------------------------------------------


def watches(people: Sequence[Person], known: ranks.Register, kinds: Sequence[str]) -> dict[str, Watch]:
    """Everybody who has a trade of these kinds, with the points of the twentieth vacancy that they know."""
    by_kind: dict[str, list[Person]] = {kind: [] for kind in kinds}
    for person in people:
        for kind in {trade[:2] for trade, *_ in person.trades} & by_kind.keys():
            by_kind[kind].append(person)
    found = {}
    for kind, some in by_kind.items():
        told = [(one.reference, one.profiles(), one.countries) for one in some]
        least = [
            best[-1][1] if len(best) == ranks.MOST else None
            for begin in range(0, len(told), 20_000)
            for best in ranks.first(known, told[begin : begin + 20_000])
        ]
        found[kind] = Watch(told, least, kind, known.rates)
    return found


def beaten(people: Sequence[Person], watch: Watch, terms: Terms, table: Table) -> set[int]:
    """For whom of these (all of the watch) each sheet by itself says so."""
    found = set()
    for row, owner in enumerate(watch.crowd.owner.tolist()):
        person = people[owner]
        for profile in person.profiles():
            if not person.countries or terms.country in person.countries.split(","):
                sheet = score.weigh(profile, terms, table)
                if sheet.open and profile.occupation[:2] == terms.isco08[:2] and sheet.points > watch.least[row]:
                    found.add(owner)
    return found


# --- the run -------------------------------------------------------------------------------------------------------


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the wall and of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def one_person(engines: dict[str, Any], asked: Sequence[tuple[Profile, str]], seed: int) -> dict[str, NDArray[Any]]:
    """Engines and a pass over the columns of the hard filters in turn, shuffled, person by person; the least of the rounds."""
    chance, rows = random.Random(seed), engines["columns"].known.rows
    hard = np.ascontiguousarray(
        np.stack([rows[name] for name in ("age", "land", "tongue", "papers", "trade")]).astype(np.int16)
    )
    ways = {name: engine.rank for name, engine in engines.items()} | {"pass": lambda *_: hard.max(axis=1)}
    least = {name: np.full((len(asked), 2), np.inf) for name in ways}
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for at, (profile, wished) in enumerate(asked):
            for name in chance.sample(sorted(ways), len(ways)):
                least[name][at] = np.minimum(least[name][at], timed(lambda: ways[name](profile, wished)))
    return least


def one_vacancy(watched: dict[str, Watch], new: Sequence[Terms], size: int) -> dict[str, NDArray[Any]]:
    """Each new vacancy once, and beside each a read of fourteen bytes for every person."""
    columns_ = np.ones(size * BYTES // 8, np.int64)
    times: dict[str, list[tuple[float, float]]] = {"alert": [], "read": []}
    for terms in new:
        times["read"].append(timed(columns_.sum))
        times["alert"].append(timed(lambda: watched[terms.isco08[:2]].beaten([terms])))
    return {name: np.array(one) for name, one in times.items()}


def right(engines: dict[str, Any], terms: Sequence[Terms], asked: Sequence[tuple[Profile, str]], plainly: int) -> None:
    """Before any time is taken: all say the same, and for some of them so does every sheet by itself."""
    for at, (profile, wished) in enumerate(asked):
        ours, theirs = (engine.rank(profile, wished) for engine in engines.values())
        assert ours == theirs, (profile, wished)
        assert at >= plainly or ours == plain(terms, profile, engines["columns"].table, wished), profile


def run(size: int, people: int, count: int, seed: int = 777, plainly: int = 40) -> dict[str, Any]:
    market, table, load = Market(seed), rates(), os.getloadavg()[0]
    terms = market.vacancies(size)
    engines: dict[str, Any] = {"columns": Columned(terms, table), "polars": Framed(terms, table)}
    asked = [(one.profiles()[0], one.countries) for one in market.people(0, count)]
    right(engines, terms, asked, plainly)
    least = one_person(engines, asked, seed)
    found: dict[str, Any] = {"vacancies": size, "people": people, "asked": count}
    for name, taken in least.items():
        found[f"{name}_ms"] = {"mean": _round(taken[:, 0].mean()), "p50": _round(np.median(taken[:, 0])),
                               "p99": _round(np.percentile(taken[:, 0], 99)), "cpu": _round(taken[:, 1].mean())}  # fmt: skip
    found["match_ratio"] = _round(least["columns"][:, 0].mean() / least["polars"][:, 0].mean())
    found["match_to_pass"] = _round(least["columns"][:, 0].mean() / least["pass"][:, 0].mean())
    return found | alerts(market, terms, people, count, plainly) | {"load": [load, os.getloadavg()[0]]}


def alerts(market: Market, terms: Sequence[Terms], people: int, count: int, plainly: int) -> dict[str, Any]:
    """New vacancies of the commonest kinds of work and of all others, as they come."""
    everybody, known = list(market.people(0, people)), ranks.prepared(Columns.build(terms), rates())
    new = Market(market.seed + 1).vacancies(count)
    watched = watches(everybody, known, sorted({one.isco08[:2] for one in new}))
    for one in new[:plainly]:
        kind = one.isco08[:2]
        own = [person for person in everybody if any(trade[:2] == kind for trade, *_ in person.trades)]
        if len(own) <= 5_000:
            told = {owner for owner, *_ in watched[kind].beaten([one])}
            assert told == beaten(own, watched[kind], one, known.rates), one
    taken = one_vacancy(watched, new, people)
    read, alert = np.median(taken["read"][:, 0]), taken["alert"][:, 0]
    return {
        "alert_ms": {"mean": _round(alert.mean()), "p50": _round(np.median(alert)), "p99": _round(np.percentile(alert, 99))},
        "read_ms": _round(read), "alert_ratio": _round(alert.mean() / read),
        "told_mean": _round(np.mean([len({who for who, *_ in watched[one.isco08[:2]].beaten([one])}) for one in new])),
    }  # fmt: skip


def _round(value: Any) -> float:
    return round(float(value), 4)


def told(found: dict[str, Any]) -> str:
    lines = [
        f"{name:9}{one['mean']:9.3f}{one['p50']:9.3f}{one['p99']:9.3f}{one.get('cpu', 0):9.3f}"
        for name in ("columns", "polars", "pass", "alert")
        for one in (found[f"{name}_ms"],)
    ]
    verdicts = [
        f"one person x {found['vacancies']}: {found['match_ratio']:.3f} x Polars (limit {MOST_MATCH}), "
        f"{found['match_to_pass']:.1f} x one pass over the filters",
        f"one vacancy x {found['people']}: {found['alert_ratio']:.2f} x one read (limit {MOST_ALERT:.0f}); "
        f"{found['told_mean']:.0f} are told",
    ]
    return "\n".join([f"{'ms':9}{'mean':>9}{'p50':>9}{'p99':>9}{'cpu':>9}", *lines, *verdicts])


def main(part: str = "1") -> None:
    by = int(part)
    found = run(100_000 // by, 1_000_000 // by, max(300 // by, 30))
    print(told(found))
    (Path(__file__).parent / "match.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
