"""The figures of a year with their units, or the verification of a signed year."""

import click

from catalog.core import fields
from i18n import Language, formats
from service.commands import home
from service.infra import settings
from service.reporting.annual import public_year, verification, years
from service.reporting.annual.verification import YearVerification
from service.reporting.annual.years import Year
from service.reporting.figures.figures import Figure, Unit


@click.command("report")
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option(
    "--verify",
    is_flag=True,
    help="Verify the hashes of the signed editions, and say what differs.",
)
@click.option(
    "--exact", is_flag=True, help="Include small numbers, which are for internal use only."
)
def command(year: int, verify: bool, exact: bool) -> None:
    """Print the figures of YEAR as the public sees them.

    They are those published or, until then, those counted today.
    """
    on, smallest = fields.now(), settings.load().smallest
    with home.open_database() as database:
        if not (verify or exact):
            return _print_figures(public_year.current_edition(database, year, smallest, on=on).year)
        with database.read() as session:
            if exact:
                return _print_figures(years.get_year(session, year, fields.tashkent_day(on)))
            return _print_verification(
                year, verification.verify_year(session, year, fields.tashkent_day(on))
            )


def _print_figures(counted: Year) -> None:
    number = "" if counted.number is None else f", number {counted.number}"
    click.echo(f"{counted.year}, {counted.state}{number}")
    for figure in counted.figures:
        part = "".join(f" [{name}: {value}]" for name, value in (figure.dimension or {}).items())
        click.echo(f"{_value(figure)}  {figure.sentence}{part} ({figure.key})")


def _value(figure: Figure) -> str:
    if figure.value is None:
        return f"hidden {figure.unit.value}"
    if figure.currency and figure.unit in (Unit.USD, Unit.MONEY):
        return (
            f"{formats.amount(Language.EN, figure.value or 0, figure.currency)} {figure.currency}"
        )
    return f"{formats.number(Language.EN, figure.value or 0)} {figure.unit.value}"


def _print_verification(year: int, proofs: list[YearVerification]) -> None:
    """Print what is stored of each edition and what the records say today.

    The exit code is 1 if a stored edition was changed.
    """
    if not proofs:
        raise home.CommandError(f"Nothing was signed for {year}.")
    for proof in proofs:
        verdict = "holds" if proof.good else "DOES NOT HOLD"
        click.echo(
            f"{year}, number {proof.row.number}, {proof.row.reference}: {verdict}  sha256:{proof.row.sha256}"
        )
        if not proof.holds:
            click.echo("  The stored edition is not what was signed: its hash differs.")
        if not proof.journaled:
            click.echo(
                "  The journal tells of other signatures, another publication or another hash."
            )
        for one in proof.moved:
            click.echo(
                f"  {one.key}: other records than then are behind it ({one.then} then, {one.now} today)"
            )
    if not all(proof.good for proof in proofs):
        raise click.exceptions.Exit(1)
