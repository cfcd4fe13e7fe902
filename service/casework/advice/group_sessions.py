"""Gatherings: a session with a group, where those present are counted by head, and a mass event, which advises nobody."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Role, Who
from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode, Line, Region, reference
from catalog.reference import countries, posts
from i18n import N_
from service.casework.advice.topics import Channel, Topic

Present = Annotated[int, Meta(ge=2, le=10_000)]
Reached = Annotated[int, Meta(ge=1, le=100_000_000)]


class NotYetHeld(Refusal):
    slug = "not-yet-held"
    sentence = N_("Write it down on the day it was held, or after it.")


class Means(StrEnum):
    """By what a mass event reaches people."""

    LEAFLETS = "leaflets"
    BROADCAST = "broadcast"
    PRESS = "press"
    SOCIAL = "social"
    MEETING = "meeting"
    OTHER = "other"


class GroupSession(SQLModel, table=True):
    """Advice given to several people at once; nobody is named, so those present are heads and never persons."""

    __tablename__ = "advice_groups"
    reference: str = Field(default_factory=lambda: reference("G"), primary_key=True, max_length=24)
    day: date = Field(index=True)
    topic: str = Field(max_length=16)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    channel: str = Field(max_length=12)
    place: str = Field(max_length=200)
    present: int
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    # Where it was held, by its region of Uzbekistan; whoever was there came from anywhere.
    held_in: str = Field(default="not_stated", max_length=12)
    officer: str = Field(max_length=40)


class MassEvent(SQLModel, table=True):
    """Information given to a crowd; the number reached is an estimate and counts nobody as advised."""

    __tablename__ = "mass_events"
    reference: str = Field(default_factory=lambda: reference("N"), primary_key=True, max_length=24)
    day: date = Field(index=True)
    means: str = Field(max_length=12)
    place: str = Field(max_length=200)
    reached: int
    topic: str | None = Field(default=None, max_length=16)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    held_in: str = Field(default="not_stated", max_length=12)
    officer: str = Field(max_length=40)


class NewGroup(msgspec.Struct, forbid_unknown_fields=True):
    topic: Topic
    place: Line
    present: Present
    held_on: date
    channel: Channel = Channel.IN_PERSON
    country: CountryCode | None = None
    post: str | None = None
    held_in: Region = "not_stated"


class NewEvent(msgspec.Struct, forbid_unknown_fields=True):
    means: Means
    place: Line
    reached: Reached
    held_on: date
    topic: Topic | None = None
    country: CountryCode | None = None
    post: str | None = None
    held_in: Region = "not_stated"


def hold(db: Session, told: NewGroup, *, by: Who, on: datetime, day: date) -> GroupSession:
    """Writes down a session with a group.
    Refuses: NotYetHeld, fields.TooLongAgo, countries.NotACountry, posts.NotAPost."""
    _require_held(db, told, day)
    row = GroupSession(
        day=told.held_on, topic=told.topic.value, country=told.country, channel=told.channel.value, place=told.place,
        present=told.present, post=posts.acting(db, told.post, by), held_in=told.held_in, officer=by.account,
    )  # fmt: skip
    db.add(row)
    db.flush()
    journal.write(db, "log", "gathering", row.reference, by=by, on=on)
    return row


def inform(db: Session, told: NewEvent, *, by: Who, on: datetime, day: date) -> MassEvent:
    """Writes down a mass event.
    Refuses: NotYetHeld, fields.TooLongAgo, countries.NotACountry, posts.NotAPost."""
    _require_held(db, told, day)
    row = MassEvent(
        day=told.held_on, means=told.means.value, place=told.place, reached=told.reached,
        topic=told.topic.value if told.topic else None, country=told.country,
        post=posts.acting(db, told.post, by), held_in=told.held_in, officer=by.account,
    )  # fmt: skip
    db.add(row)
    db.flush()
    journal.write(db, "log", "mass_event", row.reference, by=by, on=on)
    return row


def _require_held(db: Session, told: NewGroup | NewEvent, day: date) -> None:
    countries.require(db, told.country)
    if told.held_on > day:
        raise NotYetHeld("held_on")
    fields.require_within(fields.FIRST_DAY, told.held_on, day, "held_on")


def within(table: type[GroupSession] | type[MassEvent], by: Who) -> ColumnElement[bool]:
    """For the database: the gatherings this person may see; an attaché those of their post, an adviser those of their region."""
    if by.role is Role.ATTACHE:
        return col(table.post).in_(sorted(by.posts))
    if by.role is Role.ADVISER:
        return or_(col(table.officer) == by.account, col(table.held_in) == (by.region or ""))
    return true()


def groups(db: Session, *, by: Who, limit: int = 50, offset: int = 0) -> list[GroupSession]:
    """The group sessions within this scope, the newest first."""
    asked = select(GroupSession).where(within(GroupSession, by))
    newest = asked.order_by(col(GroupSession.day).desc(), col(GroupSession.reference))
    return list(db.execute(newest.limit(limit).offset(offset)).scalars())


def events(db: Session, *, by: Who, limit: int = 50, offset: int = 0) -> list[MassEvent]:
    """The mass events within this scope, the newest first."""
    asked = select(MassEvent).where(within(MassEvent, by))
    newest = asked.order_by(col(MassEvent.day).desc(), col(MassEvent.reference))
    return list(db.execute(newest.limit(limit).offset(offset)).scalars())
