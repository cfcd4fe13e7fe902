"""The home of a command: its settings, master key and database."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from catalog.core import vault
from service.infra import locks, master_key, settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.operations import all_models

ROOT = settings.ROOT
# A file of this name marks a home that `demo` made.
MARK = "DEMONSTRATION"


class CommandError(click.ClickException):
    """An error of a command, printed as one sentence."""

    exit_code = 2


def require_checkout(verb: str) -> None:
    """Require a checkout of the source, not only the installed package. Raises CommandError."""
    if not settings.is_checkout():
        raise CommandError(
            f"`{verb}` needs a checkout of the source: run ./musofir {verb} in the folder of one."
        )


@contextmanager
def open_database(
    given: Settings | None = None, *, new: bool = False, alone: bool = False
) -> Iterator[Database]:
    """Open the database of the home and close it afterwards.

    Only `migrate` may find it without its tables. A command that works alone already holds the lock
    of the records.
    """
    given = given or settings.load()
    given.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    assert all_models.MODULES, "every table is known before one of them names another"
    database = Database(given.url)
    try:
        with nullcontext() if alone else database.in_use():
            master_key.open_vault(given, database)
            _require_ready(database, given, new)
            yield database
            database.tune()
    except locks.AlreadyLocked as reason:
        raise CommandError(
            "A backup is being put in the place of these records. Wait until `restore` is done."
        ) from reason
    finally:
        database.close()


def _require_ready(database: Database, given: Settings, new: bool) -> None:
    migrated = database.migrated()
    if not migrated and not new:
        raise CommandError(
            f"The tables are missing or older than this version. Run: {settings.program()} migrate"
        )
    if migrated:
        master_key.load(given, database)
    if new:
        return
    with database.read() as session:
        if not vault.is_set_up(session):
            raise CommandError(
                f"What the master key is known by is missing. Run: {settings.program()} migrate"
            )


def is_demonstration(folder: Path) -> bool:
    """Return whether `demo` made this folder.

    Nothing real may be served from it or encrypted with its key.
    """
    return (folder / MARK).exists()


def sqlite_file(given: Settings) -> Path:
    """Return the SQLite file of the records; PostgreSQL has none."""
    url = make_url(given.url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CommandError(
            "The records are in PostgreSQL: use pg_dump and pg_restore in the order that docs/running.md shows."
        )
    return Path(url.database)
