"""Deadlines shown to a worker: until when a claim can go to court."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from service.casework.claims.wage_claims import Claim, NewClaim
from service.casework.deadlines import filing_deadlines, time_limits
from service.casework.deadlines.filing_deadlines import FilingDeadline
from service.casework.worklists import service_levels


class ClaimDeadlines(msgspec.Struct, frozen=True):
    """The last day for each part of a claim, by time limits that have a source.

    It is not `known` if there is no such day for any part.
    """

    file_by: list[FilingDeadline]
    known: bool


def for_claim(session: Session, claim: Claim, now: datetime) -> ClaimDeadlines:
    day = service_levels.days(session, [claim], now)
    parts = filing_deadlines.by_claims(session, [claim], day).get(claim.reference, [])
    return ClaimDeadlines(parts, filing_deadlines.any_known(parts))


def before_filing(session: Session, claim: NewClaim, today: date) -> ClaimDeadlines:
    """Return the deadlines of a claim that is about to be sent."""
    laws = time_limits.by_countries(session, {claim.country}).get(claim.country, [])
    owed = [line.component.value for line in claim.lines]
    parts = filing_deadlines.filing_deadlines(laws, owed, claim.worked_from, claim.worked_to, today)
    return ClaimDeadlines(parts, filing_deadlines.any_known(parts))
