"""Money that did not arrive: flagged once, listed for those who may see it, found by its worker
alone, delivered once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotFound
from catalog.core.fields import InTheFuture
from matching.identity import persons
from matching.identity.persons import Citizen, DocumentsInput
from service.casework.money import failed_payouts, money_entries, payments
from service.casework.money.allocation import DebtSettlement
from service.casework.money.failed_payouts import (
    BeforeItWaited,
    CameBackBefore,
    DeliveredBefore,
    Discovery,
    NewDelivery,
    NewUndelivered,
    NotYetPaidOut,
)
from service.casework.money.money_entries import (
    Basis,
    Hand,
    Method,
    NonDeliveryReason,
    Payer,
    PayOut,
    Undelivered,
)
from service.casework.money.payments import (
    BeforeTheWork,
    ClosedClaim,
    MoreThanHeld,
    NewPayment,
    NewPayOut,
    NoMoney,
    PaidOutBeforeReceived,
)
from service.casework.money.plausibility import AmountQuestion
from tests.support.cast import CLAIM, DAVRON, ELYOR, IRODA, TODAY

PASSPORT, BORN = "AA1234567", 1987


@pytest.fixture
def paid(ground, clock, claim) -> PayOut:
    """A pay-out of 60 of the 100 that were held."""
    new_payment = NewPayment(
        100, "RUB", Payer.EMPLOYER, TODAY, Method.BANK, Hand.HELD, confirm=list(AmountQuestion)
    )
    payments.receive(ground, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
    return payments.pay_out(
        ground,
        claim,
        NewPayOut(60, "RUB", TODAY, Method.BANK, confirm=list(AmountQuestion)),
        by=ELYOR,
        on=clock(),
        day=TODAY,
    )


def waiting(session, by) -> list[Undelivered]:
    """The money that this actor sees waiting, longest first."""
    rows = select(Undelivered).where(*failed_payouts.waiting(by=by))
    return list(session.execute(rows.order_by(col(Undelivered.since))).scalars())


def flag(session, clock, claim, new_undelivered: NewUndelivered):
    return failed_payouts.flag(session, claim, new_undelivered, by=ELYOR, on=clock(), day=TODAY)


def deliver(session, clock, claim, number: int) -> PayOut:
    return failed_payouts.deliver(session, claim, number, by=ELYOR, on=clock(), day=TODAY)


def lost(amount: int = 40) -> NewUndelivered:
    return NewUndelivered(NonDeliveryReason.NOT_FOUND, TODAY, amount=amount, currency="RUB")


def test_a_pay_out_that_came_back_is_no_longer_in_the_workers_hand(ground, clock, claim, paid):
    row = flag(ground, clock, claim, NewUndelivered(NonDeliveryReason.FAILED, TODAY, paid.id))
    (one,) = money_entries.balances(ground, CLAIM)
    assert (row.amount, one.paid_out, one.undelivered, one.held) == (60, 0, 60, 40)
    with pytest.raises(CameBackBefore):
        flag(ground, clock, claim, NewUndelivered(NonDeliveryReason.FAILED, TODAY, paid.id))


def test_delivered_later_it_is_in_the_workers_hand_once(ground, clock, claim, paid):
    row = flag(ground, clock, claim, NewUndelivered(NonDeliveryReason.FAILED, TODAY, paid.id))
    deliver(ground, clock, claim, row.id)
    (one,) = money_entries.balances(ground, CLAIM)
    assert (one.paid_out, one.undelivered, one.held, row.delivered_on) == (60, 0, 40, TODAY)
    with pytest.raises(DeliveredBefore):
        deliver(ground, clock, claim, row.id)


def test_a_delivery_has_the_day_the_method_and_the_receipt_of_the_payer(ground, clock, claim, paid):
    row = flag(ground, clock, claim, NewUndelivered(NonDeliveryReason.FAILED, TODAY, paid.id))
    clock.forward(days=5)
    act = {"by": ELYOR, "on": clock(), "day": TODAY + timedelta(5)}
    for wrong, refusal in ((-1, BeforeItWaited), (6, InTheFuture)):
        new = NewDelivery(TODAY + timedelta(wrong), Method.CASH)
        with pytest.raises(refusal):
            failed_payouts.deliver(ground, claim, row.id, new_delivery=new, **act)
    new = NewDelivery(TODAY + timedelta(2), Method.CASH, "N 7")
    late = failed_payouts.deliver(ground, claim, row.id, new_delivery=new, **act)
    assert (late.on, late.method, late.receipt, row.delivered_on) == (new.on, "cash", "N 7", new.on)


def test_the_rest_of_a_return_keeps_how_it_was_found_out(ground, clock, claim, paid):
    back = NewUndelivered(
        NonDeliveryReason.FAILED, TODAY, paid.id, discovery=Discovery.NOTICE, receipt="R 9"
    )
    row = flag(ground, clock, claim, back)
    failed_payouts.deliver(ground, claim, row.id, by=ELYOR, on=clock(), day=TODAY, amount=20)
    (rest,) = [one for one in money_entries.list_all(ground, Undelivered, CLAIM) if one.rest_of]
    assert (rest.discovery, rest.receipt) == ("notice", "R 9")


def test_a_part_settles_what_the_payment_it_comes_from_settles(ground, clock, claim):
    """By share of the sum it would settle 500, and the rest after a reversal 900 once more."""
    for settles in (100, 900):
        debt = DebtSettlement("RUB", Basis.AGREED, settles)
        held = NewPayment(
            10,
            "USD",
            Payer.EMPLOYER,
            TODAY,
            Method.BANK,
            Hand.HELD,
            settles=debt,
            confirm=list(AmountQuestion),
        )
        payments.receive(ground, claim, held, by=ELYOR, on=clock(), day=TODAY)
    act = {"by": ELYOR, "on": clock(), "day": TODAY}
    lost = NewUndelivered(NonDeliveryReason.NOT_FOUND, TODAY, amount=20, currency="USD")
    row = failed_payouts.flag(ground, claim, lost, **act)
    first = failed_payouts.deliver(ground, claim, row.id, amount=10, **act)
    [rest] = [one for one in money_entries.list_all(ground, Undelivered, CLAIM) if one.rest_of]
    last = failed_payouts.deliver(ground, claim, rest.id, **act)
    assert (first.settles, rest.settles, last.settles) == (100, 900, 900)


def test_it_is_delivered_also_when_the_claim_is_closed(ground, clock, claim, paid):
    row = flag(ground, clock, claim, lost())
    claim.state = "closed"
    assert deliver(ground, clock, claim, row.id).amount == 40
    with pytest.raises(ClosedClaim):
        flag(ground, clock, claim, lost())


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (lost(41), MoreThanHeld),
        (lost(0), NoMoney),
        (NewUndelivered(NonDeliveryReason.FAILED, TODAY), NoMoney),
        (
            NewUndelivered(
                NonDeliveryReason.FAILED, TODAY - timedelta(1), amount=40, currency="RUB"
            ),
            PaidOutBeforeReceived,
        ),
        (NewUndelivered(NonDeliveryReason.FAILED, date(1900, 1, 1), 1), BeforeTheWork),
        (NewUndelivered(NonDeliveryReason.FAILED, TODAY + timedelta(1), 1), InTheFuture),
        (NewUndelivered(NonDeliveryReason.FAILED, TODAY, 999), NotFound),
        (NewUndelivered(NonDeliveryReason.FAILED, TODAY - timedelta(1), 1), NotYetPaidOut),
    ],
)
def test_what_cannot_be_so_is_refused(ground, clock, claim, paid, given, refusal):
    given.pay_out = paid.id if given.pay_out == 1 else given.pay_out
    with pytest.raises(refusal):
        flag(ground, clock, claim, given)


def test_money_on_the_list_cannot_be_paid_out_beside_it(ground, clock, claim, paid):
    flag(ground, clock, claim, lost(30))
    with pytest.raises(MoreThanHeld):
        payments.pay_out(
            ground,
            claim,
            NewPayOut(11, "RUB", TODAY, Method.BANK, confirm=list(AmountQuestion)),
            by=ELYOR,
            on=clock(),
            day=TODAY,
        )


def test_the_list_shows_ones_own_scope_and_what_waits_longest_first(ground, clock, claim, paid):
    (received,) = payments.payments(ground, CLAIM)
    received.on -= timedelta(9)
    flag(ground, clock, claim, lost(1))
    earlier = lost(2)
    earlier.since -= timedelta(9)
    flag(ground, clock, claim, earlier)
    assert [one.amount for one in waiting(ground, ELYOR)] == [2, 1]
    assert waiting(ground, DAVRON) == []
    (row, _) = money_entries.list_current(ground, Undelivered, CLAIM)
    deliver(ground, clock, claim, row.id)
    assert [one.amount for one in waiting(ground, IRODA)] == [2]


def test_nobody_delivers_another_claims_money(ground, clock, claim, paid):
    with pytest.raises(NotFound):
        deliver(ground, clock, claim, 999)


def known(session, clock, claim, **values) -> Citizen:
    row = session.get_one(Citizen, claim.citizen)
    persons.set_documents(
        session,
        row,
        DocumentsInput(**({"passport": PASSPORT, "birth_year": BORN} | values)),
        by=ELYOR,
        on=clock(),
    )
    return row


def test_its_worker_finds_it_by_passport_and_year_together(ground, clock, claim, paid):
    known(ground, clock, claim)
    assert not failed_payouts.has_waiting_money(ground, PASSPORT, BORN)
    row = flag(ground, clock, claim, lost())
    assert failed_payouts.has_waiting_money(ground, "aa 1234567", BORN)
    assert not failed_payouts.has_waiting_money(ground, PASSPORT, BORN + 1)
    assert not failed_payouts.has_waiting_money(ground, "AA1234568", BORN)
    deliver(ground, clock, claim, row.id)
    assert not failed_payouts.has_waiting_money(ground, PASSPORT, BORN)


def test_without_a_year_told_or_with_a_new_passport_nothing_is_found(ground, clock, claim, paid):
    flag(ground, clock, claim, lost())
    row = known(ground, clock, claim)
    known(ground, clock, claim, passport="BB7654321", birth_year=None)
    assert row.birth_blind is None
    assert not failed_payouts.has_waiting_money(ground, "BB7654321", BORN)
    known(ground, clock, claim, passport="")
    assert failed_payouts.has_waiting_money(ground, "BB7654321", BORN)


def test_it_is_found_by_any_record_of_the_same_person(ground, clock, claim, paid):
    flag(ground, clock, claim, lost())
    twin = persons.record(ground, persons.NewCitizen("Alisher again"), by=ELYOR, on=clock())
    persons.set_documents(
        ground, twin, DocumentsInput(PASSPORT, birth_year=BORN), by=ELYOR, on=clock()
    )
    assert not failed_payouts.has_waiting_money(ground, PASSPORT, BORN)
    ground.get_one(Citizen, claim.citizen).same_as = twin.reference
    ground.flush()
    assert failed_payouts.has_waiting_money(ground, PASSPORT, BORN)
