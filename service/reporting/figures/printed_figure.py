"""A figure as a report printed it: what it says, in which unit, how exactly, and where it
stands."""

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from service.reporting.figures.figures import Unit

# What a body counts in is told in its own words; of these alone more is known. A percent stands in
# hundredths.
PERCENT = Unit.RATE.value
MONEY = frozenset({Unit.MONEY.value, Unit.USD.value})
HUNDREDTHS = 2


class PrintedFigure(msgspec.Struct, frozen=True):
    """One printed figure. About: whether it says exactly, at least (“more than”) or nearly so many;
    decimals: how many digits stand after its point; printed: as it stands there; line: where; said:
    the sentence of its key by language (of a dimension, that of the whole table); part_said: the
    words of its part, if it is one; public: whether a report that everybody has contains it."""

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
        """What the last printed digit is worth in this unit: 33.8 percent is told to ten
        hundredths."""
        return 10 ** max(HUNDREDTHS - self.decimals, 0) if self.unit == PERCENT else 1

    @property
    def kind(self) -> tuple[str, str | None]:
        """What it is counted in; only alike is added to alike."""
        return self.unit, self.currency


def decimals(printed: str) -> int:
    """How many digits stand after the point of a number as printed: none in “1,470”, one in
    “33.8%”."""
    found = re.search(r"\.([0-9]+)", printed)
    return len(found[1]) if found else 0
