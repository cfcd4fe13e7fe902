"""Passport and PINFL of persons: who has them already, and records that lack one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from catalog.core import corrections
from catalog.core.actor import Actor, Role
from catalog.core.corrections import Change, NothingCorrected, Reason, Subject
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import known_persons, persons
from matching.identity.known_persons import LikelyPerson, PersonQuestion, SamePerson
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen


class DocumentsTaken(Refusal):
    slug = "documents-taken"
    sentence = N_(
        "Another person is recorded with this number. Check it. If it is right, ask a "
        "supervisor, who can open the other record, merge both, or record the number for a "
        "second person."
    )


class OtherPassport(Refusal):
    """A record has another passport than the one that was copied for its person."""

    slug = "other-passport"
    sentence = N_(
        "This record has another passport number. Check that it is the same person. If the person "
        "has a new passport, enter its number in their record first."
    )


def find_by_documents(
    session: Session,
    new_citizen: NewCitizen,
    documents: DocumentsInput,
    within: ColumnElement[bool],
    *,
    by: Actor,
    confirmed: Sequence[PersonQuestion] = (),
) -> Citizen | None:
    """Return the person within the actor's scope who surely has this passport or PINFL, or None if nobody has.

    Only a supervisor can say that a second person has it, and is asked. Refuses: DocumentsTaken,
    SamePerson, NotAPassport, NotAPinfl."""
    facts = known_persons.facts_of(new_citizen, documents)
    holders = known_persons.holders(session, facts)
    supervisor = by.role is Role.SUPERVISOR
    if not holders or (confirmed and supervisor):
        return None
    numbers = [number for one in holders for number in (one.counted_as, one.reference)]
    seen = select(Citizen).where(col(Citizen.reference).in_(numbers), within)
    rows = {row.reference: row for row in session.execute(seen).scalars()}
    row = next((rows[number] for number in numbers if number in rows), None)
    if confirmed or row is None:
        raise DocumentsTaken("passport" if documents.passport else "pinfl")
    if supervisor:
        candidate = LikelyPerson(row.reference, row.name, row.birth_year)
        raise SamePerson("citizen", candidates=(candidate,))
    sure = {one.reference for one in known_persons.find_same(session, facts).sure}
    return row if sure & {one.reference for one in holders} else None


class NumbersRemoval(msgspec.Struct, forbid_unknown_fields=True):
    """Which numbers of a record were recorded by mistake, and why they are taken off."""

    reason: Reason
    passport: bool = False
    pinfl: bool = False
    birth_year: bool = False


def require_own_documents(
    session: Session,
    row: Citizen,
    documents: DocumentsInput,
    *,
    by: Actor,
    confirmed: bool = False,
) -> bool:
    """Require that nobody else has this passport or PINFL, unless a supervisor confirmed it.

    Return whether somebody else has it. Refuses: DocumentsTaken, NotAPassport, NotAPinfl."""
    numbers = NewCitizen(""), DocumentsInput(documents.passport, documents.pinfl)
    own = {row.reference, row.same_as, row.linked_to}
    others = [
        one
        for one in known_persons.holders(session, known_persons.facts_of(*numbers))
        if one.reference not in own and one.counted_as not in own
    ]
    if others and not (confirmed and by.role is Role.SUPERVISOR):
        raise DocumentsTaken("passport" if documents.passport else "pinfl")
    return bool(others)


def add_passport(
    session: Session,
    rows: Iterable[Citizen],
    passport: str,
    *,
    by: Actor,
    on: datetime,
    confirmed: bool = False,
) -> None:
    """Store the passport of one person in those of their records that have none.

    Nothing typed changes nothing. If a supervisor confirmed that another person has the number,
    too, nobody is linked by it. Refuses: OtherPassport, DocumentsTaken, NotAPassport."""
    if not passport:
        return
    documents = DocumentsInput(passport)
    mark = known_persons.facts_of(NewCitizen(""), documents).passport
    for row in rows:
        if row.passport_blind not in (None, mark):
            raise OtherPassport("passport")
        if row.passport_blind is None:
            taken = require_own_documents(session, row, documents, by=by, confirmed=confirmed)
            persons.set_documents(session, row, documents, by=by, on=on)
            if not taken:
                known_persons.relink(session, row)


def remove(
    session: Session, row: Citizen, removal: NumbersRemoval, *, by: Actor, on: datetime
) -> None:
    """Take numbers off a record in which they were recorded by mistake, and links made by them.

    The history stores only their last digits. Refuses: NothingCorrected, persons.ErasedPerson."""
    session.refresh(row, with_for_update=True)
    persons.require_not_erased(session, row.reference)
    columns = ("passport", "pinfl", "birth_year")
    chosen = [one for one in columns if getattr(removal, one) and getattr(row, one)]
    if not chosen:
        raise NothingCorrected
    numbers = [one for one in chosen if one != "birth_year"]
    linked = linked_by(session, row, [(one, getattr(row, f"{one}_blind")) for one in numbers])
    changes = []
    for name in chosen:
        known = str(row.birth_year)
        if name in numbers:
            known = persons.mask_number(persons.unseal_value(session, row, name))
            setattr(row, f"{name}_blind", None)
        setattr(row, name, None)
        changes.append(Change(name, known, ""))
    if {"passport", "birth_year"} & set(chosen):
        row.birth_blind = None
    search_again(session, linked)
    subject = Subject("citizen", row.reference, row.reference)
    corrections.record(session, subject, changes, removal.reason, by=by, on=on)


def linked_by(session: Session, row: Citizen, marks: list[tuple[str, str]]) -> list[Citizen]:
    """Return the records whose link exists because of these numbers of a record."""
    same = [col(getattr(Citizen, f"{name}_blind")) == mark for name, mark in marks]
    if not same:
        return []
    others = [col(Citizen.reference) != row.reference, or_(*same)]
    led = select(Citizen).where(*others, col(Citizen.linked_to) == row.reference)
    found = list(session.execute(led).scalars())
    lead = row.linked_to or ""
    own = [col(getattr(Citizen, name)) == lead for name in ("reference", "same_as", "linked_to")]
    holder = select(col(Citizen.reference)).where(*others, or_(*own)).limit(1)
    return [row, *found] if lead and session.execute(holder).first() else found


def search_again(session: Session, rows: list[Citizen]) -> None:
    """Search for the person of each of these records without the link that it had."""
    for row in rows:
        row.linked_to = None
        session.flush()
        known_persons.relink(session, row)
