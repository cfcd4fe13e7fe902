"""Service levels: the time allowed for each part of our work, and late claims, in local time."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from catalog.core.fields import TASHKENT, tashkent_day
from catalog.reference import posts
from catalog.reference.posts import Post, Zones
from service.casework.claims.wage_claims import Claim, ClaimState, is_open
from service.casework.workflow.activities import ClaimAct
from service.casework.workflow.state_machine import Step
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import (
    Clock,
)


class Since(StrEnum):
    """The start of a clock: filing, acceptance, or the last activity on the claim."""

    FILED = "filed"
    ACCEPTED = "accepted"
    MOVED = "moved"


_THESE: BindParameter[str] = bindparam("claims", expanding=True)


class ClockRule(msgspec.Struct, frozen=True):
    since: Since
    states: frozenset[ClaimState]


_OPEN = frozenset(ClaimState) - {ClaimState.CLOSED}
_AWAKE = _OPEN - {ClaimState.SUSPENDED}
CLOCK_RULES = {
    Clock.ACKNOWLEDGE: ClockRule(Since.FILED, frozenset({ClaimState.RECEIVED})),
    Clock.SCREEN: ClockRule(Since.FILED, frozenset({ClaimState.ACKNOWLEDGED})),
    Clock.CONTACT: ClockRule(
        Since.ACCEPTED, frozenset({ClaimState.ACCEPTED, ClaimState.ASSIGNED_TO_POST})
    ),
    Clock.REVIEW: ClockRule(Since.MOVED, _AWAKE),
    Clock.STALE: ClockRule(Since.MOVED, _AWAKE),
    Clock.SUPERVISOR: ClockRule(Since.MOVED, _OPEN),
}


class LateClock(msgspec.Struct, frozen=True):
    """A clock for which a claim is late, and the days since it began."""

    clock: Clock
    days: int
    since: date


# Steps, and acts as moves to no state.
_MOVES = union_all(
    select(col(Step.claim), col(Step.to), col(Step.at)).where(col(Step.claim).in_(_THESE)),
    select(col(ClaimAct.claim), literal(""), col(ClaimAct.at)).where(
        col(ClaimAct.claim).in_(_THESE)
    ),
)


def days_in_force(session: Session, day: date) -> dict[Clock, int]:
    """Return the days of each of our own clocks on a day."""
    ours = set(Clock)
    return {
        Clock(name): many
        for name, many in service_level_rules.in_force(session, day).items()
        if name in ours
    }


def days(session: Session, claims: Sequence[Claim], now: datetime) -> dict[str, date]:
    """Return the current date for each of these claims, at its post."""
    return days_in_zones(claims, posts.zones(session), now)


def days_in_zones(claims: Sequence[Claim], zones: Zones, now: datetime) -> dict[str, date]:
    """Return the current date for each of these claims, in the time zone of its post."""
    return {claim.reference: now.astimezone(zones[claim.post]).date() for claim in claims}


def late_by_claims(
    session: Session, claims: Sequence[Claim], now: datetime
) -> dict[str, list[LateClock]]:
    """Return the late clocks of each of these claims, the most serious first."""
    allowed = days_in_force(session, tashkent_day(now))
    return late_in_zones(session, claims, allowed, posts.zones(session), now)


def late_in_zones(
    session: Session,
    claims: Sequence[Claim],
    allowed: dict[Clock, int],
    zones: Zones,
    now: datetime,
) -> dict[str, list[LateClock]]:
    """Return the late clocks of each of these claims, by these days and time zones."""
    moves: dict[str, list[tuple[str, datetime]]] = {claim.reference: [] for claim in claims}
    for number, to, at in session.execute(_MOVES, {"claims": list(moves)}):
        moves[number].append((to, at))
    return {
        claim.reference: late_clocks(
            claim.state, claim.filed_at, moves[claim.reference], allowed, zones[claim.post], now
        )
        for claim in claims
    }


def late_clocks(
    state: str,
    filed_at: datetime,
    moves: Sequence[tuple[str, datetime]],
    allowed: dict[Clock, int],
    zone: tzinfo,
    now: datetime,
) -> list[LateClock]:
    """Return the late clocks of a claim by the calendar of its place.

    A day ends at midnight there. Of the clocks that run from the last step or act only the most
    serious is returned."""
    begun = {
        Since.FILED: filed_at,
        Since.ACCEPTED: max(
            (at for to, at in moves if to == ClaimState.ACCEPTED), default=filed_at
        ),
        Since.MOVED: max((at for _, at in moves), default=filed_at),
    }
    today = now.astimezone(zone).date()
    found: dict[Any, LateClock] = {}
    for clock in Clock:
        runs, since = CLOCK_RULES[clock], begun[CLOCK_RULES[clock].since].astimezone(zone).date()
        gone = (today - since).days
        if clock in allowed and state in runs.states and gone > allowed[clock]:
            found.setdefault(
                (runs.since, runs.since is Since.MOVED or clock), LateClock(clock, gone, since)
            )
    return list(found.values())


class ClockContext(msgspec.Struct, frozen=True):
    """What decides lateness on a day: days by clock, and the time zones with claims.

    Each zone has its date, its posts with claims, and whether it is the home zone."""

    allowed: tuple[tuple[Clock, int], ...]
    places: tuple[tuple[ZoneInfo, date, tuple[str, ...], bool], ...]


def clock_context(session: Session, now: datetime) -> ClockContext:
    return ClockContext(
        tuple(days_in_force(session, tashkent_day(now)).items()), _zones(session, now)
    )


_POSTS_WITH_CLAIMS = (
    select(col(Post.code), col(Post.timezone))
    .where(select(1).where(col(Claim.post) == col(Post.code)).exists())
    .order_by(col(Post.code))
)


def _zones(
    session: Session, now: datetime
) -> tuple[tuple[ZoneInfo, date, tuple[str, ...], bool], ...]:
    codes = {TASHKENT: list[str]()}
    for code, zone in posts.zones_of(session.execute(_POSTS_WITH_CLAIMS)).items():
        if code:
            codes.setdefault(zone, []).append(code)
    return tuple(
        (zone, now.astimezone(zone).date(), tuple(there), zone == TASHKENT)
        for zone, there in codes.items()
    )


class _Limits(msgspec.Struct, frozen=True):
    """What is late: due before a day (None: whichever), or a clock that began before its moment."""

    due: date | None
    begun: tuple[tuple[Clock, datetime], ...]


@lru_cache(maxsize=64)  # building it takes longer than the query
def late_term(clock_context: ClockContext) -> ColumnElement[bool]:
    """Return the SQL condition for open claims that are overdue, or late by a clock."""
    return and_(
        is_open(), _late_at(clock_context, _drop_redundant(dict(clock_context.allowed)), due=True)
    )


@lru_cache(maxsize=64)
def overdue_term(clock_context: ClockContext) -> ColumnElement[bool]:
    """Return the SQL condition for open claims whose next action was due before today there.

    A claim that is late by a clock alone is not overdue: its day is still to come.
    """
    return and_(is_open(), _late_at(clock_context, {}, due=True))


@lru_cache(maxsize=64)
def due_today_term(clock_context: ClockContext) -> ColumnElement[bool]:
    """Return the SQL condition for open claims whose next action is due today there."""
    here = (and_(_here(*place), col(Claim.due) == place[1]) for place in clock_context.places)
    return and_(is_open(), or_(*here))


@lru_cache(maxsize=64)
def clock_term(clock: Clock, clock_context: ClockContext) -> ColumnElement[bool]:
    """Return the SQL condition for claims that are late for one clock."""
    allowed = {one: days for one, days in clock_context.allowed if one is clock}
    return _late_at(clock_context, allowed, due=False)


def _late_at(
    clock_context: ClockContext, allowed: dict[Clock, int], *, due: bool
) -> ColumnElement[bool]:
    """Return the condition for claims that are late by the date of their place.

    Next to all are late everywhere or nowhere, which is asked first: the zones are compared only
    for the others, and those with one date and one midnight together.
    """
    places: dict[_Limits, list[ColumnElement[bool]]] = {}
    for place in clock_context.places:
        limits = _limits(place[0], place[1], allowed, due=due)
        places.setdefault(limits, []).append(_here(*place))
    if len(places) == 1:
        return _late(next(iter(places)))
    everywhere, somewhere = (
        _Limits(
            pick(limits.due or date.min for limits in places) if due else None,
            tuple(pick(same) for same in zip(*(limits.begun for limits in places), strict=True)),
        )
        for pick in (min, max)
    )
    here = (and_(or_(*conditions), _late(limits)) for limits, conditions in places.items())
    return or_(_late(everywhere), and_(_late(somewhere), or_(*here)))


def _limits(zone: ZoneInfo, today: date, allowed: dict[Clock, int], *, due: bool) -> _Limits:
    begun = (
        (clock, datetime.combine(today - timedelta(days=days), time(), zone).astimezone(UTC))
        for clock, days in allowed.items()
    )
    return _Limits(today if due else None, tuple(begun))


def _late(limits: _Limits) -> ColumnElement[bool]:
    terms = [
        and_(_runs(CLOCK_RULES[clock].states), _STARTED_AT[CLOCK_RULES[clock].since] < begun)
        for clock, begun in limits.begun
    ]
    return or_(false(), *([col(Claim.due) < limits.due] if limits.due else []), *terms)


def _runs(states: frozenset[ClaimState]) -> ColumnElement[bool]:
    """Return the condition for claims in one of these states, in the fewest comparisons.

    They are not written as lists, since those are put into the text of the query at each run.
    """
    others = frozenset(ClaimState) - states
    if len(others) < len(states):
        return and_(*(col(Claim.state) != state.value for state in sorted(others)))
    return or_(*(col(Claim.state) == state.value for state in sorted(states)))


def _drop_redundant(allowed: dict[Clock, int]) -> dict[Clock, int]:
    """Drop clocks that expire only after another one has, for a simpler query."""
    return {
        clock: days
        for clock, days in allowed.items()
        if not any(_before(one, clock, allowed) for one in allowed)
    }


def _before(one: Clock, other: Clock, allowed: dict[Clock, int]) -> bool:
    """Return whether any claim late by the other clock is already late by this one.

    Of two equal clocks, the first is kept."""
    wider = (
        CLOCK_RULES[one].since is CLOCK_RULES[other].since
        and CLOCK_RULES[one].states >= CLOCK_RULES[other].states
    )
    first, then = (
        (allowed[clock], -len(CLOCK_RULES[clock].states), clock) for clock in (one, other)
    )
    return wider and first < then


def places(clock_context: ClockContext) -> Iterator[tuple[ColumnElement[bool], ZoneInfo, date]]:
    """Yield each time zone with claims: their condition, the zone and its current date."""
    return ((_here(*place), *place[:2]) for place in clock_context.places)


def _here(_zone: ZoneInfo, _today: date, codes: tuple[str, ...], home: bool) -> ColumnElement[bool]:
    """Return the condition for claims of a zone; one without a post is at home, never unknown."""
    post = col(Claim.post)
    here = or_(false(), *(post == code for code in codes))
    return or_(post.is_(None), here) if home else and_(post.is_not(None), here)


_STARTED_AT: dict[Since, Any] = {
    Since.FILED: col(Claim.filed_at),
    Since.ACCEPTED: func.coalesce(col(Claim.accepted_at), col(Claim.filed_at)),
    Since.MOVED: func.coalesce(col(Claim.moved_at), col(Claim.filed_at)),
}


def due_for_worker(session: Session, claim: Claim) -> date:
    """Return the day that the worker reads everywhere: until an officer called, that of the call."""
    return due_for_workers(session, [claim])[claim.reference]


def due_for_workers(session: Session, claims: list[Claim]) -> dict[str, date]:
    """Return the same for several claims by reference; each day of filing is read once."""
    days = {claim.filed_on for claim in claims if claim.state == ClaimState.RECEIVED}
    # The days in which an officer calls, by the service level of the day of filing.
    allowed = {day: days_in_force(session, day).get(Clock.ACKNOWLEDGE, 1) for day in days}
    return {
        claim.reference: max(claim.filed_on + timedelta(days=allowed[claim.filed_on]), claim.due)
        if claim.state == ClaimState.RECEIVED
        else claim.due
        for claim in claims
    }
