"""The contract register of an agency: its contracts with who left and who arrived, by month, and as a table to take away."""

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
from catalog.core.actor import Who
from catalog.core.errors import NotFound
from matching.applications import applications
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra.access import Permission
from service.input import spreadsheets
from service.pages.desk.shared import agency_desk
from service.reporting.figures import months
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

PAGE, MOST = 50, 5_000
# By which of its days a contract falls into a month.
LISTS = {"signed": Placement.signed_on, "departed": Placement.departed_on, "arrived": Placement.arrived_on}
COLUMNS = (
    "contract", "state", "employer", "country", "city", "vacancy", "signed_on", "departed_on", "arrived_on", "confirmed",
    "application", "application_state",
)  # fmt: skip


class Line(msgspec.Struct):
    """A contract with the application it came from; of the person the name, once they agreed to be named."""

    row: Placement
    application: Application | None
    name: str


class Asked(msgspec.Struct, frozen=True):
    """Which list, and of which month; none: all of them."""

    what: str = "signed"
    month: months.Month | None = None


@page_get("/desk/own/contracts", permission=Permission.OWN_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    by, number, asked = context.who(request), context.page_number(request), _asked(request)
    with context.reading(request) as session:
        rows = lines(session, asked, by=by, limit=PAGE, offset=(number - 1) * PAGE)
        total = session.execute(select(func.count()).select_from(Placement).where(*_terms(asked, by))).scalar() or 0
    facts = {"rows": rows, "total": total, "number": number, "size": PAGE, "asked": asked, "lists": list(LISTS)}
    return agency_desk.page(request, "desk/agency/own_contracts.html", None, **facts)


def _asked(request: Req) -> Asked:
    """What the address asks for; what is no list and no month is all of them."""
    what, month = request.query_params.get("state", ""), request.query_params.get("month", "")
    try:
        read = months.read(month, context.house(request).today) if month else None
    except NotFound:
        read = None
    return Asked(what if what in LISTS else "signed", read)


def _terms(asked: Asked, by: Who) -> list[ColumnElement[bool]]:
    day = col(LISTS[asked.what])
    told: list[ColumnElement[bool]] = [arrivals.within(by), day.is_not(None)]
    return [*told, day >= asked.month.first, day <= asked.month.last] if asked.month else told


def lines(session: Session, asked: Asked, *, by: Who, limit: int, offset: int = 0) -> list[Line]:
    """The contracts asked for, the newest of that list first."""
    found = select(Placement, Application, col(Citizen.name)).where(*_terms(asked, by))
    joined = found.outerjoin(Application, col(Application.placement) == col(Placement.reference))
    named = joined.join(Citizen, col(Citizen.reference) == col(Placement.citizen))
    order = (col(LISTS[asked.what]).desc(), col(Placement.reference))
    rows = session.execute(named.order_by(*order).limit(limit).offset(offset))
    return [Line(row, told, name if told and applications.names_worker(told, by) else "") for row, told, name in rows]


@page_post("/desk/own/contracts/{kind:str}", permission=Permission.OWN_OPEN)
def export(request: Req, lang: FromPath[str], kind: FromPath[str], data: Form) -> Response[Any]:
    """The list as a table, without names. Refuses: ConfirmFirst, NotFound."""
    context.of_address(lang)
    if kind not in _WRITERS:
        raise NotFound
    auth_middleware.require_fresh(request)
    auth_middleware.attempt(request, "export", context.who(request).account)
    by, house, asked = context.who(request), context.house(request), _asked(request)
    with context.writing(request) as session:
        rows = lines(session, asked, by=by, limit=MOST)
        _note(session, asked, len(rows), by=by, on=house.clock())
        content = _table(kind, rows)
    headers = {"content-disposition": f'attachment; filename="{asked.what}-{house.today}.{kind}"'} | context.NO_STORE
    return Response(content, media_type=_WRITERS[kind][1], headers=headers)


_WRITERS: dict[str, tuple[Any, str]] = {
    "csv": (spreadsheets.write_csv, "text/csv"),
    "xlsx": (spreadsheets.write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _note(session: Session, asked: Asked, rows: int, *, by: Who, on: datetime) -> None:
    told = (asked.what, str(asked.month or "all"), f"rows:{rows}")
    journal.write(session, "export", "placement", str(by.agency)[:60], by=by, on=on, fields=told)


def _table(kind: str, rows: list[Line]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{kind}"
        _WRITERS[kind][0](path, COLUMNS, [_cells(line) for line in rows])
        return path.read_bytes()


def _cells(line: Line) -> list[str]:
    row, told = line.row, line.application
    said = [getattr(row, name) for name in COLUMNS[:10]]
    return ["" if one is None else str(one) for one in (*said, told and told.reference, told and told.state)]


HANDLERS = [index, export]
