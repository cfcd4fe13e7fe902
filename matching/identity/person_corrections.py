"""Corrections of a person's record: name, language, and what was stated at intake.

A telephone number is changed by two officers, and documents are entered again from the passport.
"""

from datetime import datetime

import msgspec
from sqlmodel import Session

from catalog.core import corrections
from catalog.core.actor import Actor
from catalog.core.corrections import NothingCorrected, Reason, Subject
from catalog.core.errors import EditConflict
from catalog.core.fields import LanguageCode, Line, Region
from matching.identity import known_persons, persons
from matching.identity.persons import AgeBand, Citizen, Sex

NOUN = "citizen"


class PersonFacts(msgspec.Struct):
    """The facts of a person's record, as they should be."""

    name: Line
    language: LanguageCode = "uz"
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"


def current(row: Citizen) -> PersonFacts:
    """Return the facts of a record as they are now."""
    return PersonFacts(row.name, row.language, Sex(row.sex), AgeBand(row.age_band), row.region)


def version(session: Session, row: Citizen) -> int:
    """Return the version of a record: 1 as it was entered, then one more with each correction."""
    return corrections.newest(session, NOUN, row.reference)


def correct(
    session: Session,
    row: Citizen,
    facts: PersonFacts,
    reason: Reason,
    seen: int,
    *,
    by: Actor,
    on: datetime,
) -> Citizen:
    """Correct the facts of a record whose version `seen` the officer read.

    What sessions, claims and placements recorded at intake stays in them. Refuses: EditConflict,
    NothingCorrected, persons.ErasedPerson.
    """
    session.refresh(row, with_for_update=True)
    persons.require_not_erased(session, row.reference)
    if seen != version(session, row):
        raise EditConflict
    changes = corrections.compare(current(row), facts)
    if not changes:
        raise NothingCorrected
    persons.rename(session, row, facts.name, facts.language)
    row.sex, row.age_band, row.region = facts.sex.value, facts.age_band.value, facts.region
    known_persons.relink(session, row)
    subject = Subject(NOUN, row.reference, row.reference)
    corrections.record(session, subject, changes, reason, by=by, on=on)
    return row
