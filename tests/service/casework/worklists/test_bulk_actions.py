"""What is done for the claims chosen in a list: a result for each, and whoever is refused stops
nobody else."""

import pytest

from catalog.core import journal
from catalog.core.errors import EditConflict
from matching.identity.persons import Citizen, ErasedPerson
from service import accounts
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import notes
from service.casework.workflow.assignment import HasItAlready, NothingToDo, NotItsOfficer
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import bulk_actions
from service.casework.worklists.bulk_actions import NothingChosen, RecordGone, TooManyChosen
from tests.support import cast
from tests.support.cast import ALISHERS_CLAIM, CHINORA, CLAIM, DAVRON, IRODA, TODAY


@pytest.fixture
def desk(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def another(session, clock, **values):
    claim = wage_claims.file(session, ALISHERS_CLAIM, by=CHINORA, on=clock(), day=TODAY).claim
    for name, value in values.items():
        setattr(claim, name, value)
    session.flush()
    return claim.reference


def seen(session, *numbers):
    return {number: wage_claims.get(session, number, by=IRODA).version for number in numbers}


def kinds(results):
    return [type(one.refusal) for one in results]


def officer(session, name):
    return accounts.find(session, cast.email(name)).reference


def test_each_claim_is_given_or_says_why_not(desk, clock):
    elyor = officer(desk, "elyor")
    numbers = [
        CLAIM,
        another(desk, clock, owner=elyor),
        another(desk, clock, state="closed"),
        another(desk, clock, post=None),
    ]
    result = seen(desk, *numbers) | {"W-NOBODY": 1}
    results = bulk_actions.assign(desk, result, elyor, by=IRODA, on=clock())
    assert kinds(results) == [type(None), HasItAlready, NothingToDo, NotItsOfficer, RecordGone]
    assert wage_claims.get(desk, CLAIM, by=IRODA).owner == elyor
    desk.commit()
    assert [one.act for one in journal.history(desk, "claim", CLAIM)] == ["file", "assign"]
    assert "assign" not in [one.act for one in journal.history(desk, "claim", numbers[3])]


def test_one_that_changed_since_is_left_alone(desk, clock):
    values = {CLAIM: 0, another(desk, clock): 1}
    values |= seen(desk, list(values)[1])
    results = bulk_actions.assign(desk, values, officer(desk, "chinora"), by=IRODA, on=clock())
    assert kinds(results) == [EditConflict, type(None)]


def test_the_same_note_stands_on_each_within_one_s_scope(desk, clock):
    mine = another(desk, clock, post=cast.SEOUL)
    erased = another(desk, clock, post=cast.SEOUL)
    desk.get(Citizen, wage_claims.get(desk, erased, by=IRODA).citizen).erased_at = clock()
    desk.flush()
    results = bulk_actions.note(
        desk, [mine, erased, CLAIM], "The employer moved.", by=DAVRON, on=clock()
    )
    assert kinds(results) == [type(None), ErasedPerson, RecordGone]
    values = {
        number: [
            text for _, text in notes.list_for_claim(desk, wage_claims.get(desk, number, by=IRODA))
        ]
        for number in (mine, CLAIM)
    }
    assert values == {mine: ["The employer moved."], CLAIM: []}


def test_none_and_more_than_five_hundred_are_refused(desk, clock):
    with pytest.raises(NothingChosen):
        bulk_actions.assign(desk, {}, officer(desk, "elyor"), by=IRODA, on=clock())
    with pytest.raises(TooManyChosen):
        bulk_actions.note(desk, [f"W-{at}" for at in range(501)], "x", by=DAVRON, on=clock())


def test_a_step_leaves_a_claim_alone_that_changed_since_it_was_shown(desk, clock):
    other = another(desk, clock)
    versions = seen(desk, CLAIM, other)
    wage_claims.get(desk, other, by=IRODA).next_action = None
    desk.flush()
    new_step = NewStep(ClaimState.ACKNOWLEDGED, "Called", "Read the papers", TODAY)
    results = bulk_actions.step(
        desk, versions, new_step, lambda _claim, step: step, by=CHINORA, on=clock(), day=TODAY
    )
    assert kinds(results) == [type(None), EditConflict]
