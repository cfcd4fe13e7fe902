"""Data that the service starts out with."""

import click

from catalog.ground import fields
from catalog.ground.who import SYSTEM
from seed import reference as reference_data
from service.commands import home


@click.group("seed")
def command() -> None:
    """Load reference data."""


@command.command("reference")
def reference() -> None:
    """Countries, posts, lines, facts, occupations, names of trades, rates. Safe to repeat."""
    with home.opened() as database, database.write() as session:
        reference_data.load(session, by=SYSTEM, on=fields.now())
    click.echo("The reference data are up to date.")
