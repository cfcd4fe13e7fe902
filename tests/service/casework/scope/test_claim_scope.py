"""Who was advised, as the floors below advice ask for it."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims.wage_claims import Claim
from service.casework.scope import claim_scope
from tests.support.cast import BARNO, ELYOR, TODAY


@pytest.fixture
def tell(ground, claim, clock):
    def log_session(topic, region):
        asked = NewSession(
            Channel.HOTLINE, topic, Level.ADVICE, Outcome.OPEN, "RU", name="Alisher", region=region
        )
        row = advice_sessions.log(ground, asked, by=ELYOR, on=clock(), day=TODAY)
        row.citizen = claim.citizen
        ground.flush()

    return log_session


def test_danger_that_was_told_is_found_by_its_person(ground, tell, claim):
    asked = select(col(Claim.reference)).where(claim_scope.in_danger(col(Claim.citizen)))
    tell(Topic.CONTRACT, "1726")
    assert ground.execute(asked).all() == []
    tell(Topic.DETENTION, "1726")
    assert ground.execute(asked).scalars().all() == [claim.reference]


def test_whoever_was_advised_in_the_region_is_found_by_its_advisers(ground, tell, claim):
    theirs = claim_scope.advised_in_region(col(Claim.reference), col(Claim.citizen), BARNO)
    asked = select(col(Claim.reference)).where(theirs)
    tell(Topic.CONTRACT, "1703")
    assert ground.execute(asked).all() == []
    tell(Topic.CONTRACT, "1726")
    assert ground.execute(asked).scalars().all() == [claim.reference]
