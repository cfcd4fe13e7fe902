"""The list of incidents: deaths, injuries and detentions of workers abroad."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.fields import CountryCode
from catalog.reference import posts
from i18n import N_, NP_
from matching.identity import persons
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident, IncidentKind
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Due, Labelled, Link, Reference
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class IncidentFilter(msgspec.Struct, frozen=True):
    """The filter of incidents, as in the query string; those that are open, unless `over`."""

    kind: IncidentKind | None = None
    country: CountryCode | None = None
    overdue: YesNo = YesNo.NO
    due_until: date | None = None
    over: YesNo = YesNo.NO


class IncidentRow(list_columns.RecordRow, frozen=True):
    """An incident with the name of its worker, its officer and mission."""

    row: Incident
    worker: str
    officer: str
    mission: str
    due: Due | None


class IncidentsPage(msgspec.Struct, frozen=True):
    """Whether the list shows incidents that are closed."""

    over: bool


def _terms(reading: Reading, asked: IncidentFilter) -> list[ColumnElement[bool]]:
    closed = col(Incident.closed_on).is_not(None)
    late = col(Incident.due) < listing.today(reading)
    return [
        incident_tables.within(reading.by),
        closed if asked.over is YesNo.YES else ~closed,
        *([late] if asked.overdue is YesNo.YES else []),
        *queries.between(Incident.due, None, asked.due_until),
        *queries.equals(Incident, asked, "kind", "country"),
    ]


def _facts(reading: Reading, rows: list[Incident]) -> list[IncidentRow]:
    workers = persons.names(reading.session, [row.citizen for row in rows])
    officers = desk_page.officer_names(reading.session, [row.owner for row in rows])
    offices = posts.by_code(reading.session, [one for row in rows for one in (row.post, row.owner)])
    today = listing.today(reading)
    return [
        IncidentRow(
            row,
            workers.get(row.citizen, ""),
            officers.get(row.owner) or list_choices.office(reading, offices.get(row.owner)),
            list_choices.office(reading, offices.get(row.post or "")),
            Due(row.due, today) if row.due else None,
        )
        for row in rows
    ]


def _choices(reading: Reading, _asked: IncidentFilter) -> Choices:
    return {
        "country": list_choices.destinations(reading),
        "overdue": [("yes", list_choices.translated(reading, N_("Overdue")))],
        "over": [("yes", list_choices.translated(reading, N_("Closed incidents")))],
    }


INCIDENTS = ListView(
    name="incidents",
    path="/desk/incidents",
    permission=Permission.INCIDENTS_READ,
    title=N_("Deaths, injuries and detentions"),
    counted=NP_("%(num)s incident", "%(num)s incidents"),
    filter=IncidentFilter,
    order="due",
    query=Query(rows=select(Incident), key=(col(Incident.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    extra=lambda _reading, asked, _rows: IncidentsPage(over=asked.over is YesNo.YES),
    template="desk/incidents/incidents.html",
    fields=(
        FilterField(name="kind", label=N_("What happened"), labels="incident", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="overdue", label=N_("Next step"), usual=True),
        FilterField(name="due_until", label=N_("Due on or before"), kind="date"),
        FilterField(name="over", label=N_("Incidents to show"), empty=N_("Open incidents")),
    ),
    columns=(
        Column(
            key="worker",
            label=N_("Worker"),
            cell=lambda one: Link(
                one.worker or Reference(one.reference), f"/desk/incidents/{one.reference}"
            ),
        ),
        Column(
            key="kind",
            label=N_("What happened"),
            cell=lambda one: Labelled("incident", one.row.kind),
            order=(col(Incident.kind),),
        ),
        list_columns.country(col(Incident.country)),
        Column(
            key="next",
            label=N_("Next step"),
            cell=lambda one: (
                Labelled("incident_step", one.row.next_step) if one.row.next_step else None
            ),
        ),
        Column(key="due", label=N_("Due"), cell=lambda one: one.due, order=(col(Incident.due),)),
        Column(key="officer", label=N_("Officer"), cell=lambda one: one.officer),
        Column(key="mission", label=N_("Mission"), cell=lambda one: one.mission, usual=False),
        Column(
            key="reference",
            label=N_("Reference number"),
            cell=lambda one: Reference(one.reference),
            usual=False,
        ),
        Column(
            key="recorded",
            label=N_("Known since"),
            cell=lambda one: one.row.recorded_on,
            order=(col(Incident.recorded_on),),
            usual=False,
        ),
        Column(
            key="outcome",
            label=N_("Outcome"),
            cell=lambda one: (
                Labelled("incident_outcome", one.row.outcome) if one.row.outcome else None
            ),
            usual=False,
        ),
    ),
)


@page_get("/desk/incidents", permission=Permission.INCIDENTS_READ)
def index(request: Req) -> Response[Any]:
    """Show the list; what happened is told by the incident itself, and that read is recorded."""
    return listing.show(request, INCIDENTS)
