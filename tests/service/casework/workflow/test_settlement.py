"""The worker says no to an offer: the talks go on, with the officer who has the claim, and only while an offer stands."""

from datetime import timedelta

import pytest

from catalog.core.actor import VISITOR
from service.casework import settlements, steps, wages
from service.casework.settlements import NoOffer
from service.casework.steps import State
from tests.cast import ELYOR, TODAY


@pytest.mark.parametrize("state", State)
def test_only_an_offer_can_be_refused(ground, clock, claim, state):
    claim.state, claim.owner = state.value, ELYOR.account
    if state is not State.SETTLEMENT_OFFERED:
        with pytest.raises(NoOffer):
            settlements.refuse(ground, claim, "Too little", by=VISITOR, on=clock(), day=TODAY)
        return
    settlements.refuse(ground, claim, "Too little", by=VISITOR, on=clock(), day=TODAY)
    assert (claim.state, claim.owner, claim.due) == ("negotiation", ELYOR.account, TODAY + timedelta(3))
    assert wages.next_action(ground, claim) == settlements.REFUSED
    (step,) = steps.history(ground, claim)
    assert (step.reason, step.officer) == ("Too little", "visitor")
