"""Tables of legal holds and erasures, and the removal of erased data from disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from time import sleep

from sqlalchemy import or_, select, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.errors import require_found
from catalog.core.fields import reference
from matching.identity.persons import Citizen
from service.infra.database import Database

# Tables with readable personal data, or with the keys to encrypted data.
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
# Tables with encrypted data whose keys are destroyed, or with fingerprints; by day these are not
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
# A file larger than this many bytes is rewritten only at night, because writers have to wait
# meanwhile.
LARGE = 500_000_000
_TRIES = 5


class Hold(SQLModel, table=True):
    """A legal reason, such as a court case, that prevents a person's erasure until it is lifted."""

    __tablename__ = "legal_holds"
    reference: str = Field(default_factory=lambda: reference("H"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    reason: bytes | None
    by: str = Field(max_length=40)
    at: datetime
    lifted_by: str | None = Field(default=None, max_length=40)
    lifted_at: datetime | None = None


class Erasure(SQLModel, table=True):
    """A request to erase a person's file, who made it and who decided on it.

    It remains when the file is erased."""

    __tablename__ = "erasures"
    reference: str = Field(default_factory=lambda: reference("E"), primary_key=True, max_length=24)
    citizen: str = Field(index=True, max_length=24)
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    # An officer's reason for the request, and a supervisor's reason for declining; encrypted with
    # the person's key, and so erased with the file.
    reason: bytes | None = None
    answer: bytes | None = None
    decided_by: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = None
    done: bool = False


PERSONAL = ("citizen", "reason", "answer")


def records(session: Session, citizen: str) -> list[Citizen]:
    """Return all records of one person, the leading one first. Refuses: NotFound."""
    known = require_found(session.get(Citizen, citizen))
    first = known.same_as or known.reference
    same = select(Citizen).where(
        or_(col(Citizen.reference) == first, col(Citizen.same_as) == first)
    )
    return sorted(
        session.execute(same).scalars(), key=lambda row: (row.reference != first, row.reference)
    )


def scrub(database: Database, *, by_day: bool = False) -> bool:
    """Rewrite the database on disk, so that no byte of erased data is left in it.

    Called when an erasure is committed, and each night. Returns whether everything was rewritten:
    by day a large file is left to the night, and what is in use to the next time."""
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
    """Rewrite an SQLite file, and empty its write-ahead log.

    SQLite zeroes deleted data (secure_delete), but not the copies left where it moved entries
    between pages of an index (about one in a thousand); only a rewritten file is without them."""
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as file:
        file.execute("VACUUM")
        busy, _, _ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def _rewrite_tables(database: Database, by_day: bool) -> bool:
    """Vacuum the PostgreSQL tables; return whether no other client could still see old rows.

    PostgreSQL keeps old rows until no transaction can see them, and samples of columns in its
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


# Other clients of this database that may still see old rows.
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xmin IS NOT NULL "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
