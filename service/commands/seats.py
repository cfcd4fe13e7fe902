"""Quota rounds: the published file of a draw, and its verification."""

from pathlib import Path

import click
import msgspec

from matching.quota import lottery_results, result_file
from service.commands import home


@click.group("seats")
def command() -> None:
    """Write the file of a draw, or verify a result from such a file."""


@command.command("rerun")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def verify_draw(ctx: click.Context, file: Path) -> None:
    """Repeat the draw from FILE alone and say whether the result is the same.

    The exit code is 1 if it is not.
    """
    try:
        result = result_file.decode(file.read_bytes())
    except msgspec.DecodeError as reason:
        raise home.CommandError(f"{file} is no published file of a draw: {reason}") from reason
    found = list(result_file.differences(result))
    for one in found:
        click.echo(one)
    audit = result.audit
    click.echo(
        f"{result.round}, draw {result.draw}: {audit.applicants} applicants, {audit.seats} seats, "
        f"{audit.placed} placed, {audit.blocking} blocking pairs. "
        f"{'NOT the same result.' if found else 'The same result.'}"
    )
    if found:
        ctx.exit(1)


@command.command("file")
@click.argument("round", metavar="ROUND")
@click.option(
    "--draw",
    type=click.IntRange(1, 10_000),
    help="The number of the draw; the last one if left out.",
)
def write_file(round: str, draw: int | None) -> None:
    """Write the published file of ROUND to standard output."""
    with home.open_database() as database, database.read() as session:
        result = lottery_results.public_file(session, round, draw)
    click.echo(result_file.encode(result).decode(), nl=False)
