"""Contacts: every call, visit and message that came, also one that nobody answered; a session is
what became of some."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference import posts
from i18n import N_
from service.casework.advice.topics import Channel

Minutes = Annotated[int, Meta(ge=0, le=600)]


class MinutesWithoutAnswer(Refusal):
    slug = "minutes-of-nobody"
    sentence = N_("A call that was not answered has no minutes.")


class Call(msgspec.Struct, frozen=True):
    """A call as the log of a telephone system has it: when it came, who took it, how long it was,
    its number there."""

    at: datetime
    officer: str
    minutes: int | None
    number: str


class Contact(SQLModel, table=True):
    """One contact. It is never added to sessions: a session is one contact that ended in advice."""

    __tablename__ = "advice_contacts"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    # When it was written down: of a log that is taken in later, not when the call came.
    recorded_at: datetime
    # The Tashkent day, by which it is counted.
    day: date = Field(index=True)
    channel: str = Field(max_length=12)
    answered: bool
    minutes: int | None = None
    session: str | None = Field(
        default=None, foreign_key="advice_sessions.reference", index=True, max_length=24
    )
    post: str | None = Field(default=None, foreign_key="posts.code", max_length=24)
    officer: str = Field(max_length=40)
    # The fingerprint of the call's number in the log it came from: telephone systems put the
    # caller's own number there.
    call: str | None = Field(default=None, unique=True, max_length=64)


class NewContact(msgspec.Struct, forbid_unknown_fields=True):
    """A contact from which no session came: nobody answered, the line broke, it was a wrong
    number."""

    channel: Channel
    answered: bool = False
    minutes: Minutes | None = None
    post: str | None = None


def record(
    db: Session,
    new_contact: NewContact,
    *,
    by: Actor,
    on: datetime,
    day: date,
    call: Call | None = None,
) -> Contact:
    """Notes a contact without a session. Refuses: MinutesWithoutAnswer, posts.NotAPost."""
    if new_contact.minutes and not new_contact.answered:
        raise MinutesWithoutAnswer("minutes")
    row = build(
        call,
        at=on,
        recorded_at=on,
        officer=by.account,
        day=day,
        channel=new_contact.channel.value,
        answered=new_contact.answered,
        minutes=new_contact.minutes,
        post=posts.acting_post(db, new_contact.post, by),
    )
    db.add(row)
    db.flush()
    journal.write(db, "note", "contact", str(row.id), by=by, on=on)
    return row


def build(call: Call | None, **values: Any) -> Contact:
    """A contact as it is told by whoever keeps it, and first by the log of a telephone system where
    it stands in one."""
    return Contact(**columns(call, **values))


def columns(call: Call | None, **values: Any) -> dict[str, Any]:
    """The same as columns."""
    if call is not None:
        values |= {
            "at": call.at,
            "officer": call.officer,
            "minutes": call.minutes,
            "call": mark(call.number),
        }
    return values


def mark(number: str) -> str:
    """Under which a call of another log is found again."""
    return vault.blind("call", number)


def already_imported(db: Session, numbers: list[str]) -> set[str]:
    """Which of these numbers of calls were taken in already."""
    marks = {mark(number): number for number in numbers}
    found = db.execute(
        select(col(Contact.call)).where(col(Contact.call).in_(list(marks)))
    ).scalars()
    return {marks[one] for one in found if one}
