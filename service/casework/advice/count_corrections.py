"""Corrections of what is counted beside sessions: contacts, group sessions and mass events."""

import re
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Session

from catalog.core import corrections, fields
from catalog.core.actor import Actor
from catalog.core.corrections import Change, NothingCorrected, Reason, Subject
from catalog.core.errors import NotFound, Refusal
from catalog.reference import countries, posts
from i18n import N_
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import Contact, Minutes
from service.casework.advice.group_sessions import (
    GroupSession,
    MassEvent,
    NewEvent,
    NewGroupSession,
    NotYetHeld,
)
from service.casework.advice.topics import Channel

Row = Contact | GroupSession | MassEvent


class VoidRecord(Refusal):
    slug = "void-record"
    sentence = N_("This record is void. Record a new one instead.")


class ContactFacts(msgspec.Struct):
    """All facts of a contact without a session, as they should be."""

    held_on: date
    channel: Channel
    answered: bool
    minutes: Minutes | None = None
    post: str | None = None


Facts = ContactFacts | NewGroupSession | NewEvent


class Kind(msgspec.Struct, frozen=True):
    """A kind of record: its table, its facts, and its key as the table stores it."""

    table: Any
    facts: Any
    key: Any


KINDS = {
    "contact": Kind(Contact, ContactFacts, int),
    "gathering": Kind(GroupSession, NewGroupSession, str),
    "mass_event": Kind(MassEvent, NewEvent, str),
}


def get(db: Session, noun: str, reference: str, *, by: Actor, lock: bool = False) -> Row:
    """Return a record within the actor's scope.

    `lock` lets two corrections of one record follow each other. A contact with a session is
    corrected with its session. Refuses: NotFound.
    """
    kind = KINDS.get(noun)
    if kind is None or (kind.key is int and not re.fullmatch("[1-9][0-9]{0,8}", reference)):
        raise NotFound
    key = next(iter(kind.table.__table__.primary_key))
    seen = contacts.within(by) if kind.table is Contact else group_sessions.within(kind.table, by)
    asked = select(kind.table).where(key == kind.key(reference), seen)
    asked = asked.with_for_update() if lock else asked
    row: Row | None = db.execute(asked).scalars().first()
    if row is None or (isinstance(row, Contact) and row.session):
        raise NotFound
    return row


def noun_of(row: Row) -> str:
    """Return the noun of a record in the journal."""
    return next(noun for noun, kind in KINDS.items() if isinstance(row, kind.table))


def reference(row: Row) -> str:
    """Return the reference of a record as text; that of a contact is a number."""
    return str(row.id if isinstance(row, Contact) else row.reference)


def _subject(row: Row) -> Subject:
    """Return what is corrected; nobody is named in it, so that the key is the record's own."""
    noun, number = noun_of(row), reference(row)
    return Subject(noun, number, f"{noun[:1]}@{number}"[:24])


def current(row: Row) -> Facts:
    """Return the facts of a record as they are now."""
    kind = KINDS[noun_of(row)]
    values = {name: getattr(row, _column(name)) for name in kind.facts.__struct_fields__}
    facts: Facts = msgspec.convert(values, kind.facts, builtin_types=(date,))
    return facts


def _column(name: str) -> str:
    return "day" if name == "held_on" else name


def version(db: Session, row: Row) -> int:
    """Return the number of the current version of a record."""
    return corrections.newest(db, noun_of(row), reference(row))


def is_void(db: Session, row: Row) -> bool:
    """Return whether a record was declared void."""
    if isinstance(row, Contact):
        return row.voided
    return bool(corrections.void_among(db, [noun_of(row)], [row.reference]))


def correct(
    db: Session, row: Row, facts: Facts, reason: Reason, *, by: Actor, on: datetime, day: date
) -> Row:
    """Correct the facts of a record; figures count it as it is from now on.

    Refuses: VoidRecord, NothingCorrected, MinutesWithoutAnswer, NotYetHeld, fields.TooLongAgo,
    countries.NotACountry, posts.NotAPost.
    """
    _require_counted(db, row)
    before = current(row)
    _require_valid(db, before, facts, by, day)
    changes = corrections.compare(before, facts)
    if not changes:
        raise NothingCorrected
    if isinstance(row, Contact):
        row.at += facts.held_on - row.day
    for name in (one.field for one in changes):
        setattr(row, _column(name), corrections.plain(getattr(facts, name)))
    corrections.record(db, _subject(row), changes, reason, by=by, on=on)
    return row


def void(db: Session, row: Row, reason: Reason, *, by: Actor, on: datetime) -> Row:
    """Declare a record void: it stays readable and counts nowhere. Refuses: VoidRecord."""
    _require_counted(db, row)
    if isinstance(row, Contact):
        row.voided = True
    changes = [Change(corrections.VOIDED, "", fields.tashkent_day(on).isoformat())]
    corrections.record(db, _subject(row), changes, reason, by=by, on=on, act="void")
    return row


def _require_counted(db: Session, row: Row) -> None:
    if is_void(db, row):
        raise VoidRecord


def _require_valid(db: Session, before: Facts, facts: Facts, by: Actor, today: date) -> None:
    """Check what was changed; what stays as it was may be out of date by now."""
    if facts.held_on != before.held_on:
        if facts.held_on > today:
            raise NotYetHeld("held_on")
        fields.require_within(fields.FIRST_DAY, facts.held_on, today, "held_on")
    if facts.post != before.post:
        facts.post = posts.acting_post(db, facts.post, by)
    if isinstance(facts, ContactFacts):
        contacts.require_answered(facts.answered, facts.minutes)
    elif facts.country != getattr(before, "country", None):
        countries.require(db, facts.country)
