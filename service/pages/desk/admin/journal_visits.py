"""The journal by visit: openings of one record by one person within a quarter of an hour."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, and_, not_
from sqlmodel import col

from catalog.core.actor import Role
from catalog.core.fields import TASHKENT
from catalog.core.journal import Entry

VISIT = timedelta(minutes=15)
# Whose openings may be those of several people.
_SHARED = (Role.VISITOR.value, Role.SYSTEM.value)


class JournalRow(msgspec.Struct, frozen=True):
    position: int
    at: datetime
    account: str
    role: str
    act: str
    noun: str
    reference: str
    fields: str
    hash: str

    @property
    def is_opening(self) -> bool:
        """Whether somebody opened a record; an account that was opened is a new one."""
        return self.act == "open" and self.noun != "account"


class Visit(msgspec.Struct):
    """One line of the journal: an entry, or the newest of several openings.

    `first` is the oldest of its entries, `count` their number.
    """

    row: JournalRow
    first: JournalRow
    count: int = 1

    @property
    def times(self) -> dict[str, str]:
        """The times of the first and the last opening, as on a clock in Tashkent."""
        return {
            name: f"{row.at.astimezone(TASHKENT):%H:%M}"
            for name, row in (("first", self.first), ("last", self.row))
        }


def without_openings() -> ColumnElement[bool]:
    """Return the SQL condition for entries that are no openings of records."""
    return not_(and_(col(Entry.act) == "open", col(Entry.noun) != "account"))


def group(rows: Iterable[JournalRow], most: int) -> tuple[list[Visit], int | None]:
    """Return at most so many lines of the newest entries, and the oldest position in them.

    The position is None if no entry is left.
    """
    lines: list[Visit] = []
    visits: dict[tuple[str, str, str], Visit] = {}
    position = None
    for row in rows:
        who = (row.account, row.noun, row.reference)
        visit = visits.get(who) if row.is_opening else None
        if visit and visit.row.at - row.at <= VISIT:
            visit.first, visit.count = row, visit.count + 1
        elif len(lines) == most:
            return lines, position
        else:
            lines.append(Visit(row, row))
            if row.is_opening and row.role not in _SHARED:
                visits[who] = lines[-1]
        position = row.position
    return lines, None
