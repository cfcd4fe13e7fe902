"""Times on claims for officers: the owner, what is late, and the court's time limits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.reference.posts import Post
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.deadlines import filing_deadlines
from service.casework.deadlines.filing_deadlines import FilingDeadline, LimitStatus
from service.casework.workflow import assignment
from service.casework.worklists import claim_reminders, service_levels
from service.pages.desk.shared import desk_page

# The list also shows time limits that are this near.
SOON = max(claim_reminders.BEFORE)
# When the next step is due if no other day is given.
WEEK = timedelta(days=7)


def for_claim(session: Session, claim: Claim, now: datetime) -> dict[str, Any]:
    """Return all times of one claim, with time limits that nobody confirmed."""
    days, has = service_levels.days(session, [claim], now), wage_claims.owner(claim)
    found = assignment.officers(session, claim) if claim.state != ClaimState.CLOSED else []
    return {
        "there": days[claim.reference],
        "has": has,
        "holders": desk_page.officer_names(session, {has}),
        "next_due": days[claim.reference] + WEEK,
        "late": service_levels.late_by_claims(session, [claim], now)[claim.reference],
        "file_by": filing_deadlines.by_claims(session, [claim], days, staff=True).get(
            claim.reference, []
        ),
        "reminders": claim_reminders.list_for_claim(session, claim.reference),
        "may_have": [
            (one.reference, one.name, one.role) for one in found if one.reference != claim.owner
        ],
    }


def for_claims(session: Session, claims: Sequence[Claim], now: datetime) -> dict[str, Any]:
    """Return the times of a page of claims, by reference.

    Of the time limits it has only the one that expires next and is near.
    """
    days, has = (
        service_levels.days(session, claims, now),
        {claim.reference: wage_claims.owner(claim) for claim in claims},
    )
    parts = filing_deadlines.by_claims(session, claims, days, staff=True)
    codes = {claim.post for claim in claims if claim.post}
    return {
        "there": days,
        "has": has,
        "holders": desk_page.officer_names(session, set(has.values())),
        "offices": {
            post.code: post
            for post in session.execute(select(Post).where(col(Post.code).in_(codes))).scalars()
        },
        "late": service_levels.late_by_claims(session, claims, now),
        "soonest": {number: _next_to_expire(mine) for number, mine in parts.items()},
    }


def _next_to_expire(parts: Sequence[FilingDeadline]) -> FilingDeadline | None:
    """Return the part that expires next, if it is near, or one that is wholly lost."""
    near = [part for part in parts if part.next and part.days_left <= SOON]
    lost = [part for part in parts if part.standing is LimitStatus.OVER]
    return min(near, key=lambda part: part.days_left, default=lost[0] if lost else None)
