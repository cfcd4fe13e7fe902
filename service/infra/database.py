"""The database: SQLite on one machine, PostgreSQL for larger installations, with the same code."""

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
# SQLSTATE of the PostgreSQL driver for a number that no column can hold.
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
    """Return the name of the newest migration, which is the name of its file."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


class Database:
    """The database, with short sessions for reading and for writing.

    Apart from sessions, only the connection that watches for commits stays open.
    """

    def __init__(self, url: str) -> None:
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.sqlite = url.startswith("sqlite")
        self.file = Path(make_url(url).database or "") if self.sqlite else None
        # Identity of the served file as the operating system knows it; None until the file is
        # served.
        self._served: tuple[int, int] | None = None
        options: dict[str, Any] = (
            {} if self.sqlite else {"pool_size": 8, "max_overflow": 2, "pool_timeout": 5}
        )
        # Errors of the driver would contain the values being written, and those would reach the
        # logs.
        self.engine = create_engine(
            url, pool_pre_ping=not self.sqlite, hide_parameters=True, **options
        )
        event.listen(self.engine, "reset", _rollback_failed_commit)
        if self.sqlite:
            _prepare_sqlite(self.engine)
        self._watching: sqlite3.Connection | None = None
        self._watch = Lock()
        self._writing = self.engine.execution_options(write=True)
        # Everything on one page is of one moment, as it is in a read transaction of SQLite.
        still: dict[str, Any] = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reading = self.engine.execution_options(postgresql_readonly=True, **still)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a read-only session; it holds the keys of the persons it has read (vault)."""
        with (
            Session(self._reading, autoflush=False, info={"keys": {}}) as session,
            _translate_errors(),
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open one transaction, which is on disk in full when the block ends, or not at all.

        Refuses: EditConflict, Conflict, Unavailable.
        """
        with _translate_errors(), Session(self._writing, expire_on_commit=False) as session:
            yield session
            session.commit()
            if self.replaced():
                # The commit went to a file that has since been replaced.
                raise Unavailable

    def in_use(self) -> AbstractContextManager[None]:
        """Hold off `restore` while the block runs; PostgreSQL needs no such lock.

        Raises locks.AlreadyLocked.
        """
        return locks.lock(lock_file(self.file), alone=False) if self.file else nullcontext()

    @contextmanager
    def alone(self, work: str) -> Iterator[None]:
        """Keep others, on any machine, from doing this work on the same records while the block
        runs.

        Raises locks.AlreadyLocked at once.
        """
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
        """Remember which file is served, so that its replacement is noticed."""
        self._served = _identity(self.file) if self.file else None

    def replaced(self) -> bool:
        """Return whether another file has taken the place of the served one."""
        if self._served is None or self.file is None:
            return False
        return _identity(self.file) not in (None, self._served)

    def migrate(self) -> None:
        """Migrate the tables to the newest version."""
        config = alembic_config.Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self._writing.connect() as connection:
            config.attributes["connection"] = connection
            alembic.upgrade(config, "head")
            connection.commit()

    def migrated(self) -> bool:
        """Return whether the tables have the newest version."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            return (
                connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
                == newest_migration()
            )

    def version(self) -> int | None:
        """Return a number that changes with every commit of anyone, or None for PostgreSQL.

        Reading it costs next to nothing.
        """
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
        """Update SQLite's statistics of its tables.

        Without them SQLite would scan all open vacancies to show twenty by their references.
        PostgreSQL keeps its own statistics.
        """
        if self.sqlite:
            result = sqlite3.connect(str(self.engine.url.database), isolation_level=None)
            # Anyone who is writing now goes first and the next command repeats this; the work
            # already done is committed in any case.
            with closing(result) as connection, suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA optimize=0x10002")

    def close(self) -> None:
        """Close every connection, after waiting up to two seconds for those in use."""
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
    """Return the file that every user of a SQLite database locks, and that `restore` locks
    exclusively."""
    return file.with_name(f"{file.name}.lock")


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Translate errors of the database into refusals."""
    try:
        yield
    except StaleDataError as reason:
        raise EditConflict from reason
    except (OverflowError, DataError) as reason:
        # The address holds a number larger than any row can have; the drivers of SQLite and
        # PostgreSQL raise different errors.
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
    """Roll back a transaction whose COMMIT failed.

    SQLAlchemy treats it as over, but the database may still hold it and its lock.
    """
    connection.rollback()


def _prepare_sqlite(engine: Engine) -> None:
    """Configure SQLite connections: WAL with full sync, foreign keys, and writers that lock first.

    A writer takes the lock before it reads, so that no update is lost.
    """

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
            # Reads use the system's file cache directly; with copies of each page, the figures of a
            # year took a fifth longer.
            "mmap_size=1073741824",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Sent by the driver itself, which takes a twentieth of the time.
        driver: Any = connection.connection.dbapi_connection
        writing = connection.get_execution_options().get("write", False)
        driver.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        if not writing:
            driver.execute("BEGIN")
        elif not _try_begin(driver):
            with request_threads.wait_for_database() as patience:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={round(patience * 1000)}")
                connection.exec_driver_sql("BEGIN IMMEDIATE")


def _try_begin(connection: Any) -> bool:
    """Begin a write transaction and return True, or False if another writer holds the lock."""
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
