"""Placements at the desk: the filtered list, and recording a contract."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.errors import Refusal
from catalog.core.fields import LanguageCode, Line, Region, Year
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency
from catalog.reference import countries
from i18n import N_, NP_
from matching.identity import document_holders
from matching.identity.persons import AgeBand, DocumentsInput, NewCitizen, Sex
from matching.placements import arrivals, placements
from matching.placements.arrivals import Filter
from matching.placements.placements import NewPlacement, Placement
from service.casework import people_access
from service.casework.people_access import LookupResult
from service.infra.access import Permission
from service.input import forms
from service.input import listing as queries
from service.pages.desk.people import duplicate_check
from service.pages.desk.shared import list_choices, list_columns
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link, Sentence
from service.web.lists.list_view import Column, FilterField, ListView, Query, Reading

_FIELDS = (
    "agency",
    "contract",
    "employer",
    "country",
    "city",
    "vacancy",
    "signed_on",
    "departed_on",
    "occupation_major",
)

_PERSON_FIELDS = NewCitizen.__struct_fields__


class NewPersonPlacement(NewPlacement, kw_only=True):
    """A contract of a person who is not recorded yet."""

    name: Line
    phone: str = ""
    language: LanguageCode = "uz"
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"
    birth_year: Year | None = None


class ListFilter(Filter, frozen=True):
    """The filter of the list, as in the address; a worker's name is typed in a form."""

    agency: queries.Word = ""
    employer: queries.Word = ""
    signed_from: date | None = None
    signed_until: date | None = None
    worker: queries.Word = ""


class PlacementRow(list_columns.RecordRow, frozen=True):
    """A placement with the names of its worker and agency."""

    row: Placement
    worker: str
    agency: str


class PlacementListActs(msgspec.Struct, frozen=True):
    """Whether the reader may record a contract, and find a worker by name."""

    records: bool
    named: bool


def _terms(reading: Reading, asked: ListFilter) -> Sequence[ColumnElement[bool]]:
    by = reading.by
    named = asked.worker and arrivals.names_people(by)
    return [
        *arrivals.terms(asked, by),
        *([queries.matches_words(col(Agency.key), asked.agency)] if asked.agency else []),
        *([queries.contains(Placement.employer, asked.employer)] if asked.employer else []),
        *queries.between(Placement.signed_on, asked.signed_from, asked.signed_until),
        *([arrivals.has_worker(asked.worker)] if named else []),
    ]


def _facts(reading: Reading, rows: list[Placement]) -> list[PlacementRow]:
    session = reading.session
    workers = arrivals.workers(session, rows, by=reading.by)
    names = arrivals.agency_names(session, rows)
    return [PlacementRow(row, workers.get(row.reference, ""), names[row.agency]) for row in rows]


def _acts(reading: Reading, _asked: ListFilter, _rows: list[Any]) -> PlacementListActs:
    by = reading.by
    return PlacementListActs(by.role in placements.RECORDERS, arrivals.names_people(by))


