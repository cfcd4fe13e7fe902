"""Money that could not be delivered: flagged with reason and day, and delivered later.

Officers see it in a list, and its worker can find it."""

from collections.abc import Collection
from datetime import date, datetime

import msgspec
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Count, CurrencyCode, Minor, Receipt
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import document_numbers, persons
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import allocation, heir_shares, payments, plausibility
from service.casework.money.money_entries import (
    Method,
    NonDeliveryReason,
    PayOut,
    Undelivered,
    stands,
)
from service.casework.money.plausibility import AmountQuestion
from service.casework.scope.incident_tables import Relative


class CameBackBefore(Refusal):
    slug = "came-back-before"
    sentence = N_("The return of this money has already been recorded.")


class NotYetPaidOut(Refusal):
    slug = "not-yet-paid-out"
    sentence = N_("This date is before the money was handed over.")


class DeliveredBefore(Refusal):
    slug = "delivered-before"
    sentence = N_("This money has already been handed over.")


class MoreThanUndelivered(Refusal):
    slug = "more-than-undelivered"
    sentence = N_("This is more than the amount that is waiting to be paid out.")


class BeforeItWaited(Refusal):
    slug = "before-it-waited"
    sentence = N_(
        "This date is before the day on which the money came back or could not be handed over."
    )


class Discovery(LabelledEnum):
    """How we found out that money did not reach its worker."""

    NOTICE = "notice", N_("Notice of the bank or post office")
    STATEMENT = "statement", N_("Seen on our bank statement")
    RECIPIENT = "recipient", N_("The worker or the family told us")
    SEARCH = "search", N_("We could not reach anybody")


class NewUndelivered(msgspec.Struct, forbid_unknown_fields=True):
    """Input for undelivered money: a returned pay-out by its number, or a held amount.

    `since` is the day on which it came back, `receipt` the number of the notice about it."""

    hurdle: NonDeliveryReason
    since: date
    pay_out: Count | None = None
    amount: Minor | None = None
    currency: CurrencyCode | None = None
    discovery: Discovery | None = None
    receipt: Receipt = ""


class NewDelivery(msgspec.Struct, forbid_unknown_fields=True):
    """Input for a pay-out of undelivered money; without a day it is today's."""

    on: date | None = None
    method: Method | None = None
    receipt: Receipt = ""


