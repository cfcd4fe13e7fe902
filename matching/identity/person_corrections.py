"""Corrections of a person's record: name, telephone, language, and what was stated at intake.

A number with which somebody signs in is changed by its owner or by two officers, and documents are
entered again from the passport.
"""

from datetime import datetime

import msgspec
from sqlmodel import Session

from catalog.core import corrections
from catalog.core.actor import Actor
from catalog.core.corrections import Change, NothingCorrected, Reason, Subject
from catalog.core.errors import EditConflict
from catalog.core.fields import LanguageCode, Line, Region
from matching.identity import document_holders, known_persons, persons, telephones
from matching.identity.persons import AgeBand, Citizen, Sex

NOUN = "citizen"


class PersonFacts(msgspec.Struct):
    """The facts of a person's record, as they should be; an empty telephone stays as it is."""

    name: Line
    language: LanguageCode = "uz"
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"
    phone: str = ""


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

    What sessions, claims and placements recorded at intake stays in them. The caller has checked
    that nobody signs in with the telephone. Refuses: EditConflict, NothingCorrected,
    persons.ErasedPerson, telephones.NotAPhone.
    """
    session.refresh(row, with_for_update=True)
    persons.require_not_erased(session, row.reference)
    if seen != version(session, row):
        raise EditConflict
    facts.phone, known = _new_phone(session, row, facts.phone)
    changes = corrections.compare(current(row), facts)
    if not changes:
        raise NothingCorrected
    persons.rename(session, row, facts.name, facts.language)
    row.sex, row.age_band, row.region = facts.sex.value, facts.age_band.value, facts.region
    if facts.phone:
        # The history stores only the last digits, as the page shows no more.
        new = persons.mask_number(facts.phone)
        changes = [*changes[:-1], Change("phone", persons.mask_number(known), new)]
        linked = document_holders.linked_by(session, row, [("phone", row.phone_blind or "")])
        persons.set_phone(session, row, facts.phone)
        document_holders.search_again(session, linked)
    known_persons.relink(session, row)
    subject = Subject(NOUN, row.reference, row.reference)
    corrections.record(session, subject, changes, reason, by=by, on=on)
    return row


def _new_phone(session: Session, row: Citizen, typed: str) -> tuple[str, str]:
    """Return the typed number if it is another than the known one, and the known one."""
    known = persons.phone(session, row)
    number = telephones.international_number(typed) if typed.strip() else ""
    return ("" if number == known else number), known
