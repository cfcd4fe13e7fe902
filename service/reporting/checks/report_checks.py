"""What the figures of a printed report say about one another: identities declared as data, and
whether each holds."""

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
    """What a check asks."""

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
    """An identity by the names of its figures: what is claimed, what it is made of, and of which
    whole it is a share."""

    name: str
    kind: Kind
    claimed: str
    parts: tuple[str, ...]
    base: str = ""


class ResolvedCheck(msgspec.Struct, frozen=True):
    """A check with the figures it is about."""

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
        """What each share of a table should be, before it is rounded."""
        return (
            [Fraction(one.value * rules.WHOLE, self.whole.value) for one in self.others]
            if self.base
            else []
        )


class Finding(msgspec.Struct, frozen=True):
    """What came of a check. Unlike: its figures are counted in different units and cannot be
    added."""

    name: str
    kind: Kind
    verdict: Verdict
    stated: ResolvedCheck
    unlike: bool = False


# For each kind, its question put to the figures.
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
    """What is claimed is in the unit of what it is made of. Raises UnlikeUnits."""
    rules.require_like_units([one.first, one.others[0]])
    return made


def check_year(session: Session, year: int) -> list[Finding]:
    """All that can be checked in what was printed of a year."""
    return check_figures(body_returns.printed_figures(session, year), year)


def check_figures(printed: Mapping[str, PrintedFigure], year: int) -> list[Finding]:
    """The same of figures at hand."""
    return run_checks(printed, list_checks(year))


def filter_public(findings: Iterable[Finding]) -> list[Finding]:
    """What anybody may read: only of figures that a printed report has shown to everybody."""
    return [one for one in findings if all(figure.public for _name, figure in one.stated.figures)]


def run_checks(printed: Mapping[str, PrintedFigure], checks: Iterable[Check]) -> list[Finding]:
    """What comes of each check whose figures are there, those that need a word first."""
    stated = (
        resolve_check(printed, one) for check in checks for one in split_by_part(printed, check)
    )
    made = [_run_check(one) for one in stated if one]
    return sorted(made, key=lambda one: one.verdict.fine)


def list_unresolved(printed: Mapping[str, PrintedFigure], year: int) -> list[str]:
    """The checks that cannot be made, since a figure of theirs was not told."""
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
    """A check of each share of a table is one for each of its parts."""
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
    """A check with its figures; none if one of them was not told. Of a table of shares, each beside
    its own count."""
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
    """All parts of a figure that were told for the year its name says."""
    key, _, year = name.partition(ALL)
    return [
        one for one in printed if re.fullmatch(rf"{re.escape(key)}/[^@]+{re.escape(year)}", one)
    ]


def list_checks(year: int) -> list[Check]:
    """The checks of a report on this year."""
    return [_for_year(check, f"@{year - 1}") for check in _read_checks()]


def _for_year(check: Check, before: str) -> Check:
    said = {name: getattr(check, name).replace(BEFORE, before) for name in ("claimed", "base")}
    parts = tuple(one.replace(BEFORE, before) for one in check.parts)
    return msgspec.structs.replace(check, parts=parts, **said)


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
