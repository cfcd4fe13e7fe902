"""The live numbers as rows, as their page shows them, for the export that every list has."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from catalog.core.exchange_rates import exponent
from catalog.reference import countries
from i18n import N_, NP_, gettext
from service.infra.access import Permission
from service.pages.desk.reporting import live_numbers_page
from service.pages.desk.reporting.live_numbers_labels import PERIODS, SINCE_YESTERDAY
from service.pages.desk.shared import list_choices
from service.reporting import live_numbers
from service.reporting.annual import years
from service.reporting.figures import periods, report_terms
from service.reporting.figures.figures import Unit
from service.reporting.figures.months import Span
from service.reporting.live_numbers import Filter, Line, Part
from service.reporting.monthly import post_return
from service.web import rendering
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Sentence
from service.web.lists.list_view import Choices, Column, FilterField, KnownRows, ListView, Reading

_HIDDEN = N_("fewer than 10, or hidden to protect people")


class NumberRow(msgspec.Struct, frozen=True):
    """One number with its section, days and label; `place` is its place on the page."""

    place: int
    section: str
    days: str
    before: str
    line: Line
    part: Part
    label: str

    @property
    def reference(self) -> str:
        return self.line.about.key


def _find(reading: Reading, asked: Filter) -> Sequence[NumberRow]:
    session, today, lang = reading.session, listing.today(reading), reading.reader.lang
    span = periods.resolve_period(asked.kind, asked.day_from, asked.day_until, today)
    before, hides = (
        periods.earlier_span(asked.kind, span),
        live_numbers_page.disclosure(reading.request),
    )
    lines = live_numbers.count_figures(session, span, before, asked.parts, hides=hides)
    year = years.elapsed_span(today.year, today)
    yesterday = live_numbers.until_yesterday(year)
    found = [
        (
            SINCE_YESTERDAY,
            live_numbers.since_yesterday(session, today, asked.parts),
            year,
            yesterday,
        )
    ]
    found += [(words, own, span, before) for words, own in live_numbers_page.by_section(lines)]
    parts = [(*one, line, part) for one in found for line in one[1] for part in line.parts]
    return [
        NumberRow(
            place,
            words,
            _days(now),
            _days(then),
            line,
            part,
            report_terms.part_label(lang, line.about.dimension, part.name, reading.reader.city),
        )
        for place, (words, _lines, now, then, line, part) in enumerate(parts)
    ]


def _days(span: Span) -> str:
    """Return days as ISO 8601 writes an interval."""
    return f"{span.first}/{span.last}"


def _value(one: NumberRow, value: int | None) -> Cell:
    """Return a number in main units of its currency, a rate in percent."""
    is_rate = one.line.about.unit is Unit.RATE
    if value is None:
        return None if is_rate else Sentence(_HIDDEN)
    places = 2 if is_rate else exponent(one.part.currency) if one.part.currency else 0
    return f"{Decimal(value).scaleb(-places):f}"


def _share(one: NumberRow) -> Cell:
    return None if one.part.share is None else f"{one.part.share * 100:.1f}"


def _choices(reading: Reading, _asked: Filter) -> Choices:
    lang = reading.reader.lang
    posts = rendering.by_country(lang, post_return.posts(reading.session, by=reading.by))
    untold = ("not_stated", list_choices.translated(reading, N_("Not stated")))
    return {
        "period": [(value, gettext(lang, words)) for value, words in PERIODS.items()],
        "post": [*((one.code, list_choices.office(reading, one)) for one in posts), untold],
        "country": [
            *list_choices.countries(reading, countries.destinations(reading.session)),
            untold,
        ],
    }


NUMBERS = ListView(
    name="numbers",
    path="/desk/numbers",
    permission=Permission.NUMBERS_READ,
    title=N_("Numbers"),
    counted=NP_("%(num)s number", "%(num)s numbers"),
    filter=Filter,
    order="section",
    query=KnownRows(find=_find),
    choices=_choices,
    fields=(
        FilterField(name="period", label=N_("Period")),
        FilterField(name="day_from", label=N_("First day"), kind="date"),
        FilterField(name="day_until", label=N_("Last day"), kind="date"),
        FilterField(name="post", label=N_("Mission")),
        FilterField(name="country", label=N_("Country")),
        FilterField(name="topic", label=N_("Topic"), labels="topic"),
    ),
    columns=(
        Column(
            key="section",
            label=N_("Section"),
            cell=lambda one: Sentence(one.section),
            order=(lambda one: one.place,),
        ),
        Column(
            key="figure", label=N_("Figure"), cell=lambda one: Sentence(one.line.about.sentence)
        ),
        Column(key="part", label=N_("Category"), cell=lambda one: one.label),
        Column(key="currency", label=N_("Currency"), cell=lambda one: one.part.currency),
        Column(key="days", label=N_("Period"), cell=lambda one: one.days),
        Column(key="now", label=N_("Now"), cell=lambda one: _value(one, one.part.now)),
        Column(key="compared", label=N_("Compared with"), cell=lambda one: one.before),
        Column(key="before", label=N_("Previous"), cell=lambda one: _value(one, one.part.before)),
        Column(
            key="change",
            label=N_("Difference"),
            cell=lambda one: None if one.part.change is None else _value(one, one.part.change),
        ),
        Column(key="share", label=N_("Difference in percent"), cell=_share),
    ),
)
