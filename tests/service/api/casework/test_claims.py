"""A claim as it is told: to the worker what concerns them, to those who work on it all of it."""

from i18n import Language
from service.api.casework import claims
from service.casework import wage_diary
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.wage_diary import Diary
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
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


def test_what_a_program_says_of_a_duplicate_is_told_to_officers_and_not_to_the_worker(
    seeded, clock
):
    with seeded.write() as session:
        other = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.ELYOR, on=clock(), day=cast.TODAY
        ).claim.reference
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        closed = NewStep(
            ClaimState.CLOSED, closing_reason=ClosingReason.DUPLICATE, duplicate_of=other
        )
        state_machine.take_step(session, claim, closed, by=cast.ELYOR, on=clock(), day=cast.TODAY)
        told = [
            claims.history(session, claim, Language.EN, worker=worker).items[-1].duplicate_of
            for worker in (False, True)
        ]
    assert told == [other, None]


def test_those_who_work_on_it_see_where_it_may_go(seeded, clock):
    with seeded.write() as session:
        claim = moved(session, clock)
        assert claims.record(session, claim, Language.EN, clock(), worker=False).may_go_to == [
            ClaimState.SCREENED,
            ClaimState.CLOSED,
        ]
        assert claims.record(session, claim, Language.EN, clock(), worker=True).may_go_to == []


def test_the_wage_diary_is_for_those_who_work_on_the_claim(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        job = {"employer": "X", "wage": 1_000, "currency": "RUB", "period": "day"}
        owned = {"citizen": claim.citizen, "country": "RU", "claim": claim.reference}
        row = Diary(**job, **owned, opened_at=clock())
        session.add(row)
        session.flush()
        day = {"by": cast.ALISHER, "on": clock.forward(hours=1), "today": cast.TODAY}
        wage_diary.record_day(session, row, cast.TODAY, minutes=600, paid=None, **day)
        told = claims.record(session, claim, Language.EN, clock(), worker=False).diary
        assert (told.minutes, told.earned, told.overtime) == (600, 1_000, None)
        assert [(one.minutes, one.after_claim) for one in told.days] == [(600, True)]
        assert claims.record(session, claim, Language.EN, clock(), worker=True).diary is None
