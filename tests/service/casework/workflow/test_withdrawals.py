"""A claim that its worker withdraws rests: nothing goes to the employer, and nobody who makes the
worker show it learns more."""

from datetime import timedelta

import pytest

from catalog.core.actor import VISITOR
from catalog.core.approvals import ApprovalKind
from service.casework import letters
from service.casework.claims.wage_claims import ClaimState
from service.casework.groups import groups
from service.casework.groups.groups import NewGroup
from service.casework.letters.letter_request import Kind as LetterKind
from service.casework.workflow import (
    activities,
    claim_approvals,
    claim_facts,
    notes,
    state_machine,
    withdrawal_actions,
    withdrawals,
)
from service.casework.workflow.activities import Kind, NewAct, OtherParty
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.claim_facts import ClaimCorrection
from service.casework.workflow.state_machine import NewStep
from service.casework.workflow.withdrawal_actions import ConversationInput
from service.casework.workflow.withdrawals import ConversationNeeded, WithdrawalOpen
from service.casework.worklists import group_actions
from service.privacy import personal_export
from tests.support.cast import ALISHERS_CLAIM, CHINORA, ELYOR, IRODA, TODAY
from tests.support.letters import drafted, letter_request

FREE = ClosingReason.WITHDRAWN_FREELY


@pytest.fixture
def open_withdrawal(ground, clock, claim):
    claim.state = ClaimState.NEGOTIATION.value
    withdrawal_actions.request(ground, claim, by=VISITOR, on=clock(), day=TODAY)
    return claim


def step(session, clock, claim, to, reason=None):
    new_step = NewStep(to, "Why", "Write to the employer", TODAY, reason)
    return state_machine.take_step(session, claim, new_step, by=ELYOR, on=clock(), day=TODAY)


def allowed(session, claim):
    found = withdrawals.find_open(session, claim.reference)
    return state_machine.allowed_now(claim, found, ELYOR)


def test_no_step_is_taken_while_it_rests_and_it_is_closed_only_after_the_talk(
    ground, clock, open_withdrawal
):
    for to in (ClaimState.SETTLEMENT_OFFERED, ClaimState.COURT_FILED, ClaimState.SUSPENDED):
        with pytest.raises(WithdrawalOpen):
            step(ground, clock, open_withdrawal, to)
    with pytest.raises(WithdrawalOpen):
        step(ground, clock, open_withdrawal, ClaimState.CLOSED, ClosingReason.SETTLED_DIRECTLY)
    open_withdrawal.state = ClaimState.SUSPENDED.value
    with pytest.raises(WithdrawalOpen):
        step(ground, clock, open_withdrawal, ClaimState.REOPENED)
    open_withdrawal.state = ClaimState.NEGOTIATION.value
    with pytest.raises(ConversationNeeded):
        step(ground, clock, open_withdrawal, ClaimState.CLOSED, FREE)
    assert allowed(ground, open_withdrawal) == []
    talk = ConversationInput(alone=True)
    withdrawal_actions.record_conversation(ground, open_withdrawal, talk, by=ELYOR, on=clock())
    assert allowed(ground, open_withdrawal) == [ClaimState.CLOSED]
    open_withdrawal.state = ClaimState.CALCULATED.value
    asked = NewApproval(ApprovalKind.WITHDRAWAL, "She asked for it")
    number = claim_approvals.request_approval(ground, open_withdrawal, asked, by=ELYOR, on=clock())
    claim_approvals.approve(ground, number.reference, by=IRODA, on=clock())
    step(ground, clock, open_withdrawal, ClaimState.CLOSED, FREE)
    row = withdrawals.latest(ground, open_withdrawal.reference)
    assert (row.closed_as, row.closed_by, open_withdrawal.state) == (FREE, ELYOR.account, "closed")


