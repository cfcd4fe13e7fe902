"""A person's whole file: what may not be erased yet, what was asked to be, and that nothing
readable of it stays behind."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from time import sleep

from sqlalchemy import or_, select, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.errors import NotFound
from catalog.core.fields import reference
from matching.identity.persons import Citizen
from service.infra.database import Database

# Where something readable of a person stood, or the key to what is not.
READABLE = (
    *(
        "citizens",
        "vault_keys",
        "accounts",
        "sign_ins",
        "once",
        "diaries",
        "saved_searches",
        "notices",
    ),
    *("profiles", "profile_trades", "profile_tongues", "profile_papers"),
    *("rankings", "vacancy_alerts", "preparations"),
)
# Where something sealed stood that no key opens any more, or a fingerprint; by day these are not
# rewritten.
SEALED = (
    "claims",
    "claim_acts",
    "claim_notes",
    "claim_steps",
    "evidence",
    "representatives",
    "payees",
    "claim_group_members",
    "approvals",
    "advice_sessions",
    "legal_holds",
    "erasures",
    "number_changes",
    "outbox",
    "codes",
    "recovery_codes",
    "invitations",
    "keys",
    "referrals",
    "referral_acts",
    "screenings",
    "letters",
    "audits",
    "desk_drafts",
    "agency_complaints",
)
# A file larger than this many bytes is rewritten at night alone: whoever writes has to wait
# meanwhile.
LARGE = 500_000_000
_TRIES = 5


class Hold(SQLModel, table=True):
    """A reason in law for which a person's file must stay, such as a court case; nothing is erased
    while one stands."""

    __tablename__ = "legal_holds"
    reference: str = Field(default_factory=lambda: reference("H"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    reason: bytes | None
    by: str = Field(max_length=40)
    at: datetime
    lifted_by: str | None = Field(default=None, max_length=40)
    lifted_at: datetime | None = None


class Erasure(SQLModel, table=True):
    """That a person's file is to be erased, who asked for it, and who did it; kept when nothing
    else of them is."""

    __tablename__ = "erasures"
    reference: str = Field(default_factory=lambda: reference("E"), primary_key=True, max_length=24)
    citizen: str = Field(index=True, max_length=24)
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    # Why an officer asked, and why a supervisor said no; sealed with the person's key, and so gone
    # with the file.
    reason: bytes | None = None
    answer: bytes | None = None
    decided_by: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = None
    done: bool = False


PERSONAL = ("citizen", "reason", "answer")


def records(session: Session, citizen: str) -> list[Citizen]:
    """The records of one person, the leading one first and after it those found to be the same
    person. Refuses: NotFound."""
    known = session.get(Citizen, citizen)
    if known is None:
        raise NotFound
    first = known.same_as or known.reference
    same = select(Citizen).where(
        or_(col(Citizen.reference) == first, col(Citizen.same_as) == first)
    )
    return sorted(
        session.execute(same).scalars(), key=lambda row: (row.reference != first, row.reference)
    )


def scrub(database: Database, *, by_day: bool = False) -> bool:
    """Rewrites what the database keeps on disk, so that no byte of what was erased is left in it;
    called when an erasure stands, and each night. Says whether all of it was reached: by day a
    large file is left to the night, and what somebody else has in hand to the next time."""
    path = Path(str(database.engine.url.database))
    if not database.sqlite:
        return _retry(lambda: _rewrite_tables(database, by_day))
    return not (by_day and path.stat().st_size > LARGE) and _retry(lambda: _rewrite_file(path))


def _retry(rewrite: Callable[[], bool]) -> bool:
    for _ in range(_TRIES):
        with suppress(sqlite3.OperationalError, OperationalError):
            if rewrite():
                return True
        sleep(0.2)
    return False


def _rewrite_file(path: Path) -> bool:
    """SQLite zeroes what is deleted (secure_delete), but not the copies that are left where it
    moved entries between pages of an index (about one in a thousand): only a rewritten file is
    without them. Then the write-ahead log is emptied."""
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as file:
        file.execute("VACUUM")
        busy, _, _ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def _rewrite_tables(database: Database, by_day: bool) -> bool:
    """PostgreSQL keeps old rows until no transaction can see them, and samples of columns in its
    statistics."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        alone = connection.execute(text(_OTHERS)).scalar() == 0
        connection.execute(text("SET lock_timeout = '1s'"))
        try:
            for table in READABLE:
                connection.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
            for table in SEALED:
                connection.execute(text(f"VACUUM ({'' if by_day else 'FULL, '}ANALYZE) {table}"))
        finally:
            connection.execute(text("RESET lock_timeout"))
        return alone


# Other clients of this database that may still see rows as they were.
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xmin IS NOT NULL "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
