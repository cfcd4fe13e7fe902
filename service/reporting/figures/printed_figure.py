"""A figure as printed in a report: its value, unit, precision and place."""

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from service.reporting.figures.figures import Unit

# Bodies count in their own units, of which only these have a known meaning here; a percentage is in
# hundredths.
PERCENT = Unit.RATE.value
MONEY = frozenset({Unit.MONEY.value, Unit.USD.value})
HUNDREDTHS = 2


class PrintedFigure(msgspec.Struct, frozen=True):
    """One printed figure.

    `about`: whether it is exact, a minimum (“more than”) or approximate; `decimals`: the digits
    after its point; `printed`: its text; `line`: its place; `said`: the label of its key by
    language (of a dimension, that of the whole table); `part_said`: the label of its part, if it is
    one; `public`: whether a report that is already public contains it.
    """

    value: int
    unit: str
    about: Literal["exact", "over", "about"] = "exact"
    decimals: int = 0
    body: str = ""
    line: str = ""
    currency: str | None = None
    printed: str = ""
    said: Mapping[str, str] = {}
    part_said: Mapping[str, str] = {}
    public: bool = False

    @property
    def step(self) -> int:
        """Return the value of the last printed digit in this unit: ten hundredths for 33.8
        percent."""
        return 10 ** max(HUNDREDTHS - self.decimals, 0) if self.unit == PERCENT else 1

    @property
    def kind(self) -> tuple[str, str | None]:
        """Return the unit and currency; only figures that share both are added."""
        return self.unit, self.currency


def decimals(printed: str) -> int:
    """Return the digits after the point of a printed number: none in “1,470”, one in “33.8%”."""
    found = re.search(r"\.([0-9]+)", printed)
    return len(found[1]) if found else 0
