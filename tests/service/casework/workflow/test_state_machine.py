"""The steps of a claim: only those of the table, never without a next action, and closed only for a
reason that is true."""

from datetime import timedelta

import pytest

from catalog.core import journal
from catalog.core.approvals import ApprovalKind
from catalog.core.errors import Refusal
from catalog.core.fields import AlreadyOver, InTheFuture, TooFarAhead
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.deadlines import court_history
from service.casework.money import payments
from service.casework.money.money_entries import Hand, Method, Payer
from service.casework.money.payments import BeforeTheWork, NewPayment
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import claim_approvals, claim_facts, state_machine
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.claim_closing import ClosingReason, NotPaidYet, ReasonNeeded
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from service.casework.workflow.state_machine import (
    ALLOWED,
    BeforeEarlierStep,
    CourtReasonNeeded,
    NewStep,
    NextActionNeeded,
    StepNotAllowed,
)
from tests.support import sample_money
from tests.support.cast import CLAIM, ELYOR, IRODA, TODAY

DAY = timedelta(days=1)


def take(session, clock, claim, to: ClaimState, **values) -> state_machine.Step:
    values = {"next_action": "Call the employer", "due": TODAY, "reason": "Why"} | values
    return state_machine.take_step(
        session, claim, NewStep(to, **values), by=ELYOR, on=clock(), day=TODAY
    )


def agreed_to(session, clock, claim, *asked: ApprovalKind) -> None:
    """A supervisor has agreed to what one officer may not decide alone."""
    for one in asked:
        row = claim_approvals.request_approval(
            session, claim, NewApproval(one, "Why"), by=ELYOR, on=clock()
        )
        claim_approvals.approve(session, row.reference, by=IRODA, on=clock())


def pay(session, clock, claim, amount: int, hand: Hand = Hand.WORKER) -> None:
    new_payment = sample_money.new_payment(amount, hand)
    payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)


def test_every_pair_of_states_is_as_the_table_says(ground, clock, claim):
    pay(ground, clock, claim, 240_000_00)
    for came_from in ClaimState:
        for to in ClaimState:
            claim.state = "declined"
            agreed_to(ground, clock, claim, ApprovalKind.DECLINE)
            claim.state = came_from.value
            if to in ALLOWED[came_from]:
                take(ground, clock, claim, to, closing_reason=ClosingReason.PAID_IN_FULL)
                assert claim.state == to
            else:
                with pytest.raises(StepNotAllowed) as refused:
                    take(ground, clock, claim, to, closing_reason=ClosingReason.PAID_IN_FULL)
                assert (claim.state, refused.value.facts) == (
                    came_from,
                    {"state": came_from.value, "to": to.value},
                )


def test_every_state_can_be_reached_and_every_one_leads_to_the_end():
    reached, leads = {ClaimState.RECEIVED}, {ClaimState.CLOSED}
    for _ in ClaimState:
        reached |= {to for state in reached for to in ALLOWED[state]}
        leads |= {state for state in ClaimState if ALLOWED[state] & leads}
    assert reached == leads == set(ClaimState)


def test_every_open_claim_can_be_closed():
    assert [
        state for state in ClaimState if state != "closed" and "closed" not in ALLOWED[state]
    ] == []


def test_what_may_follow_is_told_in_the_order_of_the_life_of_a_claim():
    assert state_machine.allowed("received") == [ClaimState.ACKNOWLEDGED, ClaimState.CLOSED]
    assert state_machine.allowed("screened") == [
        ClaimState.NEEDS_DOCUMENTS,
        ClaimState.CALCULATED,
        ClaimState.CLOSED,
    ]


def test_an_appeal_during_enforcement_leads_back_to_court_with_its_reason(ground, clock, claim):
    claim.state = "court_filed"
    take(ground, clock, claim, ClaimState.JUDGMENT, happened_on=TODAY - DAY)
    take(ground, clock, claim, ClaimState.ENFORCEMENT)
    for reason in ("", "  "):
        with pytest.raises(CourtReasonNeeded) as refused:
            take(ground, clock, claim, ClaimState.COURT_FILED, reason=reason)
        assert (refused.value.field, claim.state) == ("reason", "enforcement")
    take(ground, clock, claim, ClaimState.COURT_FILED, reason="The employer appealed")
    court = court_history.by_claims(ground, [CLAIM])[CLAIM]
    assert (claim.state, court.stopped, court.awaits) == ("court_filed", True, False)
    take(ground, clock, claim, ClaimState.JUDGMENT)


@pytest.mark.parametrize(
    "values", [{"next_action": ""}, {"due": None}, {"next_action": "", "due": None}]
)
def test_an_open_claim_always_has_a_next_action_and_its_day(ground, clock, claim, values):
    with pytest.raises(NextActionNeeded):
        take(ground, clock, claim, ClaimState.ACKNOWLEDGED, **values)
    assert (claim.state, claim.version) == ("received", 1)


