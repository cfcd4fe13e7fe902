"""Matching of one person with all vacancies, and of one new vacancy with everyone.

Our columns are compared with Polars, and with reading the data alone.
"""

import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.framed import Framed, Ranked
from bench.market import Market, Person, rates
from catalog.core.exchange_rates import RateTable
from matching.ranking import batch_score, candidate_columns, top_matches, vacancy_columns
from matching.ranking.alerts import Watch
from matching.ranking.batch_score import BatchScorer
from matching.ranking.vacancy_columns import Columns
from matching.scoring import score
from matching.scoring.eligibility import Profile, Terms, profiles_for_vacancy
from matching.scoring.score import ScoreBreakdown

ROUNDS: Final = 3
# Limits: for one person, our columns against Polars; for one vacancy, all persons concerned against
# one read of fourteen bytes per person.
MOST_MATCH, MOST_ALERT = 0.40, 20.0
BYTES: Final = 14


class Columned:
    """Our columns as the service uses them (match_preview.rank), without the database."""

    def __init__(self, terms: Sequence[Terms], table: RateTable) -> None:
        self.known, self.table = Columns.build(terms), table

    def rank(self, profile: Profile, wished: str) -> Ranked:
        values, jobs = (
            candidate_columns.values(),
            self.known.kind(profile.occupation[: vacancy_columns.KIND]),
        )
        if not jobs.size:
            return []
        one = candidate_columns.build_columns([(0, [profile], wished)], values)
        ((_, weighed),) = batch_score.score_keys(
            BatchScorer(self.known, self.table, values), jobs, one
        )
        rows, best = batch_score.best_keys(weighed, top_matches.MOST)
        points = batch_score.points(best[0]).tolist()
        return [
            (jobs.reference(row), many)
            for row, many in zip(rows[0], points, strict=True)
            if many >= 0
        ]


def plain(
    terms: Sequence[Terms], profile: Profile, table: RateTable, wished: str
) -> list[tuple[str, ScoreBreakdown]]:
    """Rank the open vacancies of a sub-major group, each scored separately
    (score.calculate_score)."""
    sheets = [
        (one.reference, score.calculate_score(profile, one, table))
        for one in terms
        if one.isco08[:2] == profile.occupation[:2]
        and (not wished or one.country in wished.split(","))
    ]
    return sorted(
        (one for one in sheets if one[1].open),
        key=lambda one: (-one[1].points, one[1].knowable, one[0]),
    )


class Watched(Watch):
    """A watch that keeps the people whom it watches."""

    people: list[Person]


def watches(
    people: Iterable[Person], known: top_matches.Register, kinds: Sequence[str]
) -> dict[str, Watched]:
    """Return watches by sub-major group, with the points of each person's twentieth vacancy."""
    by_kind: dict[str, list[Person]] = {kind: [] for kind in kinds}
    for person in people:
        for kind in {trade[: vacancy_columns.KIND] for trade, *_ in person.trades} & by_kind.keys():
            by_kind[kind].append(person)
    return {kind: _watch(some, known, kind) for kind, some in by_kind.items()}


def _watch(people: list[Person], known: top_matches.Register, kind: str) -> Watched:
    items = [(one.reference, one.profiles(), one.countries) for one in people]
    parts = (
        top_matches.rank_people(known, items[begin : begin + 20_000])
        for begin in range(0, len(items), 20_000)
    )
    found = Watched(
        items,
        [best[-1][1] if len(best) == top_matches.MOST else None for some in parts for best in some],
        kind,
        known.rates,
    )
    found.people = people
    return found


def beaten(watch: Watched, terms: Terms) -> set[int]:
    """Return the persons for whom separate scoring finds the vacancy better than those they
    know."""
    least = dict(zip(watch.persons.owner.tolist(), watch.least.tolist(), strict=True))
    return {
        owner
        for owner, known in least.items()
        if _best(watch.people[owner], terms, watch.table) > known
    }


def _best(person: Person, terms: Terms, table: RateTable) -> int:
    """Return the most points of an open vacancy for a person, or a negative number."""
    if person.countries and terms.country not in person.countries.split(","):
        return -1
    own = profiles_for_vacancy(
        [one for one in person.profiles() if one.occupation[:2] == terms.isco08[:2]], terms
    )
    sheets = [score.calculate_score(profile, terms, table) for profile in own]
    return max((sheet.points for sheet in sheets if sheet.open), default=-1)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the real and processor milliseconds of work."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def one_person(
    engines: dict[str, Any], asked: Sequence[tuple[Profile, str]], seed: int
) -> dict[str, NDArray[Any]]:
    """Time all engines, and a pass over the filter columns, person by person in shuffled order.

    Each value is the least of the rounds.
    """
    chance, rows = random.Random(seed), engines["columns"].known.rows
    hard = np.ascontiguousarray(
        np.stack([rows[name] for name in ("age", "land", "tongue", "papers", "trade")]).astype(
            np.int16
        )
    )
    ways = {name: engine.rank for name, engine in engines.items()} | {
        "pass": lambda *_: hard.max(axis=1)
    }
    least = {name: np.full((len(asked), 2), np.inf) for name in ways}
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for at, (profile, wished) in enumerate(asked):
            for name in chance.sample(sorted(ways), len(ways)):
                least[name][at] = np.minimum(
                    least[name][at], timed(partial(ways[name], profile, wished))
                )
    return least


