"""The figures of a year, each with its unit."""

import click

from catalog.ground import fields
from i18n import Language, formats
from service import settings
from service.commands import home
from service.reporting import masks, years
from service.reporting.figures import Figure, Unit


@click.command("report")
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option("--exact", is_flag=True, help="With small numbers, which are for the house alone.")
def command(year: int, exact: bool) -> None:
    """Print the figures of YEAR with their units, as the public has them."""
    smallest = settings.load().smallest
    with home.opened() as database, database.read() as session:
        counted = years.year(session, year, fields.tashkent_day(fields.now()))
    click.echo(f"{year}, {counted.state}")
    for figure in counted.figures if exact else masks.public(counted.figures, smallest=smallest):
        part = "".join(f" [{name}: {value}]" for name, value in (figure.dimension or {}).items())
        click.echo(f"{_value(figure)}  {figure.sentence}{part} ({figure.key})")


def _value(figure: Figure) -> str:
    if figure.value is None:
        return f"hidden {figure.unit.value}"
    if figure.currency and figure.unit in (Unit.USD, Unit.MONEY):
        return f"{formats.amount(Language.EN, figure.value or 0, figure.currency)} {figure.currency}"
    return f"{formats.number(Language.EN, figure.value or 0)} {figure.unit.value}"
