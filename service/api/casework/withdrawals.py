"""API route by which a worker withdraws a claim, or goes on with it."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.errors import NotAllowed
from service.api import api_routes
from service.api.casework.wages import SECRET
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import representatives, withdrawal_actions
from service.infra import access
from service.infra.access import Permission
from service.web import auth_middleware, context
from service.web.context import Req


class ClaimWithdrawalInput(msgspec.Struct, forbid_unknown_fields=True):
    """What the worker wants: to withdraw the claim, or to go on with it."""

    withdrawn: bool


class ClaimWithdrawalState(msgspec.Struct):
    reference: str
    withdrawn: bool


@api_routes.post(
    "/wages/{reference:str}/withdrawal",
    operation_id="wages_withdraw",
    tags=["wages"],
    permission=Permission.PUBLIC,
    takes=ClaimWithdrawalInput,
    gives=ClaimWithdrawalState,
    refuses=(401, 403, 404, 429),
    secret=SECRET,
)
def withdraw(
    request: Req, reference: FromPath[str], body: RawBody
) -> Response[ClaimWithdrawalState]:
    """Withdraw a claim, or go on with one that was withdrawn, as its worker by the header
    `X-Claim-Secret`; an officer does it for a worker who called. A withdrawn claim is on hold: nothing
    goes to the employer, and an officer speaks with the worker alone before it is closed."""
    values, by, home = (
        api_routes.read_body(request, body, ClaimWithdrawalInput),
        context.actor(request),
        context.app_state(request),
    )
    _require_secret(request, reference)
    with context.writing(request) as session:
        claim = _find_claim(request, session, reference)
        act = withdrawal_actions.request if values.withdrawn else withdrawal_actions.cancel

        def done() -> dict[str, Any]:
            act(session, claim, by=by, on=home.clock(), day=home.today)
            return {"reference": claim.reference, "withdrawn": values.withdrawn}

        answer = api_routes.run_once(request, session, values, done)
    return api_routes.respond(ClaimWithdrawalState(**answer), status=201)


def _require_secret(request: Req, reference: str) -> None:
    """Check a secret that was sent, and count a wrong one, before the transaction.

    Refuses: NotAllowed to a representative, NotFound."""
    if api_routes.nonempty_header(request.headers, SECRET):
        with (
            auth_middleware.long_secret_check(request, "claim"),
            context.reading(request) as session,
        ):
            _find_claim(request, session, reference)


def _find_claim(request: Req, session: Session, reference: str) -> Claim:
    """Return the claim of this secret, or one within the officer's scope.

    Refuses: SignInNeeded, NotAllowed, also to a representative, NotFound."""
    by = context.actor(request)
    secret = api_routes.nonempty_header(request.headers, SECRET)
    if not secret:
        access.require(by, Permission.WAGES_STEP)
        return wage_claims.get(session, reference, by=by, hold=True)
    today = context.app_state(request).today
    claim, mine = representatives.get_by_secret(session, reference, secret, today)
    if not mine:
        raise NotAllowed
    return claim
