"""Tables as offices send them, CSV in whatever letters and separators or XLSX; written so that no text becomes a formula."""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import xlsxwriter

from catalog.ground.refusals import Refusal
from i18n import N_

PATIENCE = 20  # seconds of work on a workbook
LONGEST_WAIT = 60  # seconds, on a machine that has much else to do
LARGEST = 100 * 2**20  # bytes of CSV
LONGEST_CELL = 200_000
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Spreadsheets calculate what begins so; a telephone number or an amount does no harm.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().-]*\Z)")
_GUARDED = re.compile(r"'(?=[=@+\t\r-])")


class NotATable(Refusal):
    sentence = N_("This file is no table, or a damaged one. Save it as CSV or XLSX.")


class Empty(Refusal):
    sentence = N_("There is nothing in this file.")


class TooLarge(Refusal):
    sentence = N_("This file is too large to be read.")


class TwiceTheSame(Refusal):
    sentence = N_("Two columns have the same name: %(column)s.")


class Row(msgspec.Struct):
    """One line of a table: its cells by the names in the first line, and what could not be read, by column."""

    line: int
    cells: dict[str, str]
    faults: dict[str, str] = {}


class Sheet(msgspec.Struct):
    headers: list[str]
    rows: Iterator[Row]


class Line(msgspec.Struct):
    """A line before its cells have names; fault says why it could not be read, formulas where one stands."""

    number: int
    cells: list[str]
    fault: str = ""
    formulas: list[int] = []


def read(path: Path) -> Sheet:
    """The table in a file. Refuses: NotATable, Empty, TooLarge, TwiceTheSame."""
    with path.open("rb") as file:
        start = file.read(4)
    lines = _workbook(path) if start == b"PK\x03\x04" else _text(path)
    first = next((line for line in lines if line.fault or any(line.cells)), None)
    if first is None:
        raise Empty
    if first.fault or any("\0" in cell for cell in first.cells):
        raise NotATable
    headers = [header.strip().lower() for header in first.cells]
    while headers and not headers[-1]:
        headers.pop()
    for header in headers:
        if header and headers.count(header) > 1:
            raise TwiceTheSame(column=header)
    return Sheet(headers, (_row(headers, line) for line in lines if line.fault or any(map(str.strip, line.cells))))


def _row(headers: list[str], line: Line) -> Row:
    if line.fault:
        return Row(line.number, {}, {"": line.fault})
    faults = {
        headers[place]: N_("There is a formula here. Write its result.")
        for place in line.formulas
        if place < len(headers)
    }
    if any(cell.strip() for cell in line.cells[len(headers) :]):
        faults[""] = N_("There are more cells here than columns.")
    cells = {header: cell.strip() for header, cell in zip(headers, line.cells, strict=False) if header}
    return Row(line.number, cells, faults)


# --- CSV -----------------------------------------------------------------------------------------------------------


def _text(path: Path) -> Iterator[Line]:
    if path.stat().st_size > LARGEST:
        raise TooLarge
    csv.field_size_limit(LONGEST_CELL)
    told = io.StringIO(decoded(path.read_bytes()), newline="")
    head = told.readline()
    told.seek(0)
    return _lines(csv.reader(told, delimiter=separator(head), strict=True))


def decoded(content: bytes) -> str:
    """In the letters that its first bytes name; else in UTF-8 if it can be that; else in the Cyrillic of older Windows."""
    marked = [letters for mark, letters in _BOMS.items() if content.startswith(mark)]
    for letters in marked or ("utf-8", *["cp1251"] * (b"\0" not in content)):
        try:
            return content.decode(letters)
        except UnicodeDecodeError:
            continue
    raise NotATable


def separator(head: str) -> str:
    """The one that stands most often between the names of the columns."""
    bare = re.sub(r'"[^"]*"', "", head)
    return max(",;\t", key=bare.count)


def _lines(reader: Any) -> Iterator[Line]:
    """A broken line is told and left; the ones after it are read."""
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, [], N_("This line cannot be read; perhaps a quotation mark is not closed."))
        else:
            yield Line(number, [_GUARDED.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in cells])


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ",") -> None:
    """With the mark by which spreadsheets know UTF-8; what they would calculate is guarded by an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(headers)
        writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)


# --- XLSX ----------------------------------------------------------------------------------------------------------


def _workbook(path: Path) -> Iterator[Line]:
    """Read by a process of its own with little memory and time, since a workbook can be made to burst."""
    words = [sys.executable, "-m", "service.commands.workbook", str(path)]
    try:
        done = subprocess.run(
            words, capture_output=True, timeout=LONGEST_WAIT, check=False, cwd=Path(__file__).parent.parent
        )
    except subprocess.TimeoutExpired as reason:
        raise TooLarge from reason
    if done.returncode == TOO_LARGE:
        raise TooLarge
    if done.returncode:
        raise NotATable
    return iter(msgspec.json.Decoder(Line).decode_lines(done.stdout))


TOO_LARGE = 3


def write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Every cell is written as text, whatever it begins with."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((headers, *rows)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
