"""Times on claims for officers: the owner, what is late, and the court's time limits."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from catalog.licensing import working_days
from catalog.reference import posts
from catalog.reference.posts import Post
from service.casework.claims import heir_actions, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.deadlines import filing_deadlines
from service.casework.deadlines.filing_deadlines import FilingDeadline, LimitStatus
from service.casework.deadlines.time_limits import AFTER_JUDGMENT, LimitSubject
from service.casework.workflow import assignment, state_machine
from service.casework.worklists import claim_reminders, next_actions, service_levels
from service.casework.worklists.claim_reminders import Reminder
from service.casework.worklists.next_actions import NextAction
from service.casework.worklists.service_level_rules import Clock
from service.casework.worklists.service_levels import LateClock
from service.infra import access
from service.infra.access import Permission
from service.pages.shared.claim_records import ClaimRecords

# The list also shows time limits that are this near.
SOON = max(claim_reminders.BEFORE)


class ClaimClocks(msgspec.Struct, frozen=True):
    """The dates of one claim: overdue service levels, time limits, and who handles it.

    `limits_known` says whether a time limit is known for any part.
    `there` is today's date at the place of the claim, `has` its owner, `usual` the next action
    after a step to each state, and `may_have` are the officers who can be assigned: reference,
    name and role.
    """

    there: date
    has: str
    usual: dict[str, NextAction]
    late: list[LateClock]
    file_by: list[FilingDeadline]
    limits_known: bool
    reminders: list[Reminder]
    may_have: list[tuple[str, str, str]]


class ListClocks(msgspec.Struct, frozen=True):
    """The times of a page of claims, by reference.

    Of the time limits it has only the one that expires next and is near.
    """

    there: dict[str, date]
    has: dict[str, str]
    holders: dict[str, str]
    offices: dict[str, Post]
    late: dict[str, list[LateClock]]
    soonest: dict[str, FilingDeadline | None]


def for_claim(
    session: Session, records: ClaimRecords, zone: ZoneInfo, *, by: Actor, now: datetime
) -> ClaimClocks:
    """Return all times of one claim, with time limits that nobody confirmed."""
    claim, today = records.claim, now.astimezone(zone).date()
    limits = filing_deadlines.for_claim(session, claim, records.lines, records.steps, today)
    moves = [(step.to, step.at) for step in records.steps]
    moves += [("", one.at) for one in records.activities]
    allowed = service_levels.days_in_force(session, tashkent_day(now))
    return ClaimClocks(
        there=today,
        has=wage_claims.owner(claim),
        usual=_usual_actions(session, claim, allowed, zone, now),
        late=service_levels.late_clocks(claim.state, claim.filed_at, moves, allowed, zone, now),
        file_by=limits,
        limits_known=filing_deadlines.any_known(limits),
        reminders=claim_reminders.list_for_claim(session, claim.reference),
        may_have=_assignable(session, claim, by),
    )


def _usual_actions(
    session: Session, claim: Claim, allowed: dict[Clock, int], zone: tzinfo, now: datetime
) -> dict[str, NextAction]:
    """Return the usual next action after a step to each state."""
    calendar = working_days.calendar(session)
    found = {
        to.value: next_actions.suggest(claim, to, allowed, calendar, zone=zone, now=now)
        for to in state_machine.allowed(claim.state)
    }
    known = [(to, claim.citizen, one.action) for to, one in found.items() if one]
    actions = heir_actions.by_claims(session, known)
    return {to: NextAction(actions[to], one.due) for to, one in found.items() if one}


def usual_action(session: Session, claim: Claim, to: str, now: datetime) -> NextAction | None:
    """Return the usual next action after a step, for a form that leaves it out."""
    allowed = service_levels.days_in_force(session, tashkent_day(now))
    zone = posts.zones(session)[claim.post]
    return _usual_actions(session, claim, allowed, zone, now).get(to)


def _assignable(session: Session, claim: Claim, by: Actor) -> list[tuple[str, str, str]]:
    """Return the officers to whom this actor may assign the claim: reference, name and role."""
    if claim.state == ClaimState.CLOSED or not access.allows(by, Permission.WAGES_ASSIGN):
        return []
    found = assignment.officers(session, claim)
    return [(one.reference, one.name, one.role) for one in found if one.reference != claim.owner]


def court_day(session: Session, claim: Claim, now: datetime) -> date | None:
    """Return the next last day to go to court with a part of the claim, if it is near and a source
    says so: letters may state it."""
    days = service_levels.days(session, [claim], now)
    parts = filing_deadlines.by_claims(session, [claim], days).get(claim.reference, [])
    near = [
        part.next
        for part in parts
        if part.next and part.days_left <= SOON and part.component not in AFTER_JUDGMENT
    ]
    return min(near, default=None)


def for_claims(
    session: Session,
    claims: Sequence[Claim],
    now: datetime,
    *,
    allowed: dict[Clock, int],
    offices: Collection[Post],
    officers: dict[str, str],
) -> ListClocks:
    """Return the times of a page of claims.

    `allowed` are the days of our clocks; `offices`, and `officers` by name, include all that have
    these claims.
    """
    zones = posts.zones_of((office.code, office.timezone) for office in offices)
    days = service_levels.days_in_zones(claims, zones, now)
    has = {claim.reference: wage_claims.owner(claim) for claim in claims}
    parts = filing_deadlines.by_claims(session, claims, days, staff=True)
    return ListClocks(
        there=days,
        has=has,
        holders=officers,
        offices={office.code: office for office in offices},
        late=service_levels.late_in_zones(session, claims, allowed, zones, now),
        soonest={number: _next_to_expire(mine) for number, mine in parts.items()},
    )


def _next_to_expire(parts: Sequence[FilingDeadline]) -> FilingDeadline | None:
    """Return the part that expires next, if it is near, or one that is wholly lost. A judgment
    against which nobody appealed is no loss."""
    near = [part for part in parts if part.next and part.days_left <= SOON]
    lost = [
        part
        for part in parts
        if part.standing is LimitStatus.OVER and part.component != LimitSubject.APPEAL
    ]
    return min(near, key=lambda part: part.days_left, default=lost[0] if lost else None)
