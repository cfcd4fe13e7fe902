"""One claim of Alisher's just filed in Moscow."""

import pytest

from catalog.core.actor import VISITOR
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from tests.support.cast import ALISHERS_CLAIM, CLAIM, TODAY


@pytest.fixture
def claim(ground, clock) -> Claim:
    return wage_claims.file(
        ground, ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY, number=CLAIM
    ).claim
