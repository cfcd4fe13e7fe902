"""Commands on the money of a claim: payments with frozen rates, pay-outs, fees, assessments."""

from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col

from catalog.core import exchange_rates, journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import CurrencyCode, InTheFuture, Minor
from i18n import N_
from service.casework.claims.wage_claims import Claim, ClaimState, Line, lines
from service.casework.money.money_entries import (
    Deduction,
    Fee,
    Hand,
    Method,
    Payer,
    Payment,
    PayOut,
    balances,
)


class NoMoney(Refusal):
    slug = "no-money"
    sentence = N_("Enter the amount paid.")


class MoreThanHeld(Refusal):
    slug = "more-than-held"
    sentence = N_("You cannot pay out more than is held for this worker in this currency.")


class ClosedClaim(Refusal):
    slug = "closed-claim"
    sentence = N_("This claim is closed. Reopen it before you change its amounts.")


class BeforeTheWork(Refusal):
    slug = "before-the-work"
    sentence = N_("This date is before the work began.")


class UnknownLine(Refusal):
    slug = "unknown-line"
    sentence = N_("This claim has no line %(number)s.")


class NewPayment(msgspec.Struct, forbid_unknown_fields=True):
    amount: Minor
    currency: CurrencyCode
    payer: Payer
    on: date
    method: Method
    hand: Hand = Hand.WORKER


class AssessmentInput(msgspec.Struct, forbid_unknown_fields=True):
    """The value of one line, as documented and as agreed or adjudged; None if not yet known."""

    number: int
    documented: Minor | None = None
    agreed: Minor | None = None


def receive(
    session: Session, claim: Claim, new_payment: NewPayment, *, by: Actor, on: datetime, day: date
) -> Payment:
    """Record a payment and freeze its exchange rate.

    Refuses: ClosedClaim, NoMoney, BeforeTheWork, wage_claims.InTheFuture."""
    require_open(claim)
    if new_payment.amount == 0:
        raise NoMoney("amount")
    if new_payment.on < claim.worked_from:
        raise BeforeTheWork("on")
    if new_payment.on > day:
        raise InTheFuture("on")
    table = exchange_rates.table(session, new_payment.on)
    row = Payment(
        claim=claim.reference,
        amount=new_payment.amount,
        currency=new_payment.currency,
        payer=new_payment.payer.value,
        method=new_payment.method.value,
        hand=new_payment.hand.value,
        on=new_payment.on,
        usd=table.convert(new_payment.amount, new_payment.currency, "USD"),
        uzs=table.convert(new_payment.amount, new_payment.currency, "UZS"),
        officer=by.account,
        at=on,
    )
    if frozen := table.per_euro.get(new_payment.currency):
        row.rate_on, row.rate_source = frozen.on, frozen.source
    session.add(row)
    bump_version(claim)
    session.flush()
    journal.write(session, "receive", "claim", claim.reference, by=by, on=on, fields=("payments",))
    return row


def pay_out(
    session: Session,
    claim: Claim,
    amount: Minor,
    currency: CurrencyCode,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> PayOut:
    """Record the pay-out of held money to the worker.

    Refuses: ClosedClaim, NoMoney, MoreThanHeld."""
    require_open(claim)
    require_held(session, claim, amount, currency)
    row = PayOut(
        claim=claim.reference, amount=amount, currency=currency, on=day, officer=by.account, at=on
    )
    session.add(row)
    bump_version(claim)
    session.flush()
    journal.write(session, "pay_out", "claim", claim.reference, by=by, on=on, fields=("payments",))
    return row


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

    Refuses: ClosedClaim, NoMoney, MoreThanHeld."""
    require_open(claim)
    require_held(session, claim, amount, currency)
    row = Deduction(
        claim=claim.reference,
        fee=fee.value,
        amount=amount,
        currency=currency,
        on=day,
        officer=by.account,
        at=on,
    )
    session.add(row)
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
) -> list[Line]:
    """Record the documented and agreed sums, line by line. Refuses: ClosedClaim, UnknownLine."""
    require_open(claim)
    rows = {line.number: line for line in lines(session, claim.reference)}
    for one in assessment_inputs:
        if one.number not in rows:
            raise UnknownLine("lines", number=one.number)
        rows[one.number].documented, rows[one.number].agreed = one.documented, one.agreed
    bump_version(claim)
    session.flush()
    journal.write(
        session, "assess", "claim", claim.reference, by=by, on=on, fields=("documented", "agreed")
    )
    return list(rows.values())


def payments(session: Session, claim: str) -> list[Payment]:
    return list(
        session.execute(
            select(Payment)
            .where(col(Payment.claim) == claim)
            .order_by(col(Payment.on), col(Payment.id))
        ).scalars()
    )
