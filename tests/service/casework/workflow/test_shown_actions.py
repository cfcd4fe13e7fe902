"""Whoever follows a claim reads no instruction that is meant for officers."""

from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import post_acceptance, reversals, shown_actions, withdrawal_actions


def test_what_commands_set_for_officers_is_said_to_the_worker_in_other_words():
    for action in (
        wage_claims.FIRST_ACTION,
        post_acceptance.FIRST_ACTION,
        reversals.REOPENED_ACTION,
        withdrawal_actions.CANCELLED_ACTION,
    ):
        for state in ClaimState:
            shown = shown_actions.for_worker(action, state)
            assert shown.startswith("An officer will"), (action, state)


def test_an_officers_own_words_are_never_read_by_the_worker():
    """The words in which officers write to each other may name people, doubts or a prosecutor."""
    for state in ClaimState:
        shown = shown_actions.for_worker("Ask Barno about the prosecutor", state)
        assert shown, state
        assert "Barno" not in shown, state
