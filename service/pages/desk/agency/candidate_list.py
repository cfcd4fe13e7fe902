"""The candidates for all vacancies of an agency, without name or phone number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.fields import Code, CountryCode
from catalog.vacancies import agency_vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import N_, NP_
from matching.applications import applications
from matching.applications.applications import Application, State
from matching.recruiting import applicant_view
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.agency import candidate_rows
from service.pages.desk.shared import application_columns, list_choices, list_columns
from service.web import context, rendering
from service.web.context import Req, page_get
from service.web.lists import list_view, listing
from service.web.lists.list_cells import Country, Foreign, Labelled, Link, Reference, Sentence
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    ListView,
    Query,
    QuickFilter,
    Reading,
)

PATH = "/desk/own/candidates"
# The value of a chosen candidate's field is the version of the application.
PICK = "pick_"
# The most vacancies that the filter offers, those that close last.
MOST_VACANCIES = 200
# The states in which something is left to do, which are offered above the table.
_WAITING = (
    State.SUBMITTED,
    State.DOCS_MISSING,
    State.ELIGIBLE,
    State.SHORTLISTED,
    State.INTERVIEW,
    State.OFFERED,
    State.ACCEPTED,
)


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the address."""

    vacancy: Code | None = None
    state: State | None = None
    country: CountryCode | None = None
    applied_from: date | None = None
    applied_until: date | None = None


class CandidateSteps(msgspec.Struct, frozen=True):
    """The steps that can be taken with several candidates."""

    steps: tuple[str, ...]


def _terms(reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    return [
        applications.within(reading.by),
        *queries.equals(Application, asked, "state", "vacancy"),
        *queries.equals(Vacancy, asked, "country"),
        *queries.moments_between(Application.applied_at, asked.applied_from, asked.applied_until),
    ]


def _choices(reading: Reading, asked: Filter) -> Choices:
    states = rendering.choices(reading.reader.lang, "application")
    return {
        "vacancy": _vacancies(reading, asked),
        "state": [(value, label) for value, label in states if value != State.DRAFT],
        "country": list_choices.destinations(reading),
    }


def _vacancies(reading: Reading, asked: Filter) -> list[tuple[str, str]]:
    """Return the agency's vacancies that have candidates, with the chosen one."""
    with_candidates = select(col(Application.vacancy)).where(applications.within(reading.by))
    found = select(col(Vacancy.reference), col(Vacancy.title)).where(
        col(Vacancy.reference).in_(with_candidates)
    )
    chosen = (col(Vacancy.reference) == (asked.vacancy or "")).desc()
    last = found.order_by(chosen, col(Vacancy.closes_on).desc(), col(Vacancy.reference))
    rows = reading.session.execute(last.limit(MOST_VACANCIES))
    return [(number, f"{title} ({number})") for number, title in rows]


CANDIDATES = ListView(
    name="own_candidates",
    path=PATH,
    permission=Permission.OWN_OPEN,
    title=N_("Candidates"),
    counted=NP_("%(num)s candidate", "%(num)s candidates"),
    filter=Filter,
    order="-points",
    # Of candidates with as many points, those who submitted earlier come first.
    query=Query(
        rows=select(Application, Vacancy).join(
            Vacancy, col(Vacancy.reference) == col(Application.vacancy)
        ),
        key=(col(Application.handed_in_at), col(Application.reference)),
        terms=_terms,
    ),
    facts=candidate_rows.facts,
    choices=_choices,
    extra=lambda _reading, _asked, _rows: CandidateSteps(applicant_view.ACTS),
    template="desk/agency/own_candidates.html",
    quick=(
        QuickFilter(Sentence(N_("All")), {}),
        *(QuickFilter(Labelled("application", one.value), {"state": one}) for one in _WAITING),
    ),
    quick_keeps=("vacancy",),
    pick=PICK,
    pick_permissions=(Permission.OWN_WRITE,),
    fields=(
        FilterField(name="vacancy", label=N_("Vacancy"), empty=N_("All vacancies"), usual=True),
        FilterField(name="state", label=N_("Status"), usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="applied_from", label=N_("Applied on or after"), kind="date"),
        FilterField(name="applied_until", label=N_("Applied on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="reference",
            label=N_("Application"),
            cell=lambda one: Link(Reference(one.reference), f"{PATH}/{one.reference}"),
            order=(col(Application.reference),),
            indexed=True,
        ),
        Column(
            key="vacancy",
            label=N_("Vacancy"),
            cell=lambda one: Link(
                Foreign(one.vacancy.title, one.vacancy.language),
                f"/desk/own/vacancies/{one.vacancy.reference}",
            ),
            order=(col(Vacancy.title), col(Vacancy.reference)),
        ),
        application_columns.POINTS,
        Column(key="skills", label=N_("Skills"), cell=lambda one: one.skills),
        Column(key="languages", label=N_("Languages"), cell=lambda one: one.languages),
        Column(key="unsettled", label=N_("Still to be checked"), cell=lambda one: one.unsettled),
        *application_columns.STATE_SINCE,
        Column(
            key="occupation",
            label=N_("Occupation"),
            cell=lambda one: one.occupation,
            order=(col(Vacancy.isco08),),
            usual=False,
        ),
        Column(
            key="country",
            label=N_("Country"),
            cell=lambda one: Country(one.vacancy.country),
            order=(col(Vacancy.country),),
            usual=False,
        ),
        Column(
            key="age",
            label=N_("Age"),
            cell=lambda one: Labelled("age_band", one.row.age_band),
            usual=False,
        ),
        *application_columns.DATES,
    ),
)


@page_get(PATH, permission=Permission.OWN_OPEN)
def index(request: Req) -> Response[Any]:
    return listing.show(request, CANDIDATES)


@page_get("/desk/own/vacancies/{reference:str}/candidates", permission=Permission.OWN_OPEN)
def of_vacancy(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Redirect to the list with the candidates for one vacancy."""
    with context.reading(request) as session:
        agency_vacancies.get(session, reference, by=context.actor(request))
    query = query_of({**request.query_params, "vacancy": reference})
    return context.see_other(f"/{context.language(request).value}{PATH}?{query}")


def query_of(values: dict[str, Any]) -> str:
    """Return the query of the list for the values of an address, as its links have it."""
    asked, _errors = list_view.read(CANDIDATES, values)
    return list_view.query_of(CANDIDATES, asked, list_view.order_of(CANDIDATES, values))
