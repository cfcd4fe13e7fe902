"""API keys, with which programs act for an account."""

import click

from catalog.core import fields
from catalog.core.actor import SYSTEM
from catalog.core.errors import NotFound
from service import accounts
from service.commands import home
from service.infra import settings


@click.group("key")
def command() -> None:
    """Issue keys for programs."""


@command.command("add")
@click.option("--email", required=True)
@click.option(
    "--scope", "scopes", multiple=True, help="A permission such as wages:read; repeat for more."
)
def add(email: str, scopes: tuple[str, ...]) -> None:
    """Print a new bearer token; it is shown only once."""
    with home.open_database() as database, database.write() as session:
        try:
            account = accounts.find(session, email)
        except NotFound as reason:
            raise home.CommandError(
                f"There is no account {email}. Open it first: {settings.program()} account add"
            ) from reason
        token = accounts.issue_key(session, account, list(scopes), by=SYSTEM, on=fields.now())
    click.echo(token)
