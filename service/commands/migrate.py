"""Migration of the tables and loading of the reference data."""

from datetime import datetime
from pathlib import Path

import click
from sqlmodel import Session

from catalog.core import fields, journal, journal_heads, vault
from catalog.core.actor import SYSTEM
from catalog.core.journal import Flaw, Wrong
from seed import reference
from service.commands import file_permissions, home
from service.commands.journal import describe_flaw
from service.infra import settings
from service.infra.database import Database


@click.command("migrate")
def command() -> None:
    """Bring tables and reference data up to date, and close the home to other accounts.

    It is safe to repeat.
    """
    given = settings.load()
    with home.open_database(given, new=True) as database:
        bring_up_to_date(database, given.heads_file)
    file_permissions.restrict_permissions(given)
    click.echo("Tables and reference data are up to date.")


def bring_up_to_date(database: Database, kept: Path) -> None:
    """Bring tables, known text, seals and reference data up to date.

    `kept` is the file of kept heads.
    """
    database.migrate()
    on = fields.now()
    with database.write() as session:
        _set_up(session, kept, on)
        reference.load(session, by=SYSTEM, on=on)


def _set_up(session: Session, kept: Path, on: datetime) -> None:
    """Write the known text and the key of seals once.

    Refused where they were there before and are gone, and where the journal is not the one whose
    heads were kept, since a rewritten journal must not be sealed.
    """
    if vault.is_set_up(session):
        return
    if journal.is_sealed(session):
        raise home.CommandError(
            "The keys of these records are missing: the table vault_keys was not restored. Restore it first."
        )
    if flaw := _flaw(session, kept):
        raise home.CommandError(
            f"{describe_flaw(flaw)} Nothing was sealed. Where a backup was put back on purpose, lay {kept} aside first."
        )
    try:
        if vault.set_up(session):
            journal.begin_seals(session, by=SYSTEM, on=on)
    except vault.BrokenSeal as reason:
        raise home.CommandError(
            "The master key does not open what stands in these records. Nothing was changed."
        ) from reason


def _flaw(session: Session, kept: Path) -> Flaw | None:
    """Return what is wrong with the journal; every backup lacks its newest entries."""
    try:
        flaw = journal.verify(session, journal_heads.read(kept))
    except journal_heads.Damaged as reason:
        raise home.CommandError(str(reason)) from reason
    return None if flaw and flaw.wrong is Wrong.CUT else flaw
