"""A mapping of another register's columns and values to ours, in a small TOML file."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from service.commands.home import CommandError


class ColumnMapping(msgspec.Struct, forbid_unknown_fields=True):
    """For each of our columns: their columns, their values, fixed values, and numbering.

    Of several columns the first that is not empty counts; rows without a number of their own are
    numbered by line.
    """

    columns: dict[str, str | list[str]] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str | int] = {}
    numbered: dict[str, str] = {}

    def theirs(self, ours: str) -> list[str]:
        result = self.columns.get(ours, ours)
        return [name.strip().lower() for name in ([result] if isinstance(result, str) else result)]


def load(path: Path | None, headers: Iterable[str]) -> ColumnMapping:
    """Read the mapping from a file, if one is given. Refuses: CommandError."""
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
    """Return a row in our columns and values; what the mapping does not name is left out."""
    values: dict[str, str] = {}
    for name in headers:
        cell = next((cells[theirs] for theirs in mapping.theirs(name) if cells.get(theirs)), "")
        cell = mapping.values.get(name, {}).get(cell.casefold(), cell)
        if name in mapping.numbered and not cell:
            cell = f"{mapping.numbered[name]}{line}"
        if cell := cell or str(mapping.constants.get(name, "")):
            values[name] = cell
    return values
