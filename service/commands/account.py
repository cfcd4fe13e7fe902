"""Accounts of those who work here."""

import click

from catalog.ground import fields
from catalog.ground.who import SYSTEM, Role
from service import accounts
from service.accounts import NewAccount
from service.commands import home

ROLES = [role.value for role in Role if role not in (Role.VISITOR, Role.CITIZEN, Role.SYSTEM)]


@click.group("account")
def command() -> None:
    """Open accounts."""


@command.command("add")
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--post", help="For an attaché: the code of the post, for example KR-SEOUL-EMB.")
@click.option("--name", default="")
@click.option("--region", help="For an adviser: the code of the region.")
@click.option("--agency", help="For an agency's own people: its id in the register.")
def add(email: str, role: str, post: str | None, name: str, region: str | None, agency: str | None) -> None:
    """Open an account."""
    if "@" not in email:
        raise home.Told("This is not an e-mail address.")
    told = NewAccount(email, Role(role), name, post, region, agency)
    with home.opened() as database, database.write() as session:
        row = accounts.add(session, told, by=SYSTEM, on=fields.now())
        reference = row.reference
    click.echo(f"{email} is {role}: {reference}")
