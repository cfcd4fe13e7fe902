"""Read a CSV file from standard input and print one line of JSON per row.

service.input.closed_process runs this module in its own process.
"""

import codecs
import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

MEMORY = 2**30
TOO_LARGE, NO_TABLE = 3, 4
LONGEST_CELL = 200_000
# One more than allowed, so that too many columns are noticed.
COLUMNS = 201
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_GUARDED = re.compile(r"'(?=[=@+\t\r-])")
# Loaded before the process is confined.
for _letters in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
    codecs.lookup(_letters)


def decode(content: bytes) -> str:
    """Decode a text by its byte order mark, else as UTF-8, else as Windows-1251.

    Raises UnicodeError.
    """
    marked = [letters for mark, letters in _BOMS.items() if content.startswith(mark)]
    for letters in marked or ("utf-8", *["cp1251"] * (b"\0" not in content)):
        try:
            return content.decode(letters)
        except UnicodeDecodeError:
            continue
    raise UnicodeError


def separator(head: str) -> str:
    """Return the separator that occurs most often in the header row."""
    bare = re.sub(r'"[^"]*"', "", head)
    return max(",;\t", key=bare.count)


def lines(text: str) -> Iterator[dict[str, Any]]:
    """Yield each row with its number and cells, without empty rows.

    A row that cannot be read is marked as broken, and reading continues.
    """
    csv.field_size_limit(LONGEST_CELL)
    string_io = io.StringIO(text, newline="")
    head = string_io.readline()
    string_io.seek(0)
    reader = csv.reader(string_io, delimiter=separator(head), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)[:COLUMNS]
        except StopIteration:
            return
        except csv.Error:
            yield {"number": number, "cells": [], "broken": True}
        else:
            if cells:
                cells = [_GUARDED.sub("", one, count=1) if one[:1] == "'" else one for one in cells]
                yield {"number": number, "cells": cells}


def run(_words: list[str]) -> int:
    """Print the rows and return an exit code that states what is wrong with the whole file."""
    try:
        text = decode(sys.stdin.buffer.read())
    except UnicodeError:
        return NO_TABLE
    except MemoryError:
        return TOO_LARGE
    for line in lines(text):
        sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    return 0
