"""Ranking of many people as one DuckDB query, blocked by group: the peer of nightly matching."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl

from bench.market import Person
from catalog.core.exchange_rates import RateTable
from matching.ranking import candidate_columns, score_tables, top_matches, vacancy_columns
from matching.ranking.score_tables import FACETS, OPEN, POINT, SHUT
from matching.scoring.eligibility import Level, Terms, passport_needed

# Bits that order vacancies of equal weight by their reference.
_BITS = 20
# Pairs of a person's trade and a vacancy of the same sub-major group; languages, countries and pay
# floors are looked up.
_QUESTION = f"""
WITH weighed AS (
    SELECT r.person, r.row, j.id, {OPEN} + t.weight
        + CASE WHEN r.isco = j.isco THEN {35 * POINT} WHEN r.minor = j.minor THEN {24 * POINT}
            ELSE {12 * POINT} END - 35
        + {POINT} * (20 * least(r.years, j.years) // j.years) - 20
        + CASE WHEN r.certificate IS NULL THEN 0 WHEN r.certificate THEN {10 * POINT - 10} ELSE -10 END
        + CASE WHEN NOT r.housing THEN 0 WHEN j.housing THEN {5 * POINT - 5} ELSE -5 END
        + CASE WHEN p.floor IS NULL OR j.pay IS NULL THEN 0 WHEN j.pay >= p.floor THEN {5 * POINT - 5} ELSE -5 END
        + CASE WHEN r.free IS NULL THEN 0 WHEN r.free <= j.closes THEN {5 * POINT - 5} ELSE -5 END AS weight
    FROM rows r JOIN jobs j USING (kind) JOIN tongues t ON t.spoken = r.spoken AND t.asked = j.asked
    JOIN lands l ON l.wished = r.wished AND l.country = j.country
    LEFT JOIN pays p ON p.wish = r.wish AND p.currency = j.currency
    WHERE t.weight > {SHUT // 2} AND (r.age IS NULL OR r.age BETWEEN j.youngest AND j.oldest)
        AND (NOT j.licence OR r.certificate IS NULL OR r.certificate) AND (r.passport IS NULL OR r.passport >= j.needs)
), each AS (
    SELECT person, unnest(max(weight::BIGINT * {1 << _BITS} + {(1 << _BITS) - 1} - id, {top_matches.MOST})) AS key
    FROM weighed GROUP BY person, row
), once AS (SELECT person, max(key) AS key FROM each GROUP BY person, key % {1 << _BITS})
SELECT person, max(key, {top_matches.MOST}) FROM once GROUP BY person
"""  # noqa: S608


class Joined:
    """DuckDB with the vacancies as one table in memory and people as another."""

    def __init__(self, terms: Sequence[Terms], table: RateTable) -> None:
        self.connection, self.table = duckdb.connect(), table
        self.terms = sorted((one for one in terms if one.isco08), key=lambda one: one.reference)
        self._keep(
            "jobs",
            pl.DataFrame(
                [_job(at, one) for at, one in enumerate(self.terms)], infer_schema_length=None
            ),
        )

    def ready(self, people: Sequence[Person]) -> None:
        """Fill the table of people and the lookup tables."""
        rows = pl.DataFrame(
            [row for number, one in enumerate(people) for row in _rows(number, one)],
            infer_schema_length=None,
        )
        self._keep("rows", rows)
        self._keep("tongues", self._tongues(set(rows["spoken"])))
        self._keep("pays", self._pays(set(rows["wish"])))
        self._keep("lands", self._lands(set(rows["wished"])))

    def _keep(self, name: str, frame: pl.DataFrame) -> None:
        with TemporaryDirectory() as folder:
            frame.write_parquet(file := Path(folder) / "rows.parquet")
            self.connection.execute(
                f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM read_parquet('{file}')"  # noqa: S608
            )

    def _tongues(self, spoken: set[str]) -> pl.DataFrame:
        weight = score_tables.best_of(FACETS["tongue"])
        asked = {one.language_required for one in self.terms}
        values = {text: _spoken(text) for text in spoken}
        rows = [(text, need, weight(values[text], (need,))) for text in spoken for need in asked]
        return pl.DataFrame(rows, schema=["spoken", "asked", "weight"], orient="row")

    def _pays(self, wishes: set[str]) -> pl.DataFrame:
        currencies = {one.currency for one in self.terms}
        items = [(text, *text.split()) for text in wishes if text]
        rows = [
            (text, pay, self.table.least(int(wage), pay, own))
            for text, own, wage in items
            for pay in currencies
        ]
        return pl.DataFrame(
            rows or [("", "", None)],
            schema={"wish": str, "currency": str, "floor": int},
            orient="row",
        )

    def _lands(self, wished: set[str]) -> pl.DataFrame:
        countries = {one.country for one in self.terms}
        rows = [
            (text, one)
            for text in wished
            for one in countries
            if score_tables.country_weight(text, one) == 0
        ]
        return pl.DataFrame(rows, schema=["wished", "country"], orient="row")

    def rank(self, threads: int) -> dict[int, list[tuple[str, int]]]:
        self.connection.execute(f"SET threads = {threads}")
        found = {}
        for person, keys in self.connection.execute(_QUESTION).fetchall():
            pairs = [
                (self.terms[(1 << _BITS) - 1 - key % (1 << _BITS)], key >> _BITS) for key in keys
            ]
            found[person] = [(one.reference, weight // POINT) for one, weight in pairs]
        return found


def _job(number: int, one: Terms) -> dict[str, Any]:
    return {
        "id": number,
        "kind": one.isco08[: vacancy_columns.KIND],
        "isco": one.isco08,
        "minor": one.isco08[:3],
        "country": one.country,
        "asked": one.language_required,
        "years": (one.experience_years or 0) + 3,
        "licence": one.licence_required != "",
        "housing": one.housing in ("employer", "state"),
        "currency": one.currency,
        "pay": one.pay_month,
        "youngest": max(one.age_min or 18, 18),
        "oldest": one.age_max or 200,
        "closes": one.closes_on.toordinal(),
        "needs": passport_needed(one),
    }


def _spoken(text: str) -> tuple[tuple[str | None, Level | None], ...]:
    pairs = (one.split(":") for one in text.split(",") if one)
    return tuple((language, Level(level)) for language, level in pairs) or ((None, None),)


def _rows(number: int, one: Person) -> list[dict[str, Any]]:
    facts = {
        "person": number,
        "age": one.age,
        "housing": bool(one.housing),
        "wished": one.countries,
        "spoken": ",".join(f"{language}:{level}" for language, level in one.tongues),
        "wish": f"{one.currency} {one.wage}" if one.wage else "",
        "free": one.available_from.toordinal() if one.available_from else None,
        "passport": one.passport_until.toordinal() if one.passport_until else None,
    }
    return [
        facts
        | {
            "row": at,
            "kind": trade[: vacancy_columns.KIND],
            "isco": trade,
            "minor": trade[:3],
            "years": years,
            "certificate": paper,
        }
        for at, (trade, years, paper) in enumerate(one.trades)
    ]


def ours(known: top_matches.Register, people: Sequence[Person]) -> list[list[tuple[str, int]]]:
    """Return the same ranking by our columns in memory."""
    person_profiles: list[candidate_columns.PersonProfiles] = [
        (one.reference, one.profiles(), one.countries) for one in people
    ]
    return top_matches.rank_people(known, person_profiles)
