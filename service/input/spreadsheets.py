"""Reading of CSV in any encoding and XLSX, and writing without formulas."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec

from catalog.core.errors import Refusal
from i18n import N_
from service.infra.lazy_imports import Library
from service.input import closed_process

xlsxwriter = Library("xlsxwriter")
# Limits of processor time and of real time, in seconds: for uploads, and for a register imported by
# command.
SENT, TAKEN_IN = (2, 20.0), (20, 60.0)
LARGEST = 100 * 2**20  # bytes of CSV
MOST_COLUMNS = 200
# Exit codes of the reader processes.
_TOO_LARGE = 3
# Spreadsheets run cells that begin so as formulas; a telephone number or an amount is harmless.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().-]*\Z)")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HERE = Path(__file__).parent


class NotATable(Refusal):
    slug = "not-a-table"
    sentence = N_("This file is not a table, or is damaged. Save it as CSV or XLSX.")


class EmptyFile(Refusal):
    slug = "empty"
    sentence = N_("This file is empty.")


class FileTooLarge(Refusal):
    slug = "too-large"
    sentence = N_("This file is too large to read.")


class DuplicateColumn(Refusal):
    slug = "twice-the-same"
    sentence = N_("Two columns have the same name: %(column)s.")


class TooManyColumns(Refusal):
    slug = "too-many-columns"
    sentence = N_("This table has too many columns. The maximum is %(most)s.")


class Row(msgspec.Struct):
    """One row of a table: its cells by column name, and faults of reading by column."""

    line: int
    cells: dict[str, str]
    faults: dict[str, str] = {}


class Sheet(msgspec.Struct):
    headers: list[str]
    rows: Iterator[Row]


class _Line(msgspec.Struct):
    """A row before its cells are named.

    It is broken if it could not be read; `formulas` are the indexes of cells with formulas.
    """

    number: int
    cells: list[str]
    broken: bool = False
    formulas: list[int] = []


def read(path: Path, limits: tuple[int, float] = SENT) -> Sheet:
    """Read the table in a file by a sandboxed process.

    Refuses: NotATable, EmptyFile, FileTooLarge, TooManyColumns, DuplicateColumn.
    """
    lines = _lines(path, limits)
    first = next((line for line in lines if line.broken or any(line.cells)), None)
    if first is None:
        raise EmptyFile
    if first.broken or any("\0" in cell for cell in first.cells):
        raise NotATable
    headers = _headers(first.cells)
    return Sheet(
        headers,
        (_row(headers, line) for line in lines if line.broken or any(map(str.strip, line.cells))),
    )


def _headers(cells: list[str]) -> list[str]:
    headers = [header.strip().lower() for header in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise TooManyColumns(most=MOST_COLUMNS)
    seen: set[str] = set()
    for header in filter(None, headers):
        if header in seen:
            raise DuplicateColumn(column=header[:80])
        seen.add(header)
    return headers


def _lines(path: Path, limits: tuple[int, float]) -> Iterator[_Line]:
    seconds, patience = limits
    with path.open("rb") as file:
        reader = "workbook_reader.py" if file.read(4) == b"PK\x03\x04" else "csv_reader.py"
        if reader == "csv_reader.py" and path.stat().st_size > LARGEST:
            raise FileTooLarge
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        given = file.fileno()
        done = closed_process.run(
            _HERE / reader, (), given, patience=patience, most=3 * LARGEST, seconds=seconds
        )
    if done.code == _TOO_LARGE or done.code < 0 or len(done.output) > 3 * LARGEST:
        raise FileTooLarge
    if done.code:
        raise NotATable
    return iter(msgspec.json.Decoder(_Line).decode_lines(done.output))


def _row(headers: list[str], line: _Line) -> Row:
    if line.broken:
        return Row(
            line.number,
            {},
            {"": N_("This line cannot be read. Check for a missing closing quotation mark.")},
        )
    faults = {
        headers[place]: N_("This cell contains a formula. Enter its result instead.")
        for place in line.formulas
        if place < len(headers)
    }
    if any(cell.strip() for cell in line.cells[len(headers) :]):
        faults[""] = N_("This row has more cells than there are columns.")
    cells = {
        header: cell.strip() for header, cell in zip(headers, line.cells, strict=False) if header
    }
    return Row(line.number, cells, faults)


def write_csv(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ","
) -> None:
    """Write a CSV file with a byte order mark, by which spreadsheets recognise UTF-8.

    Cells that spreadsheets would calculate are prefixed with an apostrophe.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(headers)
        writer.writerows(
            [f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows
        )


def write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write an XLSX file: a day as in ISO 8601 as a date, all else as text, whatever it begins with."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, as_day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(0, len(headers), 14)  # in characters: a narrower date is shown as ####
        for number, row in enumerate((headers, *rows)):
            for place, cell in enumerate(row):
                if _ISO_DAY.fullmatch(cell) and (day := _day(cell)):
                    sheet.write_datetime(number, place, day, as_day)
                else:
                    sheet.write_string(number, place, cell)


def _day(text: str) -> date | None:
    """Return a day that a spreadsheet can hold: it counts from 1900."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return day if day.year > 1900 else None
    return None
