"""The morning list: what waits for an officer, in parts with a count and the first rows."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
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
from service.casework.money import money_entries
from service.casework.scope import advice_tables
from service.casework.workflow import notes, post_acceptance
from service.casework.workflow.activities import ClaimAct, Kind
from service.casework.worklists import service_levels

# Days ahead for which hearings, and last days for going to court, are shown.
HEARINGS, COURT = 7, 30


class Part(StrEnum):
    """The parts of the list, in order of display."""

    NEW = "new"
    NOTES = "notes"
    HEARINGS = "hearings"
    OVERDUE = "overdue"
    TODAY = "today"
    COURT = "court"
    HELD = "held"
    SILENT = "silent"
    CALLS = "calls"


class WaitingItem(msgspec.Struct, frozen=True):
    """One waiting item: a claim with what puts it here, or a call, question or check-in.

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


class PartPage(msgspec.Struct, frozen=True):
    """One page of a part, with the total number in the part."""

    total: int
    rows: list[WaitingItem]


class PartQuery(msgspec.Struct, frozen=True):
    """The actor, the moment, the day in Tashkent, and the requested rows of a part."""

    by: Actor
    now: datetime
    day: date
    limit: int
    offset: int = 0


def part(session: Session, name: Part, asked: PartQuery) -> PartPage:
    """Return one part of the list, with a fixed number of queries."""
    return _PARTS[name](session, asked)


def _claims(session: Session, asked: PartQuery, *terms: ColumnElement[bool]) -> PartPage:
    mine = (wage_claims.within(asked.by), *terms)
    total = session.execute(select(func.count()).select_from(Claim).where(*mine)).scalar() or 0
    rows = select(Claim).where(*mine).order_by(col(Claim.due), col(Claim.reference))
    found = session.execute(rows.limit(asked.limit).offset(asked.offset)).scalars()
    return PartPage(total, [WaitingItem(claim) for claim in found])


def _new(session: Session, asked: PartQuery) -> PartPage:
    return _claims(session, asked, post_acceptance.is_waiting())


def _notes(session: Session, asked: PartQuery) -> PartPage:
    """Return claims to which the worker added something that no officer has opened yet."""
    return _claims(session, asked, notes.is_unread(asked.now))


def _overdue(session: Session, asked: PartQuery) -> PartPage:
    return _claims(session, asked, service_levels.is_late(session, asked.now))


def _today(session: Session, asked: PartQuery) -> PartPage:
    """Return claims due today at their place; those late by a service clock are under overdue."""
    here = [
        and_(place, col(Claim.due) == today)
        for place, _, today in service_levels.places(session, asked.now)
    ]
    return _claims(session, asked, _open(), or_(*here), ~service_levels.is_late(session, asked.now))


def _open() -> ColumnElement[bool]:
    return col(Claim.state) != ClaimState.CLOSED.value


def _hearings(session: Session, asked: PartQuery) -> PartPage:
    """Return hearings from today to the end of the seventh day after, at the claim's place."""
    soon = []
    for place, zone, today in service_levels.places(session, asked.now):
        first, end = (
            datetime.combine(today + timedelta(days=days), time(), zone).astimezone(UTC)
            for days in (0, HEARINGS + 1)
        )
        soon.append(and_(place, col(ClaimAct.moment) >= first, col(ClaimAct.moment) < end))
    theirs = (col(ClaimAct.claim) == col(Claim.reference), col(ClaimAct.kind) == Kind.HEARING.value)
    mine = (*theirs, wage_claims.within(asked.by), _open(), or_(*soon))
    total = session.execute(
        select(func.count()).select_from(ClaimAct).join(Claim, theirs[0]).where(*mine)
    ).scalar()
    rows = (
        select(Claim, col(ClaimAct.moment))
        .where(*mine)
        .order_by(col(ClaimAct.moment), col(ClaimAct.id))
    )
    found = session.execute(rows.limit(asked.limit).offset(asked.offset))
    return PartPage(total or 0, [WaitingItem(claim, hearing=moment) for claim, moment in found])


def _court(session: Session, asked: PartQuery) -> PartPage:
    """Return claims with a near last day for court, the soonest first.

    The days are computed claim by claim; the database preselects claims that may have one soon."""
    first, last = asked.day - timedelta(days=1), asked.day + timedelta(days=COURT + 1)
    soon = select(Claim).where(
        wage_claims.within(asked.by), _open(), filing_deadlines.may_end(session, first, last)
    )
    claims = list(session.execute(soon).scalars())
    parts = filing_deadlines.by_claims(
        session, claims, service_levels.days(session, claims, asked.now), staff=True
    )
    found = []
    for claim in claims:
        near = [
            one for one in parts.get(claim.reference, []) if one.next and one.days_left <= COURT
        ]
        if near:
            soonest = min(near, key=lambda one: one.days_left)
            bars = WaitingItem(claim, day=soonest.next, component=soonest.component)
            found.append((soonest.days_left, claim.reference, bars))
    return _page([one for *_, one in sorted(found, key=lambda one: one[:2])], asked)


def _page(rows: Sequence[WaitingItem], asked: PartQuery) -> PartPage:
    return PartPage(len(rows), list(rows[asked.offset : asked.offset + asked.limit]))


def _held(session: Session, asked: PartQuery) -> PartPage:
    """Return claims with money held for a worker, in order of due date."""
    held = money_entries.held_sums()
    mine = select(Claim, held.c.currency, held.c.amount).join(
        held, held.c.claim == col(Claim.reference)
    )
    ordered = mine.where(wage_claims.within(asked.by)).order_by(
        col(Claim.due), col(Claim.reference), held.c.currency
    )
    sums: dict[str, tuple[Claim, list[tuple[int, str]]]] = {}
    for claim, currency, amount in session.execute(ordered):
        sums.setdefault(claim.reference, (claim, []))[1].append((int(amount), currency))
    return _page([WaitingItem(claim, sums=mine_) for claim, mine_ in sums.values()], asked)


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
    Part.NEW: _new,
    Part.NOTES: _notes,
    Part.HEARINGS: _hearings,
    Part.OVERDUE: _overdue,
    Part.TODAY: _today,
    Part.COURT: _court,
    Part.HELD: _held,
    Part.SILENT: _silent,
    Part.CALLS: _calls,
}


def names(session: Session, rows: Sequence[WaitingItem]) -> dict[str | None, str]:
    """Return the names of the people in these rows by record; erased people have none."""
    people = {one.claim.citizen for one in rows if one.claim} | {
        one.call.citizen for one in rows if one.call
    }
    people |= {one.placed.citizen for one in rows if one.placed}
    asked = select(col(Citizen.reference), col(Citizen.name)).where(
        col(Citizen.reference).in_(people - {None})
    )
    return {str(row.reference): str(row.name) for row in session.execute(asked)}
