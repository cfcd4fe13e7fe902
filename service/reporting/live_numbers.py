"""Live numbers: figures by period, post, country and topic, compared with earlier days."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, and_, literal, select, union_all
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.exchange_rates import exponent
from catalog.core.journal import Entry
from catalog.reference.countries import Country, NotACountry
from catalog.reference.posts import NotAPost, Post
from matching.placements.placements import Placement
from service.casework.advice.contacts import Contact
from service.casework.advice.topics import Topic
from service.casework.claims.wage_claims import Claim
from service.casework.money.money_entries import Payment
from service.casework.scope import advice_tables
from service.casework.workflow.state_machine import Step
from service.infra.settings import DisclosureLimits
from service.input import forms, listing
from service.reporting.annual import years
from service.reporting.disclosure import public_masks
from service.reporting.figures import figures, periods, sources
from service.reporting.figures.definitions import DEFINITIONS, PROTECTION_FIGURES
from service.reporting.figures.figures import NOT_STATED, Definition, Figure, Source, Unit
from service.reporting.figures.months import Span
from service.reporting.figures.periods import Period

Key = Annotated[str, Meta(max_length=40)]
# The least base for a change in percent; of a smaller number a percentage means nothing.
BASE = 10
_PROTECTED_KEYS = frozenset(one.key for one in PROTECTION_FIGURES)


class Filter(msgspec.Struct, frozen=True):
    """The filters in the query string; the default is this month and everything."""

    period: Period | None = None
    day_from: date | None = None
    day_until: date | None = None
    post: Key = ""
    country: Key = ""
    topic: Topic | None = None

    @property
    def kind(self) -> Period:
        """Return the period: without a choice the two days if one is given, else this month."""
        return self.period or (Period.DAYS if self.day_from or self.day_until else Period.MONTH)

    @property
    def parts(self) -> dict[str, str]:
        """Return the chosen parts of dimensions."""
        values = {
            "post": self.post,
            "country": self.country,
            "topic": self.topic.value if self.topic else "",
        }
        return {name: value for name, value in values.items() if value}


class Part(msgspec.Struct, frozen=True):
    """One number of a figure and the number it is compared with.

    No value: hidden or, for a rate, not known. `late`: how much of the change concerns earlier days
    but was recorded only today.
    """

    name: str
    currency: str | None
    now: int | None
    before: int | None
    late: int = 0

    @property
    def change(self) -> int | None:
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def share(self) -> float | None:
        """Return the change as a share of the earlier number, or None if that is too small a
        base."""
        least = BASE * 10 ** (exponent(self.currency) if self.currency else 0)
        return (
            None
            if self.change is None or not self.before or self.before < least
            else self.change / self.before
        )


class Line(msgspec.Struct, frozen=True):
    """A figure: one number, or the parts of its dimension, largest first."""

    about: Definition
    parts: list[Part]

    @property
    def whole(self) -> bool:
        return self.about.dimension is None


def read(
    session: Session, values: Mapping[str, str], today: date
) -> tuple[Filter, Span | None, dict[str, Refusal]]:
    """Return the filters in a query string, their span, and refusals of those not understood."""
    country = (values.get("country") or "").strip()
    spelt = {"country": country if country == NOT_STATED else country.upper()}
    asked, errors = listing.read(Filter, {**values, **spelt}, today)
    errors = _find_unknown(session, asked) | errors
    try:
        return (
            asked,
            periods.resolve_period(asked.kind, asked.day_from, asked.day_until, today),
            errors,
        )
    except Refusal as refusal:
        return asked, None, forms.errors_by_field(refusal) | errors


def _find_unknown(session: Session, asked: Filter) -> dict[str, Refusal]:
    errors: dict[str, Refusal] = {}
    if asked.post not in ("", NOT_STATED) and session.get(Post, asked.post) is None:
        errors["post"] = NotAPost("post")
    if asked.country not in ("", NOT_STATED) and session.get(Country, asked.country) is None:
        errors["country"] = NotACountry("country")
    return errors


def missing_dimensions(about: Definition, parts: Mapping[str, str]) -> list[str]:
    """Return the chosen dimensions by which a figure cannot be filtered.

    A rate is available only for a post or for all.
    """
    if about.records is None or about.unit is Unit.RATE:
        return [name for name, value in parts.items() if name != "post" or value == NOT_STATED]
    return [name for name in parts if name not in about.records.source.parts]


def list_unavailable(parts: Mapping[str, str]) -> list[Definition]:
    """Return the figures that are not available for the chosen parts."""
    return [one for one in DEFINITIONS if missing_dimensions(one, parts)]


def count_figures(
    session: Session,
    span: Span,
    before: Span,
    parts: Mapping[str, str],
    *,
    hides: DisclosureLimits | None,
) -> list[Line]:
    """Count every available figure for these days and for those before.

    Of protected cases, those who may not open them see only the total of a period, if it is not
    small.
    """
    lines = []
    for one in DEFINITIONS:
        if not missing_dimensions(one, parts) and not (
            hides and one.key in _PROTECTED_KEYS and one.dimension
        ):
            ask = partial(_query, one, parts)
            lines.append(_line(session, one, (ask(span), ask(before)), hides))
    return lines


def _query(about: Definition, parts: Mapping[str, str], span: Span) -> Any:
    if about.records is None or about.unit is Unit.RATE:
        return about.query(msgspec.structs.replace(span, post=parts.get("post")))
    return about.records.asked(span, about.dimension, parts)


def _line(
    session: Session, about: Definition, questions: tuple[Any, ...], hides: DisclosureLimits | None
) -> Line:
    """Count now, before and, if requested, the days before today, by one database query."""
    marked = (one.add_columns(literal(place)) for place, one in enumerate(questions))
    rows = session.execute(union_all(*marked)).all()
    now, before, *days = (
        _figures_by_part(about, [row[:-1] for row in rows if row[-1] == place], hides)
        for place in range(len(questions))
    )
    none = None if about.unit is Unit.RATE else 0
    parts = [
        Part(
            name,
            (now.get(name) or before[name]).currency,
            _value(now, name, none),
            _value(before, name, none),
            sum((_value(one, name, 0) or 0) - (_value(before, name, 0) or 0) for one in days),
        )
        for name in now | before
    ]
    return Line(about, sorted(parts, key=lambda part: (-(part.now or 0), part.name)))


def _figures_by_part(
    about: Definition, rows: list[Any], hides: DisclosureLimits | None
) -> dict[str, Figure]:
    found = figures.figures_from_rows(about, rows)
    shown = (
        found
        if hides is None or about.key not in _PROTECTED_KEYS
        else public_masks.mask_figures(found, smallest=hides)
    )
    return {one.name[1]: one for one in shown}


def _value(values: Mapping[str, Figure], name: str, none: int | None) -> int | None:
    return values[name].value if name in values else none


# Since yesterday


def _is_arrival_before(midnight: datetime) -> ColumnElement[bool]:
    """Return the condition that an arrival was confirmed before a moment.

    The arrival stores only its day; the journal has the moment.
    """
    confirmed = (
        col(Entry.reference) == col(Placement.reference),
        col(Entry.act) == "arrive",
        col(Entry.at) >= midnight,
    )
    return and_(
        col(Placement.recorded_at) < midnight,
        ~select(1).where(*confirmed).correlate(Placement).exists(),
    )


def _is_before(moment: Any) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda midnight: moment < midnight


# Figures shown for a day, and the condition that their records were known before a moment, whatever
# day they concern.
_RECORDED_BEFORE: Mapping[str, Callable[[datetime], ColumnElement[bool]] | None] = MappingProxyType(
    {
        "advice.sessions": _is_before(col(advice_tables.Session.recorded_at)),
        "advice.contacts": _is_before(col(Contact.recorded_at)),
        "wages.claims_filed": _is_before(col(Claim.filed_at)),
        "wages.closed": _is_before(col(Step.at)),
        "wages.recovered": _is_before(col(Payment.at)),
        "wages.recovered_usd": _is_before(col(Payment.at)),
        "placements.total": _is_arrival_before,
        "licences.active": None,
    }
)


# Figures whose records may have been reversed or declared void since that moment.
_COUNTED_BEFORE: Mapping[str, Callable[[datetime], Source]] = MappingProxyType(
    {
        "advice.sessions": sources.sessions_before,
        "advice.contacts": sources.contacts_before,
        "wages.recovered": sources.payments_before,
        "wages.recovered_usd": sources.payments_before,
    }
)


def since_yesterday(session: Session, today: date, parts: Mapping[str, str]) -> list[Line]:
    """Compare this year's figures with what could be counted when yesterday ended.

    What was entered today about earlier days, such as the calls of a log, is new today and shown
    separately. A payment reversed or a session declared void today counted yesterday, so that
    today's change is negative.
    """
    year, lines = years.elapsed_span(today.year, today), []
    for one in DEFINITIONS:
        if one.key in _RECORDED_BEFORE and not missing_dimensions(one, parts):
            days = until_yesterday(year)
            questions = (
                _query(one, parts, year),
                _query(_as_of_today_start(one, year), parts, days),
                _query(one, parts, days),
            )
            lines.append(_with_changes_only(_line(session, one, questions, None)))
    return lines


def _with_changes_only(line: Line) -> Line:
    """Return a line with only the parts that changed, if it has parts."""
    return line if line.whole else Line(line.about, [part for part in line.parts if part.change])


def until_yesterday(year: Span) -> Span:
    return msgspec.structs.replace(year, last=year.last - timedelta(days=1))


def _as_of_today_start(about: Definition, year: Span) -> Definition:
    """Return the figure restricted to records that existed when today began."""
    records, known = about.records, _RECORDED_BEFORE[about.key]
    if records is None or known is None:
        return about
    begins = msgspec.structs.replace(year, first=year.last).begins
    terms = lambda span: (*records.terms(span), known(begins))  # noqa: E731
    counted = _COUNTED_BEFORE.get(about.key)
    source = counted(begins) if counted else records.source
    before = msgspec.structs.replace(records, source=source, terms=terms)
    return msgspec.structs.replace(about, records=before)
