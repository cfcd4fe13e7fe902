"""Withdraw a claim, record the conversation about it, cancel the withdrawal."""

from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import case, func, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from matching.identity import deaths, persons
from service.casework.claims import responsible_officers, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine, withdrawals
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from service.casework.workflow.withdrawals import Withdrawal

SPEAK_ACTION = N_("Speak with the worker alone, on the telephone number given in the claim")
# Whoever follows the claim reads it, so it does not tell what happened.
CANCELLED_ACTION = N_("Call the worker")
DECIDE_ACTION = N_("Close the claim as withdrawn, or cancel the withdrawal")
# The time within which an officer takes it up.
ACTION_PERIOD = timedelta(days=3)
# The employers shown on the page of supervisors, those with the most withdrawals first.
SHOWN = 50


class NotWithdrawn(Refusal):
    slug = "not-withdrawn"
    sentence = N_("This claim is not withdrawn, so there is nothing to change.")


class ConversationNotConfirmed(Refusal):
    slug = "conversation-not-confirmed"
    sentence = N_(
        "Confirm that you spoke with the worker alone, on the telephone number given in the claim."
    )


class ConversationInput(msgspec.Struct, forbid_unknown_fields=True):
    """An officer's statement that they spoke with the worker alone, on the claim's number."""

    alone: bool = False


class EmployerWithdrawals(msgspec.Struct, frozen=True):
    """How many claims against one employer were withdrawn, and what became of that."""

    employer: str
    country: str
    total: int
    on_hold: int
    cancelled: int
    under_pressure: int


def request(session: Session, claim: Claim, *, by: Actor, on: datetime, day: date) -> None:
    """Withdraw a claim at the request of its worker and put it on hold.

    A repeated call, and one about a closed claim, changes nothing. Refuses: deaths.AskAnOfficer,
    persons.ErasedPerson."""
    persons.require_not_erased(session, claim.citizen)
    if claim.state == ClaimState.CLOSED or withdrawals.find_open(session, claim.reference):
        return
    deaths.require_living(session, claim.citizen, by)
    session.add(Withdrawal(claim=claim.reference, asked_by=by.account, asked_at=on))
    _set_next(session, claim, SPEAK_ACTION, on=on, day=day)
    journal.write(session, "withdraw", "claim", claim.reference, by=by, on=on)
    responsible_officers.notify(session, claim, NoticeKind.WITHDRAWAL, by=by, on=on)


def record_conversation(
    session: Session, claim: Claim, given: ConversationInput, *, by: Actor, on: datetime
) -> Withdrawal:
    """Record that an officer spoke with the worker alone. Refuses: NotWithdrawn,
    ConversationNotConfirmed."""
    row = withdrawals.find_open(session, claim.reference)
    if row is None:
        raise NotWithdrawn
    if not given.alone:
        raise ConversationNotConfirmed("alone")
    row.spoke_by, row.spoke_at = by.account, on
    _set_next(session, claim, DECIDE_ACTION, on=on, day=tashkent_day(on))
    journal.write(session, "conversation", "claim", claim.reference, by=by, on=on)
    return row


def cancel(session: Session, claim: Claim, *, by: Actor, on: datetime, day: date) -> None:
    """Cancel the withdrawal of a claim; a claim that was closed as withdrawn is reopened.

    Refuses: NotWithdrawn, persons.ErasedPerson, and what state_machine.take_step refuses."""
    persons.require_not_erased(session, claim.citizen)
    closed = claim.state == ClaimState.CLOSED and claim.closing_reason in withdrawals.REASONS
    row = withdrawals.find_open(session, claim.reference)
    if row is None and not closed:
        raise NotWithdrawn
    row = row or withdrawals.latest(session, claim.reference)
    if row is not None and row.cancelled_at is None:
        row.cancelled_by, row.cancelled_at = by.account, on
    if closed:
        step = NewStep(ClaimState.REOPENED, "", CANCELLED_ACTION, day + ACTION_PERIOD)
        state_machine.take_step(session, claim, step, by=by, on=on, day=day)
    else:
        _set_next(session, claim, CANCELLED_ACTION, on=on, day=day)
    journal.write(session, "cancel_withdrawal", "claim", claim.reference, by=by, on=on)
    responsible_officers.notify(session, claim, NoticeKind.WITHDRAWAL_CANCELLED, by=by, on=on)


def _set_next(session: Session, claim: Claim, action: str, *, on: datetime, day: date) -> None:
    claim.next_action = wage_claims.seal_next(session, claim, action)
    claim.due, claim.moved_at = day + ACTION_PERIOD, on
    session.flush()


def by_employer(session: Session, *, by: Actor) -> list[EmployerWithdrawals]:
    """Return the employers whose workers withdrew claims within the actor's scope."""
    pressed = col(Withdrawal.closed_as) == ClosingReason.WITHDRAWN_UNDER_PRESSURE.value
    counts = (
        func.count(),
        func.sum(case((withdrawals.is_open_withdrawal(), 1), else_=0)),
        func.sum(case((col(Withdrawal.cancelled_at).is_not(None), 1), else_=0)),
        func.sum(case((pressed, 1), else_=0)),
    )
    asked = (
        select(func.min(col(Claim.employer)), col(Claim.country), *counts)
        .where(col(Claim.reference) == col(Withdrawal.claim), wage_claims.within(by))
        .group_by(col(Claim.employer_key), col(Claim.country))
        .order_by(counts[0].desc(), func.min(col(Claim.employer)))
    )
    return [
        EmployerWithdrawals(str(name), str(country), *(int(count) for count in numbers))
        for name, country, *numbers in session.execute(asked.limit(SHOWN))
    ]
