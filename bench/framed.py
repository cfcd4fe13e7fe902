"""Scoring as one lazy Polars query: the peer for matching one person."""

from collections.abc import Sequence
from typing import Any

import msgspec
import polars as pl

from catalog.core.exchange_rates import RateTable
from matching.ranking import top_matches
from matching.scoring.eligibility import LEVELS, Profile, Terms, passport_needed, required_level

Ranked = list[tuple[str, int]]


class Framed:
    """The score as one lazy Polars query, with bounds, levels and pay floors prepared in
    advance."""

    def __init__(self, terms: Sequence[Terms], table: RateTable) -> None:
        self.table = table
        rows = [msgspec.structs.asdict(one) for one in terms]
        spoken = sorted(
            {
                part.split(":")[0]
                for one in terms
                for part in one.language_required.split(",")
                if part
            }
        )
        self.frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
            *(
                pl.Series(f"level_{language}", [_level(one, language) for one in terms], pl.Int8)
                for language in spoken
            ),
            passport=pl.Series([passport_needed(one) for one in terms], dtype=pl.Int32),
            kind=pl.col("isco08").str.slice(0, 2),
            minor=pl.col("isco08").str.slice(0, 3),
            youngest=pl.col("age_min").fill_null(18).clip(18),
            oldest=pl.col("age_max").fill_null(200),
            full=pl.col("experience_years").fill_null(0) + 3,
            free=pl.col("housing").is_in(["employer", "state"]).fill_null(False),
        )
        self.spoken = spoken

    def rank(self, profile: Profile, wished: str) -> Ranked:
        points, knowable, gates = self._sheet(profile)
        rows = self.frame.lazy().filter(pl.col("kind") == profile.occupation[:2], *gates)
        if wished:
            rows = rows.filter(pl.col("country").is_in(wished.split(",")))
        rows = rows.select("reference", points=sum(points), knowable=sum(knowable))
        first = (
            rows.sort("points", "knowable", "reference", descending=[True, False, False])
            .head(top_matches.MOST)
            .collect()
        )
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

    def _language(
        self, one: Profile, points: list[Any], knowable: list[Any], gates: list[pl.Expr]
    ) -> None:
        if one.language in self.spoken and one.level is not None:
            needed = pl.col(f"level_{one.language}")
            above = LEVELS.index(one.level) - needed
            points.append(
                pl.when(needed.is_null()).then(0).otherwise((5 + 5 * above).clip(upper_bound=15))
            )
            knowable.append(pl.when(needed.is_null()).then(0).otherwise(15))
            gates.append(needed.is_null() | (above >= 0))

    def _pay(self, wage: int, currency: str, points: list[Any], knowable: list[Any]) -> None:
        floors = {
            code: self.table.least(wage, code, currency) for code in self.frame["currency"].unique()
        }
        known = {code: floor for code, floor in floors.items() if floor is not None}
        floor = pl.col("currency").replace_strict(known, default=None, return_dtype=pl.Int64)
        met = pl.col("pay_month") >= floor
        points.append(5 * met.fill_null(False).cast(pl.Int32))
        knowable.append(5 * met.is_not_null().cast(pl.Int32))


def _level(terms: Terms, language: str) -> int | None:
    needed = required_level(terms.language_required, language)
    return LEVELS.index(needed) if needed else None
