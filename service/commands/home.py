"""The home that a command works in: its settings, its key and its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from catalog.ground import vault
from service import settings, tables
from service.database import Database
from service.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


class Told(click.ClickException):
    """Something the command cannot do, said in one sentence."""

    exit_code = 2


@contextmanager
def opened(given: Settings | None = None, *, new: bool = False) -> Iterator[Database]:
    """The database of the home, closed again afterwards; only `migrate` may find it without its tables."""
    given = given or settings.load()
    given.home.mkdir(parents=True, exist_ok=True)
    vault.open_with(*settings.master_keys(given), read=partial(settings.master_keys_now, given))
    assert tables.MODULES, "every table is known before one of them names another"
    database = Database(given.url)
    try:
        if not new and not database.migrated():
            raise Told("The tables are missing or older than this version. Run: ./musofir migrate")
        if database.migrated():
            _load_lasting(database, given)
        yield database
        database.tune()
    finally:
        database.close()


def _load_lasting(database: Database, given: Settings) -> None:
    try:
        with database.read() as session:
            vault.load(session)
    except vault.Broken as reason:
        raise Told(f"{given.key_file} does not hold the master key of these records.") from reason


def file_of(given: Settings) -> Path:
    """Where SQLite keeps the records; on PostgreSQL there is no such file."""
    url = make_url(given.url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise Told(
            "The records are in PostgreSQL. Use its own tools: pg_dump to back up, pg_restore to restore and then "
            "./musofir citizen replay, so that nobody who was erased comes back."
        )
    return Path(url.database)
