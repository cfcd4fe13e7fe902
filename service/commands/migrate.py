"""Tables of the newest shape, and the reference data without which nothing can be recorded."""

import click

from catalog.ground import fields
from catalog.ground.who import SYSTEM
from seed import reference
from service.commands import home
from service.database import Database


@click.command("migrate")
def command() -> None:
    """Bring tables and reference data up to date. Safe to repeat."""
    with home.opened(new=True) as database:
        bring_up_to_date(database)
    click.echo("Tables and reference data are up to date.")


def bring_up_to_date(database: Database) -> None:
    database.migrate()
    with database.write() as session:
        reference.load(session, by=SYSTEM, on=fields.now())
