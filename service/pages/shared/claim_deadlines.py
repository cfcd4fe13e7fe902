"""Deadlines shown to a worker: until when a claim can go to court, and by when we call."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from catalog.reference import countries
from catalog.reference.countries import Kind
from service.casework.claims.wage_claims import Claim
from service.casework.deadlines import filing_deadlines, time_limits
from service.casework.deadlines.filing_deadlines import FilingDeadline, LimitStatus
from service.casework.worklists import service_levels
from service.casework.worklists.service_level_rules import Clock


def for_claim(session: Session, claim: Claim, now: datetime) -> dict[str, Any]:
    """Return the last day for each part of a claim, by time limits that have a source.

    Where no day can be worked out, return what else is known of the country's limits.
    """
    day = service_levels.days(session, [claim], now)
    parts = filing_deadlines.by_claims(session, [claim], day).get(claim.reference, [])
    return _deadline_facts(session, claim.country, parts, day[claim.reference])


def before_filing(session: Session, values: dict[str, Any], today: date) -> dict[str, Any]:
    """Return the same for a claim that is about to be sent."""
    laws = time_limits.by_countries(session, {values["country"]}).get(values["country"], [])
    owed = [line.component.value for line in values["lines"]]
    parts = filing_deadlines.filing_deadlines(
        laws, owed, values["worked_from"], values["worked_to"], today
    )
    return _deadline_facts(session, values["country"], parts, today)


def _deadline_facts(
    session: Session, country: str, parts: list[FilingDeadline], day: date
) -> dict[str, Any]:
    known = any(part.standing is not LimitStatus.UNKNOWN for part in parts)
    facts = [] if known else countries.facts(session, country, day)
    return {
        "file_by": parts,
        "known": known,
        "limits": [fact for fact in facts if fact.kind == Kind.TIME_LIMIT],
    }


def call_deadline(session: Session, claim: Claim) -> date:
    """Return the day by which an officer calls, by the service level of the day of filing."""
    return claim.filed_on + timedelta(
        days=service_levels.days_in_force(session, claim.filed_on).get(Clock.ACKNOWLEDGE, 1)
    )
