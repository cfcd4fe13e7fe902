"""A claim as it is told: to the worker what concerns them, to those who work on it all of it."""

from i18n import Language
from service.api.casework import claims
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep
from tests.support import cast


def moved(session, clock):
    claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
    new_step = NewStep(
        ClaimState.ACKNOWLEDGED, reason="Among ourselves", next_action="Call", due=cast.TODAY
    )
    state_machine.take_step(session, claim, new_step, by=cast.ELYOR, on=clock(), day=cast.TODAY)
    return claim


def test_the_worker_is_not_told_the_officers_words_among_themselves(seeded, clock):
    with seeded.write() as session:
        claim = moved(session, clock)
        worker = claims.history(session, claim, Language.EN, worker=True).items[0]
        officer = claims.history(session, claim, Language.EN, worker=False).items[0]
    assert (worker.reason, worker.officer) == (None, None)
    assert worker.next_action == "An officer will read your claim and tell you what is missing"
    assert (officer.reason, officer.officer) == ("Among ourselves", cast.ELYOR.account)


def test_those_who_work_on_it_see_where_it_may_go(seeded, clock):
    with seeded.write() as session:
        claim = moved(session, clock)
        assert claims.record(session, claim, Language.EN, clock(), worker=False).may_go_to == [
            ClaimState.SCREENED,
            ClaimState.CLOSED,
        ]
        assert claims.record(session, claim, Language.EN, clock(), worker=True).may_go_to == []
