"""Restoring the records from a backup."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import click
import msgspec

from catalog.core import fields, vault
from catalog.core.actor import SYSTEM
from service.casework.evidence import evidence_files, file_maintenance
from service.commands import backup, home
from service.infra import database, locks, settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.privacy import erased_list, erasure_records


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the records that are there.")
@click.option(
    "--without-keys",
    is_flag=True,
    help="Restore without FILE.keys: encrypted texts cannot be read then.",
)
def command(file: Path, force: bool, without_keys: bool) -> None:
    """Put the records of FILE and the keys of FILE.keys into the home.

    Persons erased since are erased again. Refused while the service or another command works with
    the records.
    """
    given = settings.load()
    target = home.sqlite_file(given)
    if target.exists() and not force:
        raise home.CommandError(
            f"There are records at {target}. To put the backup in their place, add --force"
        )
    keys = backup.keys_file(file)
    if not keys.exists() and not without_keys:
        raise home.CommandError(
            f"{keys} is missing: without it nothing that people told can be read. Bring it, or add --without-keys"
        )
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with locks.lock(database.lock_file(target), alone=True):
            again = _restore(file, keys, target, given)
    except locks.AlreadyLocked as reason:
        raise home.CommandError(
            f"The service or another command works with {target}. Stop it first."
        ) from reason
    click.echo(f"The records of {file} are in place. Erased again: {again}.")
    if not backup.evidence_folder(file).exists():
        click.echo(
            f"{backup.evidence_folder(file)} is missing: "
            "files of claims that are not in the home any more cannot be opened."
        )
    if not keys.exists():
        click.echo(f"{keys} is missing: encrypted texts cannot be read.")


def _restore(file: Path, keys: Path, target: Path, given: Settings) -> int:
    """Restore the records and files, erase persons again, and return how many those were."""
    gone = erased_list.read(backup.erased_list_file(file)) | erased_list.read(
        given.home / erased_list.FILE
    )
    for place, _ in evidence_files.list_files(backup.evidence_folder(file)):
        evidence_files.copy(backup.evidence_folder(file), place, given.home)
    again = replace_records(file, keys, target, lambda fresh: erase_again(fresh, gone, given))
    erased_list.add(given.home / erased_list.FILE, gone)
    with home.open_database(given, new=True, alone=True) as restored, restored.read() as session:
        if restored.migrated():
            file_maintenance.unlink_erased(session, given.home)
    return again


def replace_records(file: Path, keys: Path, target: Path, replayed: Callable[[Path], int]) -> int:
    """Prepare the records beside their place, erase again, then move them there as a whole.

    A failure leaves the records that were there, and no erased person can be read at any time.
    Returns how many were erased again.
    """
    fresh = target.with_name(target.name + ".restored")
    _discard(fresh)
    fresh.touch(mode=0o600)
    try:
        with closing(
            sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        ) as saved:
            _require_whole(saved, file)
            saved.execute("VACUUM INTO ?", (str(fresh),))
        if keys.exists():
            _copy_keys(fresh, keys)
        again = replayed(fresh)
    except sqlite3.DatabaseError as reason:
        raise home.CommandError(f"{file} is not a whole backup: {reason}.") from reason
    else:
        _discard(target, sides=_SIDE_FILES)
        fresh.replace(target)
    finally:
        _discard(fresh)
    return again


# What SQLite keeps beside the records while they are in use.
_SIDE_FILES = ("-wal", "-shm")


def _discard(records: Path, sides: tuple[str, ...] = ("", *_SIDE_FILES)) -> None:
    for left in sides:
        records.with_name(records.name + left).unlink(missing_ok=True)


def erase_again(fresh: Path, gone: Mapping[str, str], given: Settings) -> int:
    """Erase persons again in restored records, after bringing their tables up to date.

    Refused if the master key is not that of these records.
    """
    restored = msgspec.structs.replace(given, database_url=f"sqlite:///{fresh}")
    with home.open_database(restored, new=True, alone=True) as records:
        _require_key(records, given)
        if not gone:
            return 0
        records.migrate()
        with records.write() as session:
            again = erased_list.replay(session, gone, by=SYSTEM, on=fields.now())
        if not erasure_records.scrub(records):
            raise home.CommandError(
                "What was erased could not be overwritten in the restored records. Nothing was put in place."
            )
    return again


def _require_key(records: Database, given: Settings) -> None:
    with records.read() as session:
        foreign = [
            name for name in vault.count_by_master_key(session) if not vault.has_master_key(name)
        ]
    if foreign:
        raise home.CommandError(
            f"{given.key_file} does not hold the master key of this backup. Nothing was put in place."
        )


def _require_whole(saved: sqlite3.Connection, file: Path) -> None:
    found = saved.execute("PRAGMA integrity_check").fetchone()[0]
    known = saved.execute(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('journal', 'vault_keys')"
    ).fetchone()[0]
    if found != "ok" or known != 2:
        raise sqlite3.DatabaseError(found if found != "ok" else "there are no records in it")


def _copy_keys(fresh: Path, keys: Path) -> None:
    with closing(sqlite3.connect(fresh, isolation_level=None)) as records:
        records.execute("ATTACH ? AS apart", (f"{keys}",))
        records.execute("INSERT OR REPLACE INTO main.vault_keys SELECT * FROM apart.vault_keys")
