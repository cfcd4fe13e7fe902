"""Placements at the desk: the filtered list, and recording a contract."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import LanguageCode, Line, Region, Year
from catalog.licensing import agencies
from catalog.reference import countries
from matching.identity import document_holders
from matching.identity.persons import AgeBand, DocumentsInput, NewCitizen, Sex
from matching.placements import arrivals, placements
from matching.placements.arrivals import Filter
from matching.placements.placements import NewPlacement, Placement
from service.casework import people_access
from service.casework.people_access import LookupResult
from service.infra.access import Permission
from service.input import forms, listing
from service.pages.desk.people import duplicate_check
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

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


class PlacementsPage(msgspec.Struct):
    """A page of placements: `records` is whether the reader may record one."""

    rows: list[Placement]
    total: int
    number: int
    workers: dict[str, str]
    named: bool
    agencies: dict[str, str]
    codes: list[str]
    query: str
    records: bool


@page_get("/desk/placements", permission=Permission.PLACEMENTS_READ)
def index(request: Req) -> Response[Any]:
    by, number, values = context.actor(request), context.page_number(request), request.query_params
    asked, errors = listing.read(
        Filter, {**values, "country": (values.get("country") or "").upper()}
    )
    with context.reading(request) as session:
        return context.page(
            request,
            "desk/placements/placements.html",
            _list_page(session, asked, number, by),
            errors=errors,
            typed=listing.form_values_as_typed(asked, values),
            size=arrivals.PAGE,
        )


def _list_page(session: Session, asked: Filter, number: int, by: Actor) -> PlacementsPage:
    rows = arrivals.list_page(session, asked, number, by=by)
    return PlacementsPage(
        rows=rows,
        total=arrivals.count(session, asked, by=by),
        number=number,
        workers=arrivals.workers(session, rows, by=by),
        named=arrivals.names_people(by),
        agencies=arrivals.agency_names(session, rows),
        codes=countries.destinations(session),
        query=listing.query_string(asked),
        records=by.role in placements.RECORDERS,
    )


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
            act.session, [chosen], documents.passport, by=act.by, on=act.on
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
