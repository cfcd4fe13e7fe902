"""`export`: the register in the columns that `import` reads.

Importing an export changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields
from catalog.core.exchange_rates import exponent
from catalog.employers.employers import Employer
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency, ImportedStatus, Kind
from catalog.licensing.licences import HOME, Licence, Order
from catalog.vacancies.vacancies import Vacancy
from service.commands import home, import_agencies, import_vacancies
from service.input import spreadsheets

MONEY = ("wage_min", "wage_max", "worker_fee")


@click.command("export")
@click.argument("kind", type=click.Choice(["agencies", "vacancies"]))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--semicolon",
    is_flag=True,
    help="Separate by semicolons, as spreadsheets in Uzbek and Russian expect.",
)
def command(kind: str, file: Path, semicolon: bool) -> None:
    """Write agencies or vacancies to FILE, as CSV or XLSX by its ending."""
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise home.CommandError("The name of the file must end in .csv or .xlsx")
    with home.open_database() as database, database.read() as session:
        headers, rows = EXPORTERS[kind](session)
        if file.suffix.lower() == ".xlsx":
            spreadsheets.write_xlsx(file, headers, rows)
        else:
            spreadsheets.write_csv(file, headers, rows, separator=";" if semicolon else ",")
    click.echo(f"{file} holds the {kind}.")


Table = tuple[Sequence[str], Iterable[list[str]]]


def export_agencies(session: Session) -> Table:
    today = fields.tashkent_day(fields.now())
    return import_agencies.HEADERS, _agencies(session, today)


def _agencies(session: Session, today: date) -> Iterator[list[str]]:
    held = {
        (one.agency, one.country): one
        for one in session.execute(licences.select_not_withdrawn()).scalars()
    }
    orders: dict[int, list[Order]] = {}
    for order in session.execute(select(Order)).scalars():
        orders.setdefault(order.licence, []).append(order)
    for agency in session.execute(select(Agency).order_by(col(Agency.external_id))).scalars():
        licence = held.get((agency.external_id, agency.country))
        result = agency.model_dump() | {"status": _status(agency, licence, orders, today).value}
        if licence:
            result |= {"licence_no": licence.number, "authority": licence.authority}
            result |= {"valid_from": licence.valid_from, "valid_to": licence.valid_to}
        yield [_cell(result.get(name)) for name in import_agencies.HEADERS]


def _status(
    agency: Agency, licence: Licence | None, orders: dict[int, list[Order]], today: date
) -> ImportedStatus:
    """Return the status from which `import` makes the same orders; dates say the rest."""
    if agency.kind == Kind.STATE:
        return ImportedStatus.VALID
    if licence is None:
        return ImportedStatus.UNLICENSED
    bound = {
        order.kind for order in orders.get(licence.id or 0, []) if licences.in_force(order, today)
    }
    if found := next(
        (status for status, kind in agencies.ORDERS.items() if kind.value in bound), None
    ):
        return found
    if licence.granted_on is None and licence.activated_on is None:
        return ImportedStatus.APPLIED
    return ImportedStatus.GRANTED if licence.activated_on is None else ImportedStatus.VALID


def export_vacancies(session: Session) -> Table:
    return import_vacancies.HEADERS, _vacancies(session)


def _vacancies(session: Session) -> Iterator[list[str]]:
    numbers = _numbers(session)
    rows = select(Vacancy, col(Employer.name), col(Agency.kind)).join(
        Employer, col(Employer.reference) == col(Vacancy.employer)
    )
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency)).order_by(
        col(Vacancy.external_id)
    )
    for vacancy, employer, kind in session.execute(rows.execution_options(yield_per=1_000)):
        offered_by = (
            import_vacancies.STATE if kind == Kind.STATE else numbers.get(vacancy.agency, "")
        )
        result = vacancy.model_dump() | {"employer": employer, "agency_licence_no": offered_by}
        result |= {name: _format_amount(result[name], vacancy.currency) for name in MONEY}
        yield [_cell(result[name]) for name in import_vacancies.HEADERS]


def _numbers(session: Session) -> dict[str, str]:
    """Return the licence number by which each agency is found again.

    Numbers of the home register come before all others.
    """
    held = session.execute(
        select(Licence).where(col(Licence.number_key) != "").order_by(col(Licence.id))
    ).scalars()
    return {one.agency: one.number for one in sorted(held, key=lambda one: one.country == HOME)}


def _format_amount(minor: int | None, currency: str) -> str:
    """Format minor units as a decimal number: 1200.50 for 120050 cents."""
    if minor is None:
        return ""
    places = exponent(currency)
    return f"{minor // 10**places}.{minor % 10**places:0{places}}" if places else str(minor)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return value.isoformat() if isinstance(value, date) else str(value)


EXPORTERS = {"agencies": export_agencies, "vacancies": export_vacancies}
