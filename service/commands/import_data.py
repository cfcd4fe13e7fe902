"""`import`: records from another register, or from an export, row by row."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import Progress

from catalog.core import fields
from catalog.core.actor import SYSTEM
from catalog.core.errors import InvalidInput, Refusal
from i18n import N_
from service.commands import (
    header_mapping,
    home,
    import_agencies,
    import_hotline,
    import_placements,
    import_rates,
    import_vacancies,
)
from service.commands.header_mapping import ColumnMapping
from service.commands.import_options import ImportContext, ImportKind, Outcome
from service.infra.database import Database
from service.input.spreadsheets import Row

KINDS: dict[str, ImportKind] = {
    "agencies": import_agencies.KIND,
    "vacancies": import_vacancies.KIND,
    "rates": import_rates.KIND,
    "hotline": import_hotline.KIND,
    "placements": import_placements.KIND,
}
BATCH = 500


class DuplicateRecord(Refusal):
    slug = "same-number"
    sentence = N_("This record is already on line %(line)s of the file.")


class ImportCounts(msgspec.Struct):
    """How many rows were new, changed, unchanged or refused."""

    outcomes: dict[str, int]
    refused: int = 0


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report what would be imported, and write nothing.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A mapping of their columns and values to ours (TOML).",
)
@click.option(
    "--published",
    is_flag=True,
    help="Publish vacancies of a register vetted elsewhere at once.",
)
@click.option("--decision", default="", help="With --published: the reference of the decision.")
@click.pass_context
def command(
    ctx: click.Context,
    kind: str,
    file: Path,
    dry_run: bool,
    map_file: Path | None,
    published: bool,
    decision: str,
) -> None:
    """Import a register from FILE (CSV or XLSX; rates also as the Central Bank publishes them).

    Each row that cannot be imported is reported; the others are imported.
    """
    if published != bool(decision.strip()) or (published and kind != "vacancies"):
        raise home.CommandError(
            "--published is for vacancies and goes with --decision and its reference."
        )
    taken = KINDS[kind]
    mapped = header_mapping.load(map_file, taken.headers)
    sheet = taken.open(file)
    require_columns(taken, mapped, sheet.headers)
    with home.open_database() as database:
        counted = import_rows(
            database,
            taken,
            sheet.rows,
            mapped,
            ImportContext(SYSTEM, fields.now(), decision.strip()),
            dry_run,
        )
    counts = ", ".join(f"{number} {name}" for name, number in counted.outcomes.items())
    click.echo(
        f"{'Would be imported' if dry_run else 'Imported'}: {counts}. Refused: {counted.refused}."
    )
    ctx.exit(1 if counted.refused and not sum(counted.outcomes.values()) else 0)


def require_columns(kind: ImportKind, mapped: ColumnMapping, headers: list[str]) -> None:
    """Require that the file has the columns that this kind of record needs."""
    result = {name for name in kind.headers if set(mapped.theirs(name)) & set(headers)} | {
        *mapped.constants,
        *mapped.numbered,
    }
    if missing := [name for name in kind.headers if name in kind.required - result]:
        raise home.CommandError(
            f"The file lacks these columns: {', '.join(missing)}. See docs/import.md"
        )
    used = {theirs for name in kind.headers for theirs in mapped.theirs(name)}
    if left := [header for header in headers if header and header not in used]:
        click.echo(f"Columns not imported: {', '.join(left)}", err=True)


def import_rows(
    database: Database,
    kind: ImportKind,
    rows: Iterable[Row],
    mapped: ColumnMapping,
    asked: ImportContext,
    dry_run: bool,
) -> ImportCounts:
    """Import all rows in transactions of five hundred.

    Each batch is read before its transaction begins.
    """
    counted = ImportCounts({outcome.value: 0 for outcome in Outcome})
    seen: dict[str, int] = {}
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("rows", total=None)
        for batch in _batches(rows):
            good = list(_read_rows(kind, batch, mapped, seen, counted))
            records = [record for _, record in good]
            with database.read() as session:
                kind.prepare(session, records, asked)
            with database.write() as session:
                # What is written late in a long file was not there when it began.
                asked.on = fields.now()
                outcomes = kind.take(session, records, asked)
                if dry_run:
                    session.rollback()
            for (line, _), outcome in zip(good, outcomes, strict=True):
                _count(counted, mapped, line, outcome)
            progress.advance(bar, len(batch))
    return counted


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _read_rows(
    kind: ImportKind,
    batch: list[Row],
    mapped: ColumnMapping,
    seen: dict[str, int],
    counted: ImportCounts,
) -> Iterator[tuple[int, Any]]:
    for row in batch:
        try:
            result = _map_row(kind, row, mapped, seen)
            yield row.line, kind.read(result)
        except Refusal as refusal:
            _count(counted, mapped, row.line, refusal)


def _map_row(
    kind: ImportKind, row: Row, mapped: ColumnMapping, seen: dict[str, int]
) -> dict[str, str]:
    """Return the row in our columns. Refuses: InvalidInput, DuplicateRecord."""
    if row.faults:
        raise InvalidInput([CellFault(column, fault) for column, fault in row.faults.items()])
    result = header_mapping.map_row(mapped, kind.headers, row.cells, row.line)
    number = "\t".join(result.get(name, "") for name in kind.name.split("+"))
    if number.strip() and seen.setdefault(number, row.line) != row.line:
        raise DuplicateRecord(kind.name.split("+")[0], line=seen[number])
    return result


class CellFault(Refusal):
    """What is wrong with a cell before its value is read."""

    slug = "fault"

    def __init__(self, column: str, fault: str) -> None:
        super().__init__(column or None)
        self.args = (fault,)


def _count(
    counted: ImportCounts, mapped: ColumnMapping, line: int, outcome: Outcome | Refusal
) -> None:
    if isinstance(outcome, Outcome):
        counted.outcomes[outcome.value] += 1
        return
    counted.refused += 1
    for error in outcome.errors:
        column = (
            error.field
            if isinstance(error, CellFault) or not error.field
            else mapped.theirs(error.field)[0]
        )
        click.echo(f"line {line}{f', {column}' if column else ''}: {error}")
