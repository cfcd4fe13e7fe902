"""The table of steps by itself: everything is reached, and everything that is begun can end."""

from matching.applications.applications import EXITS, State
from matching.applications.state_machine import GUARDED, STEPS


def test_every_state_is_reached_and_everything_that_is_begun_can_end():
    reached = {step.to for step in STEPS.values()} | {State.DRAFT}
    assert reached == set(State)
    for state in set(State) - EXITS - {State.RETURNED}:
        assert any(state in step.sources for step in STEPS.values()), state


def test_what_is_done_by_its_own_deed_is_a_step():
    assert set(STEPS) >= GUARDED
