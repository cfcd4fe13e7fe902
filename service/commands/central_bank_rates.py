"""Exchange rates in a file of the Central Bank of Uzbekistan: JSON, XML or CSV, as published.

Its rates are soums for a number of units of a currency; ours are units for one euro.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.parsers import expat

import msgspec

from service.input import spreadsheets
from service.input.spreadsheets import FileTooLarge, NotATable, Row, Sheet

SOURCE = "Central Bank of Uzbekistan"
HEADERS = ["currency", "on", "per_euro", "source"]
_LARGEST = 20 * 2**20
_LEAST, _MOST = Decimal("1e-9"), Decimal("1e12")
# The fields that are read, by their names in small letters: one file writes “date”, others “Date”.
_FIELDS = frozenset({"ccy", "nominal", "rate", "date"})
_RECORD = "ccyntry"  # the element of one currency
_NO_EURO = "The file has no rate of the euro for this day, so no other can be converted."
_NOT_A_RATE = "The rate and the number of units must be positive numbers."


def open_sheet(path: Path) -> Sheet:
    """Open a file of rates: the bank's own, converted to our columns, or one with our columns.

    Refuses: NotATable, FileTooLarge, and as spreadsheets.read.
    """
    with path.open("rb") as file:
        first = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first not in (b"[", b"{", b"<"):
        sheet = spreadsheets.read(path, spreadsheets.TAKEN_IN)
        of_the_bank = {"ccy", "rate", "date"} <= set(sheet.headers)
        return _converted(sheet.rows) if of_the_bank else sheet
    if path.stat().st_size > _LARGEST:
        raise FileTooLarge
    records = _xml_records(path) if first == b"<" else _json_records(path)
    return _converted(Row(number, record) for number, record in enumerate(records, 1))


def _json_records(path: Path) -> list[dict[str, str]]:
    try:
        found = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError) as reason:
        raise NotATable from reason
    records = found if isinstance(found, list) else [found]
    if not all(isinstance(record, dict) for record in records):
        raise NotATable
    return [_plain(record) for record in records]


def _plain(record: Mapping[str, Any]) -> dict[str, str]:
    fields = {str(name).lower(): value for name, value in record.items()}
    return {name: str(fields.get(name) or "").strip() for name in _FIELDS}


class _Records:
    """Reads the records of an XML file; what declares entities is no such file."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []
        self._field = ""

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)

    def _refuse(self, *_declared: object) -> None:
        raise NotATable

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if name.lower() == _RECORD:
            self.found.append(dict.fromkeys(_FIELDS, ""))
        self._field = name.lower() if name.lower() in _FIELDS else ""

    def _end(self, _name: str) -> None:
        self._field = ""

    def _text(self, text: str) -> None:
        if self._field and self.found:
            self.found[-1][self._field] += text


def _xml_records(path: Path) -> list[dict[str, str]]:
    records = _Records()
    try:
        records.parse(path.read_bytes())
    except (expat.ExpatError, ValueError, LookupError) as reason:
        raise NotATable from reason
    return [_plain(record) for record in records.found]


def _converted(rows: Iterable[Row]) -> Sheet:
    """The rates as units for one euro, and the soum itself for each day."""
    kept = list(rows)
    if not kept:
        raise NotATable
    return Sheet(HEADERS, _convert(kept))


def _convert(rows: list[Row]) -> Iterator[Row]:
    euros = {
        row.cells.get("date", ""): worth
        for row in rows
        if row.cells.get("ccy", "").upper() == "EUR" and (worth := _soums(row)) is not None
    }
    for row in rows:
        yield _convert_row(row, euros)


def _convert_row(row: Row, euros: dict[str, Decimal]) -> Row:
    if row.faults:
        return row
    currency, day = row.cells.get("ccy", "").upper(), row.cells.get("date", "")
    soums, euro = _soums(row), euros.get(day)
    cells = {"currency": currency, "on": day, "source": SOURCE}
    if soums is None:
        return Row(row.line, cells, {"rate": _NOT_A_RATE})
    if euro is None:
        return Row(row.line, cells, {"date": _NO_EURO})
    if currency == "EUR":  # one euro is one euro: this row is where the soum's own rate is
        return Row(row.line, cells | {"currency": "UZS", "per_euro": f"{euro:f}"})
    return Row(row.line, cells | {"per_euro": f"{euro / soums:.9f}"})


def _soums(row: Row) -> Decimal | None:
    """How many soums one unit of the currency is worth."""
    try:
        rate, units = (
            Decimal("".join(row.cells.get(name, "").split()).replace(",", "."))
            for name in ("rate", "nominal")
        )
    except InvalidOperation:
        return None
    # Beyond any currency: such numbers are mistakes, and too large to be divided.
    plain = all(one.is_finite() and _LEAST < one < _MOST for one in (rate, units))
    return rate / units if plain else None
