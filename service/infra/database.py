"""The one database behind the service: SQLite on one machine, PostgreSQL beyond, the same code on
both."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, SQLModel

from catalog.core.errors import Conflict, EditConflict, NotFound, Unavailable
from service.infra import locks, request_threads
from service.infra.lazy_imports import Library

alembic, alembic_config = Library("alembic.command"), Library("alembic.config")
# A number that no column can hold, as PostgreSQL's driver says it (SQLSTATE).
_OUT_OF_RANGE = "22003"
MIGRATIONS = Path(__file__).parent.parent / "migrations"
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


@cache
def newest_migration() -> str:
    """The name of the newest migration, which is that of its file."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


class Database:
    """Opens short sessions for reading and for writing; beside them only what watches for commits
    keeps a connection."""

    def __init__(self, url: str) -> None:
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.sqlite = url.startswith("sqlite")
        self.file = Path(make_url(url).database or "") if self.sqlite else None
        # Which file is served, as the system knows it; nothing until it is served.
        self._served: tuple[int, int] | None = None
        options: dict[str, Any] = (
            {} if self.sqlite else {"pool_size": 8, "max_overflow": 2, "pool_timeout": 5}
        )
        # Its errors would tell the values that were being written, and from there they would stand
        # in logs.
        self.engine = create_engine(
            url, pool_pre_ping=not self.sqlite, hide_parameters=True, **options
        )
        event.listen(self.engine, "reset", _rollback_failed_commit)
        if self.sqlite:
            _prepare_sqlite(self.engine)
        self._watching: sqlite3.Connection | None = None
        self._watch = Lock()
        self._writing = self.engine.execution_options(write=True)
        # All that one page tells is of one moment, as SQLite's reads are.
        still: dict[str, Any] = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reading = self.engine.execution_options(postgresql_readonly=True, **still)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session in which nothing can be written; the keys of persons that it read stay with it
        (vault)."""
        with (
            Session(self._reading, autoflush=False, info={"keys": {}}) as session,
            _translate_errors(),
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it is on disk when the block ends, or none. Refuses:
        EditConflict, Conflict, Unavailable."""
        with _translate_errors(), Session(self._writing, expire_on_commit=False) as session:
            yield session
            session.commit()
            if self.replaced():
                # It was written into a file that is no longer there.
                raise Unavailable

    def in_use(self) -> AbstractContextManager[None]:
        """While the block runs, `restore` keeps away; PostgreSQL needs no such lock. Raises
        locks.AlreadyLocked."""
        return locks.lock(lock_file(self.file), alone=False) if self.file else nullcontext()

    @contextmanager
    def alone(self, work: str) -> Iterator[None]:
        """While the block runs, nobody else does this work on the same records, from any machine.
        Raises locks.AlreadyLocked at once."""
        if self.file:
            with locks.lock(self.file.with_name(f"{self.file.name}.{work}"), alone=True):
                yield
            return
        number = zlib.crc32(work.encode())
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.execute(
                text("SELECT pg_try_advisory_lock(:number)"), {"number": number}
            ).scalar():
                raise locks.AlreadyLocked(work)
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})

    def serve(self) -> None:
        """Remembers which file is served, so that one put in its place is noticed."""
        self._served = _identity(self.file) if self.file else None

    def replaced(self) -> bool:
        """Whether another file stands in the place of the served one."""
        if self._served is None or self.file is None:
            return False
        return _identity(self.file) not in (None, self._served)

    def migrate(self) -> None:
        """Brings the tables to the newest shape."""
        config = alembic_config.Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self._writing.connect() as connection:
            config.attributes["connection"] = connection
            alembic.upgrade(config, "head")
            connection.commit()

    def migrated(self) -> bool:
        """Whether the tables have the newest shape."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            return (
                connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
                == newest_migration()
            )

    def version(self) -> int | None:
        """A number that is another one after anybody's commit, for next to nothing; none where the
        database has no such number."""
        if not self.sqlite:
            return None
        with self._watch:
            if self._watching is None:
                path = str(self.engine.url.database)
                self._watching = sqlite3.connect(
                    path, isolation_level=None, check_same_thread=False
                )
            return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def tune(self) -> None:
        """Lets SQLite see how its tables are filled, or it would look through all open vacancies to
        show twenty by their references; PostgreSQL sees to that by itself."""
        if self.sqlite:
            result = sqlite3.connect(str(self.engine.url.database), isolation_level=None)
            # Whoever writes now goes first; the next command sees to it. What was done before
            # stands in any case.
            with closing(result) as connection, suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA optimize=0x10002")

    def close(self) -> None:
        """Closes every connection; those at work are given two seconds to come back first."""
        pool = self.engine.pool
        for _ in range(200):
            if not isinstance(pool, QueuePool) or not pool.checkedout():
                break
            sleep(0.01)
        self.engine.dispose()
        with self._watch:
            if self._watching is not None:
                self._watching.close()
            self._watching = None


def lock_file(file: Path) -> Path:
    """What everybody holds who works with a SQLite file, and `restore` alone."""
    return file.with_name(f"{file.name}.lock")


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _translate_errors() -> Iterator[None]:
    """A database's complaints in the words of the house."""
    try:
        yield
    except StaleDataError as reason:
        raise EditConflict from reason
    except (OverflowError, DataError) as reason:
        # A number in the address that is larger than any row can have: SQLite's driver and
        # PostgreSQL, each in its words.
        if (
            isinstance(reason, OverflowError)
            or getattr(reason.orig, "sqlstate", "") == _OUT_OF_RANGE
        ):
            raise NotFound from reason
        raise
    except IntegrityError as reason:
        raise Conflict from reason
    except (OperationalError, TimeoutError) as reason:
        raise Unavailable from reason
    except DBAPIError as reason:
        if reason.connection_invalidated:
            raise Unavailable from reason
        raise


def _rollback_failed_commit(connection: Any, _record: object, _state: object) -> None:
    """A transaction whose COMMIT failed is over for SQLAlchemy; the database may still hold it, and
    with it the lock."""
    connection.rollback()


def _prepare_sqlite(engine: Engine) -> None:
    """WAL with full sync, foreign keys on, and writers that take the lock before they read (no lost
    updates)."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",
            # Read where the system keeps the file already: a year's figures took a fifth longer by
            # copies of each page.
            "mmap_size=1073741824",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        if not writing:
            connection.exec_driver_sql("BEGIN")
        elif not _try_begin(connection.connection.dbapi_connection):
            with request_threads.wait_for_database() as patience:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={round(patience * 1000)}")
                connection.exec_driver_sql("BEGIN IMMEDIATE")


def _try_begin(connection: Any) -> bool:
    """Whether nobody else is writing."""
    connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as reason:
        if reason.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    else:
        return True
    finally:
        connection.execute("PRAGMA busy_timeout=5000")
