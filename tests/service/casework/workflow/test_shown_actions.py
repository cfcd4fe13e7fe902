"""Whoever follows a claim reads no instruction that is meant for officers."""

from service.casework.claims import wage_claims
from service.casework.workflow import post_acceptance, reversals, shown_actions, withdrawal_actions


def test_what_commands_set_for_officers_is_said_to_the_worker_in_other_words():
    for action in (
        wage_claims.FIRST_ACTION,
        post_acceptance.FIRST_ACTION,
        reversals.REOPENED_ACTION,
        withdrawal_actions.CANCELLED_ACTION,
    ):
        assert shown_actions.for_worker(action).startswith("An officer will"), action
    assert shown_actions.for_worker("Bring the contract") == "Bring the contract"
