"""The list of requests to erase a person's file, for those who decide on them."""

from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from i18n import N_, NP_
from matching.identity import persons
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.privacy import erasure_requests
from service.privacy.erasure_records import Erasure
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link, Reference, Sentence
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class Origin(StrEnum):
    """Who requested the erasure."""

    PERSON = "person"
    OFFICER = "officer"


class ErasureFilter(msgspec.Struct, frozen=True):
    """The filter of requests, as in the query string; those that wait, unless `decided`."""

    origin: Origin | None = None
    asked_from: date | None = None
    asked_until: date | None = None
    decided: YesNo = YesNo.NO


class ErasureRow(list_columns.RecordRow, frozen=True):
    """A request with the names of the person and of the officers."""

    row: Erasure
    name: str
    asked_by: str
    decided_by: str


class ErasuresNote(msgspec.Struct, frozen=True):
    """Whether bytes of an erased file are left, which are removed at night."""

    left: bool


def _terms(_reading: Reading, asked: ErasureFilter) -> list[ColumnElement[bool]]:
    waits, own = col(Erasure.decided_at).is_(None), col(Erasure.reason).is_(None)
    return [
        waits if asked.decided is YesNo.NO else ~waits,
        *queries.moments_between(Erasure.asked_at, asked.asked_from, asked.asked_until),
        *([own if asked.origin is Origin.PERSON else ~own] if asked.origin else []),
    ]


def _facts(reading: Reading, rows: list[Erasure]) -> list[ErasureRow]:
    names = persons.names(reading.session, {row.citizen for row in rows})
    numbers = {number for row in rows for number in (row.asked_by, row.decided_by or "")}
    officers = desk_page.officer_names(reading.session, numbers)
    return [
        ErasureRow(
            row,
            names.get(row.citizen, ""),
            officers.get(row.asked_by, row.asked_by),
            officers.get(row.decided_by or "", ""),
        )
        for row in rows
    ]


def _choices(reading: Reading, _asked: ErasureFilter) -> Choices:
    translated = list_choices.translated
    return {
        "origin": [
            (Origin.PERSON.value, translated(reading, N_("the person themselves"))),
            (Origin.OFFICER.value, translated(reading, N_("Officer"))),
        ],
        "decided": [("yes", translated(reading, N_("Only decided requests")))],
    }


ERASURES = ListView(
    name="erasures",
    path="/desk/erasures",
    permission=Permission.CITIZENS_ERASE,
    title=N_("Erasure requests"),
    counted=NP_("%(num)s erasure request", "%(num)s erasure requests"),
    filter=ErasureFilter,
    order="asked",
    query=Query(rows=select(Erasure), key=(col(Erasure.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    extra=lambda reading, _asked, _rows: ErasuresNote("left" in reading.request.query_params),
    template="desk/people/erasures.html",
    fields=(
        FilterField(name="origin", label=N_("Requested by"), usual=True),
        FilterField(name="asked_from", label=N_("From this date"), kind="date"),
        FilterField(name="asked_until", label=N_("Up to this date"), kind="date"),
        FilterField(name="decided", label=N_("With a decision"), empty=N_("No"), usual=True),
    ),
    columns=(
        Column(
            key="person",
            label=N_("Person"),
            cell=lambda one: Link(one.name or one.row.citizen, f"/desk/erasures/{one.reference}"),
        ),
        Column(key="citizen", label=N_("Reference"), cell=lambda one: Reference(one.row.citizen)),
        Column(
            key="asked",
            label=N_("Requested on"),
            cell=lambda one: one.row.asked_at,
            order=(col(Erasure.asked_at),),
        ),
        Column(
            key="asked_by",
            label=N_("Requested by"),
            cell=lambda one: (
                one.asked_by if one.row.reason else Sentence(N_("the person themselves"))
            ),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Labelled("erasure", erasure_requests.state_of(one.row)),
        ),
        Column(
            key="decided",
            label=N_("Decided on"),
            cell=lambda one: one.row.decided_at,
            order=(col(Erasure.decided_at),),
        ),
        Column(
            key="decided_by",
            label=N_("Decided by"),
            cell=lambda one: one.decided_by,
            usual=False,
        ),
    ),
)


@page_get("/desk/erasures", permission=Permission.CITIZENS_ERASE)
def index(request: Req) -> Response[Any]:
    return listing.show(request, ERASURES)
