"""Shares of heirs: to the unit, in each currency, and more than a share is questioned."""

from datetime import timedelta
from fractions import Fraction

import msgspec
import pytest

from service.casework.incidents import relatives
from service.casework.incidents.relatives import SharesAboveWhole
from service.casework.money import (
    failed_payouts,
    heir_shares,
    money_entries,
    payees,
    payments,
)
from service.casework.money.failed_payouts import MoreThanUndelivered, NewUndelivered
from service.casework.money.heir_shares import HeirNotChosen, PaidToTheDead
from service.casework.money.money_entries import (
    Fee,
    Hand,
    Method,
    NonDeliveryReason,
    Undelivered,
)
from service.casework.money.payee_table import PayeeMethod
from service.casework.money.payees import NewPayee
from service.casework.money.payments import NewPayOut, NoMoney
from service.casework.money.plausibility import AmountQuestion, AmountQuestioned
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import IncidentKind, Kinship
from tests.support import sample_incidents, sample_money
from tests.support.cast import CHINORA, ELYOR, TODAY


@pytest.fixture
def act(clock):
    return {"by": ELYOR, "on": clock(), "day": TODAY}


@pytest.fixture
def heirs(ground, clock, claim, act):
    """A widow with 1/3 and a son with 2/3 of 100.00 roubles held."""
    payments.receive(ground, claim, sample_money.new_payment(100_00, Hand.HELD), **act)
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    return [
        sample_incidents.heir(ground, row, on=clock(), name=name, share=share)
        for name, share in (("Zqwidow Invented", "1/3"), ("Zqson Invented", "2/3"))
    ]


def pay(session, claim, heir, amount, act, *confirm):
    payees.set_payee(session, claim, NewPayee(PayeeMethod.HEIR, relative=heir.reference), **act)
    new_pay_out = NewPayOut(amount, "RUB", TODAY, Method.BANK, confirm=list(confirm))
    return payments.pay_out(session, claim, new_pay_out, **act)


def received(session, claim, heirs):
    return [one.received for one in heir_shares.list_sums(session, claim, heirs)]


def test_an_heir_is_not_paid_the_part_of_another_unseen(ground, claim, heirs, act):
    widow, son = heirs
    pay(ground, claim, widow, 33_33, act)
    with pytest.raises(AmountQuestioned) as refusal:
        pay(ground, claim, widow, 1, act)
    assert refusal.value.confirm == (AmountQuestion.MORE_THAN_SHARE,)
    pay(ground, claim, son, 66_66, act)
    pay(ground, claim, widow, 1, act, AmountQuestion.MORE_THAN_SHARE)
    assert received(ground, claim, heirs) == [33_34, 66_66]


def test_an_heir_without_a_share_gets_only_what_the_others_leave_unseen(ground, clock, claim, act):
    payments.receive(ground, claim, sample_money.new_payment(100_00, Hand.HELD), **act)
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    widow, son = [
        sample_incidents.heir(ground, row, on=clock(), name=name, share=share)
        for name, share in (("Zqwidow Invented", "3/4"), ("Zqson Invented", ""))
    ]
    pay(ground, claim, son, 25_00, act)
    with pytest.raises(AmountQuestioned):
        pay(ground, claim, son, 1, act)
    pay(ground, claim, widow, 75_00, act)


def test_nobody_is_paid_after_their_death(ground, clock, claim, act):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    paid = sample_money.new_payment(100_00, Hand.WORKER)
    last_day = msgspec.structs.replace(paid, on=row.happened_on)
    payments.receive(ground, claim, last_day, **act)
    later = row.happened_on + timedelta(days=1)
    late = msgspec.structs.replace(paid, on=later)
    with pytest.raises(PaidToTheDead):
        payments.receive(ground, claim, late, **act | {"day": later})


def test_a_share_is_of_what_is_left_for_the_heirs_not_of_what_the_worker_or_fees_took(
    ground, clock, claim, act
):
    payments.receive(ground, claim, sample_money.new_payment(1_000_00), **act)
    payments.receive(ground, claim, sample_money.new_payment(500_00, Hand.HELD), **act)
    payments.pay_out(ground, claim, sample_money.new_pay_out(200_00), **act)
    payments.deduct(ground, claim, Fee.BANK, 1_00, "RUB", **act)
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    heir = sample_incidents.heir(ground, row, on=clock(), share="1/2")
    (found,) = heir_shares.list_sums(ground, claim, [heir])
    assert (found.whole, found.due, found.received) == (299_00, Fraction(149_50), 0)


