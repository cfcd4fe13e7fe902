"""Money of a claim for tests, by bank, with every question about its amount answered."""

from datetime import date

from service.casework.money.money_entries import Hand, Method, Payer
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from tests.support.cast import TODAY


def new_payment(
    amount: int,
    hand: Hand = Hand.WORKER,
    *,
    currency: str = "RUB",
    on: date = TODAY,
    payer: Payer = Payer.EMPLOYER,
) -> NewPayment:
    confirm = list(AmountQuestion)
    return NewPayment(amount, currency, payer, on, Method.BANK, hand, confirm=confirm)


def new_pay_out(amount: int, *, currency: str = "RUB", on: date = TODAY) -> NewPayOut:
    return NewPayOut(amount, currency, on, Method.BANK, confirm=list(AmountQuestion))
