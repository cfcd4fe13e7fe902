"""The records taken back from a backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from service import settings
from service.commands import backup, home


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Put the backup in the place of the records that are there.")
def command(file: Path, force: bool) -> None:
    """Put the records of FILE, and the keys of FILE.keys, into the home. Stop the service first."""
    target = home.file_of(settings.load())
    if target.exists() and not force:
        raise home.Told(
            f"There are records at {target}. To put the backup in their place, stop the service and add --force"
        )
    keys = backup.keys_of(file)
    put_back(file, keys, target)
    click.echo(f"The records of {file} are in place.")
    if not keys.exists():
        click.echo(f"{keys} is missing: what people told in confidence cannot be read.")


def put_back(file: Path, keys: Path, target: Path) -> None:
    """Made beside its place and moved there whole, so that a failure leaves what was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".restored")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as saved:
            _require_whole(saved, file)
            saved.execute("VACUUM INTO ?", (str(fresh),))
        if keys.exists():
            _take_keys(fresh, keys)
    except sqlite3.DatabaseError as reason:
        fresh.unlink(missing_ok=True)
        raise home.Told(f"{file} is not a whole backup: {reason}.") from reason
    for left in ("-wal", "-shm"):
        target.with_name(target.name + left).unlink(missing_ok=True)
    fresh.replace(target)


def _require_whole(saved: sqlite3.Connection, file: Path) -> None:
    found = saved.execute("PRAGMA integrity_check").fetchone()[0]
    known = saved.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('journal', 'vault_keys')").fetchone()[0]
    if found != "ok" or known != 2:
        raise sqlite3.DatabaseError(found if found != "ok" else "there are no records in it")


def _take_keys(fresh: Path, keys: Path) -> None:
    with closing(sqlite3.connect(fresh, isolation_level=None)) as records:
        records.execute("ATTACH ? AS apart", (f"{keys}",))
        records.execute("INSERT INTO main.vault_keys SELECT * FROM apart.vault_keys")
