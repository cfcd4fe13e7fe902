"""Commands on the money of a claim: payments with frozen rates, pay-outs, fees, assessments."""

from collections.abc import Collection
from datetime import date, datetime

import msgspec
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session

from catalog.core import corrections, exchange_rates, journal
from catalog.core.actor import Actor
from catalog.core.corrections import Change, Subject
from catalog.core.errors import Refusal
from catalog.core.exchange_rates import NewRate, RateTable
from catalog.core.fields import CurrencyCode, InTheFuture, Minor, Receipt
from i18n import N_
from service.casework.claims.wage_claims import Claim, ClaimState, Line, lines
from service.casework.money import allocation, heir_shares, plausibility
from service.casework.money.allocation import DebtSettlement
from service.casework.money.money_entries import (
    Deduction,
    Fee,
    Hand,
    Method,
    Payer,
    Payment,
    PayOut,
    Purpose,
    balances,
    list_current,
    purpose_of,
)
from service.casework.money.plausibility import AmountQuestion
from service.casework.scope.incident_tables import Relative


class NoMoney(Refusal):
    slug = "no-money"
    sentence = N_("Enter the amount paid.")


class MoreThanHeld(Refusal):
    slug = "more-than-held"
    sentence = N_("Less than this is held for this worker in this currency.")


class ClosedClaim(Refusal):
    slug = "closed-claim"
    sentence = N_("This claim is closed. Reopen it before you change its amounts.")


class BeforeTheWork(Refusal):
    slug = "before-the-work"
    sentence = N_("This date is before the work began.")


class PaidOutBeforeReceived(Refusal):
    slug = "paid-out-before-received"
    sentence = N_("This date is before the money was received.")


class UnknownLine(Refusal):
    slug = "unknown-line"
    sentence = N_("This claim has no line %(number)s.")


class LineNeeded(Refusal):
    slug = "line-needed"
    sentence = N_("Choose what was paid. This claim is not only about wages.")

    def __init__(self, field: str | None = None, *, allowed: list[int] | None = None) -> None:
        super().__init__(field)
        self.allowed = [str(number) for number in allowed or ()]


class LineInOtherCurrency(Refusal):
    slug = "line-in-other-currency"
    sentence = N_("This line is in %(currency)s. State which part of it the payment settles.")


class NewPayment(msgspec.Struct, forbid_unknown_fields=True):
    """Input for a payment; `confirm` lists the questions about its amount answered with yes."""

    amount: Minor
    currency: CurrencyCode
    payer: Payer
    on: date
    method: Method
    hand: Hand = Hand.WORKER
    line: int | None = None
    settles: DebtSettlement | None = None
    confirm: list[AmountQuestion] = []


class NewPayOut(msgspec.Struct, forbid_unknown_fields=True):
    """Input for a pay-out; its day may be past, and the receipt number is that of the payer."""

    amount: Minor
    currency: CurrencyCode
    on: date
    method: Method
    receipt: Receipt = ""
    confirm: list[AmountQuestion] = []


class AssessmentInput(msgspec.Struct, forbid_unknown_fields=True):
    """The value of one line, as documented and as agreed or adjudged; None if not yet known."""

    number: int
    documented: Minor | None = None
    agreed: Minor | None = None


def receive(
    session: Session, claim: Claim, new_payment: NewPayment, *, by: Actor, on: datetime, day: date
) -> Payment:
    """Record a payment and freeze its exchange rate.

    Refuses: ClosedClaim, NoMoney, BeforeTheWork, fields.InTheFuture, LineNeeded, UnknownLine,
    LineInOtherCurrency, heir_shares.PaidToTheDead, plausibility.AmountQuestioned, and what
    allocation.debt_settled_by_payment refuses."""
    require_open(claim)
    if new_payment.amount == 0:
        raise NoMoney("amount")
    require_day(claim, new_payment.on, day)
    if new_payment.hand is Hand.WORKER:
        heir_shares.require_alive(session, claim, new_payment.on)
    table = exchange_rates.table(session, new_payment.on)
    row = _new_row(session, claim, new_payment, table, by=by, on=on)
    plausibility.require_confirmed_payment(session, claim, row, table, new_payment.confirm)
    session.add(row)
    bump_version(claim)
    session.flush()
    journal.write(session, "receive", "claim", claim.reference, by=by, on=on, fields=("payments",))
    return row


