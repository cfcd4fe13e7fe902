"""Nightly reminders on claims, each written once: a near time limit, or a supervisor's review."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.deadlines import filing_deadlines
from service.casework.deadlines.filing_deadlines import FilingDeadline, LimitStatus
from service.casework.worklists import service_levels
from service.casework.worklists.service_level_rules import Clock

# Days before a part of a claim can no longer be brought to court.
BEFORE = (7, 30, 90)
SUPERVISOR = Clock.SUPERVISOR.value


class Reminder(SQLModel, table=True):
    """One reminder on a claim.

    `about` is a component, with the last day for it and how many days before; or the supervisor
    clock, with the day of the last activity and the days allowed since."""

    __tablename__ = "claim_reminders"
    claim: str = Field(primary_key=True, foreign_key="claims.reference", max_length=24)
    about: str = Field(primary_key=True, max_length=24)
    day: date = Field(primary_key=True)
    days: int = Field(primary_key=True)
    at: datetime


def lock_open_claims(session: Session, *, after: str = "", most: int = 200) -> list[Claim]:
    """Return open claims by reference, after `after`, locked against concurrent reminders."""
    asked = select(Claim).where(
        col(Claim.state) != ClaimState.CLOSED.value, col(Claim.reference) > after
    )
    return list(
        session.execute(
            asked.order_by(col(Claim.reference)).limit(most).with_for_update()
        ).scalars()
    )


def write(session: Session, claims: Sequence[Claim], *, by: Actor, on: datetime) -> int:
    """Write the reminders that are due and not yet written; return how many."""
    numbers = [claim.reference for claim in claims]
    days = service_levels.days(session, claims, on)
    bars, late = (
        filing_deadlines.by_claims(session, claims, days, staff=True),
        service_levels.late_by_claims(session, claims, on),
    )
    allowed = service_levels.days_in_force(session, tashkent_day(on))
    written = _keys(session, numbers)
    count = 0
    for number in numbers:
        result = {
            (number, *one)
            for part in bars.get(number, [])
            for one in due_warnings(part, days[number])
        }
        stuck = [one for one in late[number] if one.clock is Clock.SUPERVISOR]
        result |= {(number, SUPERVISOR, one.since, allowed[one.clock]) for one in stuck}
        fresh = sorted(result - written)
        session.add_all(
            Reminder(claim=key[0], about=key[1], day=key[2], days=key[3], at=on) for key in fresh
        )
        if fresh:
            about = tuple(dict.fromkeys(key[1] for key in fresh))
            session.flush()
            journal.write(session, "warn", "claim", number, by=by, on=on, fields=about)
        count += len(fresh)
    return count


def due_warnings(part: FilingDeadline, today: date) -> Iterator[tuple[str, date, int]]:
    """Yield today's due warnings of a part of a claim: its day and the step (90, 30 or 7 days)."""
    if part.standing in (LimitStatus.RUNNING, LimitStatus.PARTLY_OVER):
        for day in dict.fromkeys((part.first, part.last)):
            left = (day - today).days if day else -1
            step = next((days for days in BEFORE if left <= days), None)
            if day and left >= 0 and step:
                yield part.component, day, step


def _keys(session: Session, claims: Sequence[str]) -> set[tuple[str, str, date, int]]:
    asked = select(col(Reminder.claim), col(Reminder.about), col(Reminder.day), col(Reminder.days))
    rows = session.execute(asked.where(col(Reminder.claim).in_(claims)))
    return {(row.claim, row.about, row.day, row.days) for row in rows}


_OF_CLAIM = (
    select(Reminder)
    .where(col(Reminder.claim) == bindparam("claim"))
    .order_by(col(Reminder.at).desc(), col(Reminder.day))
)


def list_for_claim(session: Session, claim: str) -> list[Reminder]:
    """Return the reminders of a claim, newest first."""
    return list(session.execute(_OF_CLAIM, {"claim": claim}).scalars())
