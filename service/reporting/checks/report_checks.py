"""Checks of a printed report: identities between figures, declared as data."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import msgspec
from sqlmodel import Session

from service.reporting.checks import verdicts as rules
from service.reporting.checks.verdicts import Verdict
from service.reporting.external import body_returns
from service.reporting.figures.figures import UnlikeUnits
from service.reporting.figures.printed_figure import PrintedFigure

CHECKS_FILE = Path(__file__).parents[3] / "seed" / "report_checks.tsv"
# In the name of a figure: the year before the one that is checked; and all parts of a figure.
BEFORE, ALL = "@before", "/*"

NamedFigures = tuple[tuple[str, PrintedFigure], ...]


class Kind(StrEnum):
    """What a check compares."""

    SUM = "sum"
    SHARE = "share"
    FALL = "fall"
    RISE = "rise"
    DIFFERENCE = "difference"
    SAME = "same"
    SUBSET = "subset"
    PRODUCT = "product"
    FOR_EACH = "for_each"
    SCOPE = "scope"
    ONE_RULE = "one_rule"
    HUNDRED = "hundred"


class Check(msgspec.Struct, frozen=True):
    """An identity by names of figures: the claimed one, its parts, and the base of a share."""

    name: str
    kind: Kind
    claimed: str
    parts: tuple[str, ...]
    base: str = ""


class ResolvedCheck(msgspec.Struct, frozen=True):
    """A check with the figures that it names."""

    check: Check
    claimed: NamedFigures
    parts: NamedFigures
    base: NamedFigures

    @property
    def figures(self) -> NamedFigures:
        return self.claimed + self.parts + self.base

    @property
    def first(self) -> PrintedFigure:
        return self.claimed[0][1]

    @property
    def whole(self) -> PrintedFigure:
        return self.base[0][1]

    @property
    def others(self) -> list[PrintedFigure]:
        return [one for _name, one in self.parts]

    @property
    def shares(self) -> list[PrintedFigure]:
        return [one for _name, one in self.claimed]

    @property
    def exact(self) -> list[Fraction]:
        """Return the exact value of each share of a table, before rounding."""
        return (
            [Fraction(one.value * rules.WHOLE, self.whole.value) for one in self.others]
            if self.base
            else []
        )


class Finding(msgspec.Struct, frozen=True):
    """The result of a check.

    `unlike`: its figures are counted in different units and cannot be added.
    """

    name: str
    kind: Kind
    verdict: Verdict
    stated: ResolvedCheck
    unlike: bool = False


# The comparison that each kind of check makes.
RULES: Mapping[Kind, Callable[[ResolvedCheck], Verdict]] = {
    Kind.SUM: lambda one: rules.check_range(
        one.first, _require_like_units(one, rules.sum_range(one.others))
    ),
    Kind.SHARE: lambda one: rules.ratio(one.first, one.others[0], one.whole),
    Kind.FALL: lambda one: rules.ratio(one.first, one.whole, one.whole, one.others[0].value),
    Kind.RISE: lambda one: rules.ratio(one.first, one.others[0], one.whole, one.whole.value),
    Kind.DIFFERENCE: lambda one: rules.check_range(
        one.first, _require_like_units(one, rules.difference_range(one.whole, one.others[0]))
    ),
    Kind.SAME: lambda one: rules.check_same(one.first, one.others[0]),
    Kind.SUBSET: lambda one: rules.check_parts(one.first, one.others),
    Kind.PRODUCT: lambda one: rules.check_range(
        one.first, rules.product_range(one.others[0], one.whole)
    ),
    Kind.FOR_EACH: lambda one: rules.check_one_each(one.first, one.others),
    Kind.SCOPE: lambda one: rules.check_breakdown(one.first, one.whole, one.others),
    Kind.ONE_RULE: lambda one: rules.check_one_rounding_rule(
        one.shares, one.exact, [part.value for part in one.others]
    ),
    Kind.HUNDRED: lambda one: rules.check_sum_to_hundred(
        one.shares, one.exact, [part.value for part in one.others]
    ),
}


def _require_like_units(one: ResolvedCheck, made: rules.ValueRange) -> rules.ValueRange:
    """Require that the claimed figure has the unit of its parts. Raises UnlikeUnits."""
    rules.require_like_units([one.first, one.others[0]])
    return made


def check_year(session: Session, year: int) -> list[Finding]:
    """Run all checks that are possible for the printed report of a year."""
    return check_figures(body_returns.printed_figures(session, year), year)


def check_figures(printed: Mapping[str, PrintedFigure], year: int) -> list[Finding]:
    """Run all checks that are possible for the given figures."""
    return run_checks(printed, list_checks(year))


def filter_public(findings: Iterable[Finding]) -> list[Finding]:
    """Return the public findings: those of figures that a public report contains."""
    return [one for one in findings if all(figure.public for _name, figure in one.stated.figures)]


def run_checks(printed: Mapping[str, PrintedFigure], checks: Iterable[Check]) -> list[Finding]:
    """Run each check whose figures are present; those that need attention come first."""
    stated = (
        resolve_check(printed, one) for check in checks for one in split_by_part(printed, check)
    )
    made = [_run_check(one) for one in stated if one]
    return sorted(made, key=lambda one: one.verdict.fine)


def list_unresolved(printed: Mapping[str, PrintedFigure], year: int) -> list[str]:
    """Return the names of checks that cannot be run because a figure is missing."""
    return [
        check.name
        for check in list_checks(year)
        if not any(resolve_check(printed, one) for one in split_by_part(printed, check))
    ]


def _run_check(stated: ResolvedCheck) -> Finding:
    check = stated.check
    try:
        return Finding(check.name, check.kind, RULES[check.kind](stated), stated)
    except UnlikeUnits:
        return Finding(check.name, check.kind, Verdict.NOT_DERIVABLE, stated, unlike=True)


def split_by_part(printed: Mapping[str, PrintedFigure], check: Check) -> list[Check]:
    """Split a check of every share of a table into one check for each part."""
    if check.kind is not Kind.SHARE or ALL not in check.claimed:
        return [check]
    parts = [_part_name(name) for name in _part_names(printed, check.claimed)]
    return [
        msgspec.structs.replace(
            check,
            name=f"{check.name}.{part}",
            claimed=check.claimed.replace("*", part),
            parts=tuple(one.replace("*", part) for one in check.parts),
        )
        for part in parts
    ]


def resolve_check(printed: Mapping[str, PrintedFigure], check: Check) -> ResolvedCheck | None:
    """Return a check with its figures, or None if one is missing.

    In a table of shares, each share is paired with its own count.
    """
    claimed, parts = _figures(printed, check.claimed.split()), _figures(printed, check.parts)
    base = _figures(printed, (check.base,) if check.base else ())
    if (
        not claimed
        or parts is None
        or base is None
        or (base and check.kind in _TABLES and base[0][1].value == 0)
    ):
        return None
    if check.kind in _TABLES and parts:
        counts = {_part_name(name): (name, one) for name, one in parts}
        if any(_part_name(name) not in counts for name, _one in claimed):
            return None
        parts = tuple(counts[_part_name(name)] for name, _one in claimed)
    return ResolvedCheck(check, claimed, parts, base)


_TABLES = frozenset({Kind.ONE_RULE, Kind.HUNDRED})


def _part_name(name: str) -> str:
    return name.partition("/")[2]


def _figures(printed: Mapping[str, PrintedFigure], names: Iterable[str]) -> NamedFigures | None:
    found: list[tuple[str, PrintedFigure]] = []
    for name in names:
        mine = _part_names(printed, name) if ALL in name else [name]
        if not mine or any(one not in printed for one in mine):
            return None
        found += [(one, printed[one]) for one in mine]
    return tuple(found)


def _part_names(printed: Mapping[str, PrintedFigure], name: str) -> list[str]:
    """Return the names of all parts of a figure for the year in its name."""
    key, _, year = name.partition(ALL)
    part = re.compile(rf"{re.escape(key)}/[^@]+{re.escape(year)}")
    return [one for one in printed if part.fullmatch(one)]


def list_checks(year: int) -> list[Check]:
    """Return the checks for the report of a year."""
    return [_for_year(check, f"@{year - 1}") for check in _read_checks()]


def _for_year(check: Check, before: str) -> Check:
    texts = {name: getattr(check, name).replace(BEFORE, before) for name in ("claimed", "base")}
    parts = tuple(one.replace(BEFORE, before) for one in check.parts)
    return msgspec.structs.replace(check, parts=parts, **texts)


@lru_cache(maxsize=1)
def _read_checks() -> tuple[Check, ...]:
    with CHECKS_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", restval="", quoting=csv.QUOTE_NONE))
    return tuple(
        Check(
            row["name"], Kind(row["kind"]), row["claimed"], tuple(row["parts"].split()), row["base"]
        )
        for row in rows
    )
