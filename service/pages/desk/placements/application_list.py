"""The list of applications at the desk, the last moved first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.fields import Code, CountryCode
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy
from i18n import N_, NP_
from matching.applications import applications
from matching.applications.applications import Application, State
from matching.identity import duplicates
from matching.identity.persons import Citizen
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import application_columns, list_choices, list_columns
from service.web.context import Form, Req, page_get, page_post
from service.web.lists import listing
from service.web.lists.list_cells import Country, Due, Foreign, Link, Reference, Sentence
from service.web.lists.list_view import Column, FilterField, ListView, Query, Reading


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the address; a worker's name is typed in a form."""

    state: State | None = None
    country: CountryCode | None = None
    vacancy: Code | None = None
    agency: queries.Word = ""
    applied_from: date | None = None
    applied_until: date | None = None
    worker: queries.Word = ""


class ApplicationRow(list_columns.RecordRow, frozen=True):
    """An application with its vacancy, agency and person, and until when a place is held."""

    row: Application
    vacancy: Vacancy
    agency: str
    person: Citizen
    held: Due | None


def _terms(reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    first, last = asked.applied_from, asked.applied_until
    return [
        applications.within(reading.by),
        *queries.equals(Application, asked, "state", "vacancy"),
        *queries.equals(Vacancy, asked, "country"),
        *([queries.matches_words(col(Agency.key), asked.agency)] if asked.agency else []),
        *queries.moments_between(Application.applied_at, first, last),
        *([duplicates.has_name(asked.worker)] if asked.worker else []),
    ]


def _facts(reading: Reading, found: Sequence[Any]) -> list[ApplicationRow]:
    today = listing.today(reading)
    return [
        ApplicationRow(
            row=row,
            vacancy=vacancy,
            agency=agency.name,
            person=person,
            held=Due(row.held_until, today)
            if row.held_until and row.state == State.OFFERED
            else None,
        )
        for row, vacancy, agency, person in found
    ]


APPLICATIONS = ListView(
    name="applications",
    path="/desk/applications",
    permission=Permission.APPLICATIONS_READ,
    title=N_("Applications"),
    counted=NP_("%(num)s application", "%(num)s applications"),
    filter=Filter,
    hidden=("worker",),
    order="-moved",
    query=Query(
        rows=select(Application, Vacancy, Agency, Citizen)
        .join(Vacancy, col(Vacancy.reference) == col(Application.vacancy))
        .join(Agency, col(Agency.external_id) == col(Vacancy.agency))
        .join(Citizen, col(Citizen.reference) == col(Application.citizen)),
        key=(col(Application.reference),),
        terms=_terms,
    ),
    facts=_facts,
    choices=list_choices.by_country,
    template="desk/placements/applications.html",
    fields=(
        FilterField(name="state", label=N_("Status"), labels="application", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="agency", label=N_("Recruiter"), kind="text", usual=True),
        FilterField(
            name="vacancy",
            label=N_("Vacancy"),
            kind="text",
            hint=N_("Vacancy reference number"),
            usual=True,
        ),
        FilterField(name="applied_from", label=N_("Applied on or after"), kind="date"),
        FilterField(name="applied_until", label=N_("Applied on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="reference",
            label=N_("Application"),
            cell=lambda one: Link(
                Reference(one.row.reference), f"/desk/applications/{one.row.reference}"
            ),
            order=(col(Application.reference),),
            indexed=True,
        ),
        Column(
            key="worker",
            label=N_("Worker"),
            cell=lambda one: (
                Sentence(N_("Erased"))
                if one.person.erased_at
                else one.person.name or Sentence(N_("No name"))
            ),
            order=(col(Citizen.name_key),),
        ),
        Column(
            key="vacancy",
            label=N_("Vacancy"),
            cell=lambda one: Foreign(one.vacancy.title, one.vacancy.language),
            order=(col(Vacancy.title),),
        ),
        Column(
            key="agency",
            label=N_("Recruiter"),
            cell=lambda one: one.agency,
            order=(col(Agency.key),),
        ),
        Column(
            key="country",
            label=N_("Country"),
            cell=lambda one: Country(one.vacancy.country),
            order=(col(Vacancy.country),),
        ),
        application_columns.POINTS,
        *application_columns.STATE_SINCE,
        *application_columns.DATES,
    ),
)


@page_get("/desk/applications", permission=Permission.APPLICATIONS_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, APPLICATIONS)


@page_post("/desk/applications/find", permission=Permission.APPLICATIONS_READ)
def find(request: Req, data: Form) -> Response[Any]:
    """Show the applications of a worker, by name, which is in no address."""
    return listing.show_found(request, APPLICATIONS, data)
