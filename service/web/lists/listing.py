"""Lists of the desk: a table with filters, order, columns and saved filters of one's own.

A list is described by a `ListView`; `show` answers its page. Its address says all that is shown,
but for what a person typed that must be in no address.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from i18n import Language, formats, gettext
from service.casework.worklists import saved_filters
from service.casework.worklists.saved_filters import SavedFilter
from service.infra import access, list_settings
from service.infra.access import Permission
from service.infra.list_settings import ListSettings
from service.input import forms, listing
from service.web import context, form_actions, list_neighbours, rendering
from service.web.context import Req
from service.web.lists import list_cells, list_table, list_view, posted_searches
from service.web.lists.list_table import Table
from service.web.lists.list_view import (
    MOST_SORTED,
    Choices,
    FilterField,
    ListView,
    Order,
    Reading,
)

SIZE = 50
MOST_EXPORTED = 10_000
# Of what is typed to find a person; the filter itself refuses less.
_LONGEST_NAME = 200
LAST_PAGE = MOST_SORTED // SIZE


class Chip(msgspec.Struct, frozen=True):
    """One filter in force, and the query without it."""

    label: str
    text: str
    query: str


class SavedView(msgspec.Struct, frozen=True):
    """A saved filter with the number of rows it finds now; none if it is not understood any more."""

    row: SavedFilter
    count: int | None
    more: bool = False


class QuickLink(msgspec.Struct, frozen=True):
    """A filter offered above the table, with the number of rows it finds now."""

    text: str
    count: int
    more: bool
    query: str
    in_force: bool


class ListPage(msgspec.Struct, frozen=True):
    """One page of a list.

    `query` is the filter and order as in an address; `more`: there are more rows than `total`.
    `unsorted` is the column that a list too long cannot be sorted by, `query_in_address` whether
    the address says all that is shown, `act` what was typed in a form of the page, and `naming`
    whether the name of a saved filter was refused.
    """

    view: ListView
    rows: list[Any]
    total: int
    more: bool
    page: int
    last_page: int
    size: int
    query: str
    sort: str
    unsorted: str
    query_in_address: bool
    exports: bool
    most_exported: int
    act: Mapping[str, str]
    naming: bool


class ListTable(msgspec.Struct, frozen=True):
    """The table of a page, the columns shown and how they were chosen."""

    table: Table
    shown: list[str]
    settings: ListSettings


class ListFilter(msgspec.Struct, frozen=True):
    """The filter of a page: what is in force, the values and choices of its fields.

    `quick` are the filters that the list offers, `saved` those of the reader.
    """

    chips: list[Chip]
    typed: Mapping[str, str]
    options: Choices
    saved: list[SavedView]
    quick: list[QuickLink]


def show(
    request: Req,
    view: ListView,
    values: Mapping[str, str] | None = None,
    *,
    hidden: Mapping[str, str] | None = None,
    act: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Return the page of a list for the values of its address.

    `hidden` are values of the filter that are in no address; without them, those of the search that
    the address names. After a refused form, `act` is what was typed in it.
    """
    if view.hidden and hidden is None and values is None:
        hidden = posted_searches.read(request, view.path)
    view = list_view.for_reader(view, context.actor(request))
    values = dict(request.query_params) if values is None else values
    asked, errors = list_view.read(view, values, hidden, context.app_state(request).today)
    with context.reading(request) as session:
        given = reading(request, session)
        shown = _page(given, view, asked, values, act or {}, in_address=not hidden)
        order = list_view.order_of(view, {"sort": shown.sort})
        answer = form_actions.form_page(
            request,
            view.template,
            shown,
            _table(given, shown, asked, order),
            _filter(given, view, asked, order, values),
            *([view.extra(given, asked, shown.rows)] if view.extra else []),
            refusal=refusal,
            errors=errors | forms.errors_by_field(refusal),
        )
    return context.add_cookie(request, answer, list_neighbours.COOKIE, _remembered(shown))


def show_found(request: Req, view: ListView, data: Mapping[str, Any]) -> Response[Any]:
    """Go to the page of a list for a posted form with the fields that name a person.

    The name is in no address, browser history or log; so this list cannot be passed on.
    """
    values = dict(listing.pairs(str(data.get("query", ""))))
    hidden = {name: str(data.get(name, ""))[:_LONGEST_NAME] for name in view.hidden}
    return posted_searches.redirect(request, view.path, hidden, values)


def _remembered(page: ListPage) -> str:
    """Return the value of the cookie from which a record leads to the next one."""
    number = str(page.page) if page.query_in_address else ""
    more = page.query_in_address and (page.more or page.total > page.page * SIZE)
    references = [one.reference for one in page.rows]
    return list_neighbours.remember(page.view.path, page.query, number, references, more=more)


def find(
    reading: Reading, view: ListView, asked: Any, order: Order, first: int, most: int
) -> list[Any]:
    """Return rows in their order, as the cells are made of them."""
    return view.facts(reading, view.query.page(reading, asked, order, first, most))


def today(reading: Reading) -> date:
    """Return today's date in Tashkent."""
    return tashkent_day(reading.now)


def reading(request: Req, session: Session) -> Reading:
    reader, clock = context.reader(request), context.app_state(request).clock
    return Reading(request, session, context.actor(request), reader, clock())