def one_vacancy(
    watched: Mapping[str, Watch], new: Sequence[Terms], size: int
) -> dict[str, NDArray[Any]]:
    """Time each new vacancy once, and for each a read of fourteen bytes per person."""
    columns_ = np.ones(size * BYTES // 8, np.int64)
    times: dict[str, list[tuple[float, float]]] = {"alert": [], "read": []}
    for terms in new:
        times["read"].append(timed(columns_.sum))
        times["alert"].append(timed(partial(watched[terms.isco08[:2]].beaten, [terms])))
    return {name: np.array(one) for name, one in times.items()}


def right(
    engines: dict[str, Any],
    terms: Sequence[Terms],
    asked: Sequence[tuple[Profile, str]],
    plainly: int,
) -> None:
    """Check before timing that all engines agree, and for some persons that separate scoring
    agrees."""
    for at, (profile, wished) in enumerate(asked):
        ours, theirs = (engine.rank(profile, wished) for engine in engines.values())
        assert ours == theirs, (profile, wished)
        if at < plainly:
            sheets = plain(terms, profile, engines["columns"].table, wished)[: top_matches.MOST]
            assert ours == [(vacancy, sheet.points) for vacancy, sheet in sheets], profile


def run(size: int, people: int, count: int, seed: int = 777, plainly: int = 40) -> dict[str, Any]:
    market, table, load = Market(seed), rates(), os.getloadavg()[0]
    terms = market.vacancies(size)
    engines: dict[str, Any] = {"columns": Columned(terms, table), "polars": Framed(terms, table)}
    asked = [(one.profiles()[0], one.countries) for one in market.people(0, count)]
    right(engines, terms, asked, plainly)
    least = one_person(engines, asked, seed)
    found: dict[str, Any] = {"vacancies": size, "people": people, "asked": count}
    for name, taken in least.items():
        found[f"{name}_ms"] = {
            "mean": _round(taken[:, 0].mean()),
            "p50": _round(np.median(taken[:, 0])),
            "p99": _round(np.percentile(taken[:, 0], 99)),
            "cpu": _round(taken[:, 1].mean()),
        }
    found["quiet"] = bool(least["columns"][:, 0].mean() < 1.2 * least["columns"][:, 1].mean())
    found["match_ratio"] = _round(least["columns"][:, 0].mean() / least["polars"][:, 0].mean())
    found["match_to_pass"] = _round(least["columns"][:, 0].mean() / least["pass"][:, 0].mean())
    return (
        found | alerts(market, terms, people, count, plainly) | {"load": [load, os.getloadavg()[0]]}
    )


def alerts(
    market: Market, terms: Sequence[Terms], people: int, count: int, plainly: int
) -> dict[str, Any]:
    """Measure alerts for new vacancies, each for all persons concerned."""
    known, new = (
        top_matches.prepare(Columns.build(terms), rates()),
        Market(market.seed + 1).vacancies(count),
    )
    watched = watches(market.people(0, people), known, sorted({one.isco08[:2] for one in new}))
    small = [one for one in new if watched[one.isco08[:2]].persons.size <= 10_000][:plainly]
    for one in small:
        assert {owner for owner, *_ in watched[one.isco08[:2]].beaten([one])} == beaten(
            watched[one.isco08[:2]], one
        ), one
    taken = one_vacancy(watched, new, people)
    # Each vacancy arrives once, so there is no least of several rounds: processor time of this
    # process counts.
    read, alert = np.median(taken["read"][:, 1]), taken["alert"][:, 1]
    return {
        "alert_ms": {
            "mean": _round(alert.mean()),
            "p50": _round(np.median(alert)),
            "p99": _round(np.percentile(alert, 99)),
            "wall": _round(taken["alert"][:, 0].mean()),
        },
        "read_ms": _round(read),
        "alert_ratio": _round(alert.mean() / read),
        "checked": len(small),
        "told_mean": _round(
            np.mean(
                [len({who for who, *_ in watched[one.isco08[:2]].beaten([one])}) for one in new]
            )
        ),
    }


def _round(value: Any) -> float:
    return round(float(value), 4)


def summary(found: dict[str, Any]) -> str:
    lines = [
        f"{name:9}{one['mean']:9.3f}{one['p50']:9.3f}{one['p99']:9.3f}{one.get('cpu', one['mean']):9.3f}"
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
    print(summary(found))
    (Path(__file__).parent / "match.json").write_text(
        json.dumps(found, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
