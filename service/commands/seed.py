"""Reference data, and the year 2019 as records of invented people."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from catalog.core import fields
from catalog.core.actor import SYSTEM
from matching.quota import result_file
from seed import reference as reference_data
from seed import seat_round, year_2019
from seed.seat_round import Plan
from seed.year_2019 import publication
from service.commands import home
from service.infra import settings
from service.infra.database import Database


@click.group("seed")
def command() -> None:
    """Load reference data."""


@command.command("reference")
def reference() -> None:
    """Load countries, missions, helplines, facts, occupations, trade names and rates.

    It is safe to repeat.
    """
    with home.open_database() as database, database.write() as session:
        reference_data.load(session, by=SYSTEM, on=fields.now())
    click.echo("The reference data are up to date.")


@command.command("2019")
@click.option(
    "--part",
    default=1,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="For a trial: only one record in this many.",
)
@click.option(
    "--published",
    "publishes",
    is_flag=True,
    help="Sign and publish it as two invented statisticians.",
)
def seed_2019(part: int, publishes: bool) -> None:
    """Add the year 2019 as records of invented people, as many as its printed report counts.

    Other records are not changed. Interrupted, it continues where it stopped; repeated, it changes
    nothing. Where the year 2019 is signed, it adds nothing.
    """
    if publishes and part > 1:
        raise home.CommandError("Only the whole year can be published. Leave out --part.")
    try:
        with home.open_database() as database:
            if not (publishes and _is_signed(database)):
                _load_2019(database, part)
            if publishes:
                _publish_2019(database)
    except (year_2019.YearAlreadySigned, publication.SignedBySomebodyElse) as reason:
        raise home.CommandError(
            "The year 2019 is signed here already: no invented people are added to it."
        ) from reason
    except publication.OtherFigures as reason:
        raise home.CommandError(
            f"The year 2019 is not published: this service has records of its own. {reason}."
        ) from reason
    if not publishes:
        click.echo(PUBLISH_HINT)


PUBLISH_HINT = (
    "Nobody has signed the year, so its figures are provisional. To have two invented statisticians sign and publish "
    f"it, with the figures of the printed report: {settings.program()} seed 2019 --published"
)


def _load_2019(database: Database, part: int) -> None:
    year_2019.require_unsigned(database)
    whole = sum(group.count for group in year_2019.groups(part))
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("2019", total=whole)
        for done in year_2019.load(database, fields.now(), part):
            progress.advance(bar, done)
    click.echo(f"The records of 2019 are in place: {whole}. All people in them are invented.")


def _is_signed(database: Database) -> bool:
    with database.read() as session:
        return publication.newest_signed(session) is not None


def _publish_2019(database: Database) -> None:
    with database.read() as session:
        row = publication.newest_signed(session)
    if row and row.published_by:
        click.echo("The year 2019 has already been published here. Nothing was changed.")
        return
    publication.enter_figures(database, fields.now())
    publication.sign(database, settings.load().smallest, fields.now())
    click.echo(
        "The year 2019 is signed by two invented statisticians and published: read /en/report/2019, "
        "/en/report/2019.pdf and /api/v1/report/2019."
    )


@command.command("round")
@click.option(
    "--applicants",
    default=1_000,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="The number of applicants.",
)
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the published file.",
)
def seed_round(applicants: int, file: Path | None) -> None:
    """Add a quota round with invented applicants: drawn, countersigned, published, with offers.

    Each run adds another round, with people and vacancies of its own, all marked as invented.
    """
    plan = Plan(applicants, fields.now())
    with (
        home.open_database() as database,
        Progress(console=Console(stderr=True), transient=True) as progress,
    ):
        bar = progress.add_task("round", total=applicants)
        for done in seat_round.load(database, plan):
            progress.advance(bar, done)
        result = seat_round.finish(database, plan, seat_round.newest_round(database))
    if file:
        file.write_bytes(result_file.encode(result))
    audit = result.audit
    click.echo(
        f"{result.round}: {audit.applicants} applicants, {audit.seats} seats, {audit.placed} placed, "
        f"{audit.blocking} blocking pairs. sha256:{result.sha256}"
    )
