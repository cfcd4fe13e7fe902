"""What a worker is told of time: until when their claim can go to court, and by when we call."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from catalog.reference import countries
from catalog.reference.countries import Kind
from service.casework.claims.wage_claims import Claim
from service.casework.deadlines import limitation, time_limits
from service.casework.deadlines.limitation import FileBy, Standing
from service.casework.worklists import service_levels
from service.casework.worklists.service_levels import Clock


def of(session: Session, claim: Claim, now: datetime) -> dict[str, Any]:
    """The last days of each part of a claim, by limits that have a source. Where no day can be worked out, what else is
    known of the country's limits."""
    day = service_levels.days(session, [claim], now)
    parts = limitation.of(session, [claim], day).get(claim.reference, [])
    return _known(session, claim.country, parts, day[claim.reference])


def before_filing(session: Session, told: dict[str, Any], today: date) -> dict[str, Any]:
    """The same for a claim that is about to be sent."""
    laws = time_limits.held(session, {told["country"]}).get(told["country"], [])
    owed = [line.component.value for line in told["lines"]]
    parts = limitation.file_by(laws, owed, told["worked_from"], told["worked_to"], today)
    return _known(session, told["country"], parts, today)


def _known(session: Session, country: str, parts: list[FileBy], day: date) -> dict[str, Any]:
    known = any(part.standing is not Standing.UNKNOWN for part in parts)
    facts = [] if known else countries.facts(session, country, day)
    return {"file_by": parts, "known": known, "limits": [fact for fact in facts if fact.kind == Kind.TIME_LIMIT]}


def called_by(session: Session, claim: Claim) -> date:
    """The day by which an officer calls, as the service clock of that day says."""
    return claim.filed_on + timedelta(days=service_levels.standing(session, claim.filed_on).get(Clock.ACKNOWLEDGE, 1))
