"""The journal's entries of reads, and a database that cannot write them."""

from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import Unavailable
from catalog.core.journal import Entry

ACTS = ("open", "reveal", "alike")


def list_reads(database) -> list[tuple[str, str, str]]:
    """Return every read as noun, act and fields, the oldest first."""
    with database.read() as session:
        rows = session.execute(
            select(Entry).where(col(Entry.act).in_(ACTS)).order_by(col(Entry.position))
        ).scalars()
        return [(row.noun, row.act, row.fields) for row in rows]


def cannot_write(database, monkeypatch) -> None:
    """Make every later write fail."""

    def full(self):
        raise Unavailable

    monkeypatch.setattr(type(database), "write", full)
