"""An agency's contracts by month, with departures and arrivals."""

from collections.abc import Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response
from msgspec import Meta
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.fields import CountryCode
from i18n import N_, NP_
from matching.applications import applications
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import list_choices, list_columns
from service.reporting.figures import months
from service.web.context import Req, page_get
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Labelled, Link, Reference
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    ListView,
    Order,
    Query,
    Reading,
)


class Event(StrEnum):
    """The event by whose day a contract is listed and belongs to a month."""

    SIGNED = "signed"
    DEPARTED = "departed"
    ARRIVED = "arrived"


_DAYS = MappingProxyType(
    {
        Event.SIGNED: Placement.signed_on,
        Event.DEPARTED: Placement.departed_on,
        Event.ARRIVED: Placement.arrived_on,
    }
)


class RegisterFilter(msgspec.Struct, frozen=True):
    """The filter of the register, as in the address; without a month it has all months."""

    state: Event = Event.SIGNED
    month: Annotated[str, Meta(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")] | None = None
    country: CountryCode | None = None
    employer: queries.Word = ""


class Line(list_columns.RecordRow, frozen=True):
    """A contract with its application, and the person's name if they agreed to be named."""

    row: Placement
    application: Application | None
    name: str


class RegisterQuery(Query, frozen=True):
    """Contracts come in the order of the event by which they are listed, the newest first."""

    def page(
        self, reading: Reading, asked: RegisterFilter, order: Order, first: int, most: int
    ) -> list[Any]:
        if order.key != CONTRACTS.order:
            return super().page(reading, asked, order, first, most)
        newest = self.rows.where(*self.terms(reading, asked)).order_by(
            col(_DAYS[asked.state]).desc(), *self.key
        )
        return list(reading.session.execute(newest.limit(most).offset(first)))


def _terms(reading: Reading, asked: RegisterFilter) -> Sequence[ColumnElement[bool]]:
    day, month = _DAYS[asked.state], months.read(asked.month) if asked.month else None
    return [
        arrivals.within(reading.by),
        col(day).is_not(None),
        *(queries.between(day, month.first, month.last) if month else []),
        *queries.equals(Placement, asked, "country"),
        *([queries.contains(Placement.employer, asked.employer)] if asked.employer else []),
    ]


def _facts(reading: Reading, found: Sequence[Any]) -> list[Line]:
    by = reading.by
    return [
        Line(
            row,
            application,
            name if application and applications.names_worker(application, by) else "",
        )
        for row, application, name in found
    ]


def _choices(reading: Reading, _asked: RegisterFilter) -> Choices:
    return {
        "state": [
            (Event.DEPARTED.value, list_choices.translated(reading, N_("Departures"))),
            (Event.ARRIVED.value, list_choices.translated(reading, N_("Arrivals"))),
        ],
        "country": list_choices.destinations(reading),
    }


def _contract(one: Line) -> Cell:
    if one.application is None:
        return one.row.contract
    return Link(one.row.contract, f"/desk/applications/{one.application.reference}/road")


def _worker(one: Line) -> Cell:
    if one.name or one.application is None:
        return one.name
    number = one.application.reference
    return Link(Reference(number), f"/desk/own/candidates/{number}")


def _arrival(one: Line) -> Cell:
    if one.row.arrived_on is None:
        return None
    return one.row.arrived_on, Labelled("confirmed_by", one.row.confirmed or "")


def _state(one: Line) -> Cell:
    if one.application:
        return Labelled("application", one.application.state)
    return Labelled("placement", one.row.state)


CONTRACTS = ListView(
    name="own_contracts",
    path="/desk/own/contracts",
    permission=Permission.OWN_OPEN,
    title=N_("Contract register"),
    counted=NP_("%(num)s contract", "%(num)s contracts"),
    filter=RegisterFilter,
    order="-signed",
    query=RegisterQuery(
        rows=select(Placement, Application, col(Citizen.name))
        .outerjoin(Application, col(Application.placement) == col(Placement.reference))
        .join(Citizen, col(Citizen.reference) == col(Placement.citizen)),
        key=(col(Placement.reference),),
        terms=_terms,
    ),
    facts=_facts,
    choices=_choices,
    template="desk/agency/own_contracts.html",
    fields=(
        FilterField(
            name="state",
            label=N_("List"),
            empty=N_("Contracts by date of signature"),
            usual=True,
        ),
        FilterField(name="month", label=N_("Month"), kind="month", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="employer", label=N_("Employer"), kind="text", usual=True),
    ),
    columns=(
        Column(
            key="contract",
            label=N_("Contract"),
            cell=_contract,
            order=(col(Placement.contract),),
        ),
        Column(key="worker", label=N_("Worker"), cell=_worker, exported=False),
        list_columns.PLACEMENT_EMPLOYER,
        list_columns.PLACEMENT_PLACE,
        Column(
            key="signed",
            label=N_("Signed on"),
            cell=lambda one: one.row.signed_on,
            order=(col(Placement.signed_on),),
        ),
        Column(
            key="departed",
            label=N_("Left for work abroad"),
            cell=lambda one: one.row.departed_on,
            order=(col(Placement.departed_on),),
        ),
        Column(
            key="arrived",
            label=N_("Arrived at the workplace"),
            cell=_arrival,
            order=(col(Placement.arrived_on),),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=_state,
            order=(col(Placement.state), col(Application.state)),
        ),
        Column(
            key="application",
            label=N_("Application"),
            cell=lambda one: Reference(one.application.reference) if one.application else None,
            order=(col(Application.reference),),
            usual=False,
        ),
        Column(
            key="vacancy",
            label=N_("Vacancy"),
            cell=lambda one: Reference(one.row.vacancy) if one.row.vacancy else None,
            order=(col(Placement.vacancy),),
            usual=False,
        ),
    ),
)


@page_get("/desk/own/contracts", permission=Permission.OWN_OPEN)
def index(request: Req) -> Response[Any]:
    return listing.show(request, CONTRACTS)
