"""Deadlines shown to a worker: until when a claim can go to court, and by when we call."""

from datetime import date, datetime, timedelta

import msgspec
from sqlmodel import Session

from catalog.reference import countries
from catalog.reference.countries import Fact, Kind
from service.casework.claims.wage_claims import Claim, NewClaim
from service.casework.deadlines import filing_deadlines, time_limits
from service.casework.deadlines.filing_deadlines import FilingDeadline, LimitStatus
from service.casework.worklists import service_levels
from service.casework.worklists.service_level_rules import Clock


class ClaimDeadlines(msgspec.Struct, frozen=True):
    """The last day for each part of a claim, by time limits that have a source.

    Where no day can be worked out, `limits` is what else is known of the country's limits.
    """

    file_by: list[FilingDeadline]
    known: bool
    limits: list[Fact]


def for_claim(session: Session, claim: Claim, now: datetime) -> ClaimDeadlines:
    day = service_levels.days(session, [claim], now)
    parts = filing_deadlines.by_claims(session, [claim], day).get(claim.reference, [])
    return _deadlines(session, claim.country, parts, day[claim.reference])


def before_filing(session: Session, claim: NewClaim, today: date) -> ClaimDeadlines:
    """Return the deadlines of a claim that is about to be sent."""
    laws = time_limits.by_countries(session, {claim.country}).get(claim.country, [])
    owed = [line.component.value for line in claim.lines]
    parts = filing_deadlines.filing_deadlines(laws, owed, claim.worked_from, claim.worked_to, today)
    return _deadlines(session, claim.country, parts, today)


def _deadlines(
    session: Session, country: str, parts: list[FilingDeadline], day: date
) -> ClaimDeadlines:
    known = any(part.standing is not LimitStatus.UNKNOWN for part in parts)
    facts = [] if known else countries.facts(session, country, day)
    limits = [fact for fact in facts if fact.kind == Kind.TIME_LIMIT]
    return ClaimDeadlines(parts, known, limits)


def call_deadline(session: Session, claim: Claim) -> date:
    """Return the day by which an officer calls, by the service level of the day of filing."""
    return claim.filed_on + timedelta(
        days=service_levels.days_in_force(session, claim.filed_on).get(Clock.ACKNOWLEDGE, 1)
    )
