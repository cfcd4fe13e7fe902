"""What is to be sent to a person: a row beside the deed that caused it, so that it goes out if and only if the deed stands."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.ground import vault
from catalog.ground.fields import reference

# Tried again after so long, each time; a code that comes after the last of them is of no use to anybody.
AGAIN = tuple(timedelta(seconds=one) for one in (5, 20, 60, 120, 240))
# A sender that does not come back within this time is taken for dead, and another one takes over.
LEASE = timedelta(seconds=60)


class Channel(StrEnum):
    SMS = "sms"
    TELEGRAM = "telegram"


class Message(SQLModel, table=True):
    """One message. Number and words are sealed with a key of the message's own."""

    __tablename__ = "outbox"
    reference: str = Field(default_factory=lambda: reference("M", 12), primary_key=True, max_length=24)
    channel: str = Field(max_length=10)
    number: bytes | None
    words: bytes | None
    # The code alone, for a channel that has its own sentence around it.
    code: bytes | None = None
    put_at: datetime = Field(index=True)
    next_at: datetime | None = Field(index=True)
    tries: int = 0
    sent_at: datetime | None = None


PERSONAL = ("number", "words", "code")


class Letter(msgspec.Struct, frozen=True):
    """A message opened: to which number, in which words."""

    reference: str
    channel: Channel
    number: str
    words: str
    code: str
    put_at: datetime
    sent_at: datetime | None


def put(session: Session, channel: Channel, number: str, words: str, *, code: str = "", on: datetime) -> str:
    """Puts a message to a number (as dialled from abroad) into the box; its reference."""
    row = Message(channel=channel.value, number=None, words=None, put_at=on, next_at=on)
    row.number = vault.seal(session, row.reference, "outbox.number", number)
    row.words = vault.seal(session, row.reference, "outbox.words", words)
    row.code = vault.seal(session, row.reference, "outbox.code", code)
    session.add(row)
    session.flush()
    return row.reference


def lease(session: Session, *, on: datetime, most: int = 20) -> list[Letter]:
    """Messages that are due, put aside for this sender alone for a minute."""
    due = select(Message).where(col(Message.next_at) <= on).order_by(col(Message.next_at)).limit(most)
    rows = list(session.execute(due.with_for_update(skip_locked=True)).scalars())
    for row in rows:
        row.next_at = on + LEASE
    session.flush()
    return [opened(session, row) for row in rows]


def opened(session: Session, row: Message) -> Letter:
    """A message with its words."""
    number, words, code = (
        vault.unseal(session, row.reference, f"outbox.{name}", getattr(row, name))
        for name in ("number", "words", "code")
    )
    return Letter(row.reference, Channel(row.channel), number, words, code, row.put_at, row.sent_at)


def sent(session: Session, number: str, *, on: datetime) -> None:
    """The supplier has taken it."""
    done = update(Message).where(col(Message.reference) == number)
    session.execute(done.values(sent_at=on, next_at=None, tries=Message.tries + 1))


def failed(session: Session, number: str, *, on: datetime) -> None:
    """The supplier has not taken it: it is tried again later, and at last given up."""
    row = session.get(Message, number)
    if row is not None:
        row.next_at = on + AGAIN[row.tries] if row.tries < len(AGAIN) else None
        row.tries += 1
        session.flush()


def latest(session: Session, most: int = 50) -> list[Letter]:
    """The newest messages, opened; for the demonstration, where nothing leaves the house."""
    rows = session.execute(select(Message).order_by(col(Message.put_at).desc()).limit(most)).scalars()
    return [opened(session, row) for row in list(rows)]


def forget(session: Session, *, before: datetime) -> int:
    """Removes messages put before a moment, and their keys; says how many."""
    rows = list(session.execute(select(Message).where(col(Message.put_at) < before)).scalars())
    for row in rows:
        vault.destroy(session, row.reference)
        session.delete(row)
    return len(rows)


def waiting(session: Session) -> datetime | None:
    """Since when the oldest message that was not sent has waited."""
    unsent = select(col(Message.put_at)).where(col(Message.next_at).is_not(None))
    return session.execute(unsent.order_by(col(Message.put_at)).limit(1)).scalar()
