"""Daily heads of the journal in a file on another machine, to detect a rewritten chain."""

import os
import re
from datetime import date
from pathlib import Path

import msgspec


class Damaged(Exception):
    """A file of heads that cannot be read; the message names the line."""


class Head(msgspec.Struct, frozen=True):
    """The last entry of the journal on a day: its position and its hash."""

    day: date
    position: int
    hash: str


_LINE = re.compile(r"(\d{4}-\d\d-\d\d) ([1-9][0-9]{0,17}) ([0-9a-f]{64})")


def read(file: Path) -> list[Head]:
    """The heads in a file, oldest first; none if there is no file yet. Raises Damaged."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [_head(file, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _head(file: Path, number: int, line: str) -> Head:
    found = _LINE.fullmatch(line.strip())
    try:
        if found:
            return Head(date.fromisoformat(found[1]), int(found[2]), found[3])
    except ValueError:
        pass
    raise Damaged(f"{file}: line {number} is no head of the journal.")


def append(file: Path, head: Head) -> bool:
    """Append a head to the file and return whether it was added.

    It is on disk when this returns; the same head twice in a row is stored once. Raises Damaged.
    """
    kept = read(file)
    if kept and (kept[-1].position, kept[-1].hash) == (head.position, head.hash):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{head.day.isoformat()} {head.position} {head.hash}\n")
        lines.flush()
        os.fsync(lines.fileno())
    return True
