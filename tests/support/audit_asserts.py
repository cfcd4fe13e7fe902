"""What the journal says of those who looked, and a database that cannot write it down."""

from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import Unavailable
from catalog.core.journal import Entry

ACTS = ("open", "reveal", "alike")


def looks(database) -> list[tuple[str, str, str]]:
    """Every look as noun, act and fields, the oldest first."""
    with database.read() as session:
        rows = session.execute(
            select(Entry).where(col(Entry.act).in_(ACTS)).order_by(col(Entry.position))
        ).scalars()
        return [(row.noun, row.act, row.fields) for row in rows]


def cannot_write(database, monkeypatch) -> None:
    """From now on nothing can be written down."""

    def full(self):
        raise Unavailable

    monkeypatch.setattr(type(database), "write", full)
