"""When the work that keeps the service in order was last done, for whoever watches it."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel

# A night's work and a backup belong to every day; two hours are for the one that takes long.
OVERDUE_AFTER = timedelta(hours=26)


class Work(StrEnum):
    """What is noted; "ready" is written by the readiness check itself, to see that writing goes."""

    NIGHTLY = "nightly"
    BACKUP = "backup"
    READY = "ready"


class Upkeep(SQLModel, table=True):
    """One kind of work, and when it last went well."""

    __tablename__ = "upkeep"
    work: str = Field(primary_key=True, max_length=24)
    at: datetime


def record_success(session: Session, work: Work, *, on: datetime) -> None:
    """Keeps that a piece of work went well."""
    session.merge(Upkeep(work=work.value, at=on))


def ages(session: Session, now: datetime) -> dict[Work, timedelta | None]:
    """How long ago the night's work and the backup were last done; none where they never were."""
    rows = {row.work: row.at for row in session.execute(select(Upkeep)).scalars()}
    return {
        work: now - rows[work] if work in rows else None for work in (Work.NIGHTLY, Work.BACKUP)
    }


def list_overdue(session: Session, now: datetime) -> list[Work]:
    """The work that is overdue."""
    return [work for work, age in ages(session, now).items() if age is None or age > OVERDUE_AFTER]
