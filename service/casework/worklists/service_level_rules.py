"""Dated rules of service levels in days: our own on a claim, and an agency’s on a complaint."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference.countries import Mark
from i18n import N_, NP_


class Clock(StrEnum):
    """The service clocks, those most serious when late first."""

    SUPERVISOR = "supervisor"
    STALE = "stale"
    ACKNOWLEDGE = "acknowledge"
    SCREEN = "screen"
    CONTACT = "contact"
    REVIEW = "review"


# What a claim that is late for a clock is said to be, with the days.
LATE = {
    Clock.SUPERVISOR: NP_(
        "a supervisor must review this: nothing has happened for %(num)s day",
        "a supervisor must review this: nothing has happened for %(num)s days",
    ),
    Clock.STALE: NP_(
        "nothing has happened for %(num)s day", "nothing has happened for %(num)s days"
    ),
    Clock.ACKNOWLEDGE: NP_("not acknowledged for %(num)s day", "not acknowledged for %(num)s days"),
    Clock.SCREEN: NP_("not examined for %(num)s day", "not examined for %(num)s days"),
    Clock.CONTACT: NP_(
        "employer not contacted for %(num)s day", "employer not contacted for %(num)s days"
    ),
    Clock.REVIEW: NP_("not reviewed for %(num)s day", "not reviewed for %(num)s days"),
}


class AgencyClock(StrEnum):
    """What an agency owes a complainant: to acknowledge, and to answer (complaint_deadlines)."""

    READ = "agency_read"
    ANSWER = "agency_answer"


class NotAClock(Refusal):
    slug = "not-a-clock"
    sentence = N_(
        "There is no service level called “%(clock)s”, or this number of days is not allowed."
    )


class ServiceClock(SQLModel, table=True):
    """The number of days that a clock allows, with its dates of validity and source."""

    __tablename__ = "service_clocks"
    id: int | None = Field(default=None, primary_key=True)
    clock: str = Field(index=True, max_length=16)
    days: int
    valid_from: date
    valid_to: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=200)


class NewClock(msgspec.Struct):
    clock: str
    days: int
    valid_from: date
    valid_to: date | None
    mark: Mark
    source: str


def load(session: Session, new_clocks: Iterable[NewClock], *, by: Actor, on: datetime) -> int:
    """Load clocks, each identified by name and first day; a changed one is amended.

    Returns how many changed. Refuses: NotAClock."""
    known = {
        (row.clock, row.valid_from): row for row in session.execute(select(ServiceClock)).scalars()
    }
    return sum(
        _load_one(session, one, known.get((one.clock, one.valid_from)), by=by, on=on)
        for one in new_clocks
    )


def _load_one(
    session: Session, new_clock: NewClock, row: ServiceClock | None, *, by: Actor, on: datetime
) -> bool:
    if new_clock.clock not in [*Clock, *AgencyClock] or not 0 < new_clock.days < 1_000:
        raise NotAClock("days", clock=new_clock.clock)
    says: dict[str, Any] = msgspec.structs.asdict(new_clock) | {"mark": new_clock.mark.value}
    changed = tuple(
        name for name, value in says.items() if row is None or getattr(row, name) != value
    )
    if not changed:
        return False
    act = "amend" if row else "load"
    session.add(row := row or ServiceClock(**says))
    row.sqlmodel_update(says)
    session.flush()
    journal.write(session, act, "service_clock", new_clock.clock, by=by, on=on, fields=changed)
    return True


_IN_FORCE = (
    select(col(ServiceClock.clock), col(ServiceClock.days))
    .where(
        col(ServiceClock.valid_from) <= bindparam("day"),
        or_(col(ServiceClock.valid_to).is_(None), col(ServiceClock.valid_to) >= bindparam("day")),
    )
    .order_by(col(ServiceClock.valid_from), col(ServiceClock.id))
)


def in_force(session: Session, day: date) -> dict[str, int]:
    """Return the days of every clock in force on a day; of two rows, the one that began last."""
    return {row.clock: row.days for row in session.execute(_IN_FORCE, {"day": day})}
