"""The worker says no to an offer: the talks go on, with the officer who has the claim, and only
while an offer stands."""

from datetime import timedelta

import pytest

from catalog.core.actor import VISITOR
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import settlement, state_machine
from service.casework.workflow.settlement import NoOffer
from tests.support.cast import ELYOR, TODAY


@pytest.mark.parametrize("state", ClaimState)
def test_only_an_offer_can_be_refused(ground, clock, claim, state):
    claim.state, claim.owner = state.value, ELYOR.account
    if state is not ClaimState.SETTLEMENT_OFFERED:
        with pytest.raises(NoOffer):
            settlement.refuse(ground, claim, "Too little", by=VISITOR, on=clock(), day=TODAY)
        return
    settlement.refuse(ground, claim, "Too little", by=VISITOR, on=clock(), day=TODAY)
    assert (claim.state, claim.owner, claim.due) == (
        "negotiation",
        ELYOR.account,
        TODAY + timedelta(3),
    )
    assert wage_claims.next_action(ground, claim) == settlement.REFUSED_ACTION
    (step,) = state_machine.history(ground, claim)
    assert (step.reason, step.officer) == ("Too little", "visitor")
