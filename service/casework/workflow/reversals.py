"""Reversal of money entries of a claim: requested by one officer, approved by another."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.approvals import Approval
from catalog.core.errors import Conflict, NotFound, Refusal
from catalog.core.fields import Prose
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import allocation, failed_payouts, money_entries, payments
from service.casework.money.money_entries import (
    Deduction,
    Entry,
    Payment,
    PayOut,
    Reversal,
    Undelivered,
    stands,
)
from service.casework.workflow import claim_approvals, claim_closing, state_machine, withdrawals
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep

TABLES: tuple[type[Entry], ...] = (Payment, PayOut, Deduction, Undelivered)
# The states that a reversal may end.
_PAID = (ClaimState.PAID_IN_FULL, ClaimState.CLOSED)
REOPENED_ACTION = N_("An entry was reversed: check the amounts of the claim")
REOPENED_PERIOD = timedelta(days=3)


class AlreadyReversed(Conflict):
    slug = "already-reversed"
    sentence = N_("This entry has already been reversed.")


def get_entry(
    session: Session, claim: Claim, reference: str, tables: tuple[type[Entry], ...] = TABLES
) -> Entry:
    """Return an entry of a claim, of one of these kinds, by its reference. Refuses: NotFound."""
    for table in tables:
        asked = select(table).where(
            col(table.reference) == reference, col(table.claim) == claim.reference
        )
        row: Entry | None = session.execute(asked).scalar()
        if row is not None:
            return row
    raise NotFound("entry")


def request(
    session: Session,
    claim: Claim,
    reference: str,
    reason: Prose,
    *,
    by: Actor,
    on: datetime,
    tables: tuple[type[Entry], ...] = TABLES,
) -> Approval:
    """Request a second person's approval to reverse an entry; until then it stands.

    Refuses: NotFound, AlreadyReversed, claim_approvals.AlreadyRequested, persons.ErasedPerson.
    """
    row = get_entry(session, claim, reference, tables)
    if row.reversal:
        raise AlreadyReversed("entry")
    return claim_approvals.request_reversal(session, claim, row.reference, reason, by=by, on=on)


def reversed_together(session: Session, row: Entry) -> list[Entry]:
    """Return an entry and those that depend on it, itself first.

    A payment is reversed with the entries paid from it, a pay-out with the record of its return,
    and that record with the pay-outs that delivered the money later. A rest of undelivered money
    is reversed with the entry of which it is the rest.
    """
    together: dict[str, Entry] = {}
    waiting = [row]
    while waiting:
        one = waiting.pop(0)
        if one.reference not in together:
            together[one.reference] = one
            waiting += _dependent(session, one)
    return list(together.values())


def also_reversed(session: Session, claim: Claim, reference: str) -> list[Entry]:
    """Return the other entries that the reversal of this one reverses too. Refuses: NotFound."""
    row = get_entry(session, claim, reference)
    return [] if row.reversal else reversed_together(session, row)[1:]


def _dependent(session: Session, row: Entry) -> list[Entry]:
    """Return the entries, not reversed yet, that depend directly on this one."""
    if isinstance(row, Payment):
        return allocation.entries_paid_from(session, row)
    if isinstance(row, Undelivered):
        return _dependent_on_undelivered(session, row)
    if not isinstance(row, PayOut):
        return []
    returns = select(Undelivered).where(col(Undelivered.pay_out) == row.id, stands(Undelivered))
    return list(session.execute(returns).scalars())


def _dependent_on_undelivered(session: Session, row: Undelivered) -> list[Entry]:
    """Return the entry of which this is a rest, its own rests, and what delivered returned money.

    Money that was never paid out before stays delivered."""
    related = or_(col(Undelivered.rest_of) == row.id, col(Undelivered.id) == row.rest_of)
    parts = select(Undelivered).where(related, stands(Undelivered))
    found: list[Entry] = list(session.execute(parts).scalars())
    whole = row
    while whole.rest_of:
        whole = session.get_one(Undelivered, whole.rest_of)
    if whole.pay_out is not None:
        late = select(PayOut).where(col(PayOut.id) == row.delivered_by, stands(PayOut))
        found += session.execute(late).scalars()
    return found


def carry_out(
    session: Session, claim: Claim, approval: Approval, *, by: Actor, on: datetime, day: date
) -> Reversal:
    """Reverse an entry as approved, with those that depend on it.

    A claim that was paid in full or closed is reopened if its amounts no longer allow its state.
    Refuses: NotFound, AlreadyReversed.
    """
    row = get_entry(session, claim, approval.terms)
    if row.reversal:
        raise AlreadyReversed
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
    together = reversed_together(session, row)
    for one in together:
        one.reversal = reversal.reference
    session.flush()
    for one in together:
        _undo_delivery(session, one, by=by, on=on)
    claim_approvals.lapse_reversals(session, claim, [one.reference for one in together], on=on)
    payments.bump_version(claim)
    session.flush()
    journal.write(session, "reverse", "claim", claim.reference, by=by, on=on, fields=("payments",))
    if claim.state in _PAID and not _amounts_allow_state(session, claim):
        _reopen(session, claim, by=by, on=on, day=day)
    return reversal


def _undo_delivery(session: Session, row: Entry, *, by: Actor, on: datetime) -> None:
    """Mark money as undelivered again if the pay-out that delivered it was reversed.

    Of money delivered in parts only this part waits again, as an entry of its own."""
    if isinstance(row, PayOut):
        late = select(Undelivered).where(
            col(Undelivered.delivered_by) == row.id, stands(Undelivered)
        )
        for one in session.execute(late).scalars():
            if one.amount == row.amount:
                one.delivered_on = one.delivered_by = None
                continue
            again = failed_payouts.part_waiting(one, row.amount, row.settles, by.account, on)
            session.add(again)
            allocation.store(session, again, allocation.parts_of(session, row))


def _amounts_allow_state(session: Session, claim: Claim) -> bool:
    """Return whether the amounts of a claim still allow its state, paid in full or closed."""
    reason = claim.closing_reason or ClosingReason.PAID_IN_FULL
    sums = money_entries.balances(session, claim.reference)
    try:
        claim_closing.require_amounts(session, claim, sums, ClosingReason(reason))
    except claim_closing.StillHeld:
        return claim.state == ClaimState.PAID_IN_FULL
    except Refusal:
        return False
    return True


def _reopen(session: Session, claim: Claim, *, by: Actor, on: datetime, day: date) -> None:
    """Reopen a claim; one that is on hold stays so, with what its officer has to do."""
    step = NewStep(ClaimState.REOPENED, "", REOPENED_ACTION, day + REOPENED_PERIOD)
    if withdrawals.find_open(session, claim.reference) is not None:
        step.next_action = wage_claims.next_action(session, claim)
        step.due = max(claim.due, day)
    state_machine.take_step(session, claim, step, by=by, on=on, day=day, on_hold=True)


def days(session: Session, claim: str) -> dict[str, date]:
    """Return the days of the reversals of a claim, by reference."""
    asked = select(col(Reversal.reference), col(Reversal.on)).where(col(Reversal.claim) == claim)
    return {row.reference: row.on for row in session.execute(asked)}
