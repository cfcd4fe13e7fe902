"""What a list of the desk is: its filter, its columns, and how its rows are found."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select, func, literal, nulls_last, select
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from service.infra.access import Permission
from service.infra.list_settings import ListSettings
from service.input import listing as queries
from service.web.context import Req
from service.web.lists.list_cells import Cell
from service.web.reader import Reader

# Longer lists are sorted by indexed columns alone, and no page begins later.
MOST_SORTED = 20_000


T = TypeVar("T")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its cell for a row, and what it is sorted by, ascending; nothing: not sorted.

    `indexed`: rows are read in this order from an index. `usual`: shown unless a person chose
    other columns. `seen_by`: who has the column; without it, everybody who reads the list.
    `exported`: whether a file of the list has it.
    """

    key: str
    label: str
    cell: Callable[[Any], Cell]
    seen_by: Callable[[Actor], bool] | None = None
    order: tuple[Any, ...] = ()
    indexed: bool = False
    usual: bool = True
    is_number: bool = False
    exported: bool = True


class FilterField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the filter, with its choices or the name of their list of labels.

    `kind`: "text", "date", "month" or "choice". `usual`: among the first fields of the form.
    """

    name: str
    label: str
    kind: str = "choice"
    labels: str = ""
    empty: str = N_("Anything")
    hint: str = ""
    usual: bool = False


class QuickFilter(msgspec.Struct, frozen=True):
    """A filter that a list offers above its table, with the values that it sets."""

    label: Cell
    values: Mapping[str, Any]


Choices = Mapping[str, Sequence[tuple[str, str]]]


class Reading(msgspec.Struct, frozen=True):
    """What the functions of a list are given: the request, its session and who reads."""

    request: Req
    session: Session
    by: Actor
    reader: Reader
    now: datetime
    memo: dict[str, tuple[Any, Any]] = {}

    def once(self, name: str, read: Callable[[], T], asked: Any = None) -> T:
        """Return what is read once for a page, for one filter where it depends on it."""
        if name not in self.memo or self.memo[name][0] != asked:
            self.memo[name] = (asked, read())
        known: T = self.memo[name][1]
        return known


class Order(msgspec.Struct, frozen=True):
    """A column and its direction."""

    column: Column
    descending: bool

    @property
    def key(self) -> str:
        """The order as in an address."""
        return ("-" if self.descending else "") + self.column.key

    def terms(self) -> list[Any]:
        """Return the terms of the query; rows without a value come last in either direction.

        An index has them where its database puts them.
        """
        terms = [one.desc() if self.descending else one for one in self.column.order]
        return terms if self.column.indexed else [nulls_last(one) for one in terms]


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """How the rows of a list are found: a query and its conditions.

    `key` ends every order, so that no row is on two pages. Rows are counted up to `most_counted`.
    A list that needs its own way has a subclass.
    """

    rows: Select[*tuple[Any, ...]]
    key: tuple[Any, ...]
    terms: Callable[[Reading, Any], Sequence[ColumnElement[bool]]]
    most_counted: int = queries.MOST_COUNTED

    def count(self, reading: Reading, asked: Any, most: int | None = None) -> int:
        """Return the number of rows, counted no further than one more than `most`."""
        most = self.most_counted if most is None else most
        rows = self.rows.where(*self.terms(reading, asked)).order_by(None)
        one = rows.with_only_columns(literal(1), maintain_column_froms=True)
        some = one.limit(most + 1).subquery()
        return reading.session.execute(select(func.count()).select_from(some)).scalar() or 0

    def total(self, reading: Reading, asked: Any) -> tuple[int, bool]:
        """Return the number of rows of the list that is shown, and whether there are more."""
        found = self.count(reading, asked)
        return min(found, self.most_counted), found > self.most_counted

    def page(self, reading: Reading, asked: Any, order: Order, first: int, most: int) -> list[Any]:
        """Return what the query finds, from row `first` on."""
        rows = self.rows.where(*self.terms(reading, asked))
        rows = rows.order_by(*order.terms(), *self.key).limit(most).offset(first)
        found = reading.session.execute(rows)
        return list(found.all() if len(self.rows.column_descriptions) > 1 else found.scalars())


class KnownRows(Query, frozen=True, kw_only=True):
    """Rows that Python makes: a function gives all that a filter finds, in their usual order.

    A column is sorted by a Python function of a row, which is its `order`.
    """

    find: Callable[[Reading, Any], Sequence[Any]]
    rows: Select[*tuple[Any, ...]] = select()
    key: tuple[Any, ...] = ()
    terms: Callable[[Reading, Any], Sequence[ColumnElement[bool]]] = lambda _reading, _asked: ()

    def count(self, reading: Reading, asked: Any, most: int | None = None) -> int:
        found = len(self._all(reading, asked))
        return found if most is None else min(found, most + 1)

    def total(self, reading: Reading, asked: Any) -> tuple[int, bool]:
        return self.count(reading, asked), False

    def page(self, reading: Reading, asked: Any, order: Order, first: int, most: int) -> list[Any]:
        rows = sorted(
            self._all(reading, asked),
            key=lambda row: [_sortable(one(row)) for one in order.column.order],
            reverse=order.descending,
        )
        return rows[first : first + most]

    def _all(self, reading: Reading, asked: Any) -> Sequence[Any]:
        """Return the rows of a filter, which are found once for a page."""
        return reading.once("known", lambda: self.find(reading, asked), asked)


def _sortable(value: Any) -> tuple[bool, Any]:
    """Return a value that can be compared with others; nothing comes first."""
    return value is not None, value if value is not None else 0


class ListView(msgspec.Struct, frozen=True, kw_only=True):
    """One list: its address, filter and columns, and how its rows are found.

    `order` is the key of the column that sorts unless another was chosen, after "-" in descending
    order. `facts` turns what the query found into the rows that the cells are made of, each with a
    `reference`. `choices` are those of the filter's fields that no list of labels has, and `extra`
    is what a template of its own needs. `quick` are filters offered above the table, of which those
    that find nothing are left out, and `quick_keeps` the fields of the filter that they leave as they
    are. `pick` is the prefix of the fields by which rows are chosen by those with one of
    `pick_permissions`, so that something can be done with several: such rows have a `version`, which
    is None where a row cannot be chosen.
    """

    name: str
    path: str
    permission: Permission
    title: str
    counted: tuple[str, str]
    filter: type[msgspec.Struct]
    fields: tuple[FilterField, ...]
    columns: tuple[Column, ...]
    order: str
    query: Query
    facts: Callable[[Reading, list[Any]], list[Any]] = lambda _reading, found: found
    choices: Callable[[Reading, Any], Choices] | None = None
    extra: Callable[[Reading, Any, list[Any]], msgspec.Struct] | None = None
    # Fields of the filter that name a person: they are in no address, browser history or log.
    hidden: tuple[str, ...] = ()
    template: str = "desk/shared/listing.html"
    quick: tuple[QuickFilter, ...] = ()
    quick_keeps: tuple[str, ...] = ()
    pick: str = ""
    pick_permissions: tuple[Permission, ...] = ()


def for_reader(view: ListView, by: Actor) -> ListView:
    """Return a list with the columns that its reader may see."""
    columns = tuple(one for one in view.columns if one.seen_by is None or one.seen_by(by))
    return msgspec.structs.replace(view, columns=columns)


def read(
    view: ListView,
    values: Mapping[str, str],
    hidden: Mapping[str, str] | None = None,
    today: date | None = None,
) -> tuple[Any, dict[str, Refusal]]:
    """Return the filter in the values, and a refusal for each value that was not understood.

    Fields that name a person are read from `hidden` alone. Days in words count from `today`; in an
    address that a page made there are none.
    """
    given = {name: value for name, value in values.items() if name not in view.hidden}
    given |= hidden or {}
    return queries.read(view.filter, given, today)


def order_of(view: ListView, values: Mapping[str, str]) -> Order:
    """Return the order that the values name, or the usual one."""
    columns = {one.key: one for one in view.columns if one.order}
    for asked in (values.get("sort") or "", view.order):
        key = asked.removeprefix("-")
        if key in columns:
            return Order(columns[key], asked.startswith("-"))
    raise LookupError(view.name)


def query_of(view: ListView, asked: Any, order: Order, **changed: Any) -> str:
    """Return the shortest query string of a filter and an order, without its hidden fields."""
    usual = view.filter()
    changed = {name: getattr(usual, name) for name in view.hidden} | changed
    query = queries.query_string(asked, **changed)
    return "&".join(filter(None, [query, "" if order.key == view.order else f"sort={order.key}"]))


def columns_for(view: ListView, settings: ListSettings) -> list[Column]:
    """Return the columns that a person chose, or the usual ones; the first is always shown."""
    chosen = settings.chosen()
    wanted = [one for one in view.columns[1:] if (one.key in chosen if chosen else one.usual)]
    return [view.columns[0], *wanted]
