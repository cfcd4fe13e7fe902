"""How another register's columns and words stand for ours, written down once in a small file."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from service.commands.home import CommandError


class ColumnMapping(msgspec.Struct, forbid_unknown_fields=True):
    """Of each of our columns: theirs (the first that is not empty counts), what their words mean,
    what is the same in all rows, and what is numbered by line since they have no number of their
    own."""

    columns: dict[str, str | list[str]] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str | int] = {}
    numbered: dict[str, str] = {}

    def theirs(self, ours: str) -> list[str]:
        result = self.columns.get(ours, ours)
        return [name.strip().lower() for name in ([result] if isinstance(result, str) else result)]


def load(path: Path | None, headers: Iterable[str]) -> ColumnMapping:
    """The mapping in a file, or none. Refuses: CommandError, with one sentence."""
    if path is None:
        return ColumnMapping()
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), ColumnMapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as reason:
        raise CommandError(f"{path} is not a mapping file: {reason}") from reason
    named = {*found.columns, *found.values, *found.constants, *found.numbered}
    if unknown := sorted(named - set(headers)):
        raise CommandError(f"{path} names columns that we do not have: {', '.join(unknown)}")
    for words in found.values.values():
        words |= {word.strip().casefold(): ours for word, ours in words.items()}
    return found


def map_row(
    mapping: ColumnMapping, headers: Iterable[str], cells: Mapping[str, str], line: int
) -> dict[str, str]:
    """A row in our own columns and words; what is nowhere told is left out."""
    values: dict[str, str] = {}
    for name in headers:
        cell = next((cells[theirs] for theirs in mapping.theirs(name) if cells.get(theirs)), "")
        cell = mapping.values.get(name, {}).get(cell.casefold(), cell)
        if name in mapping.numbered and not cell:
            cell = f"{mapping.numbered[name]}{line}"
        if cell := cell or str(mapping.constants.get(name, "")):
            values[name] = cell
    return values
