"""Accounts of staff, agencies and programs."""

import click
from sqlmodel import Session

from catalog.core import fields
from catalog.core.actor import SYSTEM, Role
from service import accounts
from service.accounts import Account, NewAccount, invitations, login_sessions
from service.approvals import account_requests
from service.commands import home
from service.infra import settings

ROLES = [role.value for role in accounts.STAFF]


@click.group("account")
def command() -> None:
    """Open accounts, invite people again, remove a lost second factor, disable accounts."""


@command.command("add")
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--post", help="For an attaché: the code of the mission, for example KR-SEOUL-EMB.")
@click.option("--name", default="")
@click.option("--region", help="For an adviser: the code of the region.")
@click.option("--agency", help="For an agency user: the agency's id in the register.")
def add(
    email: str, role: str, post: str | None, name: str, region: str | None, agency: str | None
) -> None:
    """Open an account."""
    new_account = NewAccount(email, Role(role), name, post, region, agency)
    with home.open_database() as database, database.write() as session:
        row = accounts.add(session, new_account, by=SYSTEM, on=fields.now())
        reference, code = (
            row.reference,
            invitations.invite(session, row, by=SYSTEM, on=fields.now()),
        )
    click.echo(f"{email} is {role}: {reference}")
    _print_invitation(email, code)


def _print_invitation(email: str, code: str) -> None:
    click.echo(
        f"Invitation code, once and within a day, at {settings.load().public_url}/uz/sign-in/invited : {code}"
    )


@command.command("invite")
@click.option("--email", required=True)
def invite(email: str) -> None:
    """Print a new invitation code for somebody who forgot their password.

    The second factor stays as it is.
    """
    with home.open_database() as database, database.write() as session:
        code = invitations.invite(session, _get_account(session, email), by=SYSTEM, on=fields.now())
    _print_invitation(email, code)


@command.command("remove-second-factor")
@click.option("--email", required=True)
def remove_second_factor(email: str) -> None:
    """Remove a lost second factor where nobody else can approve it, and print an invitation code.

    The journal says that the operator did it, and the owner is told by email.
    """
    with home.open_database() as database, database.write() as session:
        account = _get_account(session, email)
        account_requests.remove(session, account, by=SYSTEM, on=fields.now())
        code = invitations.invite(session, account, by=SYSTEM, on=fields.now())
    _print_invitation(email, code)


@command.command("disable")
@click.option("--email", required=True)
def disable(email: str) -> None:
    """Disable an account, from the next request on."""
    with home.open_database() as database, database.write() as session:
        account = _get_account(session, email)
        accounts.disable(session, account, by=SYSTEM, on=fields.now())
        login_sessions.end_all(session, account.reference)
    click.echo(f"{email} is disabled.")


def _get_account(session: Session, email: str) -> Account:
    account = accounts.by_email(session, email)
    if account is None:
        raise home.CommandError(
            f"There is no account {email}. Open it first: {settings.program()} account add"
        )
    return account
