"""What the papers show and what was agreed, line by line."""

import pytest

from catalog.core import journal
from service.casework import ledger, steps, wages
from service.casework.ledger import Assessed, ClosedClaim, UnknownLine
from service.casework.steps import ClosingReason, NewStep, State
from tests import cast


def test_a_line_is_assessed_and_the_claim_moves_a_version(seeded, clock):
    with seeded.write() as session:
        claim = wages.get(session, cast.CLAIM, by=cast.CHINORA)
        before = claim.version
        ledger.assess(session, claim, [Assessed(1, 200_000_00, 180_000_00)], by=cast.CHINORA, on=clock())
        assert claim.version == before + 1
        held = ledger.balances(session, cast.CLAIM)[0]
        assert (held.documented, held.agreed, held.due) == (200_000_00, 180_000_00, 180_000_00)
    with seeded.read() as session:
        assert journal.of(session, "claim", cast.CLAIM)[-1].fields == "documented,agreed"


def test_a_line_that_is_not_there_is_refused(seeded, clock):
    with seeded.write() as session:
        claim = wages.get(session, cast.CLAIM, by=cast.CHINORA)
        with pytest.raises(UnknownLine):
            ledger.assess(session, claim, [Assessed(2, 1, 1)], by=cast.CHINORA, on=clock())


def test_a_closed_claim_is_opened_again_first(seeded, clock):
    with seeded.write() as session:
        claim = wages.get(session, cast.CLAIM, by=cast.CHINORA)
        for told in (
            NewStep(State.ACKNOWLEDGED, "", "Call", clock.today),
            NewStep(State.CLOSED, closing_reason=ClosingReason.WITHDRAWN_FREELY),
        ):
            steps.take(session, claim, told, by=cast.CHINORA, on=clock(), day=clock.today)
        with pytest.raises(ClosedClaim):
            ledger.assess(session, claim, [Assessed(1, 1, 1)], by=cast.CHINORA, on=clock())
