"""Which part of the debt an entry settles, and from which payments held money is taken."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.exchange_rates import RateTable
from catalog.core.fields import CurrencyCode, Minor
from i18n import N_
from service.casework.money.money_entries import (
    Allocation,
    Basis,
    Deduction,
    Entry,
    Hand,
    Payment,
    PayOut,
    T,
    Undelivered,
    stands,
)


class SameCurrency(Refusal):
    slug = "same-currency"
    sentence = N_("This is the currency of the payment. Choose the currency of the debt.")


class SettledAmountNeeded(Refusal):
    slug = "settled-amount-needed"
    sentence = N_("Enter the part of the debt that this payment settles.")


class NoRateKnown(Refusal):
    slug = "no-rate-known"
    sentence = N_(
        "There is no exchange rate for that day. Enter the amount that worker and payer agreed on."
    )


class NotAtTheRate(Refusal):
    slug = "not-at-the-rate"
    sentence = N_(
        "This is not the amount at the exchange rate of that day. Correct it or leave it empty."
    )


class NothingSettled(Refusal):
    slug = "nothing-settled"
    sentence = N_(
        "At the exchange rate of that day this payment settles nothing. Enter the amount that"
        " worker and payer agreed on."
    )


class SeparatePayments(Refusal):
    slug = "separate-payments"
    sentence = N_(
        "This amount comes from payments that settle debts in different currencies. Record a"
        " separate entry for each of these payments, the oldest first."
    )


class DebtSettlement(msgspec.Struct, forbid_unknown_fields=True):
    """The part of the debt that money in another currency settles.

    By agreement the amount is stated; at the rate of the day it is calculated.
    """

    currency: CurrencyCode
    basis: Basis
    amount: Minor | None = None


def debt_settled_by_payment(
    amount: int, currency: str, settlement: DebtSettlement | None, table: RateTable
) -> tuple[int, str]:
    """Return which part of the debt a payment settles, in minor units, and in which currency.

    Refuses: SameCurrency, SettledAmountNeeded, NoRateKnown, NothingSettled, NotAtTheRate.
    """
    if settlement is None:
        return amount, currency
    if settlement.currency == currency:
        raise SameCurrency("settles.currency")
    if settlement.basis is Basis.AGREED:
        if not settlement.amount:
            raise SettledAmountNeeded("settles.amount")
        return settlement.amount, settlement.currency
    converted = table.convert(amount, currency, settlement.currency)
    if converted is None:
        raise NoRateKnown("settles.basis")
    if converted == 0:
        raise NothingSettled("settles.basis")
    if settlement.amount is not None and settlement.amount != converted:
        raise NotAtTheRate("settles.amount")
    return converted, settlement.currency


class AllocatedPart(msgspec.Struct, frozen=True):
    """The part of one held payment that an entry takes, from unit `first` up to unit `end`."""

    payment: Payment
    first: int
    end: int

    @property
    def settles(self) -> int:
        """The part of the debt; the parts of a payment add up to what it settles."""
        whole = self.payment
        return whole.settles * self.end // whole.amount - whole.settles * self.first // whole.amount


def allocate_oldest(
    session: Session, claim: str, amount: int, currency: str
) -> list[AllocatedPart]:
    """Return the parts of held payments that this amount is taken from, the oldest first."""
    outgoing = _outgoing(session, claim, currency)
    unstored = _without_allocation(session, outgoing)
    free, _untracked = _free(session, claim, currency, outgoing, unstored)
    return list(_first_units(free, amount))


def debt_settled_by_parts(parts: list[AllocatedPart], currency: str) -> tuple[int, str]:
    """Return which part of the debt these parts of payments settle, and in which currency.

    Refuses: SeparatePayments.
    """
    debts = {one.payment.settles_currency for one in parts}
    if len(debts) > 1:
        raise SeparatePayments("amount")
    return sum(one.settles for one in parts), next(iter(debts), currency)


def store(session: Session, entry: Entry, parts: list[AllocatedPart]) -> None:
    """Store the parts of held payments that an entry takes."""
    for one in parts:
        number = one.payment.id or 0
        session.add(Allocation(entry=entry.reference, payment=number, first=one.first, end=one.end))


def parts_of(session: Session, entry: Entry) -> list[AllocatedPart]:
    """Return the parts of held payments that an entry takes, in the order of recording."""
    rows = (
        select(Payment, Allocation)
        .join(Allocation, col(Allocation.payment) == col(Payment.id))
        .where(col(Allocation.entry) == entry.reference)
        .order_by(col(Allocation.id))
    )
    return [AllocatedPart(payment, one.first, one.end) for payment, one in session.execute(rows)]


def divide(
    parts: list[AllocatedPart], amount: int
) -> tuple[list[AllocatedPart], list[AllocatedPart]]:
    """Return the first units of these parts up to an amount, and the rest of them."""
    whole = sum(one.end - one.first for one in parts)
    return list(_first_units(parts, amount)), list(_first_units(parts, whole, skip=amount))


def entries_paid_from(session: Session, payment: Payment) -> list[Entry]:
    """Return the standing entries whose money was taken from this held payment.

    Entries recorded before allocations were stored are all returned if any may have used it.
    """
    if payment.hand != Hand.HELD:
        return []
    outgoing = _outgoing(session, payment.claim, payment.currency)
    if not outgoing:
        return []
    taken = select(col(Allocation.entry)).where(col(Allocation.payment) == payment.id)
    known = set(session.execute(taken).scalars())
    found = [one for one in outgoing if one.reference in known]
    if unstored := _without_allocation(session, outgoing):
        _free_parts, used = _free(session, payment.claim, payment.currency, outgoing, unstored)
        found += unstored if any(one.payment.id == payment.id for one in used) else []
    return found


def _free(
    session: Session, claim: str, currency: str, outgoing: list[Entry], unstored: list[Entry]
) -> tuple[list[AllocatedPart], list[AllocatedPart]]:
    """Return the unused parts of held payments, the oldest first.

    The second list holds the parts used by `unstored`, the outgoing entries without a stored
    allocation."""
    held = _current(session, Payment, claim, currency, col(Payment.hand) == Hand.HELD.value)
    numbers = {one.reference for one in outgoing}
    rows = select(Allocation).where(col(Allocation.payment).in_([one.id for one in held]))
    taken = [row for row in session.execute(rows).scalars() if row.entry in numbers]
    gaps = [
        AllocatedPart(payment, first, end)
        for payment in held
        for first, end in _gaps(
            [(row.first, row.end) for row in taken if row.payment == payment.id], payment.amount
        )
    ]
    untracked = sum(map(_amount_taken, unstored))
    earlier = list(_first_units(gaps, untracked))
    return list(_first_units(gaps, sum(one.amount for one in held), skip=untracked)), earlier


def _outgoing(session: Session, claim: str, currency: str) -> list[Entry]:
    """Return the standing entries that took money from held payments."""
    return [
        one
        for table in (PayOut, Deduction, Undelivered)
        for one in _current(session, table, claim, currency)
    ]


def _current(
    session: Session, table: type[T], claim: str, currency: str, *terms: ColumnElement[bool]
) -> list[T]:
    asked = select(table).where(
        col(table.claim) == claim, col(table.currency) == currency, stands(table), *terms
    )
    return list(session.execute(asked.order_by(col(table.id))).scalars())


def _without_allocation(session: Session, outgoing: list[Entry]) -> list[Entry]:
    """Return the entries without a stored allocation, and the records that their money came back."""
    numbers = [one.reference for one in outgoing]
    rows = select(col(Allocation.entry)).where(col(Allocation.entry).in_(numbers))
    known = set(session.execute(rows).scalars())
    outs = {one.id for one in outgoing if isinstance(one, PayOut) and one.reference in known}
    return [
        one
        for one in outgoing
        if one.reference not in known
        and not (isinstance(one, Undelivered) and one.pay_out is not None and one.pay_out in outs)
    ]


def _amount_taken(one: Entry) -> int:
    """Return how much of the held money an entry without a stored allocation takes.

    A pay-out that came back and was paid again takes it once, and money flagged before it was paid
    out takes it until it is paid.
    """
    if not isinstance(one, Undelivered):
        return one.amount
    if one.pay_out is None:
        return one.amount if one.delivered_on is None else 0
    return -one.amount if one.delivered_on is not None else 0


def _gaps(taken: list[tuple[int, int]], amount: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a payment that no range covers."""
    place = 0
    for first, end in sorted(taken):
        if first > place:
            yield place, first
        place = max(place, end)
    if place < amount:
        yield place, amount


def _first_units(gaps: list[AllocatedPart], amount: int, skip: int = 0) -> Iterator[AllocatedPart]:
    """Yield the first units of these parts, after skipping some."""
    for one in gaps:
        first = one.first + min(skip, one.end - one.first)
        skip -= first - one.first
        end = first + min(amount, one.end - first)
        amount -= end - first
        if first < end:
            yield AllocatedPart(one.payment, first, end)
