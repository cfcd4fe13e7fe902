"""The books of a claim: what came is with the worker, held, taken as a fee or waiting, and nothing is counted twice."""

from fractions import Fraction

from service.casework import books, deliveries, ledger
from service.casework.books import Balance, Fee, Hand, Hurdle, Method, Payer, Recovered
from service.casework.deliveries import NewHurdle
from service.casework.ledger import NewPayment
from tests.cast import CLAIM, ELYOR, TODAY


def receive(session, clock, claim, amount: int, hand: Hand = Hand.HELD, currency: str = "RUB") -> None:
    told = NewPayment(amount, currency, Payer.EMPLOYER, TODAY, Method.BANK, hand)
    ledger.receive(session, claim, told, by=ELYOR, on=clock(), day=TODAY)


def test_every_way_that_money_takes_is_told_apart(ground, clock, claim):
    on = {"by": ELYOR, "on": clock(), "day": TODAY}
    receive(ground, clock, claim, 100, Hand.WORKER)
    receive(ground, clock, claim, 1_000)
    out = ledger.pay_out(ground, claim, 300, "RUB", **on)
    ledger.pay_out(ground, claim, 200, "RUB", **on)
    ledger.deduct(ground, claim, Fee.TAX, 50, "RUB", **on)
    deliveries.flag(ground, claim, NewHurdle(Hurdle.FAILED, TODAY, out.id), **on)
    deliveries.flag(ground, claim, NewHurdle(Hurdle.NOT_FOUND, TODAY, amount=40, currency="RUB"), **on)
    (one,) = books.balances(ground, CLAIM)
    assert (one.received, one.paid_out, one.deducted, one.undelivered, one.held) == (1_100, 300, 50, 340, 410)
    assert one.settled == 350


def test_many_claims_are_summed_as_each_alone(ground, clock, claim):
    receive(ground, clock, claim, 7)
    assert books.balances_of(ground, [CLAIM, "W-NONE"]) == {CLAIM: books.balances(ground, CLAIM), "W-NONE": []}


def test_the_three_rates_are_exact_and_none_where_there_is_nothing_to_measure_by():
    one = Balance("RUB", claimed=300, documented=200, agreed=0, paid_out=100)
    assert one.rates == Recovered(Fraction(1, 3), Fraction(1, 2), None)
    assert Balance("USD").rates == Recovered(None, None, None)


def test_currencies_have_their_own_sums_and_rates(ground, clock, claim):
    receive(ground, clock, claim, 120_000_00, Hand.WORKER)
    receive(ground, clock, claim, 5, Hand.WORKER, "USD")
    roubles, dollars = books.balances(ground, CLAIM)
    assert (roubles.rates.claimed, dollars.rates.claimed) == (Fraction(1, 2), None)


def test_the_rows_are_told_in_the_order_they_were_written(ground, clock, claim):
    receive(ground, clock, claim, 100)
    for amount in (3, 1, 2):
        ledger.pay_out(ground, claim, amount, "RUB", by=ELYOR, on=clock(), day=TODAY)
        ledger.deduct(ground, claim, Fee.OTHER, amount, "RUB", by=ELYOR, on=clock(), day=TODAY)
    assert [one.amount for one in books.pay_outs(ground, CLAIM)] == [3, 1, 2]
    assert [one.amount for one in books.deductions(ground, CLAIM)] == [3, 1, 2]
    assert books.undelivered(ground, CLAIM) == []
