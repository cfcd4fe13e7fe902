"""Figures by definition: a sentence, a unit, and the records counted, which can be listed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlmodel import Session

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.reporting.figures.months import Span

NOT_STATED = "not_stated"  # the part of a dimension for records that do not state it


class Unit(LabelledEnum):
    """What is counted; a contact, a session, a matter, a person and a head in a group are different
    things."""

    CONTACT = "contact", N_("contacts")
    SESSION = "session", N_("sessions")
    MATTER = "matter", N_("legal problems")
    PERSON = "person", N_("people")
    GATHERING = "gathering", N_("group sessions")
    HEAD = "head", N_("attendances, not people")
    EVENT = "event", N_("public events")
    CLAIM = "claim", N_("claims")
    GROUP = "group", N_("groups of workers")
    CASE = "case", N_("protection cases")
    PLACEMENT = "placement", N_("placements")
    LICENCE = "licence", N_("licences")
    VACANCY = "vacancy", N_("vacancies")
    APPLICATION = "application", N_("applications")
    COMPLAINT = "complaint", N_("complaints")
    SEAT = "seat", N_("job places")
    ORDER = "order", N_("orders")
    DAY = "day", N_("days")
    RATE = "rate", N_("per cent")
    USD = "usd_minor", N_("US dollars")
    MONEY = "minor", N_("money")


class Rounding(StrEnum):
    """How a figure is rounded.

    Counts are not rounded; a rate is rounded half up to a hundredth of a percent; dollars are
    rounded at each payment, half up to the cent, and then added.
    """

    NONE = "none"
    HALF_UP = "half_up"
    EACH = "each_half_up"


_ROUNDED = {Unit.RATE: Rounding.HALF_UP, Unit.USD: Rounding.EACH}


class Meaning(msgspec.Struct, frozen=True):
    """The meaning of a figure, frozen with it.

    `base`: the key of the whole to which its parts belong; `edition`: figures of different editions
    are not compared.
    """

    key: str
    sentence: str
    unit: Unit
    edition: int = 1
    dimension: str | None = None
    base: str | None = None
    rounding: Rounding = Rounding.NONE
    origin: str = ""
    # Counted as of the last day of the period, not over the whole of it.
    at_the_end: bool = False


class UnlikeUnits(Exception):
    """Figures of different units were added, which is an error in the code."""


class Figure(msgspec.Struct, omit_defaults=True):
    """One number.

    Money is in minor units of its currency, a rate in hundredths of a percent. `dimension`: which
    part of the whole it is; no value: hidden as too small; `as_printed`: its value in a report that
    is already public, where that is another number; `behind`: the number of claims behind a sum or
    share, used for masking and never published.
    """

    key: str
    value: int | None
    unit: Unit
    sentence: str = ""
    currency: str | None = None
    dimension: dict[str, str] | None = None
    as_printed: str | None = None
    behind: int | None = None

    def __add__(self, other: "Figure") -> "Figure":
        if (self.unit, self.currency) != (other.unit, other.currency):
            raise UnlikeUnits(f"{self.key} is in {self.unit}, {other.key} in {other.unit}")
        behind = None if self.behind is None or other.behind is None else self.behind + other.behind
        value = (self.value or 0) + (other.value or 0)
        return Figure(self.key, value, self.unit, self.sentence, self.currency, behind=behind)

    @property
    def name(self) -> tuple[str, str]:
        """Return the key and part, which identify the figure within its period."""
        return self.key, ",".join((self.dimension or {}).values())


def values_by_name(figures: Iterable[Figure]) -> dict[tuple[str, str], int | None]:
    """Return the numbers alone, to compare figures whose sentences may have been reworded since."""
    return {one.name: one.value for one in figures}


class Source(msgspec.Struct, frozen=True):
    """Records of one kind, with the day by which they count and their dimensions.

    `terms` join the tables it needs. Without a day, the records as of the last day count. `moment`:
    the day is a point in time, not a day of Tashkent.
    """

    word: str
    reference: Any
    day: Any
    parts: Mapping[str, Any]
    terms: tuple[ColumnElement[bool], ...] = ()
    moment: bool = False

    def within(self, span: Span) -> ColumnElement[bool]:
        """Return the condition that records count within a span, and belong to its post if it
        has one."""
        here = [self.parts["post"] == span.post] if span.post is not None else []
        return and_(true(), *self._during(span), *self.terms, *here)

    def _during(self, span: Span) -> list[ColumnElement[bool]]:
        if self.day is None:
            return []
        if self.moment:
            return [self.day >= span.begins, self.day < span.ends]
        return [self.day >= span.first, self.day <= span.last]


class Records(msgspec.Struct, frozen=True):
    """Which records of a source a figure counts, and how.

    It counts records, the distinct values of `of`, or, with `summed`, the sum of `of`.
    """

    source: Source
    terms: Callable[[Span], Sequence[ColumnElement[bool]]] = lambda _span: ()
    of: Any = None
    summed: bool = False

    def within(self, span: Span, parts: Mapping[str, str]) -> ColumnElement[bool]:
        items = (self._part(name) == value for name, value in parts.items())
        return and_(self.source.within(span), *self.terms(span), *items)

    def _part(self, name: str) -> Any:
        return func.coalesce(self.source.parts[name], NOT_STATED)

    def many(self) -> Any:
        """Return the expression for the number of records behind a sum."""
        return func.count(case((self.of.is_not(None), self.source.reference)).distinct())

    def asked(
        self,
        span: Span,
        by: str | None = None,
        parts: Mapping[str, str] = MappingProxyType({}),
        *,
        weighed: bool = False,
    ) -> Any:
        """Return the query that counts the records, in total or by a dimension, for given parts
        only.

        `weighed` adds the number of records behind each sum.
        """
        part = (
            [] if by is None else [self._part(by)]
        )  # one and the same expression, or PostgreSQL takes them for two
        if self.of is not None and not self.summed:
            return self._different(part, self.within(span, parts))
        number = func.coalesce(func.sum(self.of), 0) if self.summed else func.count()
        numbers = (number, self.many()) if weighed else (number,)
        return self._select(*part, *numbers).where(self.within(span, parts)).group_by(*part)

    def _select(self, *items: Any) -> Any:
        return select(*items).select_from(self.source.reference.table)

    def _different(self, part: list[Any], mine: ColumnElement[bool]) -> Any:
        """Count distinct values by grouping first.

        SQLite sorts in half the time in which it looks up each value in a tree of all earlier ones.
        """
        items = [one.label(f"told_{place}") for place, one in enumerate([*part, self.of])]
        *whose, one = self._select(*items).where(mine).group_by(*items).subquery().c
        return select(*whose, func.count(one)).group_by(*whose)

    def behind(self, span: Span, parts: Mapping[str, str] = MappingProxyType({})) -> Any:
        """Return the query for the references of the records behind the number, in their order."""
        asked = select(self.source.reference).distinct().where(self.within(span, parts))
        return asked.order_by(self.source.reference)


class Definition(msgspec.Struct, frozen=True):
    """The definition of a figure: the sentence that people read and the query that counts it.

    `records`: those that it counts; `origin`: the law, standard or office of the definition;
    `base`: the key of the whole of which it is a part; `edition`: raised whenever something else is
    counted than before.
    """

    key: str
    sentence: str
    unit: Unit
    query: Callable[[Any], Any]
    dimension: str | None = None
    records: Records | None = None
    origin: str = ""
    base: str | None = None
    edition: int = 1

    @property
    def rounding(self) -> Rounding:
        return _ROUNDED.get(self.unit, Rounding.NONE)

    @property
    def meaning(self) -> Meaning:
        standing = (
            self.records is not None
            and self.records.source.day is None
            and self.unit is not Unit.RATE
        )
        return Meaning(
            self.key,
            self.sentence,
            self.unit,
            self.edition,
            self.dimension,
            self.base,
            self.rounding,
            self.origin,
            standing,
        )


def count_definition(
    key: str,
    sentence: str,
    unit: Unit,
    records: Records,
    by: str | None = None,
    origin: str = "",
    base: str | None = None,
) -> Definition:
    """Define a figure that counts records."""
    asked = partial(records.asked, by=by, weighed=unit in (Unit.MONEY, Unit.USD))
    return Definition(key, sentence, unit, asked, by, records, origin, base)


def count_figure(session: Session, definition: Definition, within: Any) -> list[Figure]:
    """Count a figure for a period: one number, or one for each part of its dimension."""
    return figures_from_rows(definition, session.execute(_make(definition.query, within)).all())


@lru_cache(1_000)
def _make(query: Callable[[Any], Any], within: Any) -> Any:
    """Return a query by what makes it: that takes as long as to answer it from few records."""
    return query(within)


def figures_from_rows(definition: Definition, rows: Sequence[Any]) -> list[Figure]:
    """Return the figures for the rows of a query."""
    if definition.unit is Unit.RATE:
        return [
            _rate(definition, str(currency), *map(int, numbers))
            for currency, *numbers in sorted(rows)
        ]
    if definition.dimension is None:
        currency = "USD" if definition.unit is Unit.USD else None
        return [_figure(definition, rows[0], currency)]
    return [
        _part(definition, str(part), numbers)
        for part, *numbers in sorted(rows, key=lambda row: str(row[0]))
    ]


def _rate(definition: Definition, currency: str, paid: int, whole: int, behind: int) -> Figure:
    """Return a rate in hundredths of a percent, rounded half up."""
    value = (2 * 10_000 * paid + whole) // (2 * whole)
    return Figure(
        definition.key,
        value,
        definition.unit,
        definition.sentence,
        currency,
        {"currency": currency},
        behind=behind,
    )


def _part(definition: Definition, part: str, numbers: Sequence[Any]) -> Figure:
    currency = (
        part
        if definition.dimension == "currency"
        else "USD"
        if definition.unit is Unit.USD
        else None
    )
    return _figure(definition, numbers, currency, {str(definition.dimension): part})


def _figure(
    definition: Definition,
    numbers: Sequence[Any],
    currency: str | None,
    dimension: dict[str, str] | None = None,
) -> Figure:
    """Return the figure of a row, with the number of records behind it if the query has that."""
    value, *behind = (int(number or 0) for number in numbers)
    return Figure(
        definition.key,
        value,
        definition.unit,
        definition.sentence,
        currency,
        dimension,
        behind=behind[0] if behind else None,
    )
