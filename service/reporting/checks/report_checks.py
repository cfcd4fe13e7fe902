"""What the figures of a printed report say about one another: identities declared as data, and whether each holds."""

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
from service.reporting.figures.printed_figure import Printed

DECLARED = Path(__file__).parents[3] / "seed" / "report_checks.tsv"
# In the name of a figure: the year before the one that is checked; and all parts of a figure.
BEFORE, ALL = "@before", "/*"

Named = tuple[tuple[str, Printed], ...]


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
    """An identity by the names of its figures: what is claimed, what it is made of, and of which whole it is a share."""

    name: str
    kind: Kind
    claimed: str
    parts: tuple[str, ...]
    base: str = ""


class Stated(msgspec.Struct, frozen=True):
    """A check with the figures it is about."""

    check: Check
    claimed: Named
    parts: Named
    base: Named

    @property
    def figures(self) -> Named:
        return self.claimed + self.parts + self.base

    @property
    def first(self) -> Printed:
        return self.claimed[0][1]

    @property
    def whole(self) -> Printed:
        return self.base[0][1]

    @property
    def others(self) -> list[Printed]:
        return [one for _name, one in self.parts]

    @property
    def shares(self) -> list[Printed]:
        return [one for _name, one in self.claimed]

    @property
    def exact(self) -> list[Fraction]:
        """What each share of a table should be, before it is rounded."""
        return [Fraction(one.value * rules.WHOLE, self.whole.value) for one in self.others] if self.base else []


class Finding(msgspec.Struct, frozen=True):
    """What came of a check. Unlike: its figures are counted in different units and cannot be added."""

    name: str
    kind: Kind
    verdict: Verdict
    stated: Stated
    unlike: bool = False


# For each kind, its question put to the figures.
ASKED: Mapping[Kind, Callable[[Stated], Verdict]] = {
    Kind.SUM: lambda one: rules.compared(one.first, _alike(one, rules.added(one.others))),
    Kind.SHARE: lambda one: rules.ratio(one.first, one.others[0], one.whole),
    Kind.FALL: lambda one: rules.ratio(one.first, one.whole, one.whole, one.others[0].value),
    Kind.RISE: lambda one: rules.ratio(one.first, one.others[0], one.whole, one.whole.value),
    Kind.DIFFERENCE: lambda one: rules.compared(one.first, _alike(one, rules.subtracted(one.whole, one.others[0]))),
    Kind.SAME: lambda one: rules.same(one.first, one.others[0]),
    Kind.SUBSET: lambda one: rules.within(one.first, one.others),
    Kind.PRODUCT: lambda one: rules.compared(one.first, rules.multiplied(one.others[0], one.whole)),
    Kind.FOR_EACH: lambda one: rules.for_each(one.first, one.others),
    Kind.SCOPE: lambda one: rules.following(one.first, one.whole, one.others),
    Kind.ONE_RULE: lambda one: rules.one_rule(one.shares, one.exact, [part.value for part in one.others]),
    Kind.HUNDRED: lambda one: rules.hundred(one.shares, one.exact, [part.value for part in one.others]),
}


def _alike(one: Stated, made: rules.Reach) -> rules.Reach:
    """What is claimed is in the unit of what it is made of. Raises UnlikeUnits."""
    rules.alike([one.first, one.others[0]])
    return made


def of(session: Session, year: int) -> list[Finding]:
    """All that can be checked in what was printed of a year."""
    return found(body_returns.printed(session, year), year)


def found(printed: Mapping[str, Printed], year: int) -> list[Finding]:
    """The same of figures at hand."""
    return verdicts(printed, declared(year))


def public(findings: Iterable[Finding]) -> list[Finding]:
    """What anybody may read: only of figures that a printed report has shown to everybody."""
    return [one for one in findings if all(figure.public for _name, figure in one.stated.figures)]


def verdicts(printed: Mapping[str, Printed], checks: Iterable[Check]) -> list[Finding]:
    """What comes of each check whose figures are there, those that need a word first."""
    stated = (state(printed, one) for check in checks for one in apart(printed, check))
    made = [_found(one) for one in stated if one]
    return sorted(made, key=lambda one: one.verdict.fine)


def waiting(printed: Mapping[str, Printed], year: int) -> list[str]:
    """The checks that cannot be made, since a figure of theirs was not told."""
    return [check.name for check in declared(year) if not any(state(printed, one) for one in apart(printed, check))]


def _found(stated: Stated) -> Finding:
    check = stated.check
    try:
        return Finding(check.name, check.kind, ASKED[check.kind](stated), stated)
    except UnlikeUnits:
        return Finding(check.name, check.kind, Verdict.NOT_DERIVABLE, stated, unlike=True)


def apart(printed: Mapping[str, Printed], check: Check) -> list[Check]:
    """A check of each share of a table is one for each of its parts."""
    if check.kind is not Kind.SHARE or ALL not in check.claimed:
        return [check]
    parts = [_part(name) for name in _all(printed, check.claimed)]
    return [
        msgspec.structs.replace(
            check,
            name=f"{check.name}.{part}",
            claimed=check.claimed.replace("*", part),
            parts=tuple(one.replace("*", part) for one in check.parts),
        )
        for part in parts
    ]


def state(printed: Mapping[str, Printed], check: Check) -> Stated | None:
    """A check with its figures; none if one of them was not told. Of a table of shares, each beside its own count."""
    claimed, parts = _figures(printed, check.claimed.split()), _figures(printed, check.parts)
    base = _figures(printed, (check.base,) if check.base else ())
    if not claimed or parts is None or base is None or (base and check.kind in _TABLES and base[0][1].value == 0):
        return None
    if check.kind in _TABLES and parts:
        counts = {_part(name): (name, one) for name, one in parts}
        if any(_part(name) not in counts for name, _one in claimed):
            return None
        parts = tuple(counts[_part(name)] for name, _one in claimed)
    return Stated(check, claimed, parts, base)


_TABLES = frozenset({Kind.ONE_RULE, Kind.HUNDRED})


def _part(name: str) -> str:
    return name.partition("/")[2]


def _figures(printed: Mapping[str, Printed], names: Iterable[str]) -> Named | None:
    found: list[tuple[str, Printed]] = []
    for name in names:
        mine = _all(printed, name) if ALL in name else [name]
        if not mine or any(one not in printed for one in mine):
            return None
        found += [(one, printed[one]) for one in mine]
    return tuple(found)


def _all(printed: Mapping[str, Printed], name: str) -> list[str]:
    """All parts of a figure that were told for the year its name says."""
    key, _, year = name.partition(ALL)
    return [one for one in printed if re.fullmatch(rf"{re.escape(key)}/[^@]+{re.escape(year)}", one)]


def declared(year: int) -> list[Check]:
    """The checks of a report on this year."""
    return [_of_year(check, f"@{year - 1}") for check in _declared()]


def _of_year(check: Check, before: str) -> Check:
    said = {name: getattr(check, name).replace(BEFORE, before) for name in ("claimed", "base")}
    parts = tuple(one.replace(BEFORE, before) for one in check.parts)
    return msgspec.structs.replace(check, parts=parts, **said)


@lru_cache(maxsize=1)
def _declared() -> tuple[Check, ...]:
    with DECLARED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", restval="", quoting=csv.QUOTE_NONE))
    return tuple(
        Check(row["name"], Kind(row["kind"]), row["claimed"], tuple(row["parts"].split()), row["base"]) for row in rows
    )
