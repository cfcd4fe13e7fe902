"""The morning list: what waits for an officer, in parts with a count and the first rows.

A claim stands under one heading, the first that holds for it; its row has the rest.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from matching.identity.persons import Citizen
from matching.journey import check_in_overview
from matching.journey.check_ins import CheckIn
from matching.placements.placements import Placement
from service.casework.advice import callbacks, questions
from service.casework.advice.questions import Question
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.deadlines import filing_deadlines
from service.casework.deadlines.filing_deadlines import FilingDeadline
from service.casework.money import money_entries
from service.casework.scope import advice_tables, incident_tables
from service.casework.scope.incident_tables import Incident
from service.casework.workflow import notes, post_acceptance
from service.casework.workflow.activities import ClaimAct, Kind
from service.casework.worklists import service_levels
from service.casework.worklists.service_levels import ClockContext

# Days ahead for which hearings, and last days for going to court, are shown.
HEARINGS, COURT = 7, 30


class Part(StrEnum):
    """The parts of the list, in order of display."""

    NEW = "new"
    NOTES = "notes"
    HEARINGS = "hearings"
    COURT = "court"
    INCIDENTS = "incidents"
    OVERDUE = "overdue"
    LATE = "late"
    TODAY = "today"
    HELD = "held"
    SILENT = "silent"
    CALLS = "calls"


class WaitingItem(msgspec.Struct, frozen=True):
    """One waiting item: a claim with what puts it here, or an incident, call, question or check-in.

    A claim has its hearing, its last day for court or its held sums."""

    claim: Claim | None = None
    hearing: datetime | None = None
    day: date | None = None
    component: str = ""
    sums: list[tuple[int, str]] = []
    call: advice_tables.Session | None = None
    question: Question | None = None
    silent: CheckIn | None = None
    placed: Placement | None = None
    incident: Incident | None = None


class PartPage(msgspec.Struct, frozen=True):
    """One page of a part, with the total number in the part.

    `above` are the other claims for which the heading holds; they stand under earlier ones.
    """

    total: int
    rows: list[WaitingItem]
    above: int = 0


class PartQuery(msgspec.Struct, frozen=True):
    """The actor, the moment, the day in Tashkent, and the requested rows of a part.

    `memo` has by name what was read once for all parts.
    """

    by: Actor
    now: datetime
    day: date
    limit: int
    offset: int = 0
    memo: dict[str, Any] = {}


def part(session: Session, name: Part, asked: PartQuery) -> PartPage:
    """Return one part of the list, with a fixed number of queries."""
    return _PARTS[name](session, asked)


def _in_part(session: Session, name: Part, asked: PartQuery) -> ColumnElement[bool]:
    """Return the SQL condition for the claims of a part, whatever else holds for them."""
    known: dict[Part, ColumnElement[bool]] = asked.memo.setdefault("terms", {})
    if name not in known:
        known[name] = _TERMS[name](session, asked)
    return known[name]


def _clocks(session: Session, asked: PartQuery) -> ClockContext:
    """Return the clocks and the time zones with claims, read once for all parts."""
    if "clocks" not in asked.memo:
        asked.memo["clocks"] = service_levels.clock_context(session, asked.now)
    clocks: ClockContext = asked.memo["clocks"]
    return clocks


def _is_heard_soon(session: Session, asked: PartQuery) -> ColumnElement[bool]:
    theirs, heard = col(ClaimAct.claim) == col(Claim.reference), _heard_soon(session, asked)
    return and_(wage_claims.is_open(), select(1).where(theirs, heard).correlate(Claim).exists())


def _goes_to_court(session: Session, asked: PartQuery) -> ColumnElement[bool]:
    waiting = _to_court(session, asked)
    return col(Claim.reference).in_([one.claim.reference for one in waiting if one.claim])


_TERMS: dict[Part, Callable[[Session, PartQuery], ColumnElement[bool]]] = {
    Part.NEW: lambda _session, _asked: post_acceptance.is_waiting(),
    Part.NOTES: lambda _session, asked: notes.is_unread(asked.now),
    Part.HEARINGS: _is_heard_soon,
    Part.COURT: _goes_to_court,
    Part.OVERDUE: lambda session, asked: service_levels.overdue_term(_clocks(session, asked)),
    Part.LATE: lambda session, asked: service_levels.late_term(_clocks(session, asked)),
    Part.TODAY: lambda session, asked: service_levels.due_today_term(_clocks(session, asked)),
}


def _only(session: Session, name: Part, asked: PartQuery) -> list[ColumnElement[bool]]:
    """Return the SQL conditions for claims within scope that stand under no earlier heading."""
    order = [one for one in Part if one in _TERMS or one is name]
    earlier = order[: order.index(name)]
    return [
        wage_claims.within(asked.by),
        *(not_(_in_part(session, one, asked)) for one in earlier),
    ]


def _claims(name: Part, session: Session, asked: PartQuery) -> PartPage:
    mine = (*_only(session, name, asked), _in_part(session, name, asked))
    total = _count(session, *mine)
    rows = select(Claim).where(*mine).order_by(col(Claim.due), col(Claim.reference))
    found = session.execute(rows.limit(asked.limit).offset(asked.offset)).scalars()
    above = count_overdue(session, asked) - total if name is Part.OVERDUE else 0
    return PartPage(total, [WaitingItem(claim) for claim in found], above)


def count_overdue(session: Session, asked: PartQuery) -> int:
    """Return how many claims within scope are overdue, whatever heading they stand under."""
    return _count(session, wage_claims.within(asked.by), _in_part(session, Part.OVERDUE, asked))


def _count(session: Session, *terms: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).select_from(Claim).where(*terms)).scalar() or 0


def _heard_soon(session: Session, asked: PartQuery) -> ColumnElement[bool]:
    """Return the condition for hearings from today to the end of the seventh day after.

    The days are those of the claim's place."""
    soon = []
    for place, zone, today in service_levels.places(_clocks(session, asked)):
        first, end = (
            datetime.combine(today + timedelta(days=days), time(), zone).astimezone(UTC)
            for days in (0, HEARINGS + 1)
        )
        soon.append(and_(place, col(ClaimAct.moment) >= first, col(ClaimAct.moment) < end))
    return and_(col(ClaimAct.kind) == Kind.HEARING.value, or_(*soon))


