"""A copy of the records and files that can be taken away, and beside it the keys without which they cannot be read."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from service import settings
from service.casework.evidence import files
from service.commands import home
from service.dossier import erased


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Copy the records into FILE while the service runs, the files of claims into FILE.evidence, the persons' keys into
    FILE.keys, and who was erased into FILE.erased."""
    given = settings.load()
    source, keys, gone, papers = home.file_of(given), keys_of(file), erased_of(file), papers_of(file)
    if not source.exists():
        raise home.Told(f"There are no records at {source}.")
    for target in (file, keys, gone, papers):
        if target.exists():
            raise home.Told(f"{target} is already there. Name a new file.")
    copy(source, file, keys)
    erased.add(gone, erased.read(given.home / erased.FILE))
    click.echo(f"{file} holds the records, {keys} the persons' keys: keep them apart, and the keys at most 30 days.")
    count = copy_papers(file, given.home, papers)
    click.echo(f"{papers} holds {count} files of claims and receipts, sealed: they belong to {file}.")
    click.echo(f"{gone} lists who was erased: keep the newest one for ever, `restore` reads it.")


def keys_of(file: Path) -> Path:
    return file.with_name(file.name + ".keys")


def erased_of(file: Path) -> Path:
    return file.with_name(file.name + ".erased")


def papers_of(file: Path) -> Path:
    return file.with_name(file.name + ".evidence")


def copy_papers(file: Path, source: Path, papers: Path) -> int:
    """The files that these copied records name, after them: whatever is named was on disk before. Says how many."""
    with closing(sqlite3.connect(file)) as copied:
        named = copied.execute("SELECT place FROM evidence WHERE state IN ('clean', 'waiting')").fetchall()
    papers.mkdir(mode=0o700)
    return sum(files.copy(source, place, papers) for (place,) in named)


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
