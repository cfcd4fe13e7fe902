"""Counters of what a subject uses within one clock hour.

They are stored in the database and so shared by all workers.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col


class Counter(SQLModel, table=True):
    """The amount of one kind that one subject used in one hour; hours are counted from 1970."""

    __tablename__ = "counters"
    hour: int = Field(primary_key=True)
    kind: str = Field(primary_key=True, max_length=40)
    subject: str = Field(primary_key=True, max_length=64)
    amount: int


_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def add(session: Session, kind: str, subject: str, amount: int, *, on: datetime) -> int:
    """Add to the count of this hour and return the new amount."""
    row = {"hour": hour(on), "kind": kind, "subject": subject, "amount": amount}
    adding = _INSERT[session.get_bind().dialect.name](Counter).values(**row)
    more = adding.on_conflict_do_update(
        index_elements=["hour", "kind", "subject"], set_={"amount": col(Counter.amount) + amount}
    )
    return int(session.execute(more.returning(col(Counter.amount))).scalar_one())


def amount(session: Session, kind: str, subject: str, *, on: datetime) -> int:
    """Return the amount counted in this hour."""
    row = session.get(Counter, (hour(on), kind, subject))
    return row.amount if row else 0


def list_past_hours(session: Session, kind: str, *, on: datetime, most: int = 100) -> list[Counter]:
    """Return the counters of past hours whose kind starts with `kind`."""
    over = select(Counter).where(
        col(Counter.hour) < hour(on), col(Counter.kind).startswith(kind, autoescape=True)
    )
    return list(session.execute(over.order_by(col(Counter.hour)).limit(most)).scalars())


def forget(session: Session, *, on: datetime) -> None:
    """Delete the counters of hours that ended more than a day ago."""
    session.execute(delete(Counter).where(col(Counter.hour) < hour(on) - 24))


def hour(on: datetime) -> int:
    return int(on.timestamp() // 3600)


def seconds_left(on: datetime) -> int:
    """Return the number of seconds until the next hour begins."""
    return 3600 - int(on.timestamp() % 3600)
