"""A copy of the records that can be taken away, and beside it the keys without which nobody's words can be read."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from service import settings
from service.commands import home


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Copy the records into FILE while the service runs, and the persons' keys into FILE.keys."""
    source, keys = home.file_of(settings.load()), keys_of(file)
    if not source.exists():
        raise home.Told(f"There are no records at {source}.")
    for target in (file, keys):
        if target.exists():
            raise home.Told(f"{target} is already there. Name a new file.")
    copy(source, file, keys)
    click.echo(f"{file} holds the records, {keys} the persons' keys: keep them apart, and the keys at most 30 days.")


def keys_of(file: Path) -> Path:
    return file.with_name(file.name + ".keys")


def copy(source: Path, file: Path, keys: Path) -> None:
    """Whoever is erased loses their key; a key that slept on in every backup would undo that, so keys are kept apart."""
    for target in (file, keys):
        target.touch(mode=0o600)
    with closing(sqlite3.connect(source, isolation_level=None)) as records:
        records.execute("VACUUM INTO ?", (str(file),))
    with closing(sqlite3.connect(file, isolation_level=None)) as copied:
        copied.execute("ATTACH ? AS apart", (str(keys),))
        copied.execute("CREATE TABLE apart.vault_keys AS SELECT * FROM main.vault_keys")
        copied.execute("DELETE FROM main.vault_keys")
        copied.execute("VACUUM main")
