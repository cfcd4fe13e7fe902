"""Group sessions, counted by persons present, and mass events, which advise nobody."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, or_, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import corrections, fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode, Line, Region, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries, posts
from i18n import N_
from service.casework.advice.topics import Channel, Topic

Attendance = Annotated[int, Meta(ge=2, le=10_000)]
EstimatedReach = Annotated[int, Meta(ge=1, le=100_000_000)]


class NotYetHeld(Refusal):
    slug = "not-yet-held"
    sentence = N_("Record the event on or after the day it is held.")


class Means(LabelledEnum):
    """The means by which a mass event reaches people."""

    LEAFLETS = "leaflets", N_("Leaflets and posters")
    BROADCAST = "broadcast", N_("Television or radio")
    PRESS = "press", N_("Press")
    SOCIAL = "social", N_("Social network")
    MEETING = "meeting", N_("Meeting or fair")
    OTHER = "other", N_("Something else")


class GroupSession(SQLModel, table=True):
    """Advice given to several people at once.

    Nobody is named, so those present are counted by head and never as persons."""

    __tablename__ = "advice_groups"
    reference: str = Field(default_factory=lambda: reference("G"), primary_key=True, max_length=24)
    day: date = Field(index=True)
    topic: str = Field(max_length=16)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    channel: str = Field(max_length=12)
    place: str = Field(max_length=200)
    present: int
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    # The region of Uzbekistan where it was held; participants may come from anywhere.
    held_in: str = Field(default="not_stated", max_length=12)
    officer: str = Field(max_length=40)


class MassEvent(SQLModel, table=True):
    """Information given to the public.

    The number reached is an estimate and counts nobody as advised."""

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


class NewGroupSession(msgspec.Struct, forbid_unknown_fields=True):
    topic: Topic
    place: Line
    present: Attendance
    held_on: date
    channel: Channel = Channel.IN_PERSON
    country: CountryCode | None = None
    post: str | None = None
    held_in: Region = "not_stated"


class NewEvent(msgspec.Struct, forbid_unknown_fields=True):
    means: Means
    place: Line
    reached: EstimatedReach
    held_on: date
    topic: Topic | None = None
    country: CountryCode | None = None
    post: str | None = None
    held_in: Region = "not_stated"


def record_group_session(
    db: Session, new_group_session: NewGroupSession, *, by: Actor, on: datetime, day: date
) -> GroupSession:
    """Record a group session.

    Refuses: NotYetHeld, fields.TooLongAgo, countries.NotACountry, posts.NotAPost."""
    _require_held(db, new_group_session, day)
    row = GroupSession(
        day=new_group_session.held_on,
        topic=new_group_session.topic.value,
        country=new_group_session.country,
        channel=new_group_session.channel.value,
        place=new_group_session.place,
        present=new_group_session.present,
        post=posts.acting_post(db, new_group_session.post, by),
        held_in=new_group_session.held_in,
        officer=by.account,
    )
    db.add(row)
    db.flush()
    journal.write(db, "log", "gathering", row.reference, by=by, on=on)
    return row


def record_mass_event(
    db: Session, new_event: NewEvent, *, by: Actor, on: datetime, day: date
) -> MassEvent:
    """Record a mass event.

    Refuses: NotYetHeld, fields.TooLongAgo, countries.NotACountry, posts.NotAPost."""
    _require_held(db, new_event, day)
    row = MassEvent(
        day=new_event.held_on,
        means=new_event.means.value,
        place=new_event.place,
        reached=new_event.reached,
        topic=new_event.topic.value if new_event.topic else None,
        country=new_event.country,
        post=posts.acting_post(db, new_event.post, by),
        held_in=new_event.held_in,
        officer=by.account,
    )
    db.add(row)
    db.flush()
    journal.write(db, "log", "mass_event", row.reference, by=by, on=on)
    return row


def _require_held(db: Session, new_group_session: NewGroupSession | NewEvent, day: date) -> None:
    countries.require(db, new_group_session.country)
    if new_group_session.held_on > day:
        raise NotYetHeld("held_on")
    fields.require_within(fields.FIRST_DAY, new_group_session.held_on, day, "held_on")


def within(table: type[GroupSession] | type[MassEvent], by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the sessions or events that this actor may see.

    An attaché sees those of their posts, an adviser their own and those of their region."""
    if by.role is Role.ATTACHE:
        return col(table.post).in_(sorted(by.posts))
    if by.role is Role.ADVISER:
        return or_(col(table.officer) == by.account, col(table.held_in) == (by.region or ""))
    return true()


def group_counts() -> ColumnElement[bool]:
    """Return the SQL condition for group sessions that are not void."""
    return ~corrections.declared_void("gathering", col(GroupSession.reference))


def event_counts() -> ColumnElement[bool]:
    """Return the SQL condition for mass events that are not void."""
    return ~corrections.declared_void("mass_event", col(MassEvent.reference))