PLACEMENTS = ListView(
    name="placements",
    path="/desk/placements",
    permission=Permission.PLACEMENTS_READ,
    title=N_("Placements"),
    counted=NP_("%(num)s placement", "%(num)s placements"),
    filter=ListFilter,
    hidden=("worker",),
    order="-signed",
    query=Query(
        rows=select(Placement).join(Agency, col(Agency.external_id) == col(Placement.agency)),
        key=(col(Placement.reference),),
        terms=_terms,
    ),
    facts=_facts,
    choices=list_choices.by_country,
    extra=_acts,
    template="desk/placements/placements.html",
    fields=(
        FilterField(name="state", label=N_("Status"), labels="placement", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="agency", label=N_("Recruiter"), kind="text", usual=True),
        FilterField(name="employer", label=N_("Employer"), kind="text", usual=True),
        FilterField(name="channel", label=N_("Recruited through"), labels="placed_by"),
        FilterField(name="signed_from", label=N_("Signed on or after"), kind="date"),
        FilterField(name="signed_until", label=N_("Signed on or before"), kind="date"),
        FilterField(name="arrived_from", label=N_("Arrived on or after"), kind="date"),
        FilterField(name="arrived_until", label=N_("Arrived on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="contract",
            label=N_("Contract"),
            cell=lambda one: Link(one.row.contract, f"/desk/placements/{one.row.reference}"),
            order=(col(Placement.contract),),
        ),
        Column(
            key="worker",
            label=N_("Worker"),
            cell=lambda one: one.worker or Sentence(N_("No name")),
            seen_by=arrivals.names_people,
            order=(arrivals.WORKER_NAME,),
        ),
        Column(
            key="agency",
            label=N_("Recruited through"),
            cell=lambda one: one.agency,
            order=(col(Agency.key),),
        ),
        list_columns.PLACEMENT_EMPLOYER,
        list_columns.PLACEMENT_PLACE,
        Column(
            key="signed",
            label=N_("Signed on"),
            cell=lambda one: one.row.signed_on,
            order=(col(Placement.signed_on),),
            indexed=True,
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Labelled("placement", one.row.state),
            order=(col(Placement.state), col(Placement.signed_on)),
        ),
        Column(
            key="arrived",
            label=N_("Arrived on"),
            cell=lambda one: one.row.arrived_on,
            order=(col(Placement.arrived_on),),
        ),
        Column(
            key="departed",
            label=N_("Left for work abroad"),
            cell=lambda one: one.row.departed_on,
            order=(col(Placement.departed_on),),
            usual=False,
        ),
        Column(
            key="channel",
            label=N_("Kind of recruiter"),
            cell=lambda one: Labelled("placed_by", one.row.channel),
            usual=False,
        ),
        list_columns.reference(col(Placement.reference), indexed=True),
    ),
)


@page_get("/desk/placements", permission=Permission.PLACEMENTS_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, PLACEMENTS)


@page_post("/desk/placements/find", permission=Permission.PLACEMENTS_READ)
def find(request: Req, data: Form) -> Response[Any]:
    """Show the placements of a worker, by name, which is in no address."""
    return listing.show_found(request, PLACEMENTS, data)


@page_get("/desk/placements/new", permission=Permission.PLACEMENTS_WRITE)
def show_form(request: Req, lang: FromPath[str]) -> Response[Any]:
    placements.require_recorder(context.actor(request))
    return _form(request, {"language": lang}, None)


@page_post("/desk/placements/new", permission=Permission.PLACEMENTS_WRITE)
def sign(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    placements.require_recorder(context.actor(request))
    if data.pop("know", ""):
        typed = form_actions.typed_values(data)
        return duplicate_check.form_with_matches(request, typed, _form)
    return form_actions.submit(
        request,
        data,
        _sign,
        lambda done: f"/{lang}/desk/placements/{done['reference']}",
        partial(_form, request),
    )


def _sign(act: FormAction) -> Answer:
    choice = duplicate_check.read_choice(act.typed)
    chosen = people_access.get_chosen(act.session, choice.citizen, by=act.by)
    kind = NewPlacement if chosen else NewPersonPlacement
    asked = _FIELDS if chosen else (*_FIELDS, *_PERSON_FIELDS)
    read = forms.read(kind, {name: act.typed.get(name, "") for name in asked})
    new_placement = NewPlacement(**{name: getattr(read, name) for name in _FIELDS})
    documents = DocumentsInput(act.typed.get("passport", ""))
    if chosen:
        document_holders.add_passport(
            act.session, [chosen], documents.passport, by=act.by, on=act.on, confirmed=True
        )
        person = chosen
    else:
        new = _new_person(read)
        person, _ = duplicate_check.find_or_record(act, new, documents, choice.confirm)
    row = placements.sign(act.session, new_placement, person, by=act.by, on=act.on, day=act.day)
    return {"reference": row.reference}


def _new_person(read: NewPlacement) -> NewCitizen:
    return NewCitizen(**{name: getattr(read, name) for name in _PERSON_FIELDS})


class NewPlacementPage(msgspec.Struct):
    typed: dict[str, str]
    known: LookupResult | None
    agencies: list[tuple[str, str]]
    codes: list[str]


def _form(
    request: Req, typed: dict[str, str], refusal: Refusal | None, known: LookupResult | None = None
) -> Response[Any]:
    if known is None:
        known = duplicate_check.people_to_choose(request, typed, refusal)
    with context.reading(request) as session:
        shown = NewPlacementPage(
            typed, known, agencies.list_home(session), countries.destinations(session)
        )
    return form_actions.form_page(
        request,
        "desk/placements/placement_new.html",
        shown,
        refusal=refusal,
        majors=[str(one) for one in range(10)],
    )
