"""The list of contests for quotas at the desk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.contests.contests import Contest, State
from catalog.core.fields import CountryCode
from i18n import N_, NP_
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import list_choices, list_columns
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Country, Labelled, Link
from service.web.lists.list_view import Column, FilterField, ListView, Query, Reading


class Filter(msgspec.Struct, frozen=True):
    """The filter of the contests, as in the address."""

    state: State | None = None
    country: CountryCode | None = None
    q: queries.Word = ""
    opens_from: date | None = None
    opens_until: date | None = None


def _terms(_reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    return [
        *queries.equals(Contest, asked, "state", "country"),
        *([queries.contains(Contest.title, asked.q)] if asked.q else []),
        *queries.between(Contest.opens_on, asked.opens_from, asked.opens_until),
    ]


CONTESTS = ListView(
    name="contests",
    path="/desk/contests",
    permission=Permission.CONTESTS_WRITE,
    title=N_("Quota competitions"),
    counted=NP_("%(num)s competition", "%(num)s competitions"),
    filter=Filter,
    order="-opens",
    query=Query(rows=select(Contest), key=(col(Contest.reference),), terms=_terms),
    choices=list_choices.by_country,
    template="desk/quota/contests.html",
    fields=(
        FilterField(name="state", label=N_("Status"), labels="contest", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="q", label=N_("Title"), kind="text", usual=True),
        FilterField(name="opens_from", label=N_("Opening on or after"), kind="date"),
        FilterField(name="opens_until", label=N_("Opening on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="title",
            label=N_("Competition"),
            cell=lambda one: Link(one.title, f"/desk/contests/{one.reference}"),
            order=(col(Contest.title),),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Labelled("contest", one.state),
            order=(col(Contest.state), col(Contest.opens_on)),
        ),
        Column(
            key="country",
            label=N_("Country"),
            cell=lambda one: Country(one.country),
            order=(col(Contest.country),),
        ),
        Column(
            key="seats",
            label=N_("Places"),
            cell=lambda one: one.seats,
            order=(col(Contest.seats),),
            is_number=True,
        ),
        Column(
            key="announced",
            label=N_("Announced on"),
            cell=lambda one: one.announced_on,
            order=(col(Contest.announced_on),),
        ),
        Column(
            key="opens",
            label=N_("Opening of entries"),
            cell=lambda one: one.opens_on,
            order=(col(Contest.opens_on),),
            indexed=True,
        ),
        list_columns.reference(col(Contest.reference)),
    ),
)


@page_get("/desk/contests", permission=Permission.CONTESTS_WRITE)
def index(request: Req) -> Response[Any]:
    return listing.show(request, CONTESTS)
