"""Which conditions of a query's words are applied, and which are let go to find anything at all.

Instead of the work that is meant, work near it is found: of its minor group or a sector.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from catalog.core.exchange_rates import RateTable
from matching.search.conditions import Pay
from matching.search.filters import Filters
from matching.search.index import Index
from matching.search.query import NEARLY, ParsedQuery

# In the order in which they are let go: the least important first, the place last.
_LET_GO: Final[tuple[tuple[str, ...], ...]] = (
    ("insurance",),
    ("travel",),
    ("meals",),
    ("hours_max",),
    ("months_min", "months_max"),
    ("experience_max",),
    ("state_programme",),
    ("no_fee",),
    ("housing",),
    ("wage_min", "wage_hour"),
    ("language",),
    ("language_not",),
    ("firm",),
    ("city",),
    ("cities",),
    ("country", "city"),
    ("countries", "cities"),
    ("country_not",),
    ("occupation_not",),
)
_OF_PLACE: Final = ("country", "city")
# The last to be let go: where, and what is excluded.
_PLACES: Final = (_OF_PLACE, ("countries", "cities"), ("country_not",), ("occupation_not",))
NEIGHBOUR: Final = 0.6  # of the score of the work that is meant
_PUBLIC_NAMES: Final = {"wage_hour": "wage_min"}


class Applied(msgspec.Struct, frozen=True):
    """The conditions of the words that are applied, by the names of filters."""

    values: dict[str, Any]

    def filters(self, asked: Filters) -> Filters:
        """The filters of the form, with those of the words; the place stays with the query."""
        more = {name: value for name, value in self.values.items() if name not in _OF_PLACE}
        return msgspec.structs.replace(asked, **more)

    def of(self, understood: ParsedQuery, relaxed: Sequence[str]) -> ParsedQuery:
        """The query with the place that is left, and the names of what is not applied."""
        place = {name: self.values.get(name) for name in _OF_PLACE}
        names = (_PUBLIC_NAMES.get(name, name) for name in relaxed)
        return msgspec.structs.replace(
            understood, **place, relaxed=tuple(dict.fromkeys(names)), applied=self.values
        )

    def groups(self, *, place: bool) -> list[tuple[str, ...]]:
        """What is let go together, in order: of the place, or of everything else."""
        return [
            kept
            for group in _LET_GO
            if (group in _PLACES) == place
            and (kept := tuple(name for name in group if name in self.values))
            and (group != _OF_PLACE or "country" in kept)
        ]

    def wider(self) -> Iterator[tuple[tuple[str, ...], "Applied"]]:
        """What may be let go and what is then left, with the place kept: one condition, then more
        and more of them."""
        yield from self._steps((), self.groups(place=False))

    def elsewhere(self) -> Iterator[tuple[tuple[str, ...], "Applied"]]:
        """The same where the place is let go: it alone, then the other conditions too."""
        others, gone = self.groups(place=False), tuple[str, ...]()
        for place in self.groups(place=True):
            left = [group for group in others if not set(group) <= set(place)]
            yield place, self.without(place)
            yield from self._steps(place, left)
            gone = (*gone, *place)
        if len(gone) > len(_OF_PLACE):
            everything = tuple(dict.fromkeys((*gone, *self.barest[0])))
            yield everything, self.without(everything)

    def _steps(
        self, gone: tuple[str, ...], groups: Sequence[tuple[str, ...]]
    ) -> Iterator[tuple[tuple[str, ...], "Applied"]]:
        for group in groups:
            yield (*gone, *group), self.without((*gone, *group))
        for group in groups:
            gone = (*gone, *group)
            if group != groups[0]:
                yield gone, self.without(gone)

    @property
    def barest(self) -> tuple[tuple[str, ...], "Applied"]:
        """Everything that may be let go while the place is kept."""
        gone = tuple(name for group in self.groups(place=False) for name in group)
        return gone, self.without(gone)

    def without(self, gone: tuple[str, ...]) -> "Applied":
        """The conditions that are left."""
        return Applied({name: value for name, value in self.values.items() if name not in gone})


def applied(
    asked: Filters, understood: ParsedQuery, rates: RateTable | None
) -> tuple[Applied, ParsedQuery]:
    """The conditions that can be applied beside the form's filters; the query names the others.

    What the form says otherwise holds against the words.
    """
    stated = understood.conditions.stated() | {
        name: value
        for name in ("country", "city", "countries", "cities", "firm")
        if (value := getattr(understood, name))
    }
    refused = list(understood.conditions.not_applied)
    if pay := stated.pop("pay", None):
        least = _least(pay, rates)
        if least is None:
            refused.append("wage_min")
        else:
            stated["wage_hour" if pay.hourly else "wage_min"] = least
    if "countries" in stated and asked.country:
        stated.pop("countries")
        if not (understood.cities and asked.country in understood.countries):
            refused.append("countries")
    for name in [name for name in stated if getattr(asked, name, None) not in (None, ())]:
        value = stated.pop(name)
        if value != getattr(asked, name) and name != "wage_min":
            refused.append(name)
    result = Applied(stated)
    understood = msgspec.structs.replace(understood, stated=stated)
    return result, result.of(understood, refused)


def _least(pay: Pay, rates: RateTable | None) -> dict[str, int] | None:
    """The least pay in each currency; None without a rate for its own."""
    if rates is None or pay.currency not in rates.per_euro:
        return None
    return least_pay(rates, pay.minor, pay.currency)


def least_pay(rates: RateTable, minor: int, currency: str) -> dict[str, int]:
    """What this pay is worth in each currency; without a rate, only in its own."""
    worth = {other: rates.convert(minor, currency, other) for other in {currency, *rates.per_euro}}
    return {other: amount for other, amount in worth.items() if amount is not None}


def nearby(index: Index, understood: ParsedQuery, digits: int) -> ParsedQuery:
    """The query with the other unit groups that share the first digits with what is meant."""
    best = understood.called[0].score
    meant = {
        one.isco08[:digits]: one._replace(score=one.score * NEIGHBOUR)
        for one in reversed(understood.called)
        if one.score >= NEARLY * best
    }
    codes = {*index.body.span, *index.changed.span} - {one.isco08 for one in understood.called}
    near = [
        meant[code[:digits]]._replace(isco08=code)
        for code in sorted(codes)
        if code[:digits] in meant
    ]
    return msgspec.structs.replace(
        understood,
        neighbours=tuple(near),
        alike=digits,
        relaxed=(*understood.relaxed, "occupation"),
    )


def in_sector(index: Index, understood: ParsedQuery, groups: tuple[str, ...]) -> ParsedQuery:
    """The query with the other unit groups of these groups, without a lower bound of likeness."""
    if not understood.called:
        return understood
    best = understood.called[0]._replace(score=understood.called[0].score * NEIGHBOUR)
    codes = {*index.body.span, *index.changed.span} - {one.isco08 for one in understood.called}
    near = [best._replace(isco08=code) for code in sorted(codes) if code.startswith(groups)]
    return msgspec.structs.replace(understood, neighbours=tuple(near), alike=0)