def _page(
    reading: Reading,
    view: ListView,
    asked: Any,
    values: Mapping[str, str],
    act: Mapping[str, str],
    *,
    in_address: bool,
) -> ListPage:
    order, usual = list_view.order_of(view, values), list_view.order_of(view, {})
    (total, more), unsorted = view.query.total(reading, asked), ""
    if (total > MOST_SORTED or more) and not _sorts(reading, view, asked, order):
        unsorted, order = order.column.label, usual
    number = min(context.page_number(reading.request, values), LAST_PAGE + 1)
    return ListPage(
        view=view,
        rows=find(reading, view, asked, order, (number - 1) * SIZE, SIZE),
        total=total,
        more=more,
        page=number,
        last_page=LAST_PAGE,
        size=SIZE,
        query=list_view.query_of(view, asked, order),
        sort="" if order == usual else order.key,
        unsorted=unsorted,
        query_in_address=in_address,
        exports=access.allows(reading.by, Permission.LISTS_EXPORT),
        most_exported=MOST_EXPORTED,
        act=act,
        naming=any(one.startswith("filter_name") for one in act),
    )


def _sorts(reading: Reading, view: ListView, asked: Any, order: Order) -> bool:
    """Return whether a long list can be sorted so without reading too many rows."""
    indexed = order.column.indexed
    return indexed or view.query.count(reading, asked, MOST_SORTED) <= MOST_SORTED


def _table(reading: Reading, page: ListPage, asked: Any, order: Order) -> ListTable:
    view, reader = page.view, reading.reader
    settings = list_settings.read(reading.session, reading.by.account, view.name)
    columns = list_view.columns_for(view, settings)
    picks = any(access.allows(reading.by, one) for one in view.pick_permissions)
    heads = list_table.heads(
        view,
        columns,
        order,
        lambda new: posted_searches.keep(reading.request, list_view.query_of(view, asked, new)),
        reader,
        picks=picks,
    )
    rows = list_table.body(columns, page.rows, reader, page.act, view.pick if picks else "")
    return ListTable(Table(heads, rows), [one.key for one in columns], settings)


def _filter(
    reading: Reading, view: ListView, asked: Any, order: Order, values: Mapping[str, str]
) -> ListFilter:
    return ListFilter(
        chips=chips(reading, view, asked, order),
        typed=listing.form_values_as_typed(asked, values),
        options=_options(reading, view, asked),
        saved=_saved(reading, view),
        quick=_quick(reading, view, asked),
    )


def _options(reading: Reading, view: ListView, asked: Any) -> Choices:
    """Return the choices of each field of the filter that has some."""
    lang = reading.reader.lang

    def read() -> Choices:
        labels = {
            one.name: rendering.choices(lang, one.labels) for one in view.fields if one.labels
        }
        return {**labels, **(view.choices(reading, asked) if view.choices else {})}

    return reading.once("options", read, asked)


def chips(reading: Reading, view: ListView, asked: Any, order: Order | None = None) -> list[Chip]:
    """Return the filters in force, each with the query without it."""
    usual, lang = view.filter(), reading.reader.lang
    order, options = order or list_view.order_of(view, {}), _options(reading, view, asked)

    def without(field: FilterField) -> str:
        changed = {field.name: getattr(usual, field.name)}
        return posted_searches.keep(
            reading.request, list_view.query_of(view, asked, order, **changed)
        )

    return [
        Chip(
            gettext(lang, field.label),
            _text(field, getattr(asked, field.name), options, lang),
            without(field),
        )
        for field in view.fields
        if getattr(asked, field.name) != getattr(usual, field.name)
    ]


def _text(field: FilterField, value: Any, options: Choices, lang: Language) -> str:
    if isinstance(value, date):
        return formats.short_date(lang, value)
    if field.kind == "month":
        return formats.month(lang, date.fromisoformat(f"{value}-01"))
    return dict(options.get(field.name, ())).get(str(value), str(value))


def _saved(reading: Reading, view: ListView) -> list[SavedView]:
    rows = saved_filters.list_own(reading.session, view.name, by=reading.by)
    return [_count_saved(reading, view, row) for row in rows]


def _count_saved(reading: Reading, view: ListView, row: SavedFilter) -> SavedView:
    asked, errors = list_view.read(view, dict(listing.pairs(row.query)))
    try:
        count = None if errors else view.query.count(reading, asked)
    except Refusal:
        count = None
    most = view.query.most_counted
    return SavedView(row, count and min(count, most), (count or 0) > most)


def _quick(reading: Reading, view: ListView, asked: Any) -> list[QuickLink]:
    """Return the filters that the list offers; one that finds nothing only while it is in force."""
    links, usual = [], list_view.order_of(view, {})
    kept = {name: getattr(asked, name) for name in view.quick_keeps}
    for one in view.quick:
        offered = view.filter(**{**kept, **one.values})
        count, in_force = view.query.count(reading, offered), offered == asked
        if count or in_force:
            text = list_cells.data(one.label, reading.reader)
            query = list_view.query_of(view, offered, usual)
            most = view.query.most_counted
            shown, more = min(count, most), count > most
            links.append(QuickLink(text, shown, more, query, in_force))
    return links
