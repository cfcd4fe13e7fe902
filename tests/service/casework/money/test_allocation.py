"""Money of another currency settles a stated part of the debt, exact to the minor unit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from service.approvals import decisions
from service.casework.money import allocation, money_entries, payments
from service.casework.money.allocation import (
    AllocatedPart,
    DebtSettlement,
    NoRateKnown,
    NotAtTheRate,
    SameCurrency,
    SeparatePayments,
    SettledAmountNeeded,
)
from service.casework.money.money_entries import (
    Allocation,
    Balance,
    Basis,
    Hand,
    Method,
    Payer,
    Payment,
    PayOut,
)
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import reversals
from tests.support.cast import CLAIM, ELYOR, IRODA, NO_FILES, TODAY

ALL = list(AmountQuestion)


def receive(session, clock, claim, amount, currency, settles=None, hand=Hand.HELD) -> Payment:
    new_payment = NewPayment(
        amount, currency, Payer.EMPLOYER, TODAY, Method.BANK, hand, settles=settles, confirm=ALL
    )
    return payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)


def pay_out(session, clock, claim, amount, currency) -> None:
    new_pay_out = NewPayOut(amount, currency, TODAY, Method.BANK, confirm=ALL)
    payments.pay_out(session, claim, new_pay_out, by=ELYOR, on=clock(), day=TODAY)


def balance(session, currency) -> Balance:
    return next(one for one in money_entries.balances(session, CLAIM) if one.currency == currency)


def test_dollars_that_settle_roubles_count_as_roubles_in_the_workers_hand(ground, clock, claim):
    receive(ground, clock, claim, 1_500_00, "USD", DebtSettlement("RUB", Basis.AGREED, 120_000_00))
    assert (balance(ground, "RUB").covered, balance(ground, "RUB").in_hand) == (120_000_00, 0)
    pay_out(ground, clock, claim, 500_00, "USD")
    assert balance(ground, "RUB").in_hand == 40_000_00
    pay_out(ground, clock, claim, 1_000_00, "USD")
    roubles, dollars = balance(ground, "RUB"), balance(ground, "USD")
    assert (roubles.in_hand, roubles.paid_out) == (120_000_00, 0)
    assert (dollars.paid_out, dollars.held, dollars.in_hand) == (1_500_00, 0, 0)


def test_at_the_rate_the_part_is_calculated(ground, clock, claim):
    row = receive(
        ground, clock, claim, 100_00, "USD", DebtSettlement("RUB", Basis.RATE), Hand.WORKER
    )
    assert row.settles_currency == "RUB"
    assert row.settles > 100_00
    with pytest.raises(NotAtTheRate):
        receive(
            ground, clock, claim, 100_00, "USD", DebtSettlement("RUB", Basis.RATE, row.settles + 1)
        )


@pytest.mark.parametrize(
    ("currency", "settles", "refusal", "field"),
    [
        ("RUB", DebtSettlement("RUB", Basis.AGREED, 5), SameCurrency, "settles.currency"),
        ("USD", DebtSettlement("RUB", Basis.AGREED), SettledAmountNeeded, "settles.amount"),
        ("USD", DebtSettlement("RUB", Basis.AGREED, 0), SettledAmountNeeded, "settles.amount"),
        ("XCD", DebtSettlement("RUB", Basis.RATE), NoRateKnown, "settles.basis"),
    ],
)
def test_an_incomplete_settlement_is_refused(
    ground, clock, claim, currency, settles, refusal, field
):
    with pytest.raises(refusal) as wrong:
        receive(ground, clock, claim, 100, currency, settles)
    assert wrong.value.field == field
    assert money_entries.balances(ground, CLAIM)[0].received == 0


def test_one_pay_out_does_not_mix_two_debts(ground, clock, claim):
    receive(ground, clock, claim, 100, "USD", DebtSettlement("RUB", Basis.AGREED, 7_000))
    receive(ground, clock, claim, 100, "USD")
    with pytest.raises(SeparatePayments):
        pay_out(ground, clock, claim, 101, "USD")
    pay_out(ground, clock, claim, 100, "USD")
    pay_out(ground, clock, claim, 100, "USD")
    assert (balance(ground, "RUB").in_hand, balance(ground, "USD").in_hand) == (7_000, 100)


@given(st.integers(1, 10**9), st.integers(1, 10**13), st.lists(st.integers(0, 10**9), max_size=6))
def test_the_parts_of_a_payment_add_up_to_what_it_settles(amount, settles, cuts):
    payment = Payment(amount=amount, settles=settles)
    edges = sorted({0, amount, *(cut % (amount + 1) for cut in cuts)})
    parts = [AllocatedPart(payment, *pair).settles for pair in pairwise(edges)]
    assert sum(parts) == settles
    assert min(parts) >= 0


def test_a_repeated_pay_out_settles_what_the_reversed_one_settled(ground, clock, claim):
    """Each pay-out keeps the money that it took, whatever is reversed before or after it."""
    receive(ground, clock, claim, 100, "USD", DebtSettlement("RUB", Basis.AGREED, 7_000))
    receive(ground, clock, claim, 100, "USD", DebtSettlement("RUB", Basis.AGREED, 21_000))
    pay_out(ground, clock, claim, 100, "USD")
    pay_out(ground, clock, claim, 100, "USD")
    first = money_entries.list_current(ground, PayOut, CLAIM)[0]
    asked = reversals.request(ground, claim, first.reference, "Slip", by=ELYOR, on=clock())
    decisions.approve(
        ground, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
    )
    assert balance(ground, "RUB").in_hand == 21_000
    pay_out(ground, clock, claim, 100, "USD")
    assert balance(ground, "RUB").in_hand == balance(ground, "RUB").covered == 28_000


def test_money_from_before_allocations_were_stored_is_taken_from_the_oldest(ground, clock, claim):
    first = receive(ground, clock, claim, 100, "RUB")
    second = receive(ground, clock, claim, 100, "RUB")
    pay_out(ground, clock, claim, 120, "RUB")
    ground.execute(delete(Allocation))
    pay_out(ground, clock, claim, 80, "RUB")
    paid = [
        [one.amount for one in allocation.entries_paid_from(ground, row)] for row in (first, second)
    ]
    assert paid == [[120], [80, 120]]


def test_entries_paid_from_a_payment_are_known(ground, clock, claim):
    first = receive(ground, clock, claim, 100, "RUB")
    second = receive(ground, clock, claim, 100, "RUB")
    for amount in (60, 60, 30):
        pay_out(ground, clock, claim, amount, "RUB")
    drawn = [
        [one.amount for one in allocation.entries_paid_from(ground, row)] for row in (first, second)
    ]
    assert drawn == [[60, 60], [60, 30]]
