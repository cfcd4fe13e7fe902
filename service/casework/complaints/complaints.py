"""Complaints about agencies, and who may read them.

The text is encrypted with the complainant's key. The agency reads it, and learns who complains,
only as far as they agreed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, false, func, select
from sqlmodel import Session, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, require_found
from catalog.core.staff_notices import NoticeKind
from catalog.licensing.agencies import Agency
from matching.identity import persons
from matching.identity.persons import Citizen
from service import accounts
from service.casework.scope.complaint_tables import Complaint as Complaint
from service.casework.scope.complaint_tables import State as State
from service.casework.scope.complaint_tables import Topic as Topic
from service.casework.scope.complaint_tables import within as within

# The most complaints on the start page of an agency.
PAGE = 25


class NewComplaint(msgspec.Struct, forbid_unknown_fields=True):
    agency: Annotated[str, Meta(min_length=1, max_length=60)]
    topic: Topic
    words: Annotated[str, Meta(min_length=1, max_length=4_000)]
    words_shown: bool = False
    contact_shown: bool = False


def file_complaint(
    session: Session, new_complaint: NewComplaint, person: Citizen, *, by: Actor, on: datetime
) -> Complaint:
    """File a worker's complaint about an agency.

    Refuses: NotFound beside the agency, persons.ErasedPerson."""
    persons.require_not_erased(session, person.reference)
    if session.get(Agency, new_complaint.agency) is None:
        raise NotFound("agency")
    row = Complaint(
        citizen=person.reference,
        agency=new_complaint.agency,
        topic=new_complaint.topic.value,
        filed_at=on,
        words_shown=new_complaint.words_shown,
        contact_shown=new_complaint.contact_shown,
        words=vault.seal(session, person.reference, "agency_complaints.words", new_complaint.words),
    )
    session.add(row)
    session.flush()
    journal.write(session, "complain", "complaint", row.reference, by=by, on=on)
    about = (NoticeKind.COMPLAINT, "complaint", row.reference)
    accounts.notify_agency(session, row.agency, *about, by=by, on=on)
    return row


def get(session: Session, number: str, *, by: Actor) -> Complaint:
    """Return a complaint within the actor's scope. Refuses: NotFound."""
    return _get(session, number, within(by))


def get_own(session: Session, number: str, person: Citizen | None) -> Complaint:
    """Return one of a citizen's own complaints. Refuses: NotFound."""
    return _get(session, number, filed_by(person) if person else false())


def _get(session: Session, number: str, mine: ColumnElement[bool]) -> Complaint:
    row: Complaint = require_found(
        session.execute(select(Complaint).where(col(Complaint.reference) == number, mine)).scalar()
    )
    return row


def filed_by(person: Citizen) -> ColumnElement[bool]:
    return col(Complaint.citizen).in_(persons.same_person(person))


def list_own(session: Session, person: Citizen) -> list[Complaint]:
    """Return a citizen's own complaints, newest first."""
    asked = (
        select(Complaint)
        .where(filed_by(person))
        .order_by(col(Complaint.filed_at).desc(), col(Complaint.reference))
    )
    return list(session.execute(asked).scalars())


def list_oldest(session: Session, states: Sequence[State], *, by: Actor) -> list[Complaint]:
    """Return the first ones in these states, because deadlines run from the day of filing."""
    asked = select(Complaint).where(
        within(by), col(Complaint.state).in_([one.value for one in states])
    )
    rows = asked.order_by(col(Complaint.filed_at), col(Complaint.reference)).limit(PAGE)
    return list(session.execute(rows).scalars())


def count(session: Session, states: Sequence[State], *, by: Actor) -> int:
    asked = select(func.count()).select_from(Complaint)
    mine = asked.where(within(by), col(Complaint.state).in_([one.value for one in states]))
    return session.execute(mine).scalar() or 0


def visible_text(session: Session, row: Complaint, *, by: Actor) -> str:
    """Return the worker's text; for the agency only if the worker agreed."""
    if by.role is Role.AGENCY_USER and not row.words_shown:
        return ""
    return full_text(session, row)


def full_text(session: Session, row: Complaint) -> str:
    """Return the worker's whole text, for readers who may see all of it."""
    return vault.unseal(session, row.citizen, "agency_complaints.words", row.words)


def answer_of(session: Session, row: Complaint) -> str:
    return vault.unseal(session, row.citizen, "agency_complaints.answer", row.answer)
