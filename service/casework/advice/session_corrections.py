"""Corrections of advice sessions, and sessions declared void."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlmodel import Session as Db

from catalog.core import corrections, fields, vault
from catalog.core.actor import Actor
from catalog.core.corrections import Change, NothingCorrected, Reason, Subject
from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode, InTheFuture, Major, Region
from catalog.reference import countries, posts
from i18n import N_
from matching.identity import persons
from matching.identity.persons import AgeBand, Sex
from service.casework.advice import advice_sessions, advice_texts, contacts
from service.casework.advice.contacts import Minutes
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.scope.advice_tables import Matter, Session

NOUN = "advice"


class VoidSession(Refusal):
    slug = "void-session"
    sentence = N_("This session is void. Record a new session instead.")


class SessionFacts(msgspec.Struct):
    """All facts of a session and its note, as they should be.

    `minutes` is the length of its contact, `post` the post at which it was held."""

    day: date
    channel: Channel
    topic: Topic
    level: Level
    outcome: Outcome
    country: CountryCode | None = None
    post: str | None = None
    minutes: Minutes | None = None
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"
    occupation_major: Major | None = None
    follow_up_on: date | None = None
    note: Annotated[str, Meta(max_length=8_000)] = ""


# Facts that are columns of the session itself.
_COLUMNS = tuple(name for name in SessionFacts.__struct_fields__ if name not in ("minutes", "note"))
_ENUMS = {
    "channel": Channel,
    "topic": Topic,
    "level": Level,
    "outcome": Outcome,
    "sex": Sex,
    "age_band": AgeBand,
}
# Facts that the contact of a session repeats.
_OF_CONTACT = ("day", "channel", "post", "minutes")
_TEXTS_DEPEND_ON = {"topic", "country", "day"}


def current(db: Db, row: Session) -> SessionFacts:
    """Return the facts of a session as they are now."""
    contact = contacts.of_session(db, row.reference)
    values = {name: getattr(row, name) for name in _COLUMNS}
    values |= {name: kind(values[name]) for name, kind in _ENUMS.items()}
    return SessionFacts(
        **values,
        minutes=contact.minutes if contact else None,
        note=advice_sessions.note(db, row),
    )


def correct(
    db: Db,
    row: Session,
    facts: SessionFacts,
    reason: Reason,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Session:
    """Correct the facts or the note of a session; figures count it as it is from now on.

    Refuses: VoidSession, NothingCorrected, persons.ErasedPerson, countries.NotACountry,
    posts.NotAPost, fields.InTheFuture, fields.TooLongAgo, fields.AlreadyOver, fields.TooFarAhead.
    """
    _require_correctable(db, row)
    before = current(db, row)
    _require_valid(db, before, facts, by, day)
    changes = corrections.compare(before, facts)
    if not changes:
        raise NothingCorrected
    _change(db, row, facts, {one.field for one in changes})
    corrections.record(db, _subject(row), changes, reason, by=by, on=on)
    return row


def void(db: Db, row: Session, reason: Reason, *, by: Actor, on: datetime) -> Session:
    """Declare a session void: it stays readable, and neither it nor its contact counts anywhere.

    Refuses: VoidSession, persons.ErasedPerson.
    """
    _require_correctable(db, row)
    changes = [Change("voided_at", "", fields.tashkent_day(on).isoformat())]
    if row.follow_up_on:
        changes.append(Change("follow_up_on", row.follow_up_on.isoformat(), ""))
    row.voided_at, row.follow_up_on = on, None
    if contact := contacts.of_session(db, row.reference):
        contact.voided = True
    corrections.record(db, _subject(row), changes, reason, by=by, on=on, act="void")
    return row


def _require_correctable(db: Db, row: Session) -> None:
    if row.voided_at:
        raise VoidSession
    if row.citizen:
        persons.require_not_erased(db, row.citizen)


def _subject(row: Session) -> Subject:
    return Subject(NOUN, row.reference, row.citizen or row.matter)


def _require_valid(
    db: Db, before: SessionFacts, facts: SessionFacts, by: Actor, today: date
) -> None:
    """Check what was changed; what stays as it was may be out of date by now."""
    if facts.country != before.country:
        countries.require(db, facts.country)
    if facts.post != before.post:
        facts.post = posts.acting_post(db, facts.post, by)
    if facts.day != before.day:
        if facts.day > today:
            raise InTheFuture("day")
        fields.require_within(fields.FIRST_DAY, facts.day, today, "day")
    if facts.follow_up_on != before.follow_up_on:
        fields.require_ahead(facts.follow_up_on, today, "follow_up_on")


def _change(db: Db, row: Session, facts: SessionFacts, changed: set[str]) -> None:
    contact = contacts.of_session(db, row.reference)
    values = {name: corrections.plain(getattr(facts, name)) for name in facts.__struct_fields__}
    values["note"] = vault.seal(db, row.citizen or row.matter, "advice.note", facts.note)
    row.at += facts.day - row.day
    for name in changed.intersection((*_COLUMNS, "note")):
        setattr(row, name, values[name])
    if contact is not None:
        contact.at = row.at
        for name in changed.intersection(_OF_CONTACT):
            setattr(contact, name, values[name])
    if changed & _TEXTS_DEPEND_ON:
        advice_texts.replace_versions(db, row.reference, row.topic, row.country, row.day)
        _change_matter(db, row)


def _change_matter(db: Db, row: Session) -> None:
    """Let the legal problem follow the session with which it was opened."""
    matter = db.get(Matter, row.matter)
    if matter is not None and matter.opened_at == row.recorded_at:
        matter.topic, matter.country = row.topic, row.country
