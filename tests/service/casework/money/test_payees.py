"""Where the money goes: sealed, the newest word holds, and a relative is paid only with the
worker's consent."""

from datetime import timedelta

import pytest

from catalog.core.fields import InTheFuture
from service.casework.incidents import relatives
from service.casework.money import payees
from service.casework.money.heir_shares import OnlyToHeirs
from service.casework.money.payee_table import PayeeMethod
from service.casework.money.payees import (
    NewPayee,
    NoConsent,
    NoNumberOfAccount,
    NotANumberOfAccount,
)
from service.casework.money.payments import ClosedClaim
from tests.support import sample_incidents
from tests.support.cast import CHINORA, ELYOR, TODAY


def pay_to(session, clock, claim, new_payee: NewPayee) -> payees.Payee:
    return payees.set_payee(session, claim, new_payee, by=ELYOR, on=clock(), day=TODAY)


def test_the_newest_word_holds_and_is_sealed(ground, clock, claim):
    assert payees.destination(ground, claim) is None
    row = pay_to(ground, clock, claim, NewPayee(PayeeMethod.CARD, number="8600 1111 2222 3333"))
    assert b"8600" not in row.number
    pay_to(ground, clock, claim, NewPayee(PayeeMethod.RELATIVE, "Lola Invented", consent_on=TODAY))
    to = payees.destination(ground, claim)
    assert (to.way, to.name, to.number, to.consent_on) == (
        "relative_of_worker",
        "Lola Invented",
        "",
        TODAY,
    )
    assert payees.destination(ground, claim).at == clock()


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (NewPayee(PayeeMethod.ACCOUNT), NoNumberOfAccount),
        (NewPayee(PayeeMethod.CARD, "Name alone"), NoNumberOfAccount),
        (NewPayee(PayeeMethod.RELATIVE, "Lola"), NoConsent),
        (NewPayee(PayeeMethod.RELATIVE, consent_on=TODAY), NoConsent),
        (NewPayee(PayeeMethod.RELATIVE, "Lola", consent_on=TODAY + timedelta(1)), InTheFuture),
    ],
)
def test_what_is_missing_is_asked_for(ground, clock, claim, given, refusal):
    with pytest.raises(refusal):
        pay_to(ground, clock, claim, given)
    assert payees.destination(ground, claim) is None


def test_a_word_is_not_taken_for_the_number_of_an_account(ground, clock, claim):
    for number in ("абв", "abc", "at the bank", "8600; 1111", "٨٦٠٠ ١١١١"):
        with pytest.raises(NotANumberOfAccount):
            pay_to(ground, clock, claim, NewPayee(PayeeMethod.ACCOUNT, number=number))
    for number in ("20208000900000000001", "DE89 3704 0044 0532 0130 00"):
        pay_to(ground, clock, claim, NewPayee(PayeeMethod.ACCOUNT, number=number))


def test_cash_at_the_desk_needs_nothing_more_and_a_closed_claim_nothing_at_all(
    ground, clock, claim
):
    assert (
        pay_to(ground, clock, claim, NewPayee(PayeeMethod.DESK, consent_on=TODAY)).consent_on
        is None
    )
    claim.state = "closed"
    with pytest.raises(ClosedClaim):
        pay_to(ground, clock, claim, NewPayee(PayeeMethod.DESK))


def test_after_the_death_of_the_worker_only_a_proved_heir_is_paid(ground, clock, claim):
    own = NewPayee(PayeeMethod.CARD, number="8600 1111 2222 3333")
    with pytest.raises(OnlyToHeirs):
        pay_to(ground, clock, claim, NewPayee(PayeeMethod.HEIR, relative="X-NONE"))
    pay_to(ground, clock, claim, own)
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    assert payees.destination(ground, claim) is None, "the card of the dead is left alone"
    relative = NewPayee(PayeeMethod.RELATIVE, "Lola", consent_on=TODAY)
    for one in (own, relative, NewPayee(PayeeMethod.DESK), NewPayee(PayeeMethod.HEIR)):
        with pytest.raises(OnlyToHeirs):
            pay_to(ground, clock, claim, one)
    proved = sample_incidents.heir(ground, row, on=clock()).reference
    pay_to(ground, clock, claim, NewPayee(PayeeMethod.HEIR, relative=proved))
    assert payees.destination(ground, claim).name == "Zqwidow Invented"
    relatives.withdraw(ground, row, proved, by=CHINORA, on=clock())
    assert payees.destination(ground, claim) is None, "who was no heir gets nothing"