def _hearings(session: Session, asked: PartQuery) -> PartPage:
    theirs = col(ClaimAct.claim) == col(Claim.reference)
    mine = (
        *_only(session, Part.HEARINGS, asked),
        wage_claims.is_open(),
        _heard_soon(session, asked),
    )
    total = session.execute(
        select(func.count()).select_from(ClaimAct).join(Claim, theirs).where(*mine)
    ).scalar()
    rows = (
        select(Claim, col(ClaimAct.moment))
        .where(theirs, *mine)
        .order_by(col(ClaimAct.moment), col(ClaimAct.id))
    )
    found = session.execute(rows.limit(asked.limit).offset(asked.offset))
    return PartPage(total or 0, [WaitingItem(claim, hearing=moment) for claim, moment in found])


def _court(session: Session, asked: PartQuery) -> PartPage:
    """Return claims with a near last day for court, the soonest first."""
    return _page(_to_court(session, asked), asked)


def _to_court(session: Session, asked: PartQuery) -> list[WaitingItem]:
    """Return all claims of that part.

    The days are computed claim by claim; the database preselects claims that may have one soon."""
    if "court" not in asked.memo:
        first, last = asked.day - timedelta(days=1), asked.day + timedelta(days=COURT + 1)
        soon = select(Claim).where(
            *_only(session, Part.COURT, asked),
            wage_claims.is_open(),
            filing_deadlines.may_end(session, first, last),
        )
        claims = list(session.execute(soon).scalars())
        asked.memo["court"] = [
            WaitingItem(claim, day=bar.next, component=bar.component)
            for claim, bar in _soonest_bars(session, claims, asked)
        ]
    found: list[WaitingItem] = asked.memo["court"]
    return found


def _soonest_bars(
    session: Session, claims: list[Claim], asked: PartQuery
) -> list[tuple[Claim, FilingDeadline]]:
    """Return the claims with a near last day for court and that day, the soonest first."""
    parts = filing_deadlines.by_claims(
        session, claims, service_levels.days(session, claims, asked.now), staff=True
    )
    found = []
    for claim in claims:
        near = [
            one for one in parts.get(claim.reference, []) if one.next and one.days_left <= COURT
        ]
        if near:
            found.append((claim, min(near, key=lambda one: one.days_left)))
    return sorted(found, key=lambda one: (one[1].days_left, one[0].reference))


def _page(rows: Sequence[WaitingItem], asked: PartQuery) -> PartPage:
    return PartPage(len(rows), list(rows[asked.offset : asked.offset + asked.limit]))


def _held(session: Session, asked: PartQuery) -> PartPage:
    """Return claims with money held for a worker, in order of due date."""
    held = money_entries.held_sums()
    mine = select(Claim, held.c.currency, held.c.amount).join(
        held, held.c.claim == col(Claim.reference)
    )
    ordered = mine.where(*_only(session, Part.HELD, asked)).order_by(
        col(Claim.due), col(Claim.reference), held.c.currency
    )
    sums: dict[str, tuple[Claim, list[tuple[int, str]]]] = {}
    for claim, currency, amount in session.execute(ordered):
        sums.setdefault(claim.reference, (claim, []))[1].append((int(amount), currency))
    return _page([WaitingItem(claim, sums=own) for claim, own in sums.values()], asked)


