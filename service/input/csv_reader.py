"""Reads a CSV file from its standard input, run alone by service.input.closed_process. Writes a
line of JSON for each line."""

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
# One more than there may be, by which too many are told.
COLUMNS = 201
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_GUARDED = re.compile(r"'(?=[=@+\t\r-])")
# Loaded before the process is closed.
for _letters in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
    codecs.lookup(_letters)


def decode(content: bytes) -> str:
    """A text in the letters that its first bytes name. Else in UTF-8 if it can be that; else in the
    Cyrillic of older Windows. Raises UnicodeError."""
    marked = [letters for mark, letters in _BOMS.items() if content.startswith(mark)]
    for letters in marked or ("utf-8", *["cp1251"] * (b"\0" not in content)):
        try:
            return content.decode(letters)
        except UnicodeDecodeError:
            continue
    raise UnicodeError


def separator(head: str) -> str:
    """The one that stands most often between the names of the columns."""
    bare = re.sub(r'"[^"]*"', "", head)
    return max(",;\t", key=bare.count)


def lines(text: str) -> Iterator[dict[str, Any]]:
    """Each line with its number and cells, without empty lines. A broken line says so and ends
    nothing."""
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
    """Writes the lines; the exit code says what is wrong with the whole."""
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
