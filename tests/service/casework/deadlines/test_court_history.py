"""What courts did with a claim: when its limits stand, and which judgments wait for an appeal."""

from datetime import date, timedelta

from service.casework.claims.wage_claims import ClaimState
from service.casework.deadlines.court_history import CourtHistory

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 20)


def history(*turns: tuple[ClaimState, date]) -> CourtHistory:
    found = CourtHistory()
    for to, day in turns:
        found.add(to.value, day)
    return found


def test_a_judgment_waits_until_it_is_appealed_against_or_with_the_bailiff():
    filed, judged = (ClaimState.COURT_FILED, FIRST), (ClaimState.JUDGMENT, FIRST)
    appealed = (ClaimState.COURT_FILED, FIRST + timedelta(days=9))
    with_bailiff = (ClaimState.ENFORCEMENT, SECOND)
    waits = [
        history(*turns).awaits
        for turns in (
            (filed,),
            (filed, judged),
            (filed, judged, appealed),
            (filed, judged, appealed, (ClaimState.JUDGMENT, SECOND)),
            (filed, judged, with_bailiff),
        )
    ]
    assert waits == [False, True, False, True, False]


def test_a_reopened_claim_runs_again_and_its_judgment_still_waits():
    found = history((ClaimState.JUDGMENT, FIRST), (ClaimState.REOPENED, SECOND))
    assert (found.stopped, found.awaits, found.judgments) == (False, True, [FIRST])
