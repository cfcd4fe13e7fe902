"""A mistyped entry is taken back by two people, once, and nothing is changed or lost."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core.actor import VISITOR
from catalog.core.approvals import AlreadyRequested, DecidedAlready, RequesterDecides
from catalog.core.errors import NotFound
from service.approvals import decisions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.money import allocation, failed_payouts, money_entries, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import (
    Hand,
    Method,
    NonDeliveryReason,
    Payer,
    Undelivered,
)
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import (
    claim_approvals,
    ledger,
    reversals,
    state_machine,
    withdrawal_actions,
)
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.ledger import EntryKind, EntryState
from service.casework.workflow.reversals import AlreadyReversed
from service.casework.workflow.state_machine import NewStep
from tests.support.cast import CLAIM, ELYOR, IRODA, NO_FILES, TODAY

ALL = list(AmountQuestion)


@pytest.fixture
def books(ground, clock, claim):
    return Books(ground, clock, claim)


class Books:
    """The money of one claim, as an officer and a supervisor move it."""

    def __init__(self, session, clock, claim):
        self.session, self.clock, self.claim = session, clock, claim
        self.arguments = {"by": ELYOR, "day": TODAY}

    def receive(self, amount, hand=Hand.WORKER):
        new_payment = NewPayment(
            amount, "RUB", Payer.EMPLOYER, TODAY, Method.BANK, hand, confirm=ALL
        )
        return payments.receive(
            self.session, self.claim, new_payment, on=self.clock(), **self.arguments
        ).reference

    def pay_out(self, amount):
        new_pay_out = NewPayOut(amount, "RUB", TODAY, Method.BANK, confirm=ALL)
        return payments.pay_out(
            self.session, self.claim, new_pay_out, on=self.clock(), **self.arguments
        )

    def ask(self, entry):
        return reversals.request(
            self.session, self.claim, entry, "A zero too many", by=ELYOR, on=self.clock()
        ).reference

    def agree(self, number, by=IRODA):
        decisions.approve(
            self.session, number, "Seen", by=by, on=self.clock(), day=TODAY, home=NO_FILES
        )

    def reverse(self, entry):
        self.agree(self.ask(entry))

    def waiting(self):
        """The newest of the entries of money that waits."""
        rows = money_entries.list_current(self.session, Undelivered, CLAIM)
        return [one for one in rows if not one.delivered_on][-1]

    @property
    def balance(self):
        (one,) = money_entries.balances(self.session, CLAIM)
        return one.received, one.paid_out, one.held, one.undelivered

    @property
    def states(self):
        return [(one.kind, one.state) for one in ledger.entries(self.session, self.claim)]


def test_a_mistyped_payment_stands_until_a_second_person_agrees(books):
    entry = books.receive(999_999_999_00)
    number = books.ask(entry)
    assert books.balance[0] == 999_999_999_00
    assert books.states == [(EntryKind.PAYMENT, EntryState.REVERSAL_WAITING)]
    with pytest.raises(RequesterDecides):
        books.agree(number, by=msgspec.structs.replace(IRODA, account=ELYOR.account))
    books.agree(number)
    assert books.balance == (0, 0, 0, 0)
    assert books.states == [
        (EntryKind.PAYMENT, EntryState.REVERSED),
        (EntryKind.REVERSAL, EntryState.STANDING),
    ]
    with pytest.raises(DecidedAlready):
        books.agree(number)


def test_each_entry_reversed_with_another_has_a_line_of_its_own(books):
    payment = books.receive(100, Hand.HELD)
    paid = books.pay_out(60).reference
    books.reverse(payment)
    rows = ledger.entries(books.session, books.claim)
    assert sum(one.amount for one in rows) == 0
    assert [one.reverses for one in rows if one.kind is EntryKind.REVERSAL] == [payment, paid]
    assert len({one.entry for one in rows}) == 4


def test_an_entry_is_reversed_once_and_a_reversal_never(books):
    entry = books.receive(100)
    number = books.ask(entry)
    with pytest.raises(AlreadyRequested):
        books.ask(entry)
    books.agree(number)
    with pytest.raises(AlreadyReversed):
        books.ask(entry)
    reversal = ledger.entries(books.session, books.claim)[-1]
    assert (reversal.reverses, reversal.amount, reversal.reason) == (entry, -100, "A zero too many")
    with pytest.raises(NotFound):
        books.ask(reversal.entry)


def test_a_declined_reversal_leaves_the_entry_and_can_be_asked_again(books):
    entry = books.receive(100)
    number = books.ask(entry)
    claim_approvals.decline(books.session, number, "It is right", by=IRODA, on=books.clock())
    assert books.states == [(EntryKind.PAYMENT, EntryState.STANDING)]
    books.reverse(entry)
    assert books.balance[0] == 0


def test_held_money_is_reversed_with_its_pay_outs(books):
    first, second = books.receive(100, Hand.HELD), books.receive(100, Hand.HELD)
    for amount in (60, 70):
        books.pay_out(amount)
    books.reverse(second)
    assert books.balance == (100, 60, 40, 0)
    books.reverse(first)
    assert books.balance == (0, 0, 0, 0)


def test_a_reversed_pay_out_is_held_again_though_it_came_back(books):
    books.receive(100, Hand.HELD)
    row = books.pay_out(100)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, row.id)
    flagged = failed_payouts.flag(
        books.session, books.claim, back, on=books.clock(), **books.arguments
    )
    assert books.balance == (100, 0, 0, 100)
    late = failed_payouts.deliver(
        books.session, books.claim, flagged.id, on=books.clock(), **books.arguments
    )
    assert books.balance == (100, 100, 0, 0)
    books.reverse(late.reference)
    assert books.balance == (100, 0, 0, 100)
    books.reverse(row.reference)
    assert books.balance == (100, 0, 100, 0)


def test_a_return_is_reversed_with_the_late_delivery_of_its_money(books):
    books.receive(100, Hand.HELD)
    row = books.pay_out(100)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, row.id)
    flagged = failed_payouts.flag(
        books.session, books.claim, back, on=books.clock(), **books.arguments
    )
    failed_payouts.deliver(
        books.session, books.claim, flagged.id, on=books.clock(), **books.arguments
    )
    books.reverse(flagged.reference)
    assert books.balance == (100, 100, 0, 0)


def test_a_part_of_returned_money_is_reversed_alone_and_the_return_with_every_part(books):
    act = {"on": books.clock(), **books.arguments}
    payment = books.receive(100, Hand.HELD)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, books.pay_out(100).id)
    flagged = failed_payouts.flag(books.session, books.claim, back, **act)
    part = failed_payouts.deliver(books.session, books.claim, flagged.id, amount=30, **act)
    assert books.balance == (100, 30, 0, 70)
    failed_payouts.deliver(books.session, books.claim, books.waiting().id, **act)
    books.reverse(part.reference)
    assert books.balance == (100, 70, 0, 30)
    failed_payouts.deliver(books.session, books.claim, books.waiting().id, amount=10, **act)
    assert books.balance == (100, 80, 0, 20)
    books.reverse(books.waiting().reference)
    assert books.balance == (100, 100, 0, 0)
    books.reverse(payment)
    assert books.balance == (0, 0, 0, 0)


def test_a_rest_that_is_held_again_settles_its_part_of_the_debt_when_paid_out(books):
    act = {"on": books.clock(), **books.arguments}
    books.receive(100, Hand.HELD)
    lost = NewUndelivered(NonDeliveryReason.NOT_FOUND, TODAY, amount=100, currency="RUB")
    flagged = failed_payouts.flag(books.session, books.claim, lost, **act)
    failed_payouts.deliver(books.session, books.claim, flagged.id, amount=30, **act)
    books.reverse(books.waiting().reference)
    assert books.balance == (100, 30, 70, 0)
    assert books.pay_out(70).settles == 70


def test_each_part_of_returned_money_settles_its_own_payment(books):
    act = {"on": books.clock(), **books.arguments}
    first, second = (
        reversals.get_entry(books.session, books.claim, books.receive(amount, Hand.HELD))
        for amount in (60, 40)
    )
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, books.pay_out(100).id)
    flagged = failed_payouts.flag(books.session, books.claim, back, **act)
    part = failed_payouts.deliver(books.session, books.claim, flagged.id, amount=60, **act)
    rest = books.waiting()
    assert (part.settles, rest.settles) == (60, 40)
    books.reverse(part.reference)
    again = books.waiting()
    taken = [allocation.entries_paid_from(books.session, one) for one in (first, second)]
    assert (again in taken[0], rest in taken[0]) == (True, False)
    assert (again in taken[1], rest in taken[1]) == (False, True)


def test_a_payment_is_reversed_with_its_own_pay_outs_whatever_came_between(books):
    """The first pay-out comes back and is delivered after another payment was paid out."""
    first, second = books.receive(100, Hand.HELD), books.receive(100, Hand.HELD)
    row = books.pay_out(100)
    back = NewUndelivered(NonDeliveryReason.FAILED, TODAY, row.id)
    flagged = failed_payouts.flag(
        books.session, books.claim, back, on=books.clock(), **books.arguments
    )
    books.pay_out(100)
    failed_payouts.deliver(
        books.session, books.claim, flagged.id, on=books.clock(), **books.arguments
    )
    books.reverse(second)
    assert books.balance == (100, 100, 0, 0)
    books.reverse(first)
    assert books.balance == (0, 0, 0, 0)


def test_a_request_lapses_when_its_entry_is_reversed_with_another(books):
    payment = books.receive(100, Hand.HELD)
    books.ask(books.pay_out(60).reference)
    books.reverse(payment)
    assert decisions.list_waiting(books.session, by=IRODA) == []


def test_a_claim_paid_in_full_is_reopened_when_its_payment_is_reversed(books):
    entry = books.receive(240_000_00)
    books.claim.state = ClaimState.PAID_IN_FULL.value
    books.reverse(entry)
    assert books.claim.state == ClaimState.REOPENED


def test_a_withdrawn_claim_stays_on_hold_when_its_payment_is_reversed(books):
    entry = books.receive(240_000_00)
    claim, clock = books.claim, books.clock
    claim.state = ClaimState.PAID_IN_FULL.value
    withdrawal_actions.request(books.session, claim, by=VISITOR, on=clock(), day=TODAY)
    claim.due = TODAY - timedelta(days=9)
    books.reverse(entry)
    action = wage_claims.next_action(books.session, claim)
    assert (claim.state, claim.due, action) == (
        "reopened",
        TODAY,
        withdrawal_actions.SPEAK_ACTION,
    )


def test_a_closed_claim_is_reopened_only_if_its_reason_no_longer_holds(books):
    entry = books.receive(240_000_00)
    extra = books.receive(5)
    close(books)
    books.reverse(extra)
    assert books.claim.state == ClaimState.CLOSED
    books.reverse(entry)
    assert books.claim.state == ClaimState.REOPENED
    assert books.claim.closing_reason == ""


def close(books):
    books.claim.state = ClaimState.PAID_IN_FULL.value
    step = NewStep(ClaimState.CLOSED, "Paid", closing_reason=ClosingReason.PAID_IN_FULL)
    state_machine.take_step(books.session, books.claim, step, by=ELYOR, on=books.clock(), day=TODAY)


def test_an_entry_of_another_claim_is_not_found(books):
    with pytest.raises(NotFound):
        books.ask("E-NOTHERE2")
