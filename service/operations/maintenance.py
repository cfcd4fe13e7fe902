"""Times of the last successful maintenance, for those who monitor the service."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel

# Nightly work and the backup are daily; two hours are allowed for a run that takes long.
OVERDUE_AFTER = timedelta(hours=26)


class Work(StrEnum):
    """A kind of maintenance; the readiness check writes "ready" itself, to test writing."""

    NIGHTLY = "nightly"
    BACKUP = "backup"
    READY = "ready"


class Upkeep(SQLModel, table=True):
    """One kind of work and when it last succeeded."""

    __tablename__ = "upkeep"
    work: str = Field(primary_key=True, max_length=24)
    at: datetime


def record_success(session: Session, work: Work, *, on: datetime) -> None:
    """Record that a piece of work succeeded."""
    session.merge(Upkeep(work=work.value, at=on))


def ages(session: Session, now: datetime) -> dict[Work, timedelta | None]:
    """Return how long ago the nightly work and the backup last succeeded; None where they never
    did."""
    rows = {row.work: row.at for row in session.execute(select(Upkeep)).scalars()}
    return {
        work: now - rows[work] if work in rows else None for work in (Work.NIGHTLY, Work.BACKUP)
    }


def list_overdue(session: Session, now: datetime) -> list[Work]:
    """Return the kinds of work that are overdue."""
    return [work for work, age in ages(session, now).items() if age is None or age > OVERDUE_AFTER]
