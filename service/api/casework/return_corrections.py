"""API routes that read a return home, correct it or take it back."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.corrections import Reason
from catalog.core.errors import NotFound
from matching.journey import return_corrections, return_migration
from matching.journey.check_ins import AnsweredBy
from matching.journey.return_corrections import ReturnFacts
from matching.journey.return_migration import Homecoming, ReturnReason
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.api import api_routes
from service.api.casework import corrections
from service.api.casework.corrections import Corrected, CorrectionList, VoidReason
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class ReturnRecord(ReturnFacts, kw_only=True):
    """What a worker reported about their return; an insurance is true if it is not claimed yet."""

    placement: str
    reported_by: AnsweredBy
    at: datetime
    version: int


class ReturnCorrection(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was wrong in a return, and why it is corrected; what is left out stays as it is."""

    reason: Reason
    came_on: date | None = None
    because: ReturnReason | None = None
    unpaid: bool | None = None
    certificate: bool | None = None
    wants_work: bool | None = None
    departure_guarantee: bool | None = None
    return_cost: bool | None = None
    wage_guarantee: bool | None = None
    accident: bool | None = None


@api_routes.get(
    "/placements/{placement:str}/return",
    operation_id="return_show",
    tags=["returns"],
    permission=Permission.CHECKINS_READ,
    gives=ReturnRecord,
    refuses=(404,),
    versioned=True,
)
def show(request: Req, placement: FromPath[str]) -> Response[ReturnRecord]:
    """Show the return from a placement, as it is after all corrections."""
    with context.reading(request) as session:
        _, row = _find(session, placement, context.actor(request))
        facts = return_corrections.current(row)
        record = ReturnRecord(
            **{name: getattr(facts, name) for name in facts.__struct_fields__},
            placement=placement,
            reported_by=AnsweredBy(row.told),
            at=row.at,
            version=return_corrections.version(session, row),
        )
    context.note_read(request, "placement", placement)
    return api_routes.respond(record, version=record.version)


def _find(
    session: Session, reference: str, by: Actor, *, lock: bool = False
) -> tuple[Placement, Homecoming]:
    """Return a placement whose worker the actor may reach, and its return. Refuses: NotFound."""
    placed = arrivals.get(session, reference, by=by)
    row = return_migration.for_placement(session, reference, lock=lock)
    if row is None or not arrivals.may_reach(placed, by):
        raise NotFound
    return placed, row


@api_routes.post(
    "/placements/{placement:str}/return/corrections",
    operation_id="return_correct",
    tags=["returns"],
    permission=Permission.CHECKINS_WRITE,
    takes=ReturnCorrection,
    gives=Corrected,
    refuses=(404, 412),
    versioned=True,
)
def correct(request: Req, placement: FromPath[str], body: RawBody) -> Response[Corrected]:
    """Correct what was reported of a return; the earlier answers stay in its history."""
    values, by, home = (
        api_routes.read_body(request, body, ReturnCorrection),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as session:

        def corrected() -> dict[str, Any]:
            placed, row = _find(session, placement, by, lock=True)
            api_routes.require_stated_version(request, return_corrections.version(session, row))
            before = return_corrections.current(row)
            facts = msgspec.structs.replace(before, **corrections.given(values, before))
            on, day = home.clock(), home.today
            return_corrections.correct(
                session, placed, row, facts, values.reason, by=by, on=on, day=day
            )
            return {"reference": placement, "version": return_corrections.version(session, row)}

        done = Corrected(**api_routes.run_once(request, session, values, corrected))
    return api_routes.respond(done, status=201, version=done.version)


@api_routes.post(
    "/placements/{placement:str}/return/void",
    operation_id="return_void",
    tags=["returns"],
    permission=Permission.CHECKINS_WRITE,
    takes=VoidReason,
    gives=Corrected,
    refuses=(404, 412),
    versioned=True,
)
def void(request: Req, placement: FromPath[str], body: RawBody) -> Response[Corrected]:
    """Take back a return that did not happen: the worker is abroad as before, and a later return
    can be reported.
    """
    values, by, on = (
        api_routes.read_body(request, body, VoidReason),
        context.actor(request),
        context.app_state(request).clock(),
    )
    with context.writing(request) as session:

        def voided() -> dict[str, Any]:
            placed, row = _find(session, placement, by, lock=True)
            seen = return_corrections.version(session, row)
            api_routes.require_stated_version(request, seen)
            return_corrections.void(session, placed, row, values.reason, by=by, on=on)
            return {"reference": placement, "version": seen + 1}

        done = Corrected(**api_routes.run_once(request, session, values, voided))
    return api_routes.respond(done, status=201, version=done.version)


@api_routes.get(
    "/placements/{placement:str}/return/corrections",
    operation_id="return_corrections",
    tags=["returns"],
    permission=Permission.CHECKINS_READ,
    gives=CorrectionList,
    refuses=(404,),
)
def index(request: Req, placement: FromPath[str]) -> Response[CorrectionList]:
    """List the corrections of the return from a placement, the newest first; also of one that was
    taken back.
    """
    with context.reading(request) as session:
        by = context.actor(request)
        placed = arrivals.get(session, placement, by=by)
        if not arrivals.may_reach(placed, by):
            raise NotFound
        found = corrections.versions(session, return_corrections.NOUN, placement)
    context.note_read(request, "placement", placement)
    return api_routes.respond(found)
