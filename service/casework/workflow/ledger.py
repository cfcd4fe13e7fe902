"""The ledger of a claim: every money entry with its rate, its state and its reversal."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.approvals import ApprovalDetails, ApprovalKind
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.money.money_entries import (
    Deduction,
    Entry,
    Payment,
    PayOut,
    Reversal,
    Undelivered,
    list_all,
)
from service.casework.workflow import claim_approvals


class EntryKind(LabelledEnum):
    PAYMENT = "payment", N_("Payment received")
    PAY_OUT = "pay_out", N_("Paid out to the worker")
    DEDUCTION = "deduction", N_("Fee or tax deducted")
    UNDELIVERED = "undelivered", N_("Could not be delivered")
    REVERSAL = "reversal", N_("Reversal")


class EntryState(LabelledEnum):
    STANDING = "standing", N_("Not reversed")
    REVERSAL_WAITING = "reversal_waiting", N_("Reversal waiting for a second person")
    REVERSED = "reversed", N_("Reversed")


_KINDS: dict[type[Entry], EntryKind] = {
    Payment: EntryKind.PAYMENT,
    PayOut: EntryKind.PAY_OUT,
    Deduction: EntryKind.DEDUCTION,
    Undelivered: EntryKind.UNDELIVERED,
}


class SettledPart(msgspec.Struct, frozen=True):
    """The part of the debt that an entry settles, in minor units of the debt's currency."""

    amount: int
    currency: str
    basis: str | None


class FrozenRate(msgspec.Struct, frozen=True):
    """The value of a payment in minor units at its exchange rate, with the rate's day and source."""

    usd: int | None
    uzs: int | None
    on: date
    source: str


class LedgerEntry(msgspec.Struct, frozen=True):
    """One line of the ledger, in minor units.

    Each reversed entry has a line of its reversal, which names it in `reverses`; `heir` is the heir
    whom a pay-out reached, `discovery` how we found out that money was not delivered."""

    entry: str
    kind: EntryKind
    state: EntryState
    amount: int
    currency: str
    line: int | None
    settles: SettledPart | None
    on: date
    recorded_at: datetime
    officer: str
    office: str | None
    hand: str | None
    method: str | None
    payer: str | None
    receipt: str | None
    rate: FrozenRate | None
    reverses: str | None
    reason: str | None
    heir: str | None = None
    discovery: str | None = None


class ClaimEntries(msgspec.Struct, frozen=True):
    """All entries of a claim, reversed ones too, each kind in the order of recording."""

    payments: list[Payment]
    pay_outs: list[PayOut]
    deductions: list[Deduction]
    undelivered: list[Undelivered]


def read(session: Session, claim: str) -> ClaimEntries:
    """Return all entries of a claim."""
    return ClaimEntries(
        payments=list_all(session, Payment, claim),
        pay_outs=list_all(session, PayOut, claim),
        deductions=list_all(session, Deduction, claim),
        undelivered=list_all(session, Undelivered, claim),
    )


def entries(session: Session, claim: Claim, with_group: Collection[str] = ()) -> list[LedgerEntry]:
    """Return all entries of a claim in the order of recording, with their reversals."""
    number = claim.reference
    requests = claim_approvals.history(session, number)
    return build(session, read(session, number), requests, with_group)


def build(
    session: Session,
    recorded: ClaimEntries,
    requests: Sequence[ApprovalDetails],
    with_group: Collection[str] = (),
) -> list[LedgerEntry]:
    """Return the ledger of a claim from all its entries and requests for approval.

    `with_group` are the entries that wait to be reversed with a payment for the group. The rest of
    undelivered money is in the entry of which it is the rest."""
    rows: list[Entry] = [
        *recorded.payments,
        *recorded.pay_outs,
        *recorded.deductions,
        *(one for one in recorded.undelivered if not one.rest_of),
    ]
    asked = [one for one in requests if one.asked == ApprovalKind.REVERSAL]
    waiting = {one.terms for one in asked if one.state == "waiting"}.union(with_group)
    reasons = {one.reference: one.reason for one in asked}
    made = _reversals(session, {row.reversal for row in rows if row.reversal})
    found = [_entry(row, waiting) for row in rows]
    found += [
        _reversal(made[row.reversal], row, reasons.get(made[row.reversal].approval, ""))
        for row in rows
        if row.reversal
    ]
    return sorted(found, key=lambda one: (one.recorded_at, one.kind is EntryKind.REVERSAL))


def _reversals(session: Session, references: set[str]) -> dict[str, Reversal]:
    if not references:
        return {}
    rows = select(Reversal).where(col(Reversal.reference).in_(references))
    return {row.reference: row for row in session.execute(rows).scalars()}


def _entry(row: Entry, waiting: set[str]) -> LedgerEntry:
    state = (
        EntryState.REVERSED
        if row.reversal
        else EntryState.REVERSAL_WAITING
        if row.reference in waiting
        else EntryState.STANDING
    )
    payment = row if isinstance(row, Payment) else None
    other = row.settles_currency != row.currency
    return LedgerEntry(
        entry=row.reference,
        kind=_KINDS[type(row)],
        state=state,
        amount=row.amount,
        currency=row.currency,
        line=payment.line if payment else None,
        settles=SettledPart(
            row.settles, row.settles_currency, (payment.basis if payment else "") or None
        )
        if other
        else None,
        on=row.since if isinstance(row, Undelivered) else row.on,  # type: ignore[attr-defined]
        recorded_at=row.at,
        officer=row.officer,
        office=(payment.office or None) if payment else None,
        hand=payment.hand if payment else None,
        method=getattr(row, "method", "") or None,
        payer=payment.payer if payment else None,
        receipt=getattr(row, "receipt", "") or None,
        rate=FrozenRate(payment.usd, payment.uzs, payment.rate_on, payment.rate_source)
        if payment and payment.rate_on
        else None,
        reverses=None,
        reason=getattr(row, "fee", None) or getattr(row, "hurdle", None),
        heir=getattr(row, "heir", None),
        discovery=getattr(row, "discovery", "") or None,
    )


def _reversal(row: Reversal, reversed_: Entry, reason: str) -> LedgerEntry:
    """Return the line that cancels an entry: the one requested, or one that depends on it."""
    requested = reversed_.reference == row.entry
    return LedgerEntry(
        entry=row.reference if requested else f"{row.reference}-{reversed_.reference}",
        kind=EntryKind.REVERSAL,
        state=EntryState.STANDING,
        amount=-reversed_.amount,
        currency=reversed_.currency,
        line=None,
        settles=None,
        on=row.on,
        recorded_at=row.at,
        officer=row.approved_by,
        office=None,
        hand=None,
        method=None,
        payer=None,
        receipt=None,
        rate=None,
        reverses=reversed_.reference,
        reason=reason or None,
    )