def test_a_judgment_has_its_own_day_neither_ahead_nor_before_what_led_to_it(ground, clock, claim):
    claim.state = "court_filed"
    for day, refused in ((TODAY + DAY, InTheFuture), (claim.worked_from - DAY, BeforeTheWork)):
        with pytest.raises(refused) as wrong:
            take(ground, clock, claim, ClaimState.JUDGMENT, happened_on=day)
        assert (wrong.value.field, claim.state) == ("happened_on", "court_filed")
    judged = take(ground, clock, claim, ClaimState.JUDGMENT, happened_on=TODAY - 3 * DAY)
    assert judged.happened_on == TODAY - 3 * DAY
    assert take(ground, clock, claim, ClaimState.COURT_FILED).happened_on == TODAY
    with pytest.raises(BeforeEarlierStep):
        take(ground, clock, claim, ClaimState.JUDGMENT, happened_on=TODAY - 4 * DAY)


def test_a_step_is_kept_with_who_took_it_and_gives_the_claim_an_owner(ground, clock, claim):
    take(ground, clock, claim, ClaimState.ACKNOWLEDGED, reason="Called")
    (step,) = state_machine.history(ground, claim)
    assert (step.came_from, step.to, step.reason, step.officer) == (
        "received",
        "acknowledged",
        "Called",
        ELYOR.account,
    )
    assert (claim.owner, wage_claims.next_action(ground, claim), claim.version) == (
        ELYOR.account,
        "Call the employer",
        2,
    )
    ground.commit()
    assert [one.act for one in journal.history(ground, "claim", CLAIM)] == ["file", "step"]


def close(session, clock, claim, reason: ClosingReason | None) -> type[Refusal] | None:
    claim.state = ClaimState.NEGOTIATION.value
    try:
        take(
            session,
            clock,
            claim,
            ClaimState.CLOSED,
            closing_reason=reason,
            next_action="",
            due=None,
        )
    except Refusal as refusal:
        return type(refusal)
    return None


def test_a_claim_is_closed_for_a_reason_and_then_needs_no_next_action(ground, clock, claim):
    assert close(ground, clock, claim, None) is ReasonNeeded
    assert close(ground, clock, claim, ClosingReason.OUTSIDE_COMPETENCE) is None
    assert (claim.state, claim.closing_reason, wage_claims.next_action(ground, claim)) == (
        "closed",
        "outside_competence",
        "",
    )


def test_a_reopened_claim_has_no_closing_reason(ground, clock, claim):
    close(ground, clock, claim, ClosingReason.OUTSIDE_COMPETENCE)
    take(ground, clock, claim, ClaimState.REOPENED, closing_reason=ClosingReason.OUTSIDE_COMPETENCE)
    assert claim.closing_reason == ""


def test_nobody_closes_as_paid_what_is_not_in_the_workers_hand(ground, clock, claim):
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is NotPaidYet
    pay(ground, clock, claim, 239_999_99)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is NotPaidYet
    pay(ground, clock, claim, 1, Hand.HELD)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is NotPaidYet
    payments.pay_out(
        ground,
        claim,
        sample_money.new_pay_out(1),
        by=ELYOR,
        on=clock(),
        day=TODAY,
    )
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is None


def test_paid_in_full_is_measured_by_what_was_agreed_or_documented(ground, clock, claim):
    claim_facts.amend(
        ground,
        claim,
        NewFacts(lines=[LineCorrection(1, documented=200_00, agreed=100_00)]),
        by=ELYOR,
        on=clock(),
    )
    pay(ground, clock, claim, 100_00)
    claim.state = ClaimState.NEGOTIATION.value
    agreed_to(ground, clock, claim, ApprovalKind.BELOW_VERIFIED)
    take(ground, clock, claim, ClaimState.PAID_IN_FULL)
    assert claim.state == "paid_in_full"


def test_money_in_another_currency_does_not_pay_the_claim(ground, clock, claim):
    new_payment = NewPayment(
        10**9, "USD", Payer.EMPLOYER, TODAY, Method.CASH, confirm=list(AmountQuestion)
    )
    payments.receive(ground, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is NotPaidYet


def test_where_nothing_is_owed_nothing_was_paid_in_full(ground, clock, claim):
    payments.assess(ground, claim, [payments.AssessmentInput(1, 0, 0)], by=ELYOR, on=clock())
    assert close(ground, clock, claim, ClosingReason.PAID_IN_FULL) is NotPaidYet
    agreed_to(ground, clock, claim, ApprovalKind.DECLINE)
    assert close(ground, clock, claim, ClosingReason.UNFOUNDED) is None


@pytest.mark.parametrize(("days", "refusal"), [(-1, AlreadyOver), (3 * 366 + 1, TooFarAhead)])
def test_the_next_action_is_due_on_a_day_that_can_be_kept(ground, clock, claim, days, refusal):
    with pytest.raises(refusal):
        take(ground, clock, claim, ClaimState.ACKNOWLEDGED, due=TODAY + timedelta(days))
    assert take(ground, clock, claim, ClaimState.ACKNOWLEDGED, due=TODAY).due == TODAY
