"""One person's file, for operators: exporting it, or erasing it on request."""

from pathlib import Path

import click
import msgspec

from catalog.core import fields
from catalog.core.actor import SYSTEM
from service.commands import home
from service.infra import settings
from service.privacy import erased_list, erasure_records, erasure_requests, personal_export

SCRUB_NOTE = " What is still being read is overwritten by `nightly`."


@click.group("citizen")
def command() -> None:
    """Export or erase a person's file."""


@command.command("export")
@click.argument("reference")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(reference: str, file: Path) -> None:
    """Write everything held about the person REFERENCE to FILE (JSON); the export is recorded."""
    if file.exists():
        raise home.CommandError(f"{file} is already there. Name a new file.")
    with home.open_database() as database:
        with database.write() as session:
            number = erasure_records.records(session, reference)[0].reference
            personal_export.record_export(session, number, by=SYSTEM, on=fields.now())
        with database.read() as session:
            result = personal_export.export_person(session, number, now=fields.now())
    file.touch(mode=0o600)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(result)))
    click.echo(
        f"{file} holds everything about {number}. Hand it to nobody else, and remove it afterwards."
    )


@command.command("erase")
@click.argument("reference")
def erase(reference: str) -> None:
    """Erase the person REFERENCE, for whom erasure was requested on a page.

    As on the page, this takes two people.
    """
    given = settings.load()
    with home.open_database(given) as database:
        with database.write() as session:
            asked = erasure_requests.find_undecided(
                session, erasure_records.records(session, reference)
            )
            if asked is None:
                raise home.CommandError(
                    f"Nobody asked that {reference} be erased. It is asked for on their own page or at the desk."
                )
            gone = erasure_requests.approve(session, asked.reference, by=SYSTEM, on=fields.now())
        with database.read() as session:
            erased_list.update_file(session, given.home)
        whole = erasure_records.scrub(database)
    click.echo(f"Erased: {', '.join(gone)}." + ("" if whole else SCRUB_NOTE))


@command.command("replay")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
def replay(file: Path | None) -> None:
    """Erase again everybody listed in FILE, or in the home's own list.

    Run it after PostgreSQL was restored from an older copy; `restore` does it by itself.
    """
    given = settings.load()
    listed = erased_list.read(given.home / erased_list.FILE) | (
        erased_list.read(file) if file else {}
    )
    with home.open_database(given) as database:
        with database.write() as session:
            again = erased_list.replay(session, listed, by=SYSTEM, on=fields.now())
        erased_list.add(given.home / erased_list.FILE, listed)
        whole = erasure_records.scrub(database)
    click.echo(f"Erased again: {again}." + ("" if whole else SCRUB_NOTE))
