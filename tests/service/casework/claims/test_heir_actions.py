"""No next action sends an officer to a worker who has died."""

from service.casework.claims import heir_actions, wage_claims
from service.casework.workflow import post_acceptance, withdrawal_actions
from service.casework.worklists import next_actions
from tests.support import cast, sample_incidents


def test_every_action_that_needs_the_worker_has_one_for_heirs():
    usual = [
        *next_actions.ACTIONS.values(),
        wage_claims.FIRST_ACTION,
        post_acceptance.FIRST_ACTION,
        withdrawal_actions.CANCELLED_ACTION,
        withdrawal_actions.SPEAK_ACTION,
    ]
    assert {one for one in usual if "worker" in one} == heir_actions.OF_HEIRS.keys()


def test_nobody_is_sent_to_call_the_dead(seeded, as_, clock):
    page = f"/en/desk/wages/{cast.CLAIM}"
    assert "call the worker" in as_("chinora").get(page).text
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        sample_incidents.died(session, claim.citizen, on=clock())
    shown = as_("chinora").get(page).text
    assert "Acknowledge the claim and call the family" in shown
    assert "call the worker" not in shown
