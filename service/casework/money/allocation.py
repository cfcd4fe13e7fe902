"""Which part of the debt an entry settles, and from which payments held money is taken."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.exchange_rates import RateTable
from catalog.core.fields import CurrencyCode, Minor
from i18n import N_
from service.casework.money.money_entries import (
    Basis,
    Deduction,
    Entry,
    Hand,
    Payment,
    PayOut,
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
    sentence = N_("At the exchange rate of that day this is a different amount.")


class SeparatePayments(Refusal):
    slug = "separate-payments"
    sentence = N_(
        "This amount comes from payments that settle debts in different currencies. Pay out each of"
        " them separately, the oldest first."
    )


class Settlement(msgspec.Struct, forbid_unknown_fields=True):
    """The part of the debt that money in another currency settles.

    By agreement the amount is stated; at the rate of the day it is calculated.
    """

    currency: CurrencyCode
    basis: Basis
    amount: Minor | None = None
    line: int | None = None


def part_settled(
    amount: int, currency: str, settlement: Settlement | None, table: RateTable
) -> tuple[int, str]:
    """Return which part of the debt a payment settles, in minor units, and in which currency.

    Refuses: SameCurrency, SettledAmountNeeded, NoRateKnown, NotAtTheRate.
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
    if settlement.amount is not None and settlement.amount != converted:
        raise NotAtTheRate("settles.amount")
    return converted, settlement.currency


class Draw(msgspec.Struct, frozen=True):
    """What an entry takes from one payment, from its unit `start` up to its unit `end`."""

    payment: Payment
    start: int
    end: int

    @property
    def settles(self) -> int:
        """The part of the debt; the parts of a payment add up to what it settles."""
        whole = self.payment
        return whole.settles * self.end // whole.amount - whole.settles * self.start // whole.amount


def settled_from_held(session: Session, claim: str, amount: int, currency: str) -> tuple[int, str]:
    """Return which part of the debt money settles that is taken from the held payments now.

    Refuses: SeparatePayments.
    """
    held, outgoing = _entries(session, claim, currency)
    before = sum(map(_weight, outgoing))
    draws = list(_draw(held, before, before + amount))
    debts = {one.payment.settles_currency for one in draws}
    if len(debts) > 1:
        raise SeparatePayments("amount")
    return sum(one.settles for one in draws), next(iter(debts), currency)


def entries_paid_from(session: Session, payment: Payment) -> list[Entry]:
    """Return the standing entries whose money was taken from this held payment, oldest first."""
    if payment.hand != Hand.HELD:
        return []
    held, outgoing = _entries(session, payment.claim, payment.currency)
    found, place = [], 0
    for one in outgoing:
        end = place + _weight(one)
        if any(draw.payment.id == payment.id for draw in _draw(held, place, end)):
            found.append(one)
        place = end
    return found


def _entries(session: Session, claim: str, currency: str) -> tuple[list[Payment], list[Entry]]:
    """Return the held payments and what was taken from them, each in the order of recording."""

    def standing(table: type[Entry], *terms: object) -> list[Entry]:
        asked = select(table).where(
            col(table.claim) == claim,
            col(table.currency) == currency,
            stands(table),
            *terms,  # type: ignore[arg-type]
        )
        return list(session.execute(asked.order_by(col(table.id))).scalars())

    held = standing(Payment, col(Payment.hand) == Hand.HELD.value)
    taken = [*standing(PayOut), *standing(Deduction), *standing(Undelivered)]
    return held, sorted(taken, key=lambda one: (one.at, one.id or 0))  # type: ignore[return-value]


def _weight(one: Entry) -> int:
    """Return how much of the held money an entry takes.

    A pay-out that came back and was paid again takes it once, and money flagged before it was paid
    out takes it until it is paid.
    """
    if not isinstance(one, Undelivered):
        return one.amount
    if one.pay_out is None:
        return one.amount if one.delivered_on is None else 0
    return -one.amount if one.delivered_on is not None else 0


def _draw(held: list[Payment], start: int, end: int) -> Iterator[Draw]:
    """Yield what the units from `start` to `end` of all held money take from each payment."""
    place = 0
    for payment in held:
        first, last = max(start - place, 0), min(end - place, payment.amount)
        if first < last:
            yield Draw(payment, first, last)
        place += payment.amount
