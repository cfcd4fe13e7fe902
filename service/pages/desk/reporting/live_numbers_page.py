"""Live numbers for supervisors and statisticians, and which posts sent returns.

Numbers are by period, post, country and topic, with changes since yesterday.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.reference import countries
from catalog.reference.posts import Post
from i18n import Language, formats, gettext
from service.infra import access
from service.infra.access import Permission
from service.infra.settings import DisclosureLimits
from service.input import listing
from service.pages.desk.reporting.live_numbers_labels import (
    COMPARED,
    EARLIER,
    MISSING_PARTS,
    PERIODS,
)
from service.reporting import live_numbers
from service.reporting.figures import months, periods, report_terms
from service.reporting.figures.figures import Definition
from service.reporting.figures.months import Month, Span
from service.reporting.live_numbers import Filter, Line
from service.reporting.monthly import post_return
from service.reporting.monthly.post_return import PostReturn
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.lists.listing import MOST_EXPORTED

# Complete months shown beside each post; bars in a chart (the table has all); characters of a bar's
# label.
MONTHS, BARS, LETTERS = 6, 12, 42
# The label of a part, given its dimension and its value.
PartLabel = Callable[[str | None, str], str]


@page_get("/desk/numbers", permission=Permission.NUMBERS_READ)
def show(request: Req) -> Response[Any]:
    """Show the numbers, but none beside an invalid filter.

    Numbers of only what was understood would be numbers of something else.
    """
    by, today = context.actor(request), context.app_state(request).today
    values = dict(request.query_params)
    may_export = access.allows(by, Permission.LISTS_EXPORT)
    with context.reading(request) as session:
        asked, span, errors = live_numbers.read(session, values, today)
        filters = _filter_form(session, asked, values, context.language(request))
        exported = ExportForm(listing.query_string(asked), may_export, MOST_EXPORTED)
        parts: list[msgspec.Struct] = [filters, _list_returns(session, today, by), exported]
        if span and not errors:
            parts.append(_count_numbers(session, asked, span, request))
        return form_actions.form_page(
            request,
            "desk/reporting/numbers.html",
            *parts,
            errors=errors,
            span=None if errors else span,
        )


class ExportForm(msgspec.Struct):
    """What is exported, whether the reader may, and how many rows at most."""

    query: str
    exports: bool
    most_exported: int


class FilterForm(msgspec.Struct):
    """What was typed, and what can be chosen: countries and periods."""

    typed: dict[str, str]
    codes: list[str]
    kinds: list[tuple[str, str]]


def _filter_form(
    session: Session, asked: Filter, values: dict[str, str], lang: Language
) -> FilterForm:
    typed = listing.form_values_as_typed(asked, values)
    if asked.period not in (None, periods.Period.DAYS):
        typed |= {"day_from": "", "day_until": ""}
    return FilterForm(
        typed=typed,
        codes=countries.destinations(session),
        kinds=[(value, gettext(lang, words)) for value, words in PERIODS.items()],
    )


class RecentReturns(msgspec.Struct):
    """Every post, and its returns of the last complete months by post and month."""

    posts: list[Post]
    months: list[Month]
    returned: dict[tuple[str, str], PostReturn]


def _list_returns(session: Session, today: date, by: Actor) -> RecentReturns:
    listed = [months.month_of_day(today).before]
    while len(listed) < MONTHS:
        listed.append(listed[-1].before)
    posts = post_return.posts(session, by=by)
    returned = post_return.newest_by_month(
        session, PostReturn, [post.code for post in posts], listed
    )
    return RecentReturns(posts=posts, months=listed[::-1], returned=returned)


class Bar(msgspec.Struct):
    label: str
    number: int
    shown: str


class Chart(msgspec.Struct):
    """The chart of a figure: its largest parts."""

    key: str
    sentence: str
    parts: list[Bar]

    @property
    def most(self) -> int:
        return self.parts[0].number


class LiveNumbers(msgspec.Struct):
    """The numbers of a period by section, and what the page says of each line.

    `before` is the earlier period, `compared` what it is in words and `earlier` the head of its
    column, `fresh` what changed since yesterday, `left` what cannot be
    counted for this filter; `lacks` gives what the records of a figure do not state, `behind` the
    address of the list behind a number.
    """

    sections: list[tuple[str, list[Line]]]
    before: Span
    compared: str
    earlier: str
    fresh: list[Line]
    left: list[Definition]
    lacks: Callable[[Definition], list[str]]
    behind: Callable[[Line, str], str]
    name: PartLabel
    chart: Callable[[Line, str, PartLabel], Chart | None]
    nothing: bool


def _count_numbers(session: Session, asked: Filter, span: Span, request: Req) -> LiveNumbers:
    app_state, lang, parts = context.app_state(request), context.language(request), asked.parts
    before = periods.earlier_span(asked.kind, span)
    lines = live_numbers.count_figures(session, span, before, parts, hides=disclosure(request))
    year = None if parts else periods.whole_year(span, app_state.today)
    return LiveNumbers(
        sections=by_section(lines),
        before=before,
        compared=COMPARED[asked.kind],
        earlier=EARLIER[asked.kind],
        fresh=live_numbers.since_yesterday(session, app_state.today, parts),
        left=live_numbers.list_unavailable(parts),
        lacks=partial(_missing_parts, lang, parts),
        behind=partial(records_address, lang, year),
        name=partial(report_terms.part_label, lang, city=app_state.city(lang, session)),
        chart=partial(_chart, lang),
        nothing=not any(part.now or part.before for line in lines for part in line.parts),
    )


def disclosure(request: Req) -> DisclosureLimits | None:
    """Return from which number on protected cases are shown to this reader, or None for all."""
    is_supervisor = context.actor(request).role is Role.SUPERVISOR
    return None if is_supervisor else context.app_state(request).settings.smallest


def by_section(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Return the lines under the heading of their section."""
    sections = [
        (words, [line for line in lines if line.about.key.startswith(f"{name}.")])
        for name, words in report_terms.SECTIONS.items()
    ]
    return [(words, own) for words, own in sections if own]


def _missing_parts(lang: Language, parts: dict[str, str], about: Definition) -> list[str]:
    return [
        gettext(lang, MISSING_PARTS[name]) for name in live_numbers.missing_dimensions(about, parts)
    ]


def records_address(lang: Language, year: int | None, line: Line, part: str) -> str:
    """Return the address of the list behind a number.

    Only a whole year has lists, and a rate has none.
    """
    if year is None or line.about.records is None:
        return ""
    result = f"?{urlencode({'part': part})}" if part else ""
    return f"/{lang.value}/desk/report/{year}/figures/{line.about.key}{result}"


def _chart(lang: Language, line: Line, sentence: str, name: PartLabel) -> Chart | None:
    """Return bars of the counted parts; different currencies and rates are not drawn."""
    bars = [
        Bar(
            _shorten(name(line.about.dimension, part.name)),
            part.now,
            formats.number(lang, part.now),
        )
        for part in line.parts
        if part.now
    ]
    drawn = not line.whole and len(bars) > 1 and not any(part.currency for part in line.parts)
    return Chart(line.about.key, sentence, bars[:BARS]) if drawn else None


def _shorten(words: str) -> str:
    return words if len(words) <= LETTERS else f"{words[: LETTERS - 1].rstrip()}…"
