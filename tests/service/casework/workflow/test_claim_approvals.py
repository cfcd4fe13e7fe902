"""Second approvals: asked by one, decided by another, good for the sums and the claim as they were,
and for no longer."""

import pytest

from catalog.core import journal
from catalog.core.approvals import AlreadyRequested, ApprovalKind, DecidedAlready
from catalog.core.errors import NotFound
from service.approvals import decisions
from service.casework.claims.wage_claims import ClaimState
from service.casework.money.payments import ClosedClaim
from service.casework.workflow import claim_approvals, state_machine
from service.casework.workflow.claim_approvals import ApprovalNeeded, NewApproval
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from tests.support.cast import CHINORA, CLAIM, DAVRON, ELYOR, IRODA, MALLORY, TODAY


def ask(session, clock, claim, what: ApprovalKind = ApprovalKind.WRITE_OFF, by=ELYOR) -> str:
    return claim_approvals.request_approval(
        session, claim, NewApproval(what, "The firm is gone"), by=by, on=clock()
    ).reference


def close(session, clock, claim, reason: ClosingReason, by=ELYOR) -> None:
    claim.state = ClaimState.NEGOTIATION.value
    new_step = NewStep(ClaimState.CLOSED, "They were threatened", closing_reason=reason)
    state_machine.take_step(session, claim, new_step, by=by, on=clock(), day=TODAY)


def test_a_question_waits_and_is_told_with_its_words(ground, clock, claim):
    number = ask(ground, clock, claim)
    (one,) = decisions.list_waiting(ground, by=IRODA)
    assert (one.reference, one.claim, one.asked, one.reason) == (
        number,
        CLAIM,
        "write_off",
        "The firm is gone",
    )
    assert (one.asked_by, one.state) == (ELYOR.account, "waiting")
    with pytest.raises(AlreadyRequested):
        ask(ground, clock, claim, by=CHINORA)
    assert ask(ground, clock, claim, ApprovalKind.DECLINE)


def test_agreed_to_it_may_be_done_and_the_answer_is_kept(ground, clock, claim):
    number = ask(ground, clock, claim)
    with pytest.raises(ApprovalNeeded):
        claim_approvals.require(ground, claim, ApprovalKind.WRITE_OFF)
    claim_approvals.approve(ground, number, "Twice looked for", by=IRODA, on=clock())
    claim_approvals.require(ground, claim, ApprovalKind.WRITE_OFF)
    (one,) = claim_approvals.history(ground, CLAIM)
    assert (one.answer, one.decided_by, one.state) == (
        "Twice looked for",
        IRODA.account,
        "approved",
    )
    with pytest.raises(ApprovalNeeded):
        claim_approvals.require(ground, claim, ApprovalKind.DECLINE)


def test_declined_it_may_not_be_done_and_may_be_asked_again(ground, clock, claim):
    claim_approvals.decline(
        ground, ask(ground, clock, claim), "Write to the court first", by=IRODA, on=clock()
    )
    with pytest.raises(ApprovalNeeded):
        claim_approvals.require(ground, claim, ApprovalKind.WRITE_OFF)
    assert ask(ground, clock, claim)
    assert {one.state for one in claim_approvals.history(ground, CLAIM)} == {"declined", "waiting"}


@pytest.mark.parametrize("action", [claim_approvals.approve, claim_approvals.decline])
def test_nobody_decides_twice_nor_elsewhere(ground, clock, claim, action):
    own = ask(ground, clock, claim, by=IRODA)
    with pytest.raises(NotFound):
        action(ground, own, "Yes", by=DAVRON, on=clock())
    with pytest.raises(NotFound):
        action(ground, "Q-NONE", "Yes", by=IRODA, on=clock())
    action(ground, own, "Yes", by=MALLORY, on=clock())
    with pytest.raises(DecidedAlready):
        action(ground, own, "Yes", by=MALLORY, on=clock())


def test_what_was_agreed_to_does_not_outlive_the_claim(ground, clock, claim):
    claim_approvals.approve(ground, ask(ground, clock, claim), by=IRODA, on=clock())
    left = ask(ground, clock, claim, ApprovalKind.DECLINE)
    close(ground, clock, claim, ClosingReason.UNENFORCEABLE)
    with pytest.raises(DecidedAlready):
        claim_approvals.approve(ground, left, by=IRODA, on=clock())
    with pytest.raises(ClosedClaim):
        ask(ground, clock, claim)
    with pytest.raises(ApprovalNeeded):
        close(ground, clock, claim, ClosingReason.UNENFORCEABLE)
    assert decisions.list_waiting(ground, by=IRODA) == []


def test_a_withdrawal_under_pressure_lies_before_a_supervisor_though_the_claim_is_closed(
    ground, clock, claim
):
    close(ground, clock, claim, ClosingReason.OUTSIDE_COMPETENCE)
    assert decisions.list_waiting(ground, by=IRODA) == []
    close(ground, clock, claim, ClosingReason.WITHDRAWN_UNDER_PRESSURE)
    (one,) = decisions.list_waiting(ground, by=IRODA)
    assert (one.asked, one.reason) == ("pressure", "They were threatened")
    claim_approvals.approve(ground, one.reference, "Called his wife", by=IRODA, on=clock())
    assert decisions.list_waiting(ground, by=IRODA) == []


def test_asking_and_deciding_stand_in_the_journal(ground, clock, claim):
    claim_approvals.approve(ground, ask(ground, clock, claim), by=IRODA, on=clock())
    claim_approvals.decline(
        ground, ask(ground, clock, claim, ApprovalKind.DECLINE), "No", by=IRODA, on=clock()
    )
    ground.commit()
    acts = [one.act for one in journal.history(ground, "claim", CLAIM)]
    assert acts == ["file", "ask_approval", "approve", "ask_approval", "decline_approval"]
