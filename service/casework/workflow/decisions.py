"""The decision of a second person about a claim, and what follows from it."""

from datetime import date, datetime

from sqlmodel import Session

from catalog.core.actor import Actor
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import approvals, reversals
from service.casework.workflow.approvals import Approval, ApprovalKind


def approve(
    session: Session, number: str, answer: str = "", *, by: Actor, on: datetime, day: date
) -> Approval:
    """Approve a request as a second person; an entry whose reversal was requested is reversed.

    Refuses: NotFound, approvals.DecidedAlready, approvals.RequesterDecides,
    reversals.AlreadyReversed.
    """
    row = approvals.approve(session, number, answer, by=by, on=on)
    if row.asked == ApprovalKind.REVERSAL:
        claim = session.get_one(Claim, row.claim)
        reversals.carry_out(session, claim, row, by=by, on=on, day=day)
    return row