def test_the_persons_own_file_says_no_more_than_that_it_is_closed(ground, clock, open_withdrawal):
    clock.forward(days=1)
    asked = NewApproval(ApprovalKind.WITHDRAWAL, "She asked for it")
    claim_approvals.request_approval(ground, open_withdrawal, asked, by=ELYOR, on=clock())
    notes.add(ground, open_withdrawal, "They came to her house", by=ELYOR, on=clock())
    correction = ClaimCorrection(city="Kazan", reason="She said so")
    claim_facts.correct(ground, open_withdrawal, correction, by=ELYOR, on=clock())
    file = personal_export.export_person(ground, open_withdrawal.citizen, now=clock())
    (claim,) = file.claims
    hidden = (claim.approvals, claim.notes_of_officers, claim.corrections)
    assert (claim.state, claim.due) == ("closed", (clock() - timedelta(days=1)).date())
    assert hidden == ([], 0, [])


def test_no_letter_is_made_but_a_receipt(ground, clock, open_withdrawal):
    for kind in (LetterKind.DEMAND, LetterKind.COMPLAINT, LetterKind.POWER):
        with pytest.raises(WithdrawalOpen):
            drafted(ground, clock(), letter_request(kind))
    with pytest.raises(letters.letter_request.NothingPaidOut):
        drafted(ground, clock(), letter_request(LetterKind.RECEIPT))


def test_only_what_does_not_reach_the_employer_is_recorded(ground, clock, open_withdrawal):
    def log(kind, other=None):
        new_act = NewAct(kind, "Wait", TODAY, other=other, hour="10:00")
        activities.log(ground, open_withdrawal, new_act, by=ELYOR, on=clock(), day=TODAY)

    for kind, other in (
        (Kind.CALL, OtherParty.EMPLOYER),
        (Kind.LETTER, None),
        (Kind.NOTE_VERBALE, OtherParty.AUTHORITY),
    ):
        with pytest.raises(WithdrawalOpen):
            log(kind, other)
    for kind, other in ((Kind.CALL, OtherParty.WORKER), (Kind.HEARING, None)):
        log(kind, other)


def test_a_step_of_its_group_leaves_it_alone_and_moves_the_others(ground, clock, open_withdrawal):
    new_group = NewGroup(
        open_withdrawal.employer,
        open_withdrawal.country,
        open_withdrawal.worked_from,
        open_withdrawal.worked_to,
    )
    group = groups.create(ground, new_group, [ALISHERS_CLAIM], by=CHINORA, on=clock(), day=TODAY)
    groups.add_claim(ground, group, open_withdrawal, by=CHINORA, on=clock(), day=TODAY)
    new_step = NewStep(ClaimState.ACKNOWLEDGED, "All", "Call", TODAY)
    found = group_actions.move(ground, group, new_step, by=CHINORA, on=clock(), day=TODAY)
    values = {one.member.claim.reference: type(one.refusal) for one in found}
    assert values.pop(open_withdrawal.reference) is WithdrawalOpen
    assert list(values.values()) == [type(None)]


def test_to_those_who_follow_it_it_is_closed_from_the_request_on(ground, clock, open_withdrawal):
    asked = clock()
    assert withdrawals.shown_since(ground, open_withdrawal) == asked
    clock.forward(days=1)
    new_act = NewAct(Kind.CALL, "Wait", TODAY + timedelta(9), other=OtherParty.WORKER)
    activities.log(ground, open_withdrawal, new_act, by=ELYOR, on=clock(), day=TODAY)
    shown = [(one.to, one.at) for one in state_machine.shown_history(ground, open_withdrawal)]
    withdrawal_actions.record_conversation(
        ground, open_withdrawal, ConversationInput(True), by=ELYOR, on=clock()
    )
    step(ground, clock, open_withdrawal, ClaimState.CLOSED, ClosingReason.WITHDRAWN_UNDER_PRESSURE)
    after = [(one.to, one.at) for one in state_machine.shown_history(ground, open_withdrawal)]
    assert shown == after == [("closed", asked)]
    assert activities.days(ground, open_withdrawal, asked) == []
