"""A claim handed to a post: somebody there accepts it or returns it, and nobody else does."""

from datetime import timedelta

import pytest

from catalog.core import journal
from catalog.core.fields import AlreadyOver
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import DESK, ClaimState
from service.casework.workflow import assignment, post_acceptance, state_machine
from service.casework.workflow.post_acceptance import (
    AcceptInput,
    NotAtYourPost,
    NotWaiting,
    ReturnInput,
)
from service.casework.workflow.state_machine import NewStep, NextActionNeeded
from tests.support.cast import CHINORA, CLAIM, DAVRON, ELYOR, IRODA, MOSCOW, TODAY

DUE = TODAY + timedelta(days=2)
TOLD = AcceptInput("Call the worker", DUE)


@pytest.fixture
def handed(ground, clock, claim):
    """Alisher's claim, as a claims officer handed it to Moscow."""
    claim.state = ClaimState.ACCEPTED.value
    new_step = NewStep(ClaimState.ASSIGNED_TO_POST, "", "Look at it", TODAY)
    state_machine.take_step(ground, claim, new_step, by=CHINORA, on=clock(), day=TODAY)
    assert (claim.owner, post_acceptance.may_accept(claim, ELYOR)) == (MOSCOW, True)
    return claim


def accept(session, clock, claim, by=ELYOR, values=TOLD):
    return post_acceptance.accept(session, claim, values, by=by, on=clock(), day=TODAY)


def give_back(session, clock, claim, by=ELYOR, reason="The firm is in another district."):
    return post_acceptance.return_to_desk(
        session, claim, ReturnInput(reason), by=by, on=clock(), day=TODAY
    )


def test_whoever_accepts_it_has_it_with_a_next_step_and_a_day(ground, clock, handed):
    accept(ground, clock, handed)
    assert (handed.owner, handed.state, handed.due) == (ELYOR.account, "assigned_to_post", DUE)
    assert wage_claims.next_action(ground, handed) == "Call the worker"
    given = assignment.assignments(ground, CLAIM)[-1]
    assert (given.came_from, given.to, given.officer) == (MOSCOW, ELYOR.account, ELYOR.account)
    ground.commit()
    assert journal.history(ground, "claim", CLAIM)[-1].act == "accept"


def test_returned_it_is_accepted_at_the_claims_desk_with_the_reason_in_its_history(
    ground, clock, handed
):
    give_back(ground, clock, handed)
    assert (handed.owner, handed.state, handed.due) == (
        DESK,
        "accepted",
        TODAY + post_acceptance.RETURN_PERIOD,
    )
    assert wage_claims.next_action(ground, handed) == post_acceptance.RETURNED_ACTION
    move = state_machine.history(ground, handed)[-1]
    assert (move.came_from, move.to, move.reason) == (
        "assigned_to_post",
        "accepted",
        "The firm is in another district.",
    )
    ground.commit()
    assert [one.act for one in journal.history(ground, "claim", CLAIM)][-2:] == [
        "step",
        "give_back",
    ]
    assert not post_acceptance.may_accept(handed, ELYOR)


@pytest.mark.parametrize("action", [accept, give_back])
@pytest.mark.parametrize("by", [DAVRON, CHINORA, IRODA])
def test_another_post_and_another_office_do_neither(ground, clock, handed, action, by):
    with pytest.raises(NotAtYourPost):
        action(ground, clock, handed, by=by)
    assert (handed.owner, handed.state) == (MOSCOW, "assigned_to_post")


@pytest.mark.parametrize("second", [accept, give_back])
@pytest.mark.parametrize("first", [accept, give_back])
def test_done_once_it_does_not_wait_any_more(ground, clock, handed, first, second):
    first(ground, clock, handed)
    with pytest.raises(NotWaiting):
        second(ground, clock, handed)


@pytest.mark.parametrize("state", sorted(set(ClaimState) - {ClaimState.ASSIGNED_TO_POST}))
def test_in_another_state_there_is_nothing_to_accept(ground, clock, claim, state):
    claim.state = state.value
    for action in (accept, give_back):
        with pytest.raises(NotWaiting):
            action(ground, clock, claim)


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        (AcceptInput("", DUE), NextActionNeeded, "next_action"),
        (AcceptInput("Call"), NextActionNeeded, "due"),
        (AcceptInput("Call", TODAY - timedelta(days=1)), AlreadyOver, "due"),
    ],
)
def test_it_is_not_accepted_without_a_next_step_and_a_day_ahead(
    ground, clock, handed, values, refusal, field
):
    with pytest.raises(refusal) as refused:
        accept(ground, clock, handed, values=values)
    assert (refused.value.field, handed.owner) == (field, MOSCOW)


def test_for_somebody_erased_nothing_is_accepted_or_returned(ground, clock, handed):
    ground.get_one(Citizen, handed.citizen).erased_at = clock()
    for action in (accept, give_back):
        with pytest.raises(persons.ErasedPerson):
            action(ground, clock, handed)
