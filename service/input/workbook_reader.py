"""Read an XLSX workbook from standard input and print its first sheet as lines of JSON."""

import codecs
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

import openpyxl

MEMORY = 2**30
TOO_LARGE, NO_TABLE = 3, 4
MOST_UNPACKED = 50 * 2**20
MOST_ENTRIES = 200
MOST_TIMES = 100  # the largest ratio of unpacked to packed size
# One more than allowed, so that too many columns are noticed.
COLUMNS = 201
# Loaded before the process is confined.
for _letters in ("utf-8", "cp437"):
    codecs.lookup(_letters)


def is_zip_bomb(file: IO[bytes]) -> bool:
    """Return whether unpacking the file would exhaust memory; sizes in its directory are not
    trusted."""
    with zipfile.ZipFile(file) as packed:
        entries = packed.infolist()
        if len(entries) > MOST_ENTRIES:
            return True
        total = 0
        for entry in entries:
            size = 0
            with packed.open(entry) as part:
                while piece := part.read(2**16):
                    size, total = size + len(piece), total + len(piece)
                    if total > MOST_UNPACKED or size > MOST_TIMES * max(entry.compress_size, 1_000):
                        return True
    return False


def lines(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the first sheet that are not empty."""
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    sheet.reset_dimensions()  # the stated size may be a million empty rows
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell_text(cell.value) for cell in row[:COLUMNS]]
        if any(cells):
            formulas = [at for at, cell in enumerate(row[:COLUMNS]) if cell.data_type in ("f", "e")]
            yield {"number": number, "cells": cells, "formulas": formulas}


def _cell_text(value: Any) -> str:
    """Return a cell as it would be typed: whole numbers without a point, dates as 2026-03-27."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time().isoformat() == "00:00:00"
            else value.isoformat(" ")
        )
    return value.isoformat() if isinstance(value, date) else str(value)


def run(_words: list[str]) -> int:
    """Print the rows and return an exit code that states what is wrong with the whole file."""
    file = sys.stdin.buffer
    try:
        if is_zip_bomb(file):
            return TOO_LARGE
        file.seek(0)
        for line in lines(file):
            sys.stdout.write(json.dumps(line) + "\n")
    except MemoryError:
        return TOO_LARGE
    except Exception:  # noqa: BLE001 any error comes from the file
        return NO_TABLE
    sys.stdout.flush()
    return 0
