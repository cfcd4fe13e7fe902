"""The ledger shows every entry with what it says of itself, and nothing that it does not."""

from service.casework.money import failed_payouts, payments
from service.casework.money.failed_payouts import Discovery, NewUndelivered
from service.casework.money.money_entries import Fee, Hand, Method, NonDeliveryReason, Payer
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.workflow import ledger
from service.casework.workflow.ledger import EntryKind
from tests.support.cast import ELYOR, TODAY


def test_entries_are_listed_in_the_order_of_recording(ground, clock, claim):
    arguments = {"by": ELYOR, "day": TODAY}
    new_payment = NewPayment(100, "RUB", Payer.INSURER, TODAY, Method.CARD, Hand.HELD)
    payments.receive(ground, claim, new_payment, on=clock(), **arguments)
    payments.deduct(ground, claim, Fee.TAX, 10, "RUB", on=clock.forward(minutes=1), **arguments)
    out = payments.pay_out(
        ground,
        claim,
        NewPayOut(60, "RUB", TODAY, Method.CASH, "7"),
        on=clock.forward(minutes=1),
        **arguments,
    )
    back = NewUndelivered(
        NonDeliveryReason.FAILED, TODAY, out.id, discovery=Discovery.NOTICE, receipt="R 9"
    )
    row = failed_payouts.flag(ground, claim, back, on=clock.forward(minutes=1), **arguments)
    clock.forward(minutes=1)
    failed_payouts.deliver(ground, claim, row.id, amount=20, on=clock(), **arguments)
    rows = ledger.entries(ground, claim)
    assert [(one.kind, one.amount, one.reason) for one in rows] == [
        (EntryKind.PAYMENT, 100, None),
        (EntryKind.DEDUCTION, 10, "tax"),
        (EntryKind.PAY_OUT, 60, None),
        (EntryKind.UNDELIVERED, 60, "payout_failed"),
        (EntryKind.PAY_OUT, 20, None),
    ], "the rest of 40 is no entry beside the 60"
    first = rows[0]
    assert (first.payer, first.method, first.office, first.rate.source) == (
        "insurer",
        "card",
        claim.post,
        "invented",
    )
    assert (rows[2].receipt, rows[2].rate, rows[2].payer) == ("7", None, None)
    assert (rows[3].discovery, rows[3].receipt) == ("notice", "R 9")
