"""What the papers show and what was agreed, line by line."""

import pytest

from catalog.core import journal
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.money import money_entries, payments
from service.casework.money.payments import AssessmentInput, ClosedClaim, UnknownLine
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep
from tests.support import cast


def test_a_line_is_assessed_and_the_claim_moves_a_version(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        before = claim.version
        payments.assess(
            session,
            claim,
            [AssessmentInput(1, 200_000_00, 180_000_00)],
            by=cast.CHINORA,
            on=clock(),
        )
        assert claim.version == before + 1
        held = money_entries.balances(session, cast.CLAIM)[0]
        assert (held.documented, held.agreed, held.due) == (200_000_00, 180_000_00, 180_000_00)
    with seeded.read() as session:
        assert journal.history(session, "claim", cast.CLAIM)[-1].fields == "documented,agreed"


def test_a_line_that_is_not_there_is_refused(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        with pytest.raises(UnknownLine):
            payments.assess(session, claim, [AssessmentInput(2, 1, 1)], by=cast.CHINORA, on=clock())


def test_a_closed_claim_is_opened_again_first(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        for item in (
            NewStep(ClaimState.ACKNOWLEDGED, "", "Call", clock.today),
            NewStep(ClaimState.CLOSED, "Why", closing_reason=ClosingReason.OUTSIDE_COMPETENCE),
        ):
            state_machine.take_step(
                session, claim, item, by=cast.CHINORA, on=clock(), day=clock.today
            )
        with pytest.raises(ClosedClaim):
            payments.assess(session, claim, [AssessmentInput(1, 1, 1)], by=cast.CHINORA, on=clock())
