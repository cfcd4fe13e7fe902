"""What becomes of a complaint: the agency reads and answers within its clock, and two officers say what is true."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta
from sqlmodel import Session

from catalog.core import journal, vault
from catalog.core.actor import Role, Who
from catalog.core.errors import NotAllowed, Refusal
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.complaints.complaint_deadlines import Promise, Promised
from service.casework.complaints.complaints import Complaint, State

WAITS = frozenset({State.RECEIVED, State.ACKNOWLEDGED})
ANSWERED_IN = WAITS | {State.ESCALATED}
JUDGED = frozenset({State.ESCALATED, State.FOUND})


class NotThatComplaint(Refusal):
    slug = "not-that-complaint"
    sentence = N_("A complaint that is “%(state)s” cannot take this step.")
    coded: ClassVar = {"state": "complaint"}


class StillInTime(Refusal):
    slug = "still-in-time"
    sentence = N_("The agency still has time to answer. You can go on when it has answered, or when its time is over.")


class FoundYourself(Refusal):
    slug = "found-yourself"
    sentence = N_("You found this yourself. A second officer confirms it.")


class HidesContact(Refusal):
    slug = "hides-contact"
    sentence = N_("This person has not agreed that you see their name and number. Answer here; they read it.")


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    answer: Annotated[str, Meta(min_length=1, max_length=4_000)]


def dues(row: Complaint, promise: Promise) -> Promised:
    """By when the agency had to acknowledge and to answer."""
    passed = promise.calendar.passed
    return Promised(passed(row.filed_at, promise.acknowledge), passed(row.filed_at, promise.answer))


def late(row: Complaint, promise: Promise, now: datetime) -> bool:
    """Whether the agency has let one of its two times pass; what was settled meanwhile needs no answer."""
    due, ended = dues(row, promise), row.answered_at or row.settled_at or now
    return (row.acknowledged_at or ended) > due.acknowledge or ended > due.answer


def acknowledge(session: Session, row: Complaint, *, by: Who, on: datetime) -> None:
    """The agency has read it and will answer. Refuses: NotAllowed, NotThatComplaint."""
    _require(row, by, Role.AGENCY_USER, {State.RECEIVED})
    row.acknowledged_at = on
    _moved(session, row, State.ACKNOWLEDGED, "acknowledge", by=by, on=on)


def answerable(row: Complaint) -> bool:
    """Whether the agency can answer: once, also when it let its time pass and officers look at it already."""
    return State(row.state) in ANSWERED_IN and row.answer is None


def answer(session: Session, row: Complaint, told: Answer, *, by: Who, on: datetime) -> None:
    """The agency answers; the worker reads it. What somebody read is never written over.
    Refuses: NotAllowed, NotThatComplaint, citizens.ErasedPerson."""
    _require(row, by, Role.AGENCY_USER, ANSWERED_IN)
    if not answerable(row):
        raise NotThatComplaint(state=row.state)
    persons.require_kept(session, row.citizen)
    row.answer = vault.seal(session, row.citizen, "agency_complaints.answer", told.answer)
    row.answered_at, row.answered_by = on, by.account
    # What was handed to the officers stays with them; they read the answer too.
    to = State(row.state) if row.state == State.ESCALATED else State.ANSWERED
    _moved(session, row, to, "reply", by=by, on=on)


def settle(session: Session, row: Complaint, *, by: Who, on: datetime) -> None:
    """The worker is satisfied. Refuses: NotAllowed, NotThatComplaint."""
    _require(row, by, Role.CITIZEN, {State.ANSWERED, State.ACKNOWLEDGED, State.RECEIVED})
    row.settled_at = on
    _moved(session, row, State.SETTLED, "settle", by=by, on=on)


def escalate(session: Session, row: Complaint, promise: Promise, *, by: Who, on: datetime) -> None:
    """The worker is not satisfied, or the agency let its time pass: now officers look at it.
    Refuses: NotAllowed, NotThatComplaint, StillInTime."""
    if by.role not in (Role.CITIZEN, Role.LICENSING_OFFICER):
        raise NotAllowed
    _require(row, by, by.role, WAITS | {State.ANSWERED})
    answered = row.state == State.ANSWERED and by.role is Role.CITIZEN
    if not answered and not late(row, promise, on):
        raise StillInTime
    row.escalated_at = on
    _moved(session, row, State.ESCALATED, "escalate", by=by, on=on)


def uphold(session: Session, row: Complaint, *, by: Who, on: datetime) -> None:
    """An officer finds it true, and a second one confirms; from then on it counts.
    Refuses: NotAllowed, NotThatComplaint, FoundYourself."""
    _require(row, by, Role.LICENSING_OFFICER, JUDGED)
    if row.state == State.ESCALATED:
        row.first_officer = by.account
        _moved(session, row, State.FOUND, "uphold", by=by, on=on)
        return
    if row.first_officer == by.account:
        raise FoundYourself
    row.second_officer, row.decided_at = by.account, on
    _moved(session, row, State.CONFIRMED, "uphold", by=by, on=on)


def dismiss(session: Session, row: Complaint, *, by: Who, on: datetime) -> None:
    """An officer finds nothing in it. Refuses: NotAllowed, NotThatComplaint."""
    _require(row, by, Role.LICENSING_OFFICER, JUDGED)
    row.second_officer, row.decided_at = by.account, on
    _moved(session, row, State.UNFOUNDED, "dismiss", by=by, on=on)


def contact(session: Session, row: Complaint, *, by: Who, on: datetime) -> tuple[str, str]:
    """Name and telephone of whoever complains, if they agreed; it is written down that the agency looked.
    Refuses: NotAllowed, HidesContact."""
    if by.role is not Role.AGENCY_USER:
        raise NotAllowed
    if not row.contact_shown:
        raise HidesContact
    person = session.get_one(Citizen, row.citizen)
    journal.write(session, "reveal", "complaint", row.reference, by=by, on=on, fields=("name", "phone"))
    return person.name, persons.phone(session, person)


def _require(row: Complaint, by: Who, role: Role, states: frozenset[State] | set[State]) -> None:
    if by.role is not role:
        raise NotAllowed
    if State(row.state) not in states:
        raise NotThatComplaint(state=row.state)


def _moved(session: Session, row: Complaint, to: State, act: str, *, by: Who, on: datetime) -> None:
    row.state = to.value
    session.flush()
    journal.write(session, act, "complaint", row.reference, by=by, on=on, fields=("state",))
