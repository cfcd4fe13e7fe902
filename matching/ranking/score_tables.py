"""Tables of scores: what each part of the score gives for each pair of values."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import product
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from matching.scoring.eligibility import JUDGES, Gate, GateResult, Profile, Terms, required_level
from matching.scoring.score import PARTS, Part

Numbers = NDArray[np.int32]
# A weight orders vacancies as the ranking does: more points first, then those out of fewer knowable
# points. A failed gate or an unwanted country makes it negative, however many points there are.
POINT: Final = 128
OPEN: Final = POINT - 1
SHUT: Final = -(1 << 14)
ELSEWHERE: Final = -(1 << 17)
_UNKNOWN: Final = np.iinfo(np.int32).max
_BLANK: Final = msgspec.structs.asdict(
    Terms("", "", "", None, "", None, "", None, None, None, "", date.min, date.max)
)


class Facet(msgspec.Struct, frozen=True):
    """The part of the score that depends on these values of a person and of a vacancy alone."""

    of_person: tuple[str, ...]
    asked: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    gates: tuple[Gate, ...] = ()

    def weight(self, items: Sequence[Any], asked: Sequence[Any]) -> int:
        """The weight by the score, for these values alone."""
        profile = Profile(**{"occupation": ""} | dict(zip(self.of_person, items, strict=True)))
        terms = Terms(**_BLANK | dict(zip(self.asked, asked, strict=True)))
        lines = [line for part in self.parts if (line := PARTS[part](profile, terms, None))]
        shut = sum(SHUT for gate in self.gates if JUDGES[gate](profile, terms) is GateResult.FAILED)
        return shut + sum(POINT * line.points - line.most for line in lines)


FACETS: Final = {
    "trade": Facet(("occupation",), ("isco08",), (Part.OCCUPATION,)),
    "years": Facet(("years",), ("experience_years",), (Part.EXPERIENCE,)),
    "tongue": Facet(
        ("language", "level"), ("language_required",), (Part.LANGUAGE,), (Gate.LANGUAGE,)
    ),
    "papers": Facet(
        ("certificate", "housing"),
        ("licence_required", "housing"),
        (Part.CERTIFICATE, Part.WISHES),
        (Gate.LICENCE,),
    ),
    "age": Facet(("age",), ("age_min", "age_max"), (), (Gate.AGE,)),
}
# Pay, availability and passport are compared as numbers (batch_score.py); the country is not part
# of the score.
NAMES: Final = (*FACETS, "land")


class Values:
    """Numbered values in the order in which they were first seen; numbers never change."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._number: dict[Hashable, int] = {}

    def numbers(self, hashables: Iterable[Hashable]) -> Numbers:
        return np.fromiter(map(self._numbered, hashables), np.int32)

    def _numbered(self, value: Hashable) -> int:
        number = self._number.setdefault(value, len(self.all))
        if number == len(self.all):
            self.all.append(value)
        return number


class FacetTable:
    """One facet: its values so far and the weight of each pair, computed on first lookup."""

    def __init__(self, weight: Callable[[Any, Any], int], values: Values, asked: Values) -> None:
        self.weight, self.of_person, self.asked = weight, values, asked
        self._table = np.full((0, 0), _UNKNOWN, np.int32)

    def pairs(self, asked: Numbers, numbers: Numbers) -> Numbers:
        """The weights of these vacancies' values (rows) with these people's (columns)."""
        self._grow()
        once, which = np.unique(asked, return_inverse=True)
        part = self._table[np.ix_(once, numbers)]
        here = [self.of_person.all[one] for one in numbers], [self.asked.all[one] for one in once]
        for row, column in np.argwhere(part == _UNKNOWN).tolist():
            part[row, column] = self.weight(here[0][column], here[1][row])
        self._table[np.ix_(once, numbers)] = part
        return part[which]

    def _grow(self) -> None:
        rows, columns = self._table.shape
        if rows < len(self.asked.all) or columns < len(self.of_person.all):
            grown = np.full(
                (2 * len(self.asked.all), 2 * len(self.of_person.all)), _UNKNOWN, np.int32
            )
            grown[:rows, :columns] = self._table
            self._table = grown


def best_of(facet: Facet) -> Callable[[Sequence[Any], Any], int]:
    """A rule that takes the best of a person's languages.

    Of those that are required if there are any, else of all.
    """
    known: dict[tuple[Any, Any], int] = {}

    def weight(items: Sequence[Any], asked: Any) -> int:
        for pair in product(items, (asked,)):
            if pair not in known:
                known[pair] = facet.weight(*pair)
        spoken = [one for one in items if required_level(asked[0], one[0])]
        return max(known[one, asked] for one in spoken or items)

    return weight


def country_weight(wished: str, country: str) -> int:
    """The weight of a country: negative if the person wants others; without a preference any will
    do."""
    return ELSEWHERE if wished and country not in wished.split(",") else 0


def _facet_rule(name: str) -> Callable[[Any, Any], int]:
    return best_of(FACETS[name]) if name == "tongue" else FACETS[name].weight


# The rule of each facet, created again for each table, since that of languages caches.
RULES: Final[dict[str, Callable[[], Callable[[Any, Any], int]]]] = {
    **{name: partial(_facet_rule, name) for name in FACETS},
    "land": lambda: country_weight,
}
