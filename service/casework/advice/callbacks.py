"""Callbacks: calls to make again on a day, each made or put off, with a record of both."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import persons
from service.casework.advice import advice_sessions
from service.casework.scope import advice_tables


class AlreadyCalled(Refusal):
    slug = "already-called"
    sentence = N_("Somebody has already made or postponed this call. Check the list again.")


class Callback(SQLModel, table=True):
    """A callback that was made, or put off to another day.

    The pending date is stored in the session itself."""

    __tablename__ = "advice_callbacks"
    id: int | None = Field(default=None, primary_key=True)
    session: str = Field(foreign_key="advice_sessions.reference", index=True, max_length=24)
    due: date
    put_off_to: date | None = None
    officer: str = Field(max_length=40)
    at: datetime


def record_call(
    db: Session, row: advice_tables.Session, due: date, *, by: Actor, on: datetime
) -> None:
    """Record that a due call was made. Refuses: AlreadyCalled, persons.ErasedPerson."""
    _change_date(db, row, due, None)
    db.add(Callback(session=row.reference, due=due, officer=by.account, at=on))
    db.flush()
    journal.write(db, "call_back", "advice", row.reference, by=by, on=on, fields=("follow_up_on",))


def record_logged(db: Session, number: str, *, by: Actor, on: datetime) -> None:
    """Record a due call whose words were logged as a session; one made meanwhile stays as it is.

    Refuses: NotFound, persons.ErasedPerson."""
    row = advice_sessions.get(db, number, by=by)
    if row.follow_up_on:
        record_call(db, row, row.follow_up_on, by=by, on=on)


def put_off(
    db: Session,
    row: advice_tables.Session,
    due: date,
    to: date,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Put a call off to another day.

    Refuses: AlreadyCalled, fields.AlreadyOver, fields.TooFarAhead, persons.ErasedPerson."""
    fields.require_ahead(to, day, "to")
    _change_date(db, row, due, to)
    db.add(Callback(session=row.reference, due=due, put_off_to=to, officer=by.account, at=on))
    db.flush()
    journal.write(db, "put_off", "advice", row.reference, by=by, on=on, fields=("follow_up_on",))


def _change_date(db: Session, row: advice_tables.Session, due: date, to: date | None) -> None:
    """Change the date if it is still the one seen; of two officers the first succeeds."""
    if row.citizen:
        persons.require_not_erased(db, row.citizen)
    seen = (
        col(advice_tables.Session.reference) == row.reference,
        col(advice_tables.Session.follow_up_on) == due,
    )
    version = col(advice_tables.Session.version) + 1
    changed = db.execute(
        update(advice_tables.Session).where(*seen).values(follow_up_on=to, version=version)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadyCalled
    db.refresh(row)


def list_due(
    db: Session, today: date, *, by: Actor, limit: int = 50, offset: int = 0
) -> list[advice_tables.Session]:
    """Return the sessions with calls due today or overdue, longest overdue first."""
    asked = select(advice_tables.Session).where(_due(today, by))
    first = asked.order_by(
        col(advice_tables.Session.follow_up_on), col(advice_tables.Session.reference)
    )
    return list(db.execute(first.limit(limit).offset(offset)).scalars())


def count_due(db: Session, today: date, *, by: Actor) -> int:
    """Return the number of calls due today or overdue within the actor's scope."""
    return (
        db.execute(
            select(func.count()).select_from(advice_tables.Session).where(_due(today, by))
        ).scalar()
        or 0
    )


def _due(today: date, by: Actor) -> ColumnElement[bool]:
    return (col(advice_tables.Session.follow_up_on) <= today) & advice_sessions.within(by)


def by_sessions(db: Session, sessions: list[str]) -> dict[str, list[Callback]]:
    """Return the callbacks of these sessions by session, oldest first."""
    asked = select(Callback).where(col(Callback.session).in_(sessions)).order_by(col(Callback.id))
    found: dict[str, list[Callback]] = {}
    for row in db.execute(asked).scalars():
        found.setdefault(row.session, []).append(row)
    return found
