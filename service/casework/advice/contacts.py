"""Contacts: every call, visit and message received, answered or not; some lead to a session."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, Index, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.reference import posts
from i18n import N_
from service.casework.advice.topics import Channel

Minutes = Annotated[int, Meta(ge=0, le=600)]


class MinutesWithoutAnswer(Refusal):
    slug = "minutes-of-nobody"
    sentence = N_("Do not enter a length for a call that was not answered.")


class Call(msgspec.Struct, frozen=True):
    """A call in the log of a telephone system.

    It has the time, the officer who took it, its length in minutes and its number in that
    system."""

    at: datetime
    officer: str
    minutes: int | None
    number: str


class Contact(SQLModel, table=True):
    """One contact.

    It is never added to sessions: a session is one contact that ended in advice."""

    __tablename__ = "advice_contacts"
    # Contacts without a session, in the order of their days.
    __table_args__ = (Index("ix_advice_contacts_session_day", "session", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    # When it was recorded; for an imported log this is not when the call came.
    recorded_at: datetime
    # The Tashkent day, by which it is counted.
    day: date = Field(index=True)
    channel: str = Field(max_length=12)
    answered: bool
    minutes: int | None = None
    session: str | None = Field(
        default=None, foreign_key="advice_sessions.reference", max_length=24
    )
    post: str | None = Field(default=None, foreign_key="posts.code", max_length=24)
    officer: str = Field(max_length=40)
    # The fingerprint of the call's number in the log it came from, since telephone systems put the
    # caller's own number there.
    call: str | None = Field(default=None, unique=True, max_length=64)
    # Void, by itself or with its session, and then counted nowhere.
    voided: bool = False


class NewContact(msgspec.Struct, forbid_unknown_fields=True):
    """A contact without a session: unanswered, interrupted, or a wrong number."""

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
    """Record a contact without a session. Refuses: MinutesWithoutAnswer, posts.NotAPost."""
    require_answered(new_contact.answered, new_contact.minutes)
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


def require_answered(answered: bool, minutes: int | None) -> None:
    """Check that only an answered call has a length. Refuses: MinutesWithoutAnswer."""
    if minutes and not answered:
        raise MinutesWithoutAnswer("minutes")


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the contacts that this actor may see.

    An attaché sees those of their posts, an adviser their own."""
    if by.role is Role.ATTACHE:
        return col(Contact.post).in_(sorted(by.posts))
    return col(Contact.officer) == by.account if by.role is Role.ADVISER else true()


def build(call: Call | None, **values: Any) -> Contact:
    """Return a contact from these values; those of a telephone log replace them."""
    return Contact(**columns(call, **values))


def columns(call: Call | None, **values: Any) -> dict[str, Any]:
    """Return a contact's columns from these values; those of a telephone log replace them."""
    if call is not None:
        values |= {
            "at": call.at,
            "officer": call.officer,
            "minutes": call.minutes,
            "call": mark(call.number),
        }
    return values


def mark(number: str) -> str:
    """Return the fingerprint by which a call of another log is found."""
    return vault.blind("call", number)


def of_session(db: Session, session: str) -> Contact | None:
    """Return the contact of a session."""
    found: Contact | None = (
        db.execute(select(Contact).where(col(Contact.session) == session)).scalars().first()
    )
    return found


def counts() -> ColumnElement[bool]:
    """Return the SQL condition for contacts that are not void."""
    return col(Contact.voided).is_(False)


def already_imported(db: Session, numbers: list[str]) -> set[str]:
    """Return which of these call numbers are already imported."""
    marks = {mark(number): number for number in numbers}
    found = db.execute(
        select(col(Contact.call)).where(col(Contact.call).in_(list(marks)))
    ).scalars()
    return {marks[one] for one in found if one}
