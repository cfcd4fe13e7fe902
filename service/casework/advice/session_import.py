"""Import of many advice sessions at once, such as a hotline's log, by the rules of a single one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import insert, select
from sqlmodel import Session, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import reference
from catalog.reference import posts
from catalog.reference.countries import Country, NotACountry
from matching.identity import known_persons, persons, telephones
from matching.identity.persons import Citizen
from service.casework.advice import advice_sessions, advice_texts, contacts
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.contacts import Call, Contact
from service.casework.scope import advice_tables
from service.casework.scope.advice_tables import Matter


class ImportedSession(msgspec.Struct):
    """One conversation of a log: its input, call and day, and the person if already known."""

    new_session: NewSession
    call: Call
    day: date
    person: Citizen | None = None


class _SessionRows(msgspec.Struct):
    """The rows to insert for one conversation."""

    matter: dict[str, Any]
    session: dict[str, Any]
    contact: dict[str, Any]
    note: str | None


def log_many(
    db: Session, held: Sequence[ImportedSession], *, by: Actor, on: datetime
) -> list[str | Refusal]:
    """Record many conversations as advice_sessions.log does; return a reference or refusal each.

    A refusal does not stop the others. A conversation that continues an earlier matter is recorded
    singly."""
    rules = _Rules(db, by, on)
    found: list[str | Refusal] = [rules.refusal(one) or "" for one in held]
    fresh = [
        place for place, one in enumerate(held) if not found[place] and not one.new_session.matter
    ]
    names = _record_people(db, [held[place] for place in fresh], by=by, on=on)
    kept = [
        _build_rows(held[place], person, rules, on)
        for place, person in zip(fresh, names, strict=True)
    ]
    _write(db, kept)
    for place, row in zip(fresh, kept, strict=True):
        found[place] = str(row.session["reference"])
    if kept:
        journal.write_many(
            db, "log", "advice", [str(row.session["reference"]) for row in kept], by=by, on=on
        )
    return [
        done if done else _log_one(db, one, by=by, on=on)
        for one, done in zip(held, found, strict=True)
    ]


class _Rules:
    """The data that single commands look up each time, read once."""

    def __init__(self, db: Session, by: Actor, on: datetime) -> None:
        self.db, self.by, self.on = db, by, on
        self.countries = frozenset(db.execute(select(col(Country.code))).scalars())
        self.posts: dict[str | None, str | None] = {}

    def post(self, text: str | None) -> str | None:
        """Return the acting post for this code. Refuses: posts.NotAPost."""
        if text not in self.posts:
            self.posts[text] = posts.acting_post(self.db, text, self.by)
        return self.posts[text]

    def refusal(self, one: ImportedSession) -> Refusal | None:
        try:
            self._require(one.new_session, one)
        except Refusal as refusal:
            return refusal
        return None

    def _require(self, new_session: NewSession, one: ImportedSession) -> None:
        if new_session.citizen and one.person is None:
            raise NotFound("citizen")
        if new_session.country is not None and new_session.country not in self.countries:
            raise NotACountry("country")
        fields.require_ahead(new_session.follow_up_on, one.day, "follow_up_on")
        persons.known_age(new_session.age_band.value, new_session.birth_year, self.on)
        if new_session.name and new_session.phone and not one.person:
            telephones.international_number(new_session.phone)
        self.post(new_session.post)


def _record_people(
    db: Session, held: Sequence[ImportedSession], *, by: Actor, on: datetime
) -> list[str | None]:
    """Return the person of each conversation, recording those who gave their name.

    Anonymous callers have None."""
    fresh = [one for one in held if one.new_session.name and not one.person]
    entered = iter(
        known_persons.record_many(
            db, [advice_sessions.new_citizen(one.new_session) for one in fresh], by=by, on=on
        )
    )
    return [
        one.person.reference if one.person else next(entered) if one.new_session.name else None
        for one in held
    ]


def _build_rows(
    one: ImportedSession, person: str | None, rules: _Rules, on: datetime
) -> _SessionRows:
    values, call = advice_sessions.fill_from_person(one.new_session, one.person), one.call
    matter = {
        "reference": reference("M", 10),
        "citizen": person,
        "topic": values.topic.value,
        "country": values.country,
        "opened_at": on,
    }
    session = advice_sessions.columns(values, on) | {
        "reference": reference("A", 10),
        "matter": matter["reference"],
        "citizen": person,
        "at": call.at,
        "recorded_at": on,
        "day": one.day,
        "post": rules.post(values.post),
        "officer": call.officer,
        "note": None,
    }
    same = {
        name: session[name] for name in ("at", "recorded_at", "officer", "day", "channel", "post")
    }
    contact = contacts.columns(call, **same, answered=True, session=session["reference"])
    return _SessionRows(matter, session, contact, values.note)


def _write(db: Session, kept: Sequence[_SessionRows]) -> None:
    if not kept:
        return
    for row in kept:
        if row.note:
            owner = row.session["citizen"] or row.session["matter"]
            row.session["note"] = vault.seal(db, owner, "advice.note", row.note)
            db.flush()
    tables = {
        Matter: [row.matter for row in kept],
        advice_tables.Session: [row.session for row in kept],
    }
    for table, rows in (tables | {Contact: [row.contact for row in kept]}).items():
        # Otherwise each run of rows with the same empty columns would get its own statement.
        db.execute(insert(table).execution_options(render_nulls=True), rows)
    items = ("reference", "topic", "country", "day")
    advice_texts.save_versions_many(
        db, [tuple(row.session[name] for name in items) for row in kept]
    )


def _log_one(db: Session, one: ImportedSession, *, by: Actor, on: datetime) -> str | Refusal:
    try:
        row = advice_sessions.log(
            db, one.new_session, by=by, on=on, day=one.day, person=one.person, call=one.call
        )
    except Refusal as refusal:
        return refusal
    return row.reference
