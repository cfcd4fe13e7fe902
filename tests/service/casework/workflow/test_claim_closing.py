"""What must be true before a claim closes: nothing is left in our hands, and the reason is what the
books say."""

import pytest

from catalog.core.approvals import ApprovalKind, RecordChanged
from catalog.core.errors import Refusal
from service.casework.claims.wage_claims import ClaimState
from service.casework.money import failed_payouts, payments
from service.casework.money.allocation import DebtSettlement
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import (
    Basis,
    Fee,
    Hand,
    Method,
    NonDeliveryReason,
    Payer,
)
from service.casework.money.payments import NewPayment
from service.casework.workflow import claim_approvals, claim_facts, state_machine
from service.casework.workflow.claim_approvals import (
    ApprovalNeeded,
    ApprovedOtherAmounts,
    NewApproval,
)
from service.casework.workflow.claim_closing import (
    ClosingReason,
    MoneyReceived,
    NoGuarantorPayment,
    NotPaidYet,
    StillHeld,
)
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from service.casework.workflow.state_machine import NewStep
from tests.support import sample_money
from tests.support.cast import ELYOR, IRODA, TODAY

FREE = ClosingReason.OUTSIDE_COMPETENCE
# What needs neither a second person nor an amount.
ALONE = (
    FREE,
    ClosingReason.WITHDRAWN_UNDER_PRESSURE,
    ClosingReason.DUPLICATE,
    ClosingReason.SETTLED_DIRECTLY,
)


def close(
    session, clock, claim, reason: ClosingReason, state: ClaimState = ClaimState.NEGOTIATION
) -> type[Refusal] | None:
    claim.state = state.value
    new_step = NewStep(ClaimState.CLOSED, "Why", closing_reason=reason)
    try:
        state_machine.take_step(session, claim, new_step, by=ELYOR, on=clock(), day=TODAY)
    except Refusal as refusal:
        return type(refusal)
    return None


def pay(
    session, clock, claim, amount: int, hand: Hand = Hand.WORKER, payer: Payer = Payer.EMPLOYER
) -> None:
    new_payment = sample_money.new_payment(amount, hand, payer=payer)
    payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)


def agreed_to(session, clock, claim, asked: ApprovalKind) -> None:
    row = claim_approvals.request_approval(
        session, claim, NewApproval(asked, "Why"), by=ELYOR, on=clock()
    )
    claim_approvals.approve(session, row.reference, by=IRODA, on=clock())


@pytest.mark.parametrize("reason", ClosingReason)
def test_no_reason_closes_a_claim_while_money_is_held_for_its_worker(ground, clock, claim, reason):
    for asked in claim_approvals.REQUESTABLE:
        agreed_to(ground, clock, claim, asked)
    pay(ground, clock, claim, 240_000_00, payer=Payer.INSURER)
    pay(ground, clock, claim, 1, Hand.HELD)
    assert close(ground, clock, claim, reason) is (
        MoneyReceived if reason is ClosingReason.DUPLICATE else StillHeld
    )
    new_undelivered = NewUndelivered(NonDeliveryReason.NOT_FOUND, TODAY, amount=1, currency="RUB")
    failed_payouts.flag(ground, claim, new_undelivered, by=ELYOR, on=clock(), day=TODAY)
    if reason is not ClosingReason.DUPLICATE:
        assert close(ground, clock, claim, reason) is None


@pytest.mark.parametrize("reason", ClosingReason)
def test_with_nothing_paid_a_claim_closes_alone_only_for_what_another_body_decides(
    ground, clock, claim, reason
):
    paid = (ClosingReason.PAID_IN_FULL, ClosingReason.PAID_BELOW_VERIFIED)
    wrong = (
        NotPaidYet
        if reason in paid
        else NoGuarantorPayment
        if reason is ClosingReason.PAID_BY_GUARANTEE
        else ApprovalNeeded
    )
    assert close(ground, clock, claim, reason) is (None if reason in ALONE else wrong)


@pytest.mark.parametrize("payer", Payer)
def test_a_guarantee_paid_only_if_its_payment_is_on_record(ground, clock, claim, payer):
    pay(ground, clock, claim, 100, payer=payer)
    guarantor = payer in (Payer.INSURER, Payer.AGENCY_GUARANTEE, Payer.STATE_FUND)
    assert close(ground, clock, claim, ClosingReason.PAID_BY_GUARANTEE) is (
        None if guarantor else NoGuarantorPayment
    )


def test_a_fee_that_is_listed_is_no_longer_owed_and_no_longer_held(ground, clock, claim):
    pay(ground, clock, claim, 240_000_00, Hand.HELD)
    payments.pay_out(
        ground,
        claim,
        sample_money.new_pay_out(239_000_00),
        by=ELYOR,
        on=clock(),
        day=TODAY,
    )
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is NotPaidYet
    payments.deduct(ground, claim, Fee.BANK, 1_000_00, "RUB", by=ELYOR, on=clock(), day=TODAY)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is None


def test_nobody_declines_a_claim_alone(ground, clock, claim):
    claim.state = ClaimState.CALCULATED.value
    new_step = NewStep(ClaimState.DECLINED, "", "Tell the worker", TODAY)
    with pytest.raises(ApprovalNeeded):
        state_machine.take_step(ground, claim, new_step, by=ELYOR, on=clock(), day=TODAY)


