"""The journal's word on itself."""

import click

from catalog.ground import journal
from service.commands import home


@click.group("journal")
def command() -> None:
    """Verify the chain of what was done."""


@command.command("verify")
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Find an edit, a gap or a cut in the chain; exit code 1 where there is one."""
    with home.opened() as database, database.read() as session:
        broken, (position, digest) = journal.verify(session), journal.head(session)
    if broken is not None:
        click.echo(f"The chain is broken at entry {broken}.")
        ctx.exit(1)
    click.echo(f"{position} entries, unbroken. The last one's hash is {digest}")
