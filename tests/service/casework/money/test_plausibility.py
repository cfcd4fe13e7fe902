"""An amount that cannot be true is asked about before it is kept."""

import pytest

from service.casework.money import money_entries, payments
from service.casework.money.allocation import DebtSettlement
from service.casework.money.money_entries import Basis, Hand, Method, Payer, Payment
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion, AmountQuestioned
from tests.support.cast import CLAIM, ELYOR, TODAY

OWED = 240_000_00


def receive(session, clock, claim, amount: int, *confirm: AmountQuestion, **facts) -> Payment:
    new_payment = NewPayment(
        amount, "RUB", Payer.EMPLOYER, TODAY, Method.BANK, confirm=list(confirm), **facts
    )
    return payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)


def asked(session, clock, claim, amount: int, *confirm: AmountQuestion) -> set[AmountQuestion]:
    with pytest.raises(AmountQuestioned) as refusal:
        receive(session, clock, claim, amount, *confirm)
    assert refusal.value.field == "amount"
    return set(refusal.value.confirm)


def test_an_ordinary_payment_is_not_asked_about(ground, clock, claim):
    receive(ground, clock, claim, OWED - 1)
    receive(ground, clock, claim, 1)


def test_more_than_is_owed_is_questioned_and_recorded_once_confirmed(ground, clock, claim):
    assert asked(ground, clock, claim, OWED + 1) == {AmountQuestion.MORE_THAN_OWED}
    assert money_entries.balances(ground, CLAIM)[0].received == 0
    receive(ground, clock, claim, OWED + 1, AmountQuestion.MORE_THAN_OWED)


def test_a_mistyped_amount_raises_two_questions(ground, clock, claim):
    """999,999,999 roubles on a claim of 240,000: more than owed, and implausible."""
    absurd = 999_999_999_00
    assert asked(ground, clock, claim, absurd) == {
        AmountQuestion.MORE_THAN_OWED,
        AmountQuestion.IMPLAUSIBLE,
    }
    assert asked(ground, clock, claim, absurd, AmountQuestion.MORE_THAN_OWED) == {
        AmountQuestion.IMPLAUSIBLE
    }


def test_the_same_payment_again_is_asked_about(ground, clock, claim):
    receive(ground, clock, claim, 777)
    assert asked(ground, clock, claim, 777) == {AmountQuestion.SAME_AGAIN}
    receive(ground, clock, claim, 778)


def test_the_same_pay_out_again_is_asked_about(ground, clock, claim):
    receive(ground, clock, claim, 100, hand=Hand.HELD)
    new_pay_out = NewPayOut(40, "RUB", TODAY, Method.CASH, "17")
    arguments = {"by": ELYOR, "on": clock(), "day": TODAY}
    row = payments.pay_out(ground, claim, new_pay_out, **arguments)
    assert (row.method, row.receipt, row.on) == ("cash", "17", TODAY)
    with pytest.raises(AmountQuestioned) as refusal:
        payments.pay_out(ground, claim, new_pay_out, **arguments)
    assert refusal.value.confirm == (AmountQuestion.SAME_AGAIN,)


def test_an_implausible_amount_is_questioned_even_if_it_settles_little(ground, clock, claim):
    settles = DebtSettlement("RUB", Basis.AGREED, 100)
    new_payment = NewPayment(10**13, "USD", Payer.EMPLOYER, TODAY, Method.BANK, settles=settles)
    with pytest.raises(AmountQuestioned) as refusal:
        payments.receive(ground, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
    assert refusal.value.confirm == (AmountQuestion.IMPLAUSIBLE,)


def test_money_in_a_currency_that_is_not_owed_is_asked_about(ground, clock, claim):
    new_payment = NewPayment(100, "USD", Payer.EMPLOYER, TODAY, Method.BANK)
    with pytest.raises(AmountQuestioned) as refusal:
        payments.receive(ground, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
    assert AmountQuestion.MORE_THAN_OWED in refusal.value.confirm
