"""What all imports share: who imports, and the kinds of record."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference.countries import Country, NotACountry
from matching.lexicon.lexicon import Lexicon
from service.input import spreadsheets
from service.input.spreadsheets import Sheet


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"


class ImportContext(msgspec.Struct):
    """Who imports, when, and under which decision records are published at once."""

    by: Actor
    on: datetime
    decision: str = ""
    # Made when the first title asks for it, and kept for the whole import.
    lexicon: Lexicon | None = None


class ImportKind(msgspec.Struct):
    """A kind of record: its key column, its columns, and how rows are read and imported."""

    name: str
    headers: tuple[str, ...]
    required: frozenset[str]
    read: Callable[[Mapping[str, str]], Any]
    take: Callable[[Session, list[Any], ImportContext], list[Outcome | Refusal]]
    # What needs the whole batch but no transaction, such as finding the occupation of a title.
    prepare: Callable[[Session, list[Any], ImportContext], None] = lambda _session, _batch, _asked: (
        None
    )
    # How the file is opened, if it may also be another than a table with our columns.
    open: Callable[[Path], Sheet] = lambda path: spreadsheets.read(path, spreadsheets.TAKEN_IN)


def outcome(known: bool, changed: bool) -> Outcome:
    if not known:
        return Outcome.NEW
    return Outcome.CHANGED if changed else Outcome.SAME


def known_countries(session: Session) -> frozenset[str]:
    return frozenset(session.execute(select(col(Country.code))).scalars())


def require_country(code: str, known: frozenset[str]) -> None:
    """Require a known country. Refuses: NotACountry."""
    if code not in known:
        raise NotACountry("country")
