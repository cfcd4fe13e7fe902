"""One step for a whole group: each moves or says why not, and nobody's refusal stops anybody
else."""

import pytest

from catalog.core import journal
from catalog.core.errors import EditConflict
from matching.identity.persons import Citizen, ErasedPerson
from service.casework.claims.wage_claims import ClaimState
from service.casework.groups import groups
from service.casework.groups.groups import LeaveInput
from service.casework.workflow import notes, state_machine
from service.casework.workflow.state_machine import NewStep, StepNotAllowed
from service.casework.worklists import group_actions
from service.casework.worklists.group_actions import WhyNeeded
from tests.service.casework.crews import crew, enter, worker
from tests.support.cast import DAVRON, ELYOR, TODAY

STEP = NewStep(ClaimState.ACKNOWLEDGED, "All were called", "Read the papers", TODAY)


@pytest.fixture
def group(ground, clock):
    return enter(ground, clock, worker("Anvar"), worker("Botir"), worker("Sardor"))


def move(
    session, clock, group, new_step: NewStep = STEP, seen=None, by=ELYOR
) -> dict[str, type | None]:
    results = group_actions.move(session, group, new_step, seen, by=by, on=clock(), day=TODAY)
    return {one.member.name: type(one.refusal) if one.refusal else None for one in results}


def test_all_move_and_each_has_its_own_history(ground, clock, group):
    assert move(ground, clock, group) == {"Anvar": None, "Botir": None, "Sardor": None}
    for one in crew(ground, group).values():
        assert [step.reason for step in state_machine.history(ground, one.claim)] == [
            "All were called"
        ]
    ground.commit()
    acts = [entry.act for entry in journal.history(ground, "claim", one.claim.reference)]
    assert acts == ["file", "join_group", "step"]


def test_whoever_cannot_move_is_named_and_stays_as_they_were(ground, clock, group):
    botir = crew(ground, group)["Botir"].claim
    botir.state = ClaimState.SUSPENDED.value
    ground.flush()
    assert move(ground, clock, group) == {"Anvar": None, "Botir": StepNotAllowed, "Sardor": None}
    assert (botir.state, state_machine.history(ground, botir)) == ("suspended", [])
    assert {one.claim.state for name, one in crew(ground, group).items() if name != "Botir"} == {
        "acknowledged"
    }


def test_who_left_or_is_closed_or_elsewhere_is_not_asked(ground, clock, group):
    members = crew(ground, group)
    groups.leave(
        ground, members["Anvar"].claim, LeaveInput(TODAY, "Alone"), by=ELYOR, on=clock(), day=TODAY
    )
    members["Botir"].claim.state = "closed"
    ground.flush()
    assert move(ground, clock, group) == {"Sardor": None}
    assert move(ground, clock, group, by=DAVRON) == {}


def test_a_claim_that_changed_since_it_was_looked_at_is_left_alone(ground, clock, group):
    seen = {one.claim.reference: one.claim.version for one in crew(ground, group).values()}
    sardor = crew(ground, group)["Sardor"].claim
    state_machine.take_step(ground, sardor, STEP, by=ELYOR, on=clock(), day=TODAY)
    seen.pop(crew(ground, group)["Botir"].claim.reference)
    assert move(ground, clock, group, seen=seen) == {
        "Anvar": None,
        "Botir": EditConflict,
        "Sardor": EditConflict,
    }


def test_it_has_a_reason(ground, clock, group):
    with pytest.raises(WhyNeeded):
        move(ground, clock, group, NewStep(ClaimState.ACKNOWLEDGED, next_action="Read", due=TODAY))
    assert {one.claim.state for one in crew(ground, group).values()} == {"received"}


def test_one_note_is_written_on_each_and_whose_person_was_erased_is_left_alone(
    ground, clock, group
):
    members = crew(ground, group)
    ground.get_one(Citizen, members["Botir"].claim.citizen).erased_at = clock()
    claims = [one.claim for one in members.values()]
    refusals = group_actions.note_each(ground, claims, "The firm has moved", by=ELYOR, on=clock())
    assert [type(one) if one else None for one in refusals] == [
        ErasedPerson if name == "Botir" else None for name in members
    ]
    for name, one in members.items():
        assert [text for _, text in notes.list_for_claim(ground, one.claim)] == (
            [] if name == "Botir" else ["The firm has moved"]
        )
