"""The list of all facts: of countries, helplines, legal rules, time limits and retention periods."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select

from catalog.core.errors import NotFound
from catalog.core.fields import CountryCode
from catalog.licensing.legal_rules import Unit
from catalog.reference.countries import Mark
from i18n import N_, NP_, formats, gettext, ngettext
from i18n.scripts import fold
from service.approvals import fact_columns
from service.approvals.fact_columns import FactKind
from service.casework.deadlines import time_limits
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web import context, rendering
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Country, Labelled, Link, Sentence, Stamp
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    KnownRows,
    ListView,
    QuickFilter,
    Reading,
)

KINDS = tuple(FactKind)
# How the mark that citizens read in full is called in a list.
_SOURCED = N_("From a published source")
_LENGTHS = {
    time_limits.Unit.YEARS: NP_("%(num)s year", "%(num)s years"),
    time_limits.Unit.MONTHS: NP_("%(num)s month", "%(num)s months"),
    time_limits.Unit.WORKDAYS: NP_("%(num)s working day", "%(num)s working days"),
    time_limits.Unit.DAYS: NP_("%(num)s day", "%(num)s days"),
}


class FactFilter(msgspec.Struct, frozen=True):
    """The filter of facts, as in the query string."""

    kind: FactKind | None = None
    country: CountryCode | None = None
    mark: Mark | None = None
    q: queries.Word = ""


class FactRow(msgspec.Struct, frozen=True):
    """A fact of any kind: its country and subject, what it states, and who confirmed it first."""

    kind: FactKind
    row: Any
    country: str
    subject: str
    statement: str
    officer: str

    @property
    def reference(self) -> str:
        return f"{self.kind.value}/{self.row.id}"


def _find(reading: Reading, asked: FactFilter) -> Sequence[FactRow]:
    words = fold(asked.q)
    return [
        one
        for one in reading.once("facts", lambda: _read_all(reading))
        if asked.kind in (None, one.kind)
        and asked.country in (None, one.country)
        and asked.mark in (None, one.row.mark)
        and (not words or words in fold(f"{one.subject} {one.statement} {one.row.source}"))
    ]


def _read_all(reading: Reading) -> list[FactRow]:
    session, lang = reading.session, reading.reader.lang
    found = [
        (kind, row)
        for kind in KINDS
        for row in session.execute(select(fact_columns.TABLES[kind])).scalars()
    ]
    first = {row.confirmed_once_by for _kind, row in found if row.confirmed_once_by}
    officers = desk_page.officer_names(session, first)
    rows = []
    for kind, row in found:
        country, subject, statement = _STATEMENTS[kind](reading, row)
        officer = officers.get(row.confirmed_once_by, row.confirmed_once_by or "")
        rows.append(FactRow(kind, row, country, subject, statement, officer))
    named = {one.country: formats.country(lang, one.country) for one in rows if one.country}
    return sorted(
        rows, key=lambda one: (KINDS.index(one.kind), fold(named.get(one.country, "")), one.row.id)
    )


# The country, the subject and the statement of a row.
_Parts = tuple[str, str, str]


def _of_country(reading: Reading, row: Any) -> _Parts:
    lang = reading.reader.lang
    return row.country, rendering.label(lang, "fact", row.kind), rendering.localized_text(lang, row)


def _of_helpline(reading: Reading, row: Any) -> _Parts:
    return row.scope, row.number, rendering.localized_text(reading.reader.lang, row)


def _of_law(reading: Reading, row: Any) -> _Parts:
    lang = reading.reader.lang
    unit = rendering.label(lang, "rule_unit", row.unit)
    if row.currency:
        value = formats.money(lang, row.value, row.currency)
    elif row.unit == Unit.RULE:
        value = gettext(lang, N_("In force") if row.value else N_("Not in force"))
    elif row.unit == Unit.MONTH_DAY:
        value = f"{row.value // 100:02}-{row.value % 100:02} ({unit})"
    else:
        value = f"{formats.number(lang, row.value)} ({unit})"
    return "", rendering.label(lang, "legal_rule", row.kind), value


def _of_limit(reading: Reading, row: Any) -> _Parts:
    lang = reading.reader.lang
    length = ngettext(lang, *_LENGTHS[time_limits.Unit(row.unit)], row.length, num=row.length)
    counted = rendering.label(lang, "counted_from", row.counted_from)
    every = gettext(lang, N_("Any other dispute with the employer"))
    subject = rendering.label(lang, "part", row.component) if row.component else every
    return row.country, subject, f"{length}, {counted}"


def _of_retention(reading: Reading, row: Any) -> _Parts:
    lang = reading.reader.lang
    days = ngettext(lang, *_LENGTHS[time_limits.Unit.DAYS], row.days, num=row.days)
    return "", rendering.label(lang, "retention", row.word), days


_STATEMENTS: dict[FactKind, Callable[[Reading, Any], _Parts]] = {
    FactKind.COUNTRIES: _of_country,
    FactKind.HELPLINES: _of_helpline,
    FactKind.LAW: _of_law,
    FactKind.LIMITS: _of_limit,
    FactKind.RETENTION: _of_retention,
}


def _mark(one: FactRow) -> Cell:
    if one.row.mark == Mark.SOURCED:
        return Sentence(_SOURCED)
    label = Labelled("mark", one.row.mark)
    return Stamp(label, "soon") if one.row.mark == Mark.UNCONFIRMED else label


def _choices(reading: Reading, _asked: FactFilter) -> Choices:
    lang = reading.reader.lang
    found = reading.once("facts", lambda: _read_all(reading))
    marks = {one.value: gettext(lang, one.label) for one in Mark}
    return {
        "kind": [(one.value, gettext(lang, one.label)) for one in KINDS],
        "country": list_choices.countries(
            reading, sorted({one.country for one in found if one.country})
        ),
        "mark": list((marks | {Mark.SOURCED.value: gettext(lang, _SOURCED)}).items()),
    }


FACTS = ListView(
    name="facts",
    path="/desk/facts",
    permission=Permission.FACTS_CONFIRM,
    title=N_("Facts to confirm"),
    counted=NP_("%(num)s entry", "%(num)s entries"),
    filter=FactFilter,
    order="kind",
    query=KnownRows(find=_find),
    choices=_choices,
    template="desk/admin/facts.html",
    quick=(
        QuickFilter(Sentence(N_("All")), {}),
        *(QuickFilter(Sentence(one.label), {"kind": one}) for one in KINDS),
        QuickFilter(Sentence(Mark.UNCONFIRMED.label), {"mark": Mark.UNCONFIRMED}),
    ),
    fields=(
        FilterField(name="kind", label=N_("Kind"), usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="mark", label=N_("Confirmed"), usual=True),
        FilterField(name="q", label=N_("Words of the entry or its source"), kind="text"),
    ),
    columns=(
        Column(
            key="subject",
            label=N_("About"),
            cell=lambda one: Link(one.subject, f"/desk/facts/{one.reference}"),
            order=(lambda one: fold(one.subject),),
        ),
        Column(
            key="country",
            label=N_("Country"),
            cell=lambda one: Country(one.country) if one.country else None,
            order=(lambda one: one.country,),
        ),
        Column(key="statement", label=N_("Entry"), cell=lambda one: one.statement),
        Column(
            key="mark",
            label=N_("Confirmed"),
            cell=_mark,
            order=(lambda one: [*Mark].index(Mark(one.row.mark)),),
        ),
        Column(
            key="officer",
            label=N_("First confirmed by"),
            cell=lambda one: one.officer if one.row.mark != Mark.CONFIRMED else None,
            order=(lambda one: one.officer,),
        ),
        Column(
            key="kind",
            label=N_("Kind"),
            cell=lambda one: Sentence(one.kind.label),
            order=(lambda one: KINDS.index(one.kind),),
        ),
        Column(key="source", label=N_("Source"), cell=lambda one: one.row.source),
        Column(
            key="from",
            label=N_("Valid from"),
            cell=lambda one: one.row.valid_from,
            order=(lambda one: one.row.valid_from,),
            usual=False,
        ),
        Column(
            key="until",
            label=N_("Valid until"),
            cell=lambda one: getattr(one.row, "valid_to", None),
            usual=False,
        ),
        Column(
            key="note",
            label=N_("Note"),
            cell=lambda one: getattr(one.row, "note", ""),
            usual=False,
        ),
    ),
)


@page_get("/desk/facts", permission=Permission.FACTS_CONFIRM)
def index(request: Req) -> Response[Any]:
    return listing.show(request, FACTS)


@page_get("/desk/facts/{facts:str}", permission=Permission.FACTS_CONFIRM)
def show_kind(request: Req, lang: FromPath[str], facts: FromPath[str]) -> Response[Any]:
    """Lead from an earlier address to the facts of a kind. Refuses: NotFound."""
    if facts not in list(FactKind):
        raise NotFound
    given = {"kind": facts, "country": request.query_params.get("country", "")}
    asked, _errors = queries.read(FactFilter, given)
    return context.see_other(f"/{lang}/desk/facts?{queries.query_string(asked)}")