def test_what_was_declined_by_two_people_is_closed_by_one(ground, clock, claim):
    assert (
        close(ground, clock, claim, ClosingReason.UNFOUNDED, ClaimState.SCREENED) is ApprovalNeeded
    )
    assert close(ground, clock, claim, ClosingReason.UNFOUNDED, ClaimState.DECLINED) is None


def settle(session, clock, claim) -> type[Refusal] | None:
    claim.state = ClaimState.SETTLEMENT_OFFERED.value
    new_step = NewStep(ClaimState.SETTLED_AWAITING_PAYMENT, "", "Wait for the money", TODAY)
    try:
        state_machine.take_step(session, claim, new_step, by=ELYOR, on=clock(), day=TODAY)
    except Refusal as refusal:
        return type(refusal)
    return None


def test_a_settlement_below_what_the_papers_show_needs_a_second_person_for_these_very_sums(
    ground, clock, claim
):
    amend = lambda agreed: claim_facts.amend(  # noqa: E731
        ground,
        claim,
        NewFacts(lines=[LineCorrection(1, documented=200, agreed=agreed)]),
        by=ELYOR,
        on=clock(),
    )
    amend(200)
    assert settle(ground, clock, claim) is None
    amend(150)
    assert settle(ground, clock, claim) is ApprovalNeeded
    agreed_to(ground, clock, claim, ApprovalKind.BELOW_VERIFIED)
    assert settle(ground, clock, claim) is None
    amend(149)
    assert settle(ground, clock, claim) is ApprovedOtherAmounts
    pay(ground, clock, claim, 149)
    assert close(ground, clock, claim, ClosingReason.PAID_BELOW_VERIFIED) is ApprovedOtherAmounts
    agreed_to(ground, clock, claim, ApprovalKind.BELOW_VERIFIED)
    assert close(ground, clock, claim, ClosingReason.PAID_BELOW_VERIFIED) is None


def sums(session, clock, claim, agreed):
    facts = NewFacts(lines=[LineCorrection(1, documented=200, agreed=agreed)])
    claim_facts.amend(session, claim, facts, by=ELYOR, on=clock())


def test_a_settlement_is_approved_only_for_the_sums_that_were_requested(ground, clock, claim):
    sums(ground, clock, claim, 150)
    below = NewApproval(ApprovalKind.BELOW_VERIFIED, "All that he has")
    row = claim_approvals.request_approval(ground, claim, below, by=ELYOR, on=clock())
    sums(ground, clock, claim, 190)
    with pytest.raises(RecordChanged):
        claim_approvals.approve(ground, row.reference, "Yes", by=IRODA, on=clock())
    claim_approvals.decline(ground, row.reference, "Ask again", by=IRODA, on=clock())


def test_less_than_documents_prove_is_not_paid_in_full_without_a_second_person(
    ground, clock, claim
):
    sums(ground, clock, claim, 100)
    pay(ground, clock, claim, 100)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is ApprovalNeeded
    agreed_to(ground, clock, claim, ApprovalKind.BELOW_VERIFIED)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is None


def test_money_in_another_currency_leaves_the_approval_of_a_settlement_valid(ground, clock, claim):
    sums(ground, clock, claim, 100)
    agreed_to(ground, clock, claim, ApprovalKind.BELOW_VERIFIED)
    dollars = NewPayment(
        2,
        "USD",
        Payer.EMPLOYER,
        TODAY,
        Method.BANK,
        settles=DebtSettlement("RUB", Basis.AGREED, 100),
    )
    payments.receive(ground, claim, dollars, by=ELYOR, on=clock(), day=TODAY)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is None


def test_what_a_court_awarded_is_paid_in_full_without_a_second_person(ground, clock, claim):
    sums(ground, clock, claim, 100)
    pay(ground, clock, claim, 100)
    claim.state = ClaimState.COURT_FILED.value
    judgment = NewStep(ClaimState.JUDGMENT, "", "Tell the worker", TODAY)
    state_machine.take_step(ground, claim, judgment, by=ELYOR, on=clock(), day=TODAY)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL, ClaimState.PARTLY_PAID) is None


def test_an_agreed_sum_that_has_not_come_is_no_settlement_paid(ground, clock, claim):
    claim_facts.amend(
        ground,
        claim,
        NewFacts(lines=[LineCorrection(1, documented=200, agreed=150)]),
        by=ELYOR,
        on=clock(),
    )
    agreed_to(ground, clock, claim, ApprovalKind.BELOW_VERIFIED)
    pay(ground, clock, claim, 149)
    assert close(ground, clock, claim, ClosingReason.PAID_BELOW_VERIFIED) is NotPaidYet


def test_dollars_that_settle_all_roubles_pay_the_claim_in_full(ground, clock, claim):
    new_payment = NewPayment(
        3_000_00,
        "USD",
        Payer.EMPLOYER,
        TODAY,
        Method.BANK,
        settles=DebtSettlement("RUB", Basis.AGREED, 240_000_00),
    )
    payments.receive(ground, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is None