def require_day(claim: Claim, moved_on: date, day: date, field: str = "on") -> None:
    """Require that money moved after the work began and not after today.

    Refuses: BeforeTheWork, InTheFuture."""
    if moved_on < claim.earliest:
        raise BeforeTheWork(field)
    if moved_on > day:
        raise InTheFuture(field)


def _new_row(
    session: Session,
    claim: Claim,
    new_payment: NewPayment,
    table: RateTable,
    *,
    by: Actor,
    on: datetime,
) -> Payment:
    line = _line_paid(session, claim, new_payment)
    settles, debt = allocation.debt_settled_by_payment(
        new_payment.amount, new_payment.currency, new_payment.settles, table
    )
    if line and line.currency != debt and new_payment.line is not None:
        raise LineInOtherCurrency("line", currency=line.currency)
    rate = _rate_recorded(new_payment.currency, table)
    return Payment(
        claim=claim.reference,
        amount=new_payment.amount,
        currency=new_payment.currency,
        settles=settles,
        settles_currency=debt,
        basis=new_payment.settles.basis.value if new_payment.settles else "",
        line=line.number if line else None,
        purpose=purpose_of(line.component).value if line else Purpose.WAGES.value,
        office=claim.post or "",
        payer=new_payment.payer.value,
        method=new_payment.method.value,
        hand=new_payment.hand.value,
        on=new_payment.on,
        usd=table.convert(new_payment.amount, new_payment.currency, "USD"),
        uzs=table.convert(new_payment.amount, new_payment.currency, "UZS"),
        rate_on=rate.on if rate else None,
        rate_source=rate.source if rate else "",
        officer=by.account,
        at=on,
    )


def _rate_recorded(currency: str, table: RateTable) -> NewRate | None:
    """Return the published rate by which a payment is converted.

    Rates are per euro, so that a payment in euros is converted by the rate of the soum."""
    return table.per_euro.get("UZS" if currency == "EUR" else currency)


def _line_paid(session: Session, claim: Claim, new_payment: NewPayment) -> Line | None:
    """Return the line for which a payment was made; None if all lines of the claim are wages.

    Refuses: UnknownLine, LineNeeded."""
    known = {line.number: line for line in lines(session, claim.reference)}
    if new_payment.line is not None:
        if new_payment.line not in known:
            raise UnknownLine("line", number=new_payment.line)
        return known[new_payment.line]
    if len(known) == 1:
        return next(iter(known.values()))
    if needs_line(known.values()):
        raise LineNeeded("line", allowed=sorted(known))
    return None


def needs_line(known: Collection[Line]) -> bool:
    """Return whether a payment must name its line: not all of several lines are wages."""
    kinds = {purpose_of(line.component) for line in known}
    return len(known) > 1 and kinds != {Purpose.WAGES}


def line_for_group_share(session: Session, claim: Claim) -> int | None:
    """Return the line for a worker's share of a group's payment; None if all lines are wages.

    It is the first line of wages, or the first line if none is for wages."""
    known = lines(session, claim.reference)
    wages = [line for line in known if purpose_of(line.component) is Purpose.WAGES]
    return None if len(wages) == len(known) else (wages or known)[0].number


def pay_out(
    session: Session,
    claim: Claim,
    new_pay_out: NewPayOut,
    *,
    by: Actor,
    on: datetime,
    day: date,
    heir_shown: str | None = None,
) -> PayOut:
    """Record the pay-out of held money to the worker, or after their death to an heir.

    Refuses: ClosedClaim, NoMoney, MoreThanHeld, BeforeTheWork, PaidOutBeforeReceived,
    fields.InTheFuture, allocation.SeparatePayments, plausibility.AmountQuestioned, and what
    heir_shares.require_receiver refuses."""
    require_open(claim)
    require_held(session, claim, new_pay_out.amount, new_pay_out.currency)
    require_day(claim, new_pay_out.on, day)
    heir = heir_shares.require_receiver(session, claim, heir_shown)
    parts = allocation.allocate_oldest(
        session, claim.reference, new_pay_out.amount, new_pay_out.currency
    )
    settles, debt = allocation.debt_settled_by_parts(parts, new_pay_out.currency)
    if any(one.payment.on > new_pay_out.on for one in parts):
        raise PaidOutBeforeReceived("on")
    row = _new_pay_out(claim, new_pay_out, settles, debt, heir, by=by, on=on)
    plausibility.require_confirmed_pay_out(session, claim, row, new_pay_out.confirm)
    session.add(row)
    allocation.store(session, row, parts)
    bump_version(claim)
    session.flush()
    journal.write(session, "pay_out", "claim", claim.reference, by=by, on=on, fields=("payments",))
    return row


