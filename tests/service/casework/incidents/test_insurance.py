"""Insurance: the number is sealed, and an answer needs its day and a claim that was filed."""

from datetime import timedelta

import pytest

from catalog.core.errors import NotFound
from service.casework.incidents import insurance, procedure
from service.casework.incidents.insurance import (
    AnsweredBefore,
    AnswerWithoutDay,
    InsurerAnswer,
    NewPolicy,
    NotFiledYet,
    PolicyProgress,
    SumWithoutCurrency,
)
from service.casework.incidents.procedure import ProcedureStep
from tests.support import sample_incidents
from tests.support.cast import CLAIM, ELYOR, TODAY


def test_an_answer_without_its_day_or_for_another_claim_is_refused(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, on=clock())
    by = {"by": ELYOR, "on": clock(), "day": TODAY}
    with pytest.raises(SumWithoutCurrency):
        insurance.add(ground, row, NewPolicy("Strakh", amount=5), **by)
    policy = insurance.add(ground, row, NewPolicy("Strakh", "Zqpolicy"), **by)
    assert b"Zqpolicy" not in policy.policy_number
    yes = InsurerAnswer.ACCEPTED
    for news, refusal in (
        (PolicyProgress(policy.id, None, yes, TODAY), NotFiledYet),
        (PolicyProgress(policy.id, TODAY, yes), AnswerWithoutDay),
        (PolicyProgress(policy.id, TODAY, yes, TODAY - timedelta(1)), AnsweredBefore),
        (PolicyProgress(policy.id, TODAY, yes, TODAY, "W-NONE"), NotFound),
    ):
        with pytest.raises(refusal):
            insurance.progress(ground, row, news, **by)
    row.happened_on = TODAY
    early = TODAY - timedelta(1)
    with pytest.raises(procedure.BeforeTheEvent):
        insurance.progress(ground, row, PolicyProgress(policy.id, early), **by)
    insurance.progress(ground, row, PolicyProgress(policy.id, TODAY, yes, TODAY, CLAIM), **by)
    assert (policy.answer, policy.claim) == ("accepted", CLAIM)
    assert procedure.current(ground, row, ProcedureStep.INSURANCE), "the step follows"
