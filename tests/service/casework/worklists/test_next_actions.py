"""The usual next action of each state, by the days of the service levels."""

from datetime import UTC, date, datetime, timedelta

from catalog.core.fields import TASHKENT
from catalog.licensing.working_days import Calendar
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.worklists import next_actions
from service.casework.worklists.service_level_rules import Clock

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)  # a Wednesday
ALLOWED = {Clock.ACKNOWLEDGE: 1, Clock.SCREEN: 3, Clock.CONTACT: 5, Clock.REVIEW: 14}


def due(to: ClaimState, filed_days_ago: int = 0, calendar: Calendar | None = None) -> date:
    claim = Claim(filed_at=NOW - timedelta(days=filed_days_ago))
    return next_actions.suggest(
        claim, to, ALLOWED, calendar or Calendar(), zone=TASHKENT, now=NOW
    ).due


def test_every_state_but_the_last_has_an_action():
    assert set(next_actions.ACTIONS) == set(ClaimState) - {ClaimState.CLOSED}


def test_the_day_is_the_one_by_which_the_service_level_wants_it():
    assert due(ClaimState.ACKNOWLEDGED) == date(2026, 11, 27), "28 November is a Saturday"
    assert due(ClaimState.ACKNOWLEDGED, filed_days_ago=1) == date(2026, 11, 27)
    assert due(ClaimState.ACCEPTED) == date(2026, 11, 30)
    assert due(ClaimState.NEGOTIATION) == date(2026, 12, 9)


def test_what_is_late_is_due_on_the_next_working_day():
    assert due(ClaimState.ACKNOWLEDGED, filed_days_ago=40) == date(2026, 11, 26)
    holiday = Calendar(((1126, None, None),))
    assert due(ClaimState.ACKNOWLEDGED, 40, holiday) == date(2026, 11, 27)
