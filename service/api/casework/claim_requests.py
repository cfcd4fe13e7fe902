"""API routes of requests about a claim that a second person has to approve."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.approvals import Approval
from service.api import api_routes
from service.approvals import claim_person
from service.approvals.claim_person import OtherPersonInput
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class ClaimRequested(msgspec.Struct):
    """A request about a claim that waits for a second person; nothing has changed yet."""

    approval: str
    state: str


@api_routes.post(
    "/wages/{reference:str}/person",
    operation_id="wages_request_other_person",
    tags=["wages"],
    permission=Permission.WAGES_STEP,
    takes=OtherPersonInput,
    gives=ClaimRequested,
    refuses=(404,),
    located=True,
    answers=202,
)
def request_other_person(
    request: Req, reference: FromPath[str], body: RawBody
) -> Response[ClaimRequested]:
    """Ask a second person to move a claim, with its texts and files, to another person."""
    values = api_routes.read_body(request, body, OtherPersonInput)

    def action(session: Session, claim: Claim, by: Actor, on: datetime) -> Approval:
        return claim_person.request(session, claim, values, by=by, on=on)

    done, location = run(request, reference, values, action)
    return api_routes.respond(ClaimRequested(**done), status=202, location=location)


def run(
    request: Req,
    reference: str,
    values: msgspec.Struct,
    action: Callable[[Session, Claim, Actor, datetime], Approval],
) -> tuple[dict[str, Any], str]:
    """Make a request about a claim once; return what the route answers, and the address of it."""
    by, on = context.actor(request), context.app_state(request).clock()
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by, hold=True)

        def requested() -> dict[str, Any]:
            return {"approval": action(session, claim, by, on).reference, "state": "waiting"}

        done = api_routes.run_once(request, session, values, requested)
    return done, f"/api/v1/approvals/{done['approval']}"
