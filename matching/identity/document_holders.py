"""Passport and PINFL of persons: who has them already, and records that lack one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import known_persons, persons
from matching.identity.known_persons import LikelyPerson, PersonQuestion, SamePerson
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen


class DocumentsTaken(Refusal):
    slug = "documents-taken"
    sentence = N_(
        "Another person is recorded with this number. Check it. Only a supervisor can record it "
        "for a second person."
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


def require_own_documents(
    session: Session, row: Citizen, documents: DocumentsInput, *, by: Actor
) -> None:
    """Require that nobody else has this passport or PINFL, unless a supervisor says so.

    Refuses: DocumentsTaken, NotAPassport, NotAPinfl."""
    numbers = NewCitizen(""), DocumentsInput(documents.passport, documents.pinfl)
    own = {row.reference, row.same_as, row.linked_to}
    others = [
        one
        for one in known_persons.holders(session, known_persons.facts_of(*numbers))
        if one.reference not in own and one.counted_as not in own
    ]
    if others and by.role is not Role.SUPERVISOR:
        raise DocumentsTaken("passport" if documents.passport else "pinfl")


def add_passport(
    session: Session, rows: Iterable[Citizen], passport: str, *, by: Actor, on: datetime
) -> None:
    """Store the passport of one person in those of their records that have none.

    Nothing typed changes nothing. Refuses: OtherPassport, DocumentsTaken, NotAPassport."""
    if not passport:
        return
    documents = DocumentsInput(passport)
    mark = known_persons.facts_of(NewCitizen(""), documents).passport
    for row in rows:
        if row.passport_blind not in (None, mark):
            raise OtherPassport("passport")
        if row.passport_blind is None:
            require_own_documents(session, row, documents, by=by)
            persons.set_documents(session, row, documents, by=by, on=on)
            known_persons.relink(session, row)
