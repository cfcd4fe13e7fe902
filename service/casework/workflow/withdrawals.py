"""Withdrawals: a withdrawn claim is on hold until an officer has spoken with its worker alone."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow.claim_closing import ClosingReason

# For these reasons a claim is closed after its worker withdrew it.
REASONS = (ClosingReason.WITHDRAWN_FREELY, ClosingReason.WITHDRAWN_UNDER_PRESSURE)


class WithdrawalOpen(Refusal):
    slug = "withdrawal-open"
    sentence = N_(
        "The worker has asked to withdraw this claim, so it is on hold and nothing may be sent to "
        "the employer. Close it after speaking with the worker alone, or cancel the withdrawal if "
        "the worker asks."
    )


class ConversationNeeded(Refusal):
    slug = "conversation-needed"
    sentence = N_(
        "First speak with the worker alone, on the telephone number given in the claim, and record it here."
    )


class Withdrawal(SQLModel, table=True):
    """One request of a worker to withdraw their claim, the conversation about it, and how it ended.

    The claim is on hold until it is closed for one of the reasons of a withdrawal, or the worker
    cancels the withdrawal, which they can do after the closing too."""

    __tablename__ = "withdrawals"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    spoke_by: str | None = Field(default=None, max_length=40)
    spoke_at: datetime | None = None
    closed_as: str | None = Field(default=None, max_length=28)
    closed_by: str | None = Field(default=None, max_length=40)
    closed_at: datetime | None = None
    cancelled_by: str | None = Field(default=None, max_length=40)
    cancelled_at: datetime | None = None


def is_open_withdrawal() -> ColumnElement[bool]:
    """Return the SQL condition for withdrawals that put claims on hold."""
    return and_(col(Withdrawal.closed_at).is_(None), col(Withdrawal.cancelled_at).is_(None))


def end(row: Withdrawal, claim: Claim, *, by: Actor, on: datetime) -> None:
    """End a withdrawal, because its claim was closed."""
    row.closed_as, row.closed_by, row.closed_at = claim.closing_reason, by.account, on


_OPEN_OF_CLAIM = select(Withdrawal).where(
    col(Withdrawal.claim) == bindparam("claim"), is_open_withdrawal()
)


def find_open(session: Session, claim: str) -> Withdrawal | None:
    """Return the withdrawal that puts a claim on hold, or None."""
    found: Withdrawal | None = session.execute(_OPEN_OF_CLAIM, {"claim": claim}).scalars().first()
    return found


def latest(session: Session, claim: str) -> Withdrawal | None:
    """Return the latest withdrawal of a claim, or None."""
    return _latest_of(session, [claim]).get(claim)


def _latest_of(session: Session, claims: list[str]) -> dict[str, Withdrawal]:
    asked = select(Withdrawal).where(col(Withdrawal.claim).in_(claims))
    rows = session.execute(asked.order_by(col(Withdrawal.id))).scalars()
    return {row.claim: row for row in rows}


def shown_since(session: Session, claim: Claim) -> datetime | None:
    """Return since when those who follow a claim see it as withdrawn, or None if they do not.

    A claim on hold and one closed after the conversation look alike to them."""
    return shown_since_of(session, [claim])[claim.reference]


def shown_since_of(session: Session, claims: list[Claim]) -> dict[str, datetime | None]:
    """Return the same for several claims by reference, in one query."""
    found = _latest_of(session, [claim.reference for claim in claims])
    return {claim.reference: _shown_since(claim, found.get(claim.reference)) for claim in claims}


def _shown_since(claim: Claim, row: Withdrawal | None) -> datetime | None:
    if row is None or row.cancelled_at:
        return None
    closed = claim.state == ClaimState.CLOSED and claim.closing_reason in REASONS
    return row.asked_at if closed or row.closed_at is None else None


def require_not_withdrawn(session: Session, claim: Claim, field: str | None = None) -> None:
    """Require that something may go to the employer. Refuses: WithdrawalOpen."""
    if find_open(session, claim.reference) is not None:
        raise WithdrawalOpen(field)


def require_step(
    session: Session, claim: Claim, to: ClaimState, reason: ClosingReason | None
) -> Withdrawal | None:
    """Require that a claim may take this step although its worker withdrew it.

    Return the withdrawal that the step ends. Refuses: WithdrawalOpen, ConversationNeeded."""
    row = find_open(session, claim.reference)
    if row is None:
        return None
    if to is not ClaimState.CLOSED or reason not in REASONS:
        raise WithdrawalOpen("to")
    if row.spoke_at is None:
        raise ConversationNeeded("to")
    return row
