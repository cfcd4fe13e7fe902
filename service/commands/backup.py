"""A backup of the records and files, with the encryption keys in a separate file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from catalog.core import fields
from service.casework.evidence import evidence_files
from service.commands import file_permissions, home
from service.infra import settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.operations import maintenance
from service.operations.maintenance import Work
from service.privacy import erased_list


@click.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--done",
    is_flag=True,
    help="Only record that a backup was made by other means, such as pg_dump.",
)
def command(file: Path | None, done: bool) -> None:
    """Copy the records to FILE while the service runs.

    The files of claims go to FILE.evidence, the keys of persons to FILE.keys, and the list of
    erased persons to FILE.erased.
    """
    given = settings.load()
    if not done:
        if file is None:
            raise home.CommandError(f"Name the file to write: {settings.program()} backup FILE")
        _write(given, file)
    _record_backup(given)


def _record_backup(given: Settings) -> None:
    """Record the time of the backup for monitoring; this needs no key.

    Tables of an older version have no column for it.
    """
    database = Database(given.url)
    try:
        if database.migrated():
            with database.write() as session:
                maintenance.record_success(session, Work.BACKUP, on=fields.now())
    finally:
        database.close()


def _write(given: Settings, file: Path) -> None:
    source, keys, gone, papers = (
        home.sqlite_file(given),
        keys_file(file),
        erased_list_file(file),
        evidence_folder(file),
    )
    if not source.exists():
        raise home.CommandError(f"There are no records at {source}.")
    for target in (file, keys, gone, papers):
        if target.exists():
            raise home.CommandError(f"{target} is already there. Name a new file.")
    copy(source, file, keys)
    erased_list.add(gone, erased_list.read(given.home / erased_list.FILE))
    click.echo(
        f"{file} holds the records, {keys} the persons' keys: keep them apart, and the keys at most 30 days."
    )
    count = copy_evidence(file, given.home, papers)
    file_permissions.share_with_backup_group(given, [file, keys, gone, papers])
    click.echo(
        f"{papers} holds {count} files of claims and receipts, sealed: they belong to {file}."
    )
    click.echo(
        f"{gone} lists the erased persons: keep the newest one permanently, since `restore` reads it."
    )


def keys_file(file: Path) -> Path:
    return file.with_name(file.name + ".keys")


def erased_list_file(file: Path) -> Path:
    return file.with_name(file.name + ".erased")


def evidence_folder(file: Path) -> Path:
    return file.with_name(file.name + ".evidence")


def copy_evidence(file: Path, source: Path, papers: Path) -> int:
    """Copy the files that the copied records name, and return how many.

    The records were copied first, so every file they name was on disk before.
    """
    with closing(sqlite3.connect(file)) as copied:
        named = copied.execute(
            "SELECT place FROM evidence WHERE state IN ('clean', 'waiting')"
        ).fetchall()
    papers.mkdir(mode=0o700)
    return sum(evidence_files.copy(source, place, papers) for (place,) in named)


def copy(source: Path, file: Path, keys: Path) -> None:
    """Copy the records, with the keys of persons in a separate file.

    Erasing a person destroys their key; keys kept within every backup would undo that. If the copy
    fails, nothing is left behind.
    """
    for target in (file, keys):
        target.touch(mode=0o600)
    try:
        _copy(source, file, keys)
    except BaseException as reason:
        for target in (file, keys):
            target.unlink()
        if isinstance(reason, sqlite3.DatabaseError):
            raise home.CommandError(
                f"{source} cannot be copied: {reason}. No backup was made; keep the last one."
            ) from reason
        raise


def _copy(source: Path, file: Path, keys: Path) -> None:
    with closing(sqlite3.connect(source, isolation_level=None)) as records:
        records.execute("VACUUM INTO ?", (str(file),))
    with closing(sqlite3.connect(file, isolation_level=None)) as copied:
        copied.execute("ATTACH ? AS apart", (str(keys),))
        copied.execute("CREATE TABLE apart.vault_keys AS SELECT * FROM main.vault_keys")
        # What belongs to no person stays: without it the records could not even be tried with the
        # master key.
        copied.execute("DELETE FROM main.vault_keys WHERE owner NOT LIKE '~%'")
        copied.execute("VACUUM main")