def _new_pay_out(
    claim: Claim,
    new_pay_out: NewPayOut,
    settles: int,
    debt: str,
    heir: Relative | None,
    *,
    by: Actor,
    on: datetime,
) -> PayOut:
    return PayOut(
        claim=claim.reference,
        amount=new_pay_out.amount,
        currency=new_pay_out.currency,
        settles=settles,
        settles_currency=debt,
        on=new_pay_out.on,
        method=new_pay_out.method.value,
        receipt=new_pay_out.receipt,
        heir=heir.reference if heir else None,
        officer=by.account,
        at=on,
    )


def require_open(claim: Claim) -> None:
    """Refuses: ClosedClaim."""
    if claim.state == ClaimState.CLOSED:
        raise ClosedClaim


def require_held(session: Session, claim: Claim, amount: int, currency: str) -> None:
    """Require that this amount is held for the worker and not needed elsewhere.

    Refuses: NoMoney, MoreThanHeld."""
    if amount == 0:
        raise NoMoney("amount")
    held = {one.currency: one.held for one in balances(session, claim.reference)}
    if amount > held.get(currency, 0):
        raise MoreThanHeld("amount")


def deduct(
    session: Session,
    claim: Claim,
    fee: Fee,
    amount: Minor,
    currency: CurrencyCode,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Deduction:
    """Record a fee taken from held money; the worker sees it.

    Refuses: ClosedClaim, NoMoney, MoreThanHeld, allocation.SeparatePayments."""
    require_open(claim)
    require_held(session, claim, amount, currency)
    parts = allocation.allocate_oldest(session, claim.reference, amount, currency)
    settles, debt = allocation.debt_settled_by_parts(parts, currency)
    row = Deduction(
        claim=claim.reference,
        fee=fee.value,
        amount=amount,
        currency=currency,
        settles=settles,
        settles_currency=debt,
        on=day,
        officer=by.account,
        at=on,
    )
    session.add(row)
    allocation.store(session, row, parts)
    bump_version(claim)
    session.flush()
    journal.write(session, "deduct", "claim", claim.reference, by=by, on=on, fields=("deductions",))
    return row


def bump_version(claim: Claim) -> None:
    """Give the claim a new version when its money changes.

    Thus two officers cannot record one payment twice, or overwrite sums unseen."""
    flag_modified(claim, "due")


def assess(
    session: Session,
    claim: Claim,
    assessment_inputs: list[AssessmentInput],
    *,
    by: Actor,
    on: datetime,
    confirm: Collection[AmountQuestion] = (),
) -> list[Line]:
    """Record the documented and agreed sums, line by line; sums replaced stay in the history.

    Refuses: ClosedClaim, UnknownLine, plausibility.AmountQuestioned."""
    require_open(claim)
    rows = {line.number: line for line in lines(session, claim.reference)}
    amounts = [
        (rows[one.number].claimed, amount)
        for one in assessment_inputs
        if one.number in rows
        for amount in (one.documented, one.agreed)
    ]
    plausibility.require_confirmed_assessment(amounts, confirm)
    replaced: list[Change] = []
    for one in assessment_inputs:
        if one.number not in rows:
            raise UnknownLine("lines", number=one.number)
        replaced += _set_sums(rows[one.number], one)
    bump_version(claim)
    if replaced:
        subject = Subject("claim", claim.reference, claim.citizen)
        corrections.record(session, subject, replaced, "", by=by, on=on, act="assess")
        return list(rows.values())
    session.flush()
    journal.write(
        session, "assess", "claim", claim.reference, by=by, on=on, fields=("documented", "agreed")
    )
    return list(rows.values())


def _set_sums(line: Line, sums: AssessmentInput) -> list[Change]:
    """Set the sums of a line and return those that replaced another."""
    replaced = []
    for name in ("documented", "agreed"):
        old, new = getattr(line, name), getattr(sums, name)
        setattr(line, name, new)
        if old is not None and old != new:
            texts = ["" if one is None else f"{one} {line.currency}" for one in (old, new)]
            replaced.append(Change(f"lines.{line.number}.{name}", *texts))
    return replaced


def payments(session: Session, claim: str) -> list[Payment]:
    """Return the standing payments of a claim by day."""
    rows = list_current(session, Payment, claim)
    return sorted(rows, key=lambda row: (row.on, row.id or 0))
