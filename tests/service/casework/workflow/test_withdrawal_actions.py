"""A withdrawal is asked for, spoken about with the worker alone, and taken back at any time."""

import pytest

from catalog.core.actor import VISITOR
from matching.identity.deaths import AskAnOfficer
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import state_machine, withdrawal_actions, withdrawals
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from service.casework.workflow.withdrawal_actions import (
    ConversationInput,
    ConversationNotConfirmed,
    EmployerWithdrawals,
    NotWithdrawn,
)
from tests.support import sample_incidents
from tests.support.cast import DAVRON, ELYOR, IRODA, TODAY

PRESSURE = ClosingReason.WITHDRAWN_UNDER_PRESSURE


@pytest.fixture
def act(ground, clock, claim):
    """Does what is named with the claim: asks, takes back, talks, closes."""

    def done(name, by=VISITOR, reason=PRESSURE):
        if name == "conversation":
            talk = ConversationInput(alone=True)
            return withdrawal_actions.record_conversation(ground, claim, talk, by=ELYOR, on=clock())
        if name == "close":
            new_step = NewStep(ClaimState.CLOSED, "Why", closing_reason=reason)
            return state_machine.take_step(ground, claim, new_step, by=ELYOR, on=clock(), day=TODAY)
        command = getattr(withdrawal_actions, name)
        return command(ground, claim, by=by, on=clock(), day=TODAY)

    return done


def test_a_request_rests_the_claim_once_and_leaves_its_state(ground, claim, act):
    before = claim.state
    act("request")
    act("request")
    row = withdrawals.latest(ground, claim.reference)
    assert (row.asked_by, claim.state, row.id) == ("visitor", before, 1)
    assert wage_claims.next_action(ground, claim) == withdrawal_actions.SPEAK_ACTION


def test_whoever_holds_the_secret_of_a_dead_worker_cannot_withdraw_nor_reads_of_the_death(
    ground, clock, claim, act
):
    sample_incidents.died(ground, claim.citizen, on=clock())
    with pytest.raises(AskAnOfficer) as caught:
        act("request")
    assert "died" not in caught.value.sentence
    assert withdrawals.find_open(ground, claim.reference) is None


def test_a_talk_that_was_not_alone_or_about_nothing_is_not_recorded(ground, clock, claim, act):
    with pytest.raises(NotWithdrawn):
        act("conversation")
    act("request")
    with pytest.raises(ConversationNotConfirmed):
        withdrawal_actions.record_conversation(
            ground, claim, ConversationInput(), by=ELYOR, on=clock()
        )
    assert act("conversation").spoke_by == ELYOR.account


@pytest.mark.parametrize("by", [VISITOR, ELYOR])
def test_it_is_taken_back_while_it_rests_and_after_it_closed(ground, claim, act, by):
    before = claim.state
    act("request")
    act("cancel", by)
    assert (claim.state, withdrawals.find_open(ground, claim.reference)) == (before, None)
    with pytest.raises(NotWithdrawn):
        act("cancel", by)
    act("request")
    act("conversation")
    act("close")
    act("cancel", by)
    assert claim.state == "reopened"
    assert withdrawals.shown_since(ground, claim) is None
    row = withdrawals.latest(ground, claim.reference)
    assert (row.closed_as, row.cancelled_by) == (PRESSURE, by.account)
    act("request")
    assert withdrawals.find_open(ground, claim.reference) is not None, "and withdrawn again"


def test_what_was_closed_for_another_reason_is_not_taken_back(ground, claim, act):
    claim.state, claim.closing_reason = "closed", ClosingReason.UNREACHABLE.value
    act("request")
    assert withdrawals.latest(ground, claim.reference) is None
    with pytest.raises(NotWithdrawn):
        act("cancel")


def test_supervisors_see_withdrawals_by_employer_and_others_their_own(ground, claim, act):
    act("request")
    act("conversation")
    act("close")
    act("cancel")
    act("request")
    row = EmployerWithdrawals(claim.employer, "RU", 2, 1, 1, 1)
    assert withdrawal_actions.by_employer(ground, by=IRODA) == [row]
    assert withdrawal_actions.by_employer(ground, by=DAVRON) == []
