"""The payees of a claim: of several rows the last one is valid."""

from service.casework.money import payee_table, payees
from service.casework.money.payee_table import PayeeMethod
from service.casework.money.payees import NewPayee
from tests.support.cast import ELYOR, TODAY


def test_a_payee_who_was_replaced_is_not_paid(ground, clock, claim):
    assert payee_table.newest(ground, claim.reference) is None
    for way in (PayeeMethod.DESK, PayeeMethod.CARD):
        new_payee = NewPayee(way, number="8600 1111 2222 3333")
        payees.set_payee(ground, claim, new_payee, by=ELYOR, on=clock(), day=TODAY)
    assert payee_table.newest(ground, claim.reference).way == PayeeMethod.CARD
