"""One XLSX workbook, read by a process that may not grow: counted while unpacked, stopped at a limit of memory and time."""

import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import openpyxl

from service.sheets import PATIENCE, TOO_LARGE, Line

MEMORY = 2**30
MOST_UNPACKED = 50 * 2**20
MOST_ENTRIES = 200
MOST_TIMES = 100  # how much larger than packed


def main(path: Path) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    if bursts(path):
        return TOO_LARGE
    try:
        for line in lines(path):
            sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    except MemoryError:
        return TOO_LARGE
    return 0


def bursts(path: Path) -> bool:
    """Whether unpacking it would fill the machine; what its directory claims is not believed."""
    with zipfile.ZipFile(path) as packed:
        entries = packed.infolist()
        if len(entries) > MOST_ENTRIES:
            return True
        total = 0
        for entry in entries:
            size = 0
            with packed.open(entry) as file:
                while piece := file.read(2**16):
                    size, total = size + len(piece), total + len(piece)
                    if total > MOST_UNPACKED or size > MOST_TIMES * max(entry.compress_size, 1_000):
                        return True
    return False


def lines(path: Path) -> Iterator[Line]:
    """The lines of the first sheet that have something in them."""
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    sheet.reset_dimensions()  # the size it claims may be a million empty lines
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_said(cell.value) for cell in row]
        if any(cells):
            yield Line(number, cells, formulas=[at for at, cell in enumerate(row) if cell.data_type in ("f", "e")])


def _said(value: Any) -> str:
    """A cell as it would be typed: whole numbers without a point, days as 2026-03-27."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
