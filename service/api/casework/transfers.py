"""API routes of transfers: a post offers a claim to another, which accepts or declines it."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody

from service.api import api_routes
from service.casework.claims import wage_claims
from service.casework.workflow import transfers
from service.casework.workflow.transfers import AnswerInput, OfferInput, TransferState
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class ClaimTransfer(msgspec.Struct):
    """A transfer of a claim, and whether the other post has accepted it."""

    transfer: str
    state: TransferState


@api_routes.post(
    "/wages/{reference:str}/transfer",
    operation_id="wages_transfer",
    tags=["wages"],
    permission=Permission.WAGES_TRANSFER,
    takes=OfferInput,
    gives=ClaimTransfer,
    refuses=(404, 409),
)
def offer(request: Req, reference: FromPath[str], body: RawBody) -> Response[ClaimTransfer]:
    """Offer a claim to another post. Until that post accepts, the offering post stays responsible."""
    values, by, home = (
        api_routes.read_body(request, body, OfferInput),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by, hold=True)

        def offered() -> dict[str, Any]:
            row = transfers.offer(session, claim, values, by=by, on=home.clock(), day=home.today)
            return {"transfer": row.reference, "state": row.state}

        done = api_routes.run_once(request, session, values, offered)
    return api_routes.respond(msgspec.convert(done, ClaimTransfer), status=201)


@api_routes.post(
    "/wages/{reference:str}/transfer/answer",
    operation_id="wages_transfer_answer",
    tags=["wages"],
    permission=Permission.WAGES_TRANSFER,
    takes=AnswerInput,
    gives=ClaimTransfer,
    refuses=(404, 409),
    answers=200,
)
def answer(request: Req, reference: FromPath[str], body: RawBody) -> Response[ClaimTransfer]:
    """Accept or decline a claim as the post to which it is offered; then that post is responsible.

    The offering post may take its offer back by declining it."""
    values, by, on = (
        api_routes.read_body(request, body, AnswerInput),
        context.actor(request),
        context.app_state(request).clock(),
    )
    with context.writing(request) as session:

        def answered() -> dict[str, Any]:
            row = transfers.answer(session, reference, values, by=by, on=on)
            return {"transfer": row.reference, "state": row.state}

        done = api_routes.run_once(request, session, values, answered)
    return api_routes.respond(msgspec.convert(done, ClaimTransfer))
