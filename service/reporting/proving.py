"""A frozen year is proved: its hash worked out again and looked up in the journal, its records counted again."""

from datetime import date

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.ground.journal import Entry
from service.reporting import frozen, years
from service.reporting.frozen import ReportYear, Root


class Moved(msgspec.Struct):
    """A figure behind which there are other records today than when the year was frozen."""

    key: str
    then: int
    now: int


class Proof(msgspec.Struct):
    """Whether a frozen year is what was signed, whether the journal says so too, and what the records say otherwise today."""

    row: ReportYear
    holds: bool
    journaled: bool
    moved: list[Moved]

    @property
    def good(self) -> bool:
        return self.holds and self.journaled


def proved(session: Session, year: int, today: date) -> list[Proof]:
    """All that was signed for a year, the newest first. Refuses: NotFound for years out of range."""
    span = years.spanned(year, today)
    rows = frozen.of(session, year)
    now = frozen.rooted(session, span) if rows else {}
    return [Proof(row, frozen.holds(row), _journaled(session, row), moved(frozen.roots(row), now)) for row in rows]


def moved(then: dict[str, Root], now: dict[str, Root]) -> list[Moved]:
    """The figures that both know, and behind which other records stand."""
    return [Moved(key, one.count, now[key].count) for key, one in then.items() if key in now and now[key] != one]


def _journaled(session: Session, row: ReportYear) -> bool:
    """Whether the journal, which is a chain of its own, has the same hash from the day of the signature."""
    mine = (col(Entry.noun) == "report_year", col(Entry.reference) == row.reference)
    said = session.execute(select(col(Entry.fields)).where(*mine, col(Entry.act).in_(("sign", "correct")))).scalars()
    return [one.rpartition("sha256:")[2] for one in said] == [row.sha256]
