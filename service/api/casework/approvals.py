"""API routes of requests that a second person decides."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.approvals import ApprovalDetails, ApprovalKind, ApprovalState
from catalog.core.fields import Prose
from service.api import api_routes
from service.api.api_routes import Limit, PagedQuery
from service.approvals import decisions
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import reversals
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class ApprovalQuery(PagedQuery):
    cursor_name = "ApprovalQuery"
    # Programs that send no limit were answered with all that wait.
    limit: Limit = 100
    state: Literal["waiting"] = "waiting"


class NewDecision(msgspec.Struct, forbid_unknown_fields=True):
    decision: Literal["approve", "decline"]
    reason: Prose


class ApprovalRecord(msgspec.Struct):
    """A request to a second person about `claim`, or about the record `subject` of another kind.

    `entry` is the entry of the ledger to be reversed, `also_reverses` those reversed with it while
    it waits, and `citizen` the person to whom the claim is to be moved."""

    approval: str
    kind: ApprovalKind
    state: ApprovalState
    claim: str | None
    subject: str | None
    entry: str | None
    citizen: str | None
    also_reverses: list[str]
    changes: dict[str, str]
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str
    decided_by: str | None
    decided_at: datetime | None


class ApprovalList(msgspec.Struct):
    items: list[ApprovalRecord]
    total: int
    next: str | None


@api_routes.get(
    "/approvals",
    operation_id="approvals_list",
    tags=["approvals"],
    permission=Permission.APPROVALS_DECIDE,
    asks=ApprovalQuery,
    gives=ApprovalList,
)
def index(request: Req) -> Response[ApprovalList]:
    """List the requests that wait for a second person, the oldest first."""
    asked, by = api_routes.read_query(request, ApprovalQuery), context.actor(request)
    after, onward = api_routes.page_keyset(asked), None
    with context.reading(request) as session:
        rows = decisions.list_waiting(session, by=by, most=asked.limit + 1, after=after)
        count = decisions.count_waiting(session, by=by)
        total = count.requests + count.withdrawals
        items = [_record(session, row) for row in rows[: asked.limit]]
    if len(rows) > asked.limit:
        onward = api_routes.keyset_cursor(asked, (items[-1].asked_at, items[-1].approval))
    return api_routes.respond_page(request, ApprovalList(items, total, onward), onward)


@api_routes.get(
    "/approvals/{approval:str}",
    operation_id="approvals_show",
    tags=["approvals"],
    permission=Permission.APPROVALS_READ,
    gives=ApprovalRecord,
    refuses=(404,),
)
def show(request: Req, approval: FromPath[str]) -> Response[ApprovalRecord]:
    """Read one request, decided or not."""
    with context.reading(request) as session:
        record = _record(session, decisions.get(session, approval, by=context.actor(request)))
    if record.claim:
        context.note_read(request, "claim", record.claim)
    return api_routes.respond(record)


@api_routes.post(
    "/approvals/{approval:str}",
    operation_id="approvals_decide",
    tags=["approvals"],
    permission=Permission.APPROVALS_READ,
    takes=NewDecision,
    gives=ApprovalRecord,
    refuses=(404,),
    answers=200,
)
def decide(request: Req, approval: FromPath[str], body: RawBody) -> Response[ApprovalRecord]:
    """Approve or decline a request as a second person.

    An approved reversal or move to another person, and what is approved of another record than a
    claim, takes effect at once."""
    values = api_routes.read_body(request, body, NewDecision)
    with context.writing(request) as session:

        def decided() -> dict[str, Any]:
            _decide(request, session, approval, values)
            return {"approval": approval}

        api_routes.run_once(request, session, values, decided)
        record = _record(session, decisions.get(session, approval, by=context.actor(request)))
    return api_routes.respond(record)


def _decide(request: Req, session: Session, approval: str, values: NewDecision) -> None:
    by, state = context.actor(request), context.app_state(request)
    on, home = state.clock(), state.settings.home
    if values.decision == "approve":
        decisions.approve(
            session, approval, values.reason, by=by, on=on, day=state.today, home=home
        )
    else:
        decisions.decline(session, approval, values.reason, by=by, on=on)


def _also_reversed(session: Session, row: ApprovalDetails) -> list[str]:
    """Return the other entries that a waiting reversal would reverse too."""
    if row.asked != ApprovalKind.REVERSAL or row.state is not ApprovalState.WAITING:
        return []
    claim = session.get_one(Claim, row.claim)
    return [one.reference for one in reversals.also_reversed(session, claim, row.terms)]


def _record(session: Session, row: ApprovalDetails) -> ApprovalRecord:
    return ApprovalRecord(
        approval=row.reference,
        kind=ApprovalKind(row.asked),
        state=row.state,
        claim=row.claim,
        subject=row.subject or None,
        entry=row.terms if row.asked == ApprovalKind.REVERSAL else None,
        citizen=row.terms if row.asked == ApprovalKind.PERSON else None,
        also_reverses=_also_reversed(session, row),
        changes=row.changes,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        answer=row.answer,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
