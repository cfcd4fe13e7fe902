"""Tables of the newest shape, and the reference data without which nothing can be recorded."""

from datetime import datetime

import click
from sqlmodel import Session

from catalog.ground import fields, journal, vault
from catalog.ground.who import SYSTEM
from seed import reference
from service import settings
from service.commands import home, rights
from service.database import Database


@click.command("migrate")
def command() -> None:
    """Bring tables and reference data up to date, and close the home to others. Safe to repeat."""
    given = settings.load()
    with home.opened(given, new=True) as database:
        bring_up_to_date(database)
    rights.put_right(given)
    click.echo("Tables and reference data are up to date.")


def bring_up_to_date(database: Database) -> None:
    """The tables, what the master key is known by, the seals of the journal, and the reference data."""
    database.migrate()
    on = fields.now()
    with database.write() as session:
        _set_up(session, on)
        reference.load(session, by=SYSTEM, on=on)


def _set_up(session: Session, on: datetime) -> None:
    """The known text and the key of seals, once; refused where they were there before and are gone."""
    if not vault.is_set_up(session) and journal.is_sealed(session):
        raise home.Told(
            "The keys of these records are missing: the table vault_keys was not restored. Restore it first."
        )
    try:
        if vault.set_up(session):
            journal.begin_seals(session, by=SYSTEM, on=on)
    except vault.Broken as reason:
        raise home.Told("The master key does not open what stands in these records. Nothing was changed.") from reason
