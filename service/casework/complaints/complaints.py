"""Complaints about agencies, and who may read them.

The text is encrypted with the complainant's key. The agency reads it, and learns who complains,
only as far as they agreed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, false, func, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, require_found
from catalog.core.fields import Versioned, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.staff_notices import NoticeKind
from catalog.licensing.agencies import Agency
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service import accounts

# The most complaints on the start page of an agency.
PAGE = 25


class Topic(LabelledEnum):
    FEE_ASKED = "fee_asked", N_("They asked for money")
    REFUND_REFUSED = "refund_refused", N_("They will not return my money")
    OTHER_JOB = "other_job", N_("The job was different from what was promised")
    NO_CONTRACT = "no_contract", N_("They did not give me a contract")
    DOCUMENTS_KEPT = "documents_kept", N_("They are keeping my documents")
    RUDE = "rude", N_("They were rude or threatened me")
    OTHER = "other", N_("Something else")


class State(LabelledEnum):
    RECEIVED = "received", N_("Waiting for the agency")
    ACKNOWLEDGED = "acknowledged", N_("Read by the agency")
    ANSWERED = "answered", N_("Answered by the agency")
    SETTLED = "settled", N_("The worker is satisfied")
    ESCALATED = "escalated", N_("With the licensing officers")
    FOUND = "found", N_("Upheld by one officer")
    CONFIRMED = "confirmed", N_("Confirmed by two officers")
    UNFOUNDED = "unfounded", N_("Not confirmed by officers")
    # The complainant was erased before the complaint was answered.
    CLOSED = "closed", N_("Closed without an answer")


class Complaint(Versioned, SQLModel, table=True):
    """One complaint about an agency.

    `words_shown`: the agency may read the text; `contact_shown`: it may see name and number."""

    __tablename__ = "agency_complaints"
    reference: str = Field(default_factory=lambda: reference("K"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    topic: str = Field(max_length=16)
    state: str = Field(default=State.RECEIVED.value, index=True, max_length=12)
    version: int = 1
    words: bytes | None = None
    answer: bytes | None = None
    words_shown: bool = False
    contact_shown: bool = False
    filed_at: datetime = Field(index=True)
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = Field(default=None, max_length=40)
    settled_at: datetime | None = None
    escalated_at: datetime | None = None
    first_officer: str | None = Field(default=None, max_length=40)
    second_officer: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = None


PERSONAL = ("citizen", "words", "answer")


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


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the complaints that this actor may see.

    An agency sees those about itself, licensing officers and supervisors see all."""
    if by.role is Role.AGENCY_USER and by.agency:
        return col(Complaint.agency) == by.agency
    return true() if by.role in (Role.LICENSING_OFFICER, Role.SUPERVISOR) else false()


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