def test_what_an_heir_received_before_a_correction_still_counts(ground, clock, claim, heirs, act):
    widow, _son = heirs
    pay(ground, claim, widow, 30_00, act)
    row = sample_incidents.incident_of(ground, widow)
    fixed = msgspec.structs.replace(sample_incidents.WIDOW, name="Zqwidow Corrected")
    later = relatives.correct(ground, row, widow.reference, fixed, by=ELYOR, on=clock())
    relatives.prove(ground, row, later.reference, by=CHINORA, on=clock(), day=TODAY)
    assert received(ground, claim, [later]) == [30_00]


def test_money_that_came_back_was_not_received(ground, claim, heirs, act):
    paid = pay(ground, claim, heirs[0], 30_00, act)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, pay_out=paid.id)
    returned = failed_payouts.flag(ground, claim, back, **act)
    assert received(ground, claim, heirs) == [0, 0]
    failed_payouts.deliver(ground, claim, returned.id, **act)
    assert received(ground, claim, heirs) == [30_00, 0]


def test_money_that_came_back_is_paid_to_another_heir_only_within_their_share(
    ground, claim, heirs, act
):
    widow, son = heirs
    paid = pay(ground, claim, son, 66_66, act)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, pay_out=paid.id)
    number = failed_payouts.flag(ground, claim, back, **act).id
    payees.set_payee(ground, claim, NewPayee(PayeeMethod.HEIR, relative=widow.reference), **act)
    with pytest.raises(AmountQuestioned):
        failed_payouts.deliver(ground, claim, number, **act)
    confirm = [AmountQuestion.MORE_THAN_SHARE]
    failed_payouts.deliver(ground, claim, number, confirm=confirm, **act)
    assert received(ground, claim, heirs) == [66_66, 0]


def test_money_that_came_back_is_divided_among_the_heirs(ground, claim, heirs, act):
    widow, son = heirs
    paid = pay(ground, claim, son, 66_66, act)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, pay_out=paid.id)
    number = failed_payouts.flag(ground, claim, back, **act).id
    payees.set_payee(ground, claim, NewPayee(PayeeMethod.HEIR, relative=widow.reference), **act)
    for amount, refusal in ((66_67, MoreThanUndelivered), (0, NoMoney), (33_34, AmountQuestioned)):
        with pytest.raises(refusal):
            failed_payouts.deliver(ground, claim, number, amount=amount, **act)
    failed_payouts.deliver(ground, claim, number, amount=33_33, **act)
    rows = money_entries.list_current(ground, Undelivered, claim.reference)
    assert list(failed_payouts.amounts(rows).values()) == [33_33, 33_33]
    payees.set_payee(ground, claim, NewPayee(PayeeMethod.HEIR, relative=son.reference), **act)
    failed_payouts.deliver(ground, claim, rows[-1].id, **act)
    assert received(ground, claim, heirs) == [33_33, 33_33]


def test_an_heir_recorded_in_two_incidents_has_one_share(ground, clock, claim, heirs, act):
    widow, _son = heirs
    pay(ground, claim, widow, 30_00, act)
    now = clock.forward(minutes=1)
    other = sample_incidents.recorded(ground, claim.citizen, IncidentKind.INJURY, on=now)
    again = {"name": "Invented zqwidow", "proof_number": "№ ZQ-77"}
    twin = sample_incidents.heir(ground, other, on=clock(), share="1/3", **again)
    proved = incident_tables.proved_heirs(ground, claim.citizen)
    assert {one.reference for one in proved} == {twin.reference, heirs[1].reference}
    # A daughter of the same name, on the same certificate, is another heir.
    with pytest.raises(SharesAboveWhole):
        sample_incidents.heir(ground, other, on=clock(), share="1/3", kinship=Kinship.CHILD)
    assert received(ground, claim, [twin]) == [30_00]
    # The payee is the other record of the widow.
    assert heir_shares.require_receiver(ground, claim) == twin
    with pytest.raises(AmountQuestioned):
        pay(ground, claim, widow, 3_34, act)
    now = clock.forward(minutes=1)
    sample_incidents.heir(ground, other, on=now, name="Zqwidow Invented", proof_number="zq77")
    again = incident_tables.proved_heirs(ground, claim.citizen)
    assert {one.reference for one in again} == {one.reference for one in proved}


def test_money_does_not_leave_without_a_name_when_there_are_several_heirs(
    ground, claim, heirs, act
):
    with pytest.raises(HeirNotChosen):
        payments.pay_out(ground, claim, NewPayOut(1, "RUB", TODAY, Method.BANK), **act)
