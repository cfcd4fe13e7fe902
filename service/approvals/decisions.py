"""The decision of a second person about a request, and what follows from it."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from catalog.core import approvals
from catalog.core.actor import Actor
from catalog.core.approvals import (
    Approval,
    ApprovalDetails,
    ApprovalKind,
    RequesterDecides,
    is_waiting,
)
from catalog.core.errors import NotAllowed, NotFound, require_found
from catalog.core.fields import Prose
from service.accounts import approval_requests
from service.approvals import (
    account_requests,
    claim_person,
    deposit_requests,
    document_requests,
    fact_requests,
    measure_requests,
    post_requests,
    reversal_requests,
    vacancy_requests,
)
from service.approvals.request_handler import Card, RequestHandler
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import releases
from service.casework.workflow import claim_approvals
from service.infra import access
from service.infra.access import Permission

# Requests about claims are decided by whoever may approve them; these are about other records.
HANDLERS: Mapping[ApprovalKind, RequestHandler] = MappingProxyType(
    {
        ApprovalKind.DEPOSIT: deposit_requests.WITHDRAWAL,
        ApprovalKind.DEPOSIT_REVERSAL: deposit_requests.REVERSAL,
        ApprovalKind.BLACKLISTING: vacancy_requests.HANDLER,
        ApprovalKind.POST: post_requests.HANDLER,
        ApprovalKind.FACT: fact_requests.HANDLER,
        ApprovalKind.DOCUMENT: document_requests.HANDLER,
        ApprovalKind.INCIDENT_FILE: document_requests.HANDLER,
        ApprovalKind.GROUP_REVERSAL: reversal_requests.HANDLER,
        ApprovalKind.MEASURE: measure_requests.START,
        ApprovalKind.MEASURE_END: measure_requests.END,
        ApprovalKind.SECOND_FACTOR: account_requests.HANDLER,
    }
)


def approve(
    session: Session,
    number: str,
    answer: str = "",
    *,
    by: Actor,
    on: datetime,
    day: date,
    home: Path,
) -> Approval:
    """Approve a request as a second person and carry it out; `home` is the data folder.

    An approval about a claim allows a later step, with two exceptions that take place at once: a
    reversal, which also makes the receipts of the claim void, and a move to another person.
    Refuses: NotFound, approvals.DecidedAlready, approvals.RequesterDecides,
    reversals.AlreadyReversed, and what carrying it out refuses.
    """
    row = _find(session, number, by)
    if row.claim is None:
        handler = HANDLERS[ApprovalKind(row.asked)]
        approvals.decide(session, row, handler.subject(row), answer, agreed=True, by=by, on=on)
        handler.carry_out(session, row, by=by, on=on)
        return row
    claim_approvals.approve(session, number, answer, by=by, on=on)
    claim = session.get_one(Claim, row.claim)
    if row.asked == ApprovalKind.REVERSAL:
        reversal_requests.reverse(session, claim, row, by=by, on=on, day=day)
    elif row.asked == ApprovalKind.PERSON:
        claim_person.carry_out(session, claim, row, home=home, by=by, on=on, day=day)
    elif row.asked == ApprovalKind.FILE:
        releases.require_unchanged(session, row)
    return row


def decline(session: Session, number: str, answer: Prose, *, by: Actor, on: datetime) -> Approval:
    """Decline a request as a second person, with a reason.

    Refuses: NotFound, approvals.DecidedAlready, approvals.RequesterDecides."""
    row = _find(session, number, by)
    if row.claim is not None:
        return claim_approvals.decline(session, number, answer, by=by, on=on)
    subject = HANDLERS[ApprovalKind(row.asked)].subject(row)
    approvals.decide(session, row, subject, answer, agreed=False, by=by, on=on)
    return row


def _find(session: Session, number: str, by: Actor) -> Approval:
    """Return a request that this person may decide, locked.

    Refuses: NotFound where they may not read it, RequesterDecides, NotAllowed."""
    row = approvals.lock(session, number)
    if not access.allows(by, approval_requests.permission_to_decide(ApprovalKind(row.asked))):
        get(session, number, by=by)
        approvals.require_other_person(by, RequesterDecides, row.asked_by)
        raise NotAllowed
    return row


def get(session: Session, number: str, *, by: Actor) -> ApprovalDetails:
    """Return one request, decided or not: one about a claim within the actor's scope, or one that
    the actor made or may decide. Refuses: NotFound."""
    row = require_found(session.get(Approval, number))
    needed = approval_requests.permission_to_decide(ApprovalKind(row.asked))
    mine = row.asked_by == by.account or access.allows(by, needed)
    if row.claim is not None and (mine or access.allows(by, Permission.WAGES_READ)):
        person = wage_claims.get(session, row.claim, by=by).citizen
    elif row.claim is None and mine:
        person = ""
    else:
        raise NotFound
    return approvals.details(session, [(row, person)])[0]


def list_waiting(
    session: Session, *, by: Actor, most: int = 200, after: tuple[datetime, str] | None = None
) -> list[ApprovalDetails]:
    """Return the undecided requests that the actor may decide, oldest first.

    `after` is the moment and the reference of the request after which the list begins."""
    asked = (
        select(Approval, col(Claim.citizen))
        .outerjoin(Claim, col(Approval.claim) == col(Claim.reference))
        .where(_within(by))
    )
    at, reference = col(Approval.asked_at), col(Approval.reference)
    if after is not None:
        asked = asked.where(or_(at > after[0], and_(at == after[0], reference > after[1])))
    rows = session.execute(asked.order_by(at, reference).limit(most))
    return approvals.details(session, [(row, person or "") for row, person in rows])


class WaitingCount(msgspec.Struct, frozen=True):
    """Requests for a second approval, and claims withdrawn under pressure, to be reviewed."""

    requests: int = 0
    withdrawals: int = 0


def count_waiting(session: Session, *, by: Actor) -> WaitingCount:
    """Return the numbers of what list_waiting returns, without its limit."""
    pressed = col(Approval.asked) == ApprovalKind.PRESSURE.value
    asked = (
        select(pressed, func.count(col(Approval.reference)))
        .outerjoin(Claim, col(Approval.claim) == col(Claim.reference))
        .where(_within(by))
        .group_by(pressed)
    )
    counts = {bool(withdrawn): number for withdrawn, number in session.execute(asked)}
    return WaitingCount(counts.get(False, 0), counts.get(True, 0))


def _within(by: Actor) -> ColumnElement[bool]:
    """Return the condition for waiting requests that this person may decide."""
    kinds = [
        kind.value
        for kind in HANDLERS
        if access.allows(by, approval_requests.permission_to_decide(kind))
    ]
    records = and_(col(Approval.claim).is_(None), col(Approval.asked).in_(kinds))
    if not access.allows(by, Permission.WAGES_APPROVE):
        return and_(is_waiting(), records)
    claims = and_(col(Approval.claim).is_not(None), wage_claims.within(by))
    return and_(is_waiting(), or_(claims, records))


def cards(session: Session, rows: list[ApprovalDetails]) -> dict[str, Card]:
    """Return the card of each request that is not about a claim, by the request's reference."""
    return {
        one.reference: HANDLERS[ApprovalKind(one.asked)].card(session, one)
        for one in rows
        if one.claim is None
    }
