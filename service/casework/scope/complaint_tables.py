"""The table of complaints about agencies, which lower packages read, and who may read each."""

from datetime import datetime

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Field, SQLModel, col

from catalog.core.actor import Actor, Role
from catalog.core.fields import Versioned, reference
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


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


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the complaints that this actor may see.

    An agency sees those about itself, licensing officers and supervisors see all."""
    if by.role is Role.AGENCY_USER and by.agency:
        return col(Complaint.agency) == by.agency
    return true() if by.role in (Role.LICENSING_OFFICER, Role.SUPERVISOR) else false()
