"""An agency's contracts by month, with departures and arrivals, and their export as a table."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from matching.applications import applications
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra.access import Permission
from service.input import spreadsheets
from service.reporting.figures import months
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post

PAGE, MOST = 50, 5_000
# The date of each list by which a contract belongs to a month.
LISTS = {
    "signed": Placement.signed_on,
    "departed": Placement.departed_on,
    "arrived": Placement.arrived_on,
}
COLUMNS = (
    "contract",
    "state",
    "employer",
    "country",
    "city",
    "vacancy",
    "signed_on",
    "departed_on",
    "arrived_on",
    "confirmed",
    "application",
    "application_state",
)


class Line(msgspec.Struct):
    """A contract with its application, and the person's name if they agreed to be named."""

    row: Placement
    application: Application | None
    name: str


class RegisterFilter(msgspec.Struct, frozen=True):
    """The list and its month; None means all months."""

    what: str = "signed"
    month: months.Month | None = None


class ContractsPage(msgspec.Struct):
    rows: list[Line]
    total: int
    number: int
    asked: RegisterFilter


@page_get("/desk/own/contracts", permission=Permission.OWN_OPEN)
def index(request: Req) -> Response[Any]:
    by, number, asked = context.actor(request), context.page_number(request), _read_filter(request)
    with context.reading(request) as session:
        rows = lines(session, asked, by=by, limit=PAGE, offset=(number - 1) * PAGE)
        total = (
            session.execute(
                select(func.count()).select_from(Placement).where(*_terms(asked, by))
            ).scalar()
            or 0
        )
    return form_actions.form_page(
        request,
        "desk/agency/own_contracts.html",
        ContractsPage(rows, total, number, asked),
        size=PAGE,
        lists=list(LISTS),
    )


def _read_filter(request: Req) -> RegisterFilter:
    """Parse the filter in the address; an unknown list or month does not filter."""
    what, month = request.query_params.get("state", ""), request.query_params.get("month", "")
    try:
        read = months.parse_month(month, context.app_state(request).today) if month else None
    except NotFound:
        read = None
    return RegisterFilter(what if what in LISTS else "signed", read)


def _terms(asked: RegisterFilter, by: Actor) -> list[ColumnElement[bool]]:
    day = col(LISTS[asked.what])
    column_elements: list[ColumnElement[bool]] = [arrivals.within(by), day.is_not(None)]
    return (
        [*column_elements, day >= asked.month.first, day <= asked.month.last]
        if asked.month
        else column_elements
    )


def lines(
    session: Session, asked: RegisterFilter, *, by: Actor, limit: int, offset: int = 0
) -> list[Line]:
    """Return the contracts that match, the newest of that list first."""
    found = select(Placement, Application, col(Citizen.name)).where(*_terms(asked, by))
    joined = found.outerjoin(Application, col(Application.placement) == col(Placement.reference))
    named = joined.join(Citizen, col(Citizen.reference) == col(Placement.citizen))
    order = (col(LISTS[asked.what]).desc(), col(Placement.reference))
    rows = session.execute(named.order_by(*order).limit(limit).offset(offset))
    return [
        Line(row, values, name if values and applications.names_worker(values, by) else "")
        for row, values, name in rows
    ]


@page_post("/desk/own/contracts/{kind:str}", permission=Permission.OWN_OPEN)
def export(request: Req, kind: FromPath[str], data: Form) -> Response[Any]:
    """Return the list as a table, without names. Refuses: ConfirmFirst, NotFound."""
    if kind not in _WRITERS:
        raise NotFound
    auth_middleware.require_fresh(request)
    auth_middleware.count_attempt(request, "export", context.actor(request).account)
    by, app_state, asked = context.actor(request), context.app_state(request), _read_filter(request)
    with context.writing(request) as session:
        rows = lines(session, asked, by=by, limit=MOST)
        _note_export(session, asked, len(rows), by=by, on=app_state.clock())
        content = _table(kind, rows)
    headers = {
        "content-disposition": f'attachment; filename="{asked.what}-{app_state.today}.{kind}"'
    } | context.NO_STORE
    return Response(content, media_type=_WRITERS[kind][1], headers=headers)


_WRITERS: dict[str, tuple[Any, str]] = {
    "csv": (spreadsheets.write_csv, "text/csv"),
    "xlsx": (
        spreadsheets.write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def _note_export(
    session: Session, asked: RegisterFilter, rows: int, *, by: Actor, on: datetime
) -> None:
    items = (asked.what, str(asked.month or "all"), f"rows:{rows}")
    journal.write(session, "export", "placement", str(by.agency)[:60], by=by, on=on, fields=items)


def _table(kind: str, rows: list[Line]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{kind}"
        _WRITERS[kind][0](path, COLUMNS, [_cells(line) for line in rows])
        return path.read_bytes()


def _cells(line: Line) -> list[str]:
    row, values = line.row, line.application
    first_cells = [getattr(row, name) for name in COLUMNS[:10]]
    return [
        "" if one is None else str(one)
        for one in (*first_cells, values and values.reference, values and values.state)
    ]
