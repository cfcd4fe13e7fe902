"""A session in which countries, posts and rates stand, and one claim of Alisher's just filed in Moscow."""

import pytest
from sqlmodel import Session

from catalog.ground.who import VISITOR
from service.casework import wages
from service.casework.wages import Claim
from tests import cast
from tests.cast import ALISHERS_CLAIM, CLAIM, TODAY


@pytest.fixture
def ground(session, clock) -> Session:
    cast.ground(session, on=clock())
    return session


@pytest.fixture
def claim(ground, clock) -> Claim:
    return wages.file(ground, ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY, number=CLAIM).claim
