"""The outbox: messages to people, stored with the change that caused them and sent afterwards.

A message is sent if and only if its change is committed.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import vault
from catalog.core.fields import reference
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_

log = logging.getLogger("musofir")
# The wait before each retry; a code that would arrive after the last of them is useless.
RETRY_DELAYS = tuple(timedelta(seconds=one) for one in (5, 20, 60, 120, 240))
# A sender that does not report back within this time is taken for dead, and another one takes over.
LEASE = timedelta(seconds=60)
# A code is no longer valid by then (ASVS 5.0 6.5.5), so sending it later would only confuse its
# receiver.
CODE_LASTS = timedelta(minutes=10)


class Channel(LabelledEnum):
    SMS = "sms", N_("By SMS")
    TELEGRAM = "telegram", N_("By Telegram, to the same number")
    # For staff: their account has an address and no number.
    EMAIL = "email", N_("By email")


class Message(SQLModel, table=True):
    """One message.

    Number and text are sealed with the message's own key. One that is `held` is not due until it is
    released.
    """

    __tablename__ = "outbox"
    reference: str = Field(
        default_factory=lambda: reference("M", 12), primary_key=True, max_length=24
    )
    channel: str = Field(max_length=10)
    number: bytes | None
    words: bytes | None
    # The code alone, for a channel that has its own sentence around it.
    code: bytes | None = None
    put_at: datetime = Field(index=True)
    # When it is due; none once it was sent or given up.
    next_at: datetime | None = Field(index=True)
    # How often a sender leased it: a sender with an older count has lost the lease.
    tries: int = 0
    sent_at: datetime | None = None
    # The person whom it tells something; none for codes and for staff.
    person: str | None = Field(default=None, index=True, max_length=24)
    held: bool = False


PERSONAL = ("number", "words", "code", "person")


class OpenedMessage(msgspec.Struct, frozen=True):
    """A message with its number or address and its text decrypted."""

    reference: str
    channel: Channel
    number: str
    words: str
    code: str
    put_at: datetime
    sent_at: datetime | None
    tries: int = 0

    def __repr__(self) -> str:
        return f"Letter({self.reference})"


def put(
    session: Session,
    channel: Channel,
    number: str,
    words: str,
    *,
    code: str = "",
    person: str | None = None,
    held: bool = False,
    on: datetime,
) -> str:
    """Queue a message to a number (international format) or an e-mail address; return its
    reference."""
    row = Message(channel=channel.value, number=None, words=None, put_at=on, next_at=on)
    row.person, row.held, row.next_at = person, held, None if held else on
    row.number = vault.seal(session, row.reference, "outbox.number", number)
    row.words = vault.seal(session, row.reference, "outbox.words", words)
    row.code = vault.seal(session, row.reference, "outbox.code", code)
    session.add(row)
    session.flush()
    return row.reference


def has_due(session: Session, channels: Collection[Channel], *, on: datetime) -> bool:
    """Whether any message is due now; takes no lock."""
    return (
        session.execute(
            select(col(Message.reference)).where(*_due_terms(channels, on)).limit(1)
        ).first()
        is not None
    )


def _due_terms(channels: Collection[Channel], on: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Message.next_at) <= on, col(Message.channel).in_([one.value for one in channels])


def lease(
    session: Session, channels: Collection[Channel], *, on: datetime, most: int = 8
) -> list[OpenedMessage]:
    """Lease due messages to this sender for a minute.

    Messages that are no longer of use are given up first.
    """
    _give_up(session, channels, on)
    rows = (
        select(Message).where(*_due_terms(channels, on)).order_by(col(Message.next_at)).limit(most)
    )
    letters = []
    for row in list(session.execute(rows.with_for_update(skip_locked=True)).scalars()):
        row.next_at, row.tries = on + LEASE, row.tries + 1
        letters += _readable(session, row)
    session.flush()
    return letters


def _give_up(session: Session, channels: Collection[Channel], on: datetime) -> None:
    """Give up expired codes, and messages that were tried too often."""
    late = and_(col(Message.code).is_not(None), col(Message.put_at) <= on - CODE_LASTS)
    useless = or_(late, col(Message.tries) > len(RETRY_DELAYS))
    session.execute(update(Message).where(*_due_terms(channels, on), useless).values(next_at=None))


def _readable(session: Session, row: Message) -> list[OpenedMessage]:
    """The opened message, or none if it cannot be read.

    A message whose seal is broken or whose key is gone must not block the others.
    """
    try:
        letter = open_message(session, row)
    except vault.BrokenSeal:
        letter = None
    if letter is None or not letter.number:
        log.error(
            "a message cannot be opened and is not sent",
            extra={"facts": {"message": row.reference}},
        )
        return []
    return [letter]


def open_message(session: Session, row: Message) -> OpenedMessage:
    """Decrypt a message."""
    number, words, code = (
        vault.unseal(session, row.reference, f"outbox.{name}", getattr(row, name))
        for name in ("number", "words", "code")
    )
    return OpenedMessage(
        row.reference, Channel(row.channel), number, words, code, row.put_at, row.sent_at, row.tries
    )


def mark_sent(session: Session, letter: OpenedMessage, *, on: datetime) -> None:
    """Mark a message as sent, whichever sender holds its lease now."""
    unsent = col(Message.reference) == letter.reference, col(Message.sent_at).is_(None)
    session.execute(update(Message).where(*unsent).values(sent_at=on, next_at=None))


def mark_failed(session: Session, letter: OpenedMessage, *, on: datetime) -> None:
    """Schedule another try of a message that the supplier did not take; after the last one give
    up."""
    _update_leased(
        session,
        letter,
        next_at=on + RETRY_DELAYS[letter.tries - 1] if letter.tries <= len(RETRY_DELAYS) else None,
    )


def change_channel(
    session: Session, letter: OpenedMessage, channel: Channel, *, on: datetime
) -> None:
    """Send a message over another channel now, because this channel does not reach the number."""
    _update_leased(session, letter, channel=channel.value, next_at=on)


def _update_leased(session: Session, letter: OpenedMessage, **values: object) -> None:
    """Change a message unless it was sent or held, or another sender has leased it since."""
    mine = (
        col(Message.reference) == letter.reference,
        col(Message.tries) == letter.tries,
        col(Message.sent_at).is_(None),
        col(Message.held).is_(False),
    )
    session.execute(update(Message).where(*mine).values(**values))


def hold(session: Session, people: Collection[str]) -> None:
    """Hold the messages to these persons that are not sent yet."""
    waiting = col(Message.person).in_(people), col(Message.next_at).is_not(None)
    session.execute(update(Message).where(*waiting).values(held=True, next_at=None))


def release(session: Session, people: Collection[str], *, on: datetime) -> None:
    """Make the held messages to these persons due at a moment."""
    session.execute(update(Message).where(*_held(people)).values(held=False, next_at=on))


def drop_held(session: Session, people: Collection[str]) -> None:
    """Delete the held messages to these persons, with their keys."""
    _delete(session, list(session.execute(select(Message).where(*_held(people))).scalars()))


def _held(people: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    unsent = col(Message.sent_at).is_(None)
    return col(Message.person).in_(people), col(Message.held).is_(True), unsent


def latest(session: Session, most: int = 50) -> list[OpenedMessage]:
    """The newest messages, opened; for the demonstration, where no message is sent."""
    rows = session.execute(
        select(Message).order_by(col(Message.put_at).desc()).limit(most)
    ).scalars()
    return [open_message(session, row) for row in list(rows)]


def forget(session: Session, *, before: datetime, most: int = 500) -> int:
    """Delete messages queued before a moment, with their keys, and return how many.

    At most `most` at once.
    """
    rows = list(
        session.execute(select(Message).where(col(Message.put_at) < before).limit(most)).scalars()
    )
    _delete(session, rows)
    return len(rows)


def _delete(session: Session, rows: list[Message]) -> None:
    for row in rows:
        vault.destroy(session, row.reference)
        session.delete(row)
    session.flush()


def oldest_waiting(session: Session) -> datetime | None:
    """When the oldest unsent message was queued."""
    unsent = select(col(Message.put_at)).where(col(Message.next_at).is_not(None))
    return session.execute(unsent.order_by(col(Message.put_at)).limit(1)).scalar()
