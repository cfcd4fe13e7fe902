"""Reversal of money entries of a claim: asked for by one officer, approved by another."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Prose
from i18n import N_
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import allocation, money_entries, payments
from service.casework.money.money_entries import (
    Deduction,
    Entry,
    Payment,
    PayOut,
    Reversal,
    Undelivered,
    stands,
)
from service.casework.workflow import approvals, claim_closing, state_machine
from service.casework.workflow.approvals import Approval
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep

TABLES: tuple[type[Entry], ...] = (Payment, PayOut, Deduction, Undelivered)
REOPENED_ACTION = N_("An entry was reversed: check the amounts of the claim")
REOPENED_PERIOD = timedelta(days=3)


class ReversedBefore(Refusal):
    slug = "reversed-before"
    sentence = N_("This entry has already been reversed.")


def get_entry(session: Session, claim: Claim, reference: str) -> Entry:
    """Return an entry of a claim by its reference. Refuses: NotFound."""
    for table in TABLES:
        asked = select(table).where(
            col(table.reference) == reference, col(table.claim) == claim.reference
        )
        row: Entry | None = session.execute(asked).scalar()
        if row is not None:
            return row
    raise NotFound("entry")


def request(
    session: Session, claim: Claim, reference: str, reason: Prose, *, by: Actor, on: datetime
) -> Approval:
    """Ask a second person to reverse an entry; until then it stands.

    Refuses: NotFound, ReversedBefore, approvals.AlreadyRequested, persons.ErasedPerson.
    """
    row = get_entry(session, claim, reference)
    if row.reversal:
        raise ReversedBefore("entry")
    return approvals.request_reversal(session, claim, row.reference, reason, by=by, on=on)


def reversed_together(session: Session, row: Entry) -> list[Entry]:
    """Return an entry and all that cannot stand without it, itself first.

    These are the pay-outs and fees taken from a payment, the record that a pay-out came back, and
    with a payment the record that its money was delivered late.
    """
    together = [row]
    if isinstance(row, Payment):
        together += allocation.entries_paid_from(session, row)
    numbers = [one.id for one in together if isinstance(one, PayOut)]
    linked: ColumnElement[bool] = col(Undelivered.pay_out).in_(numbers)
    if isinstance(row, Payment):
        linked = or_(linked, col(Undelivered.delivered_by).in_(numbers))
    back = select(Undelivered).where(linked, stands(Undelivered))
    known = {one.reference for one in together}
    return together + [one for one in session.execute(back).scalars() if one.reference not in known]


def carry_out(
    session: Session, claim: Claim, approval: Approval, *, by: Actor, on: datetime, day: date
) -> Reversal:
    """Reverse an entry as approved, with all that cannot stand without it.

    A closed claim whose amounts no longer bear its closing reason is reopened.
    Refuses: NotFound, ReversedBefore.
    """
    row = get_entry(session, claim, approval.terms)
    if row.reversal:
        raise ReversedBefore
    reversal = Reversal(
        claim=claim.reference,
        entry=row.reference,
        approval=approval.reference,
        on=day,
        officer=approval.asked_by,
        approved_by=by.account,
        at=on,
    )
    session.add(reversal)
    session.flush()
    for one in reversed_together(session, row):
        one.reversal = reversal.reference
        _undo_delivery(session, one)
    payments.bump_version(claim)
    session.flush()
    journal.write(session, "reverse", "claim", claim.reference, by=by, on=on, fields=("payments",))
    if claim.state == ClaimState.CLOSED and not _bears_closing(session, claim):
        _reopen(session, claim, by=by, on=on, day=day)
    return reversal


def _undo_delivery(session: Session, row: Entry) -> None:
    """Let money wait again that a reversed pay-out had delivered late."""
    if isinstance(row, PayOut):
        late = select(Undelivered).where(
            col(Undelivered.delivered_by) == row.id, stands(Undelivered)
        )
        for one in session.execute(late).scalars():
            one.delivered_on = one.delivered_by = None


def _bears_closing(session: Session, claim: Claim) -> bool:
    """Return whether the amounts of a closed claim still allow its closing reason."""
    try:
        sums = money_entries.balances(session, claim.reference)
        claim_closing.require_amounts(session, claim, sums, ClosingReason(claim.closing_reason))
    except Refusal:
        return False
    return True


def _reopen(session: Session, claim: Claim, *, by: Actor, on: datetime, day: date) -> None:
    step = NewStep(ClaimState.REOPENED, "", REOPENED_ACTION, day + REOPENED_PERIOD)
    state_machine.take_step(session, claim, step, by=by, on=on, day=day)