def flag(
    session: Session,
    claim: Claim,
    new_undelivered: NewUndelivered,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Undelivered:
    """Record that held money did not reach its worker.

    Refuses: payments.ClosedClaim, NotFound for no such pay-out, CameBackBefore, NotYetPaidOut,
    payments.NoMoney, payments.MoreThanHeld, payments.PaidOutBeforeReceived,
    allocation.SeparatePayments, and what payments.require_day refuses."""
    payments.require_open(claim)
    payments.require_day(claim, new_undelivered.since, day, "since")
    back = _get_returned_payout(session, claim, new_undelivered)
    if back is None:
        amount, currency = new_undelivered.amount or 0, new_undelivered.currency or ""
        payments.require_held(session, claim, amount, currency)
        parts = allocation.allocate_oldest(session, claim.reference, amount, currency)
        if any(one.payment.on > new_undelivered.since for one in parts):
            raise payments.PaidOutBeforeReceived("since")
        sums = (amount, currency, *allocation.debt_settled_by_parts(parts, currency))
    else:
        parts, sums = [], (back.amount, back.currency, back.settles, back.settles_currency)
    row = _new_row(claim, new_undelivered, sums, by=by, on=on)
    session.add(row)
    allocation.store(session, row, parts)
    payments.bump_version(claim)
    session.flush()
    journal.write(
        session, "undelivered", "claim", claim.reference, by=by, on=on, fields=("undelivered",)
    )
    return row


def _new_row(
    claim: Claim,
    new_undelivered: NewUndelivered,
    sums: tuple[int, str, int, str],
    *,
    by: Actor,
    on: datetime,
) -> Undelivered:
    amount, currency, settles, debt = sums
    return Undelivered(
        claim=claim.reference,
        pay_out=new_undelivered.pay_out,
        amount=amount,
        currency=currency,
        settles=settles,
        settles_currency=debt,
        hurdle=new_undelivered.hurdle.value,
        since=new_undelivered.since,
        discovery=new_undelivered.discovery.value if new_undelivered.discovery else "",
        receipt=new_undelivered.receipt,
        officer=by.account,
        at=on,
    )


def _get_returned_payout(
    session: Session, claim: Claim, new_undelivered: NewUndelivered
) -> PayOut | None:
    if new_undelivered.pay_out is None:
        return None
    row = session.get(PayOut, new_undelivered.pay_out)
    if row is None or row.claim != claim.reference or row.reversal:
        raise NotFound("pay_out")
    known = select(Undelivered).where(col(Undelivered.pay_out) == row.id, stands(Undelivered))
    if session.execute(known).first():
        raise CameBackBefore("pay_out")
    if new_undelivered.since < row.on:
        raise NotYetPaidOut("since")
    return row


def deliver(
    session: Session,
    claim: Claim,
    number: int,
    *,
    by: Actor,
    on: datetime,
    day: date,
    confirm: Collection[AmountQuestion] = (),
    amount: int | None = None,
    heir_shown: str | None = None,
    new_delivery: NewDelivery | None = None,
) -> PayOut:
    """Record the pay-out of undelivered money or of a part of it, even on a closed claim.

    Refuses: NotFound, DeliveredBefore, payments.NoMoney, MoreThanUndelivered,
    plausibility.AmountQuestioned, and what _paid_on and heir_shares.require_receiver refuse."""
    row = _get_waiting(session, claim, number, amount)
    amount, new_delivery = amount or row.amount, new_delivery or NewDelivery()
    paid_on = _paid_on(claim, row, new_delivery, day)
    heir = heir_shares.require_receiver(session, claim, heir_shown)
    returned = session.get(PayOut, row.pay_out) if row.pay_out else None
    taken, rest = allocation.divide(allocation.parts_of(session, returned or row), amount)
    settles = sum(one.settles for one in taken) if taken else row.settles * amount // row.amount
    paid = _pay_out_of(row, amount, settles, heir, new_delivery, by=by, on=on, day=paid_on)
    plausibility.require_confirmed_share(session, claim, paid, confirm)
    session.add(paid)
    payments.bump_version(claim)
    session.flush()
    row.delivered_on, row.delivered_by = paid_on, paid.id
    allocation.store(session, paid, taken)
    if amount < row.amount:
        waits = part_waiting(row, row.amount - amount, row.settles - settles, by.account, on)
        session.add(waits)
        allocation.store(session, waits, rest)
    session.flush()
    fields = ("undelivered", "payments")
    journal.write(session, "deliver", "claim", claim.reference, by=by, on=on, fields=fields)
    return paid


def _paid_on(claim: Claim, row: Undelivered, new_delivery: NewDelivery, day: date) -> date:
    """Return the day of a pay-out. Refuses: BeforeItWaited, and what payments.require_day does."""
    paid_on = new_delivery.on or day
    payments.require_day(claim, paid_on, day)
    if paid_on < row.since:
        raise BeforeItWaited("on")
    return paid_on


def _get_waiting(session: Session, claim: Claim, number: int, amount: int | None) -> Undelivered:
    """Return an entry of money that still waits, of which this amount can be paid.

    Refuses: NotFound, DeliveredBefore, payments.NoMoney, MoreThanUndelivered."""
    row = session.get(Undelivered, number)
    if row is None or row.claim != claim.reference or row.reversal:
        raise NotFound
    if row.delivered_on:
        raise DeliveredBefore
    if amount == 0:
        raise payments.NoMoney("amount")
    if amount is not None and amount > row.amount:
        raise MoreThanUndelivered("amount")
    return row


def part_waiting(
    row: Undelivered, amount: int, settles: int, officer: str, at: datetime
) -> Undelivered:
    """Return an entry, not yet recorded, for a part of undelivered money that still waits."""
    return Undelivered(
        claim=row.claim,
        amount=amount,
        currency=row.currency,
        settles=settles,
        settles_currency=row.settles_currency,
        hurdle=row.hurdle,
        since=row.since,
        discovery=row.discovery,
        receipt=row.receipt,
        rest_of=row.id,
        officer=officer,
        at=at,
    )


def amounts(rows: Collection[Undelivered]) -> dict[int | None, int]:
    """Return the amounts of all these entries of a claim, each without the rests of it."""
    found = {row.id: row.amount for row in rows}
    for row in rows:
        if row.rest_of in found:
            found[row.rest_of] -= row.amount
    return found


def _pay_out_of(
    row: Undelivered,
    amount: int,
    settles: int,
    heir: Relative | None,
    new_delivery: NewDelivery,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> PayOut:
    """Return a pay-out of undelivered money, not yet recorded."""
    return PayOut(
        claim=row.claim,
        amount=amount,
        currency=row.currency,
        settles=settles,
        settles_currency=row.settles_currency,
        heir=heir.reference if heir else None,
        on=day,
        method=new_delivery.method.value if new_delivery.method else "",
        receipt=new_delivery.receipt,
        officer=by.account,
        at=on,
    )


def waiting(*, by: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return the SQL conditions for undelivered money and its claims within the actor's scope."""
    return (
        col(Undelivered.delivered_on).is_(None),
        stands(Undelivered),
        col(Undelivered.claim) == col(Claim.reference),
        wage_claims.within(by),
    )


def has_waiting_money(session: Session, passport: str, birth_year: int) -> bool:
    """Return whether money waits for the holder of this passport born in this year.

    The answer is only yes or no. Refuses: document_numbers.NotAPassport."""
    mark = document_numbers.birth_mark(document_numbers.passport_number(passport), birth_year)
    theirs = select(persons.leading_reference()).where(col(Citizen.birth_blind) == mark)
    open_ = select(1).where(
        col(Undelivered.delivered_on).is_(None),
        stands(Undelivered),
        col(Undelivered.claim) == col(Claim.reference),
    )
    mine = open_.where(
        col(Claim.citizen) == col(Citizen.reference), persons.leading_reference().in_(theirs)
    )
    return session.execute(mine.limit(1)).first() is not None