def complete(
    session: Session, rows: Sequence[WaitingItem], asked: PartQuery
) -> dict[str, WaitingItem]:
    """Return for the claims of some rows what other headings would have: hearing, court, sums."""
    claims = {one.claim.reference: one.claim for one in rows if one.claim}
    theirs = col(ClaimAct.claim) == col(Claim.reference)
    hearings = session.execute(
        select(col(Claim.reference), func.min(col(ClaimAct.moment)))
        .where(theirs, col(Claim.reference).in_(claims), wage_claims.is_open())
        .where(_heard_soon(session, asked))
        .group_by(col(Claim.reference))
    )
    heard = {str(number): moment for number, moment in hearings}
    unfinished = [claim for claim in claims.values() if claim.state != ClaimState.CLOSED]
    bars = {claim.reference: bar for claim, bar in _soonest_bars(session, unfinished, asked)}
    sums = _sums_held(session, list(claims))
    return {
        number: WaitingItem(
            claim,
            hearing=heard.get(number),
            day=bars[number].next if number in bars else None,
            component=bars[number].component if number in bars else "",
            sums=sums.get(number, []),
        )
        for number, claim in claims.items()
    }


def _sums_held(session: Session, numbers: list[str]) -> dict[str, list[tuple[int, str]]]:
    held = money_entries.held_sums()
    found: dict[str, list[tuple[int, str]]] = {}
    asked = select(held.c.claim, held.c.currency, held.c.amount).where(held.c.claim.in_(numbers))
    for number, currency, amount in session.execute(asked.order_by(held.c.currency)):
        found.setdefault(number, []).append((int(amount), currency))
    return found


def _incidents(session: Session, asked: PartQuery) -> PartPage:
    """Return open incidents with a step that is due, the one due longest first."""
    waiting = due_incidents(asked.by, asked.day)
    total = session.execute(select(func.count()).select_from(Incident).where(waiting)).scalar()
    rows = select(Incident).where(waiting).order_by(col(Incident.due), col(Incident.reference))
    found = session.execute(rows.limit(asked.limit).offset(asked.offset)).scalars()
    return PartPage(total or 0, [WaitingItem(incident=one) for one in found])


def due_incidents(by: Actor, day: date) -> ColumnElement[bool]:
    """Return the SQL condition for the incidents within scope whose next step is due."""
    is_open = col(Incident.closed_on).is_(None)
    return and_(incident_tables.within(by), is_open, col(Incident.due) <= day)


def _silent(session: Session, asked: PartQuery) -> PartPage:
    """Return check-ins that have waited for an answer for a week."""
    rows = check_in_overview.list_unanswered(
        session, asked.day, by=asked.by, limit=asked.limit, offset=asked.offset
    )
    whole = not asked.offset and len(rows) < asked.limit
    total = (
        len(rows) if whole else check_in_overview.count_unanswered(session, asked.day, by=asked.by)
    )
    return PartPage(total, [WaitingItem(silent=one, placed=placed) for one, placed in rows])


def _calls(session: Session, asked: PartQuery) -> PartPage:
    """Return due callbacks, then unanswered questions."""
    by, day = asked.by, asked.day
    calls, written = (
        callbacks.count_due(session, day, by=by),
        questions.count_waiting(session, by=by),
    )
    rows = [
        WaitingItem(call=one)
        for one in callbacks.list_due(session, day, by=by, limit=asked.limit, offset=asked.offset)
    ]
    more = questions.queue(
        session, by=by, limit=asked.limit - len(rows), offset=max(asked.offset - calls, 0)
    )
    return PartPage(calls + written, rows + [WaitingItem(question=one) for one in more])


_PARTS: dict[Part, Callable[[Session, PartQuery], PartPage]] = {
    Part.HEARINGS: _hearings,
    **{
        name: partial(_claims, name)
        for name in (Part.NEW, Part.NOTES, Part.OVERDUE, Part.LATE, Part.TODAY)
    },
    Part.COURT: _court,
    Part.HELD: _held,
    Part.INCIDENTS: _incidents,
    Part.SILENT: _silent,
    Part.CALLS: _calls,
}


def names(session: Session, rows: Sequence[WaitingItem]) -> dict[str | None, str]:
    """Return the names of the people in these rows by record; erased people have none."""
    people = {one.claim.citizen for one in rows if one.claim} | {
        one.call.citizen for one in rows if one.call
    }
    people |= {one.placed.citizen for one in rows if one.placed}
    people |= {one.incident.citizen for one in rows if one.incident}
    asked = select(col(Citizen.reference), col(Citizen.name)).where(
        col(Citizen.reference).in_(people - {None})
    )
    return {str(row.reference): str(row.name) for row in session.execute(asked)}
