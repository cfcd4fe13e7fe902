"""The books of a claim: what came is with the worker, held, taken as a fee or waiting, and nothing
is counted twice."""

from fractions import Fraction

from service.casework.money import failed_payouts, money_entries, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import (
    Balance,
    Deduction,
    Fee,
    Hand,
    Method,
    NonDeliveryReason,
    Payer,
    PayOut,
    Recovered,
    Undelivered,
)
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from tests.support.cast import CLAIM, ELYOR, TODAY


def receive(
    session, clock, claim, amount: int, hand: Hand = Hand.HELD, currency: str = "RUB"
) -> None:
    new_payment = NewPayment(
        amount, currency, Payer.EMPLOYER, TODAY, Method.BANK, hand, confirm=list(AmountQuestion)
    )
    payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)


def test_every_way_that_money_takes_is_told_apart(ground, clock, claim):
    on = {"by": ELYOR, "on": clock(), "day": TODAY}
    receive(ground, clock, claim, 100, Hand.WORKER)
    receive(ground, clock, claim, 1_000)
    out = payments.pay_out(
        ground, claim, NewPayOut(300, "RUB", TODAY, Method.BANK, confirm=list(AmountQuestion)), **on
    )
    payments.pay_out(
        ground, claim, NewPayOut(200, "RUB", TODAY, Method.BANK, confirm=list(AmountQuestion)), **on
    )
    payments.deduct(ground, claim, Fee.TAX, 50, "RUB", **on)
    failed_payouts.flag(
        ground, claim, NewUndelivered(NonDeliveryReason.FAILED, TODAY, out.id), **on
    )
    failed_payouts.flag(
        ground,
        claim,
        NewUndelivered(NonDeliveryReason.NOT_FOUND, TODAY, amount=40, currency="RUB"),
        **on,
    )
    (one,) = money_entries.balances(ground, CLAIM)
    assert (one.received, one.paid_out, one.deducted, one.undelivered, one.held) == (
        1_100,
        300,
        50,
        340,
        410,
    )
    assert one.settled == 350


def test_many_claims_are_summed_as_each_alone(ground, clock, claim):
    receive(ground, clock, claim, 7)
    assert money_entries.balances_of(ground, [CLAIM, "W-NONE"]) == {
        CLAIM: money_entries.balances(ground, CLAIM),
        "W-NONE": [],
    }


def test_the_three_rates_are_exact_and_none_where_there_is_nothing_to_measure_by():
    one = Balance("RUB", claimed=300, documented=200, agreed=0, in_hand=100)
    assert one.rates == Recovered(Fraction(1, 3), Fraction(1, 2), None)
    assert Balance("USD").rates == Recovered(None, None, None)


def test_currencies_have_their_own_sums_and_rates(ground, clock, claim):
    receive(ground, clock, claim, 120_000_00, Hand.WORKER)
    receive(ground, clock, claim, 5, Hand.WORKER, "USD")
    roubles, dollars = money_entries.balances(ground, CLAIM)
    assert (roubles.rates.claimed, dollars.rates.claimed) == (Fraction(1, 2), None)


def test_the_rows_are_told_in_the_order_they_were_written(ground, clock, claim):
    receive(ground, clock, claim, 100)
    for amount in (3, 1, 2):
        payments.pay_out(
            ground,
            claim,
            NewPayOut(amount, "RUB", TODAY, Method.BANK, confirm=list(AmountQuestion)),
            by=ELYOR,
            on=clock(),
            day=TODAY,
        )
        payments.deduct(ground, claim, Fee.OTHER, amount, "RUB", by=ELYOR, on=clock(), day=TODAY)
    assert [one.amount for one in money_entries.list_current(ground, PayOut, CLAIM)] == [3, 1, 2]
    assert [one.amount for one in money_entries.list_current(ground, Deduction, CLAIM)] == [3, 1, 2]
    assert money_entries.list_current(ground, Undelivered, CLAIM) == []
