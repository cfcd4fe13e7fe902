"""What a worker is told of time: until when their claim can go to court, and by when we call."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from catalog import countries
from catalog.countries import Kind
from service.casework import clocks, timebars
from service.casework.clocks import Clock
from service.casework.timebars import Standing
from service.casework.wages import Claim


def of(session: Session, claim: Claim, now: datetime) -> dict[str, Any]:
    """The last days of each part of a claim, by limits that have a source. Where no day can be worked out, what else is
    known of the country's limits."""
    day = clocks.days(session, [claim], now)
    parts = timebars.of(session, [claim], day).get(claim.reference, [])
    known = any(part.standing is not Standing.UNKNOWN for part in parts)
    facts = [] if known or not parts else countries.facts(session, claim.country, day[claim.reference])
    return {"file_by": parts, "known": known, "limits": [fact for fact in facts if fact.kind == Kind.TIME_LIMIT]}


def called_by(session: Session, claim: Claim) -> date:
    """The day by which an officer calls, as the service clock of that day says."""
    return claim.filed_on + timedelta(days=clocks.standing(session, claim.filed_on).get(Clock.ACKNOWLEDGE, 1))
