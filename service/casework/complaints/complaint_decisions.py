"""Decisions on a complaint: the agency answers in time, and two officers confirm a finding."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta
from sqlmodel import Session

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import NotAllowed, Refusal
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.complaints.complaint_deadlines import ResponseDeadlines, ResponseTimes
from service.casework.complaints.complaints import Complaint, State

WAITING_STATES = frozenset({State.RECEIVED, State.ACKNOWLEDGED})
ANSWERABLE_STATES = WAITING_STATES | {State.ESCALATED}
REVIEW_STATES = frozenset({State.ESCALATED, State.FOUND})


class WrongComplaintState(Refusal):
    slug = "not-that-complaint"
    sentence = N_("You cannot do this while the complaint status is “%(state)s”.")
    coded: ClassVar = {"state": "complaint"}


class StillInTime(Refusal):
    slug = "still-in-time"
    sentence = N_(
        "The agency still has time to answer. You can continue once it has answered or its "
        "deadline has passed."
    )


class OwnFinding(Refusal):
    slug = "found-yourself"
    sentence = N_("You made this finding yourself. A second officer must confirm it.")


class HidesContact(Refusal):
    slug = "hides-contact"
    sentence = N_(
        "This person has not agreed to let you see their name and number. Write your answer "
        "here so that they can read it."
    )


class AnswerInput(msgspec.Struct, forbid_unknown_fields=True):
    answer: Annotated[str, Meta(min_length=1, max_length=4_000)]


def response_deadlines(row: Complaint, promise: ResponseTimes) -> ResponseDeadlines:
    """Return by when the agency had to acknowledge and to answer."""
    passed = promise.calendar.passed
    return ResponseDeadlines(
        passed(row.filed_at, promise.acknowledge), passed(row.filed_at, promise.answer)
    )


def is_late(row: Complaint, promise: ResponseTimes, now: datetime) -> bool:
    """Return whether the agency has missed one of its two deadlines.

    A complaint settled meanwhile needs no answer."""
    due, ended = response_deadlines(row, promise), row.answered_at or row.settled_at or now
    return (row.acknowledged_at or ended) > due.acknowledge or ended > due.answer


def acknowledge(session: Session, row: Complaint, *, by: Actor, on: datetime) -> None:
    """Record that the agency has read the complaint. Refuses: NotAllowed, WrongComplaintState."""
    _require(row, by, Role.AGENCY_USER, {State.RECEIVED})
    row.acknowledged_at = on
    _set_state(session, row, State.ACKNOWLEDGED, "acknowledge", by=by, on=on)


def can_answer(row: Complaint) -> bool:
    """Return whether the agency can answer.

    It can do so once, even if it is late and officers are already reviewing the complaint."""
    return State(row.state) in ANSWERABLE_STATES and row.answer is None


def answer(
    session: Session, row: Complaint, answer_input: AnswerInput, *, by: Actor, on: datetime
) -> None:
    """Record the agency's answer, which the worker reads; a published answer is never overwritten.

    Refuses: NotAllowed, WrongComplaintState, persons.ErasedPerson."""
    _require(row, by, Role.AGENCY_USER, ANSWERABLE_STATES)
    if not can_answer(row):
        raise WrongComplaintState(state=row.state)
    persons.require_not_erased(session, row.citizen)
    row.answer = vault.seal(session, row.citizen, "agency_complaints.answer", answer_input.answer)
    row.answered_at, row.answered_by = on, by.account
    # An escalated complaint stays with the officers, who read the answer too.
    to = State(row.state) if row.state == State.ESCALATED else State.ANSWERED
    _set_state(session, row, to, "reply", by=by, on=on)


def settle(session: Session, row: Complaint, *, by: Actor, on: datetime) -> None:
    """Record that the worker is satisfied. Refuses: NotAllowed, WrongComplaintState."""
    _require(row, by, Role.CITIZEN, {State.ANSWERED, State.ACKNOWLEDGED, State.RECEIVED})
    row.settled_at = on
    _set_state(session, row, State.SETTLED, "settle", by=by, on=on)


def escalate(
    session: Session, row: Complaint, promise: ResponseTimes, *, by: Actor, on: datetime
) -> None:
    """Escalate a complaint to officers, if the worker is not satisfied or the agency is late.

    Refuses: NotAllowed, WrongComplaintState, StillInTime."""
    if by.role not in (Role.CITIZEN, Role.LICENSING_OFFICER):
        raise NotAllowed
    _require(row, by, by.role, WAITING_STATES | {State.ANSWERED})
    answered = row.state == State.ANSWERED and by.role is Role.CITIZEN
    if not answered and not is_late(row, promise, on):
        raise StillInTime
    row.escalated_at = on
    _set_state(session, row, State.ESCALATED, "escalate", by=by, on=on)


def uphold(session: Session, row: Complaint, *, by: Actor, on: datetime) -> None:
    """Uphold a complaint as the first officer, or confirm it as the second; then it counts.

    Refuses: NotAllowed, WrongComplaintState, OwnFinding."""
    _require(row, by, Role.LICENSING_OFFICER, REVIEW_STATES)
    if row.state == State.ESCALATED:
        row.first_officer = by.account
        _set_state(session, row, State.FOUND, "uphold", by=by, on=on)
        return
    require_other_person(by, OwnFinding, row.first_officer)
    row.second_officer, row.decided_at = by.account, on
    _set_state(session, row, State.CONFIRMED, "uphold", by=by, on=on)


def dismiss(session: Session, row: Complaint, *, by: Actor, on: datetime) -> None:
    """Dismiss a complaint as unfounded. Refuses: NotAllowed, WrongComplaintState."""
    _require(row, by, Role.LICENSING_OFFICER, REVIEW_STATES)
    row.second_officer, row.decided_at = by.account, on
    _set_state(session, row, State.UNFOUNDED, "dismiss", by=by, on=on)


def contact(session: Session, row: Complaint, *, by: Actor, on: datetime) -> tuple[str, str]:
    """Return the complainant's name and telephone if they agreed, and record the agency's access.

    Refuses: NotAllowed, HidesContact."""
    if by.role is not Role.AGENCY_USER:
        raise NotAllowed
    if not row.contact_shown:
        raise HidesContact
    person = session.get_one(Citizen, row.citizen)
    journal.write(
        session, "reveal", "complaint", row.reference, by=by, on=on, fields=("name", "phone")
    )
    return person.name, persons.phone(session, person)


def _require(row: Complaint, by: Actor, role: Role, states: frozenset[State] | set[State]) -> None:
    if by.role is not role:
        raise NotAllowed
    if State(row.state) not in states:
        raise WrongComplaintState(state=row.state)


def _set_state(
    session: Session, row: Complaint, to: State, act: str, *, by: Actor, on: datetime
) -> None:
    row.state = to.value
    session.flush()
    journal.write(session, act, "complaint", row.reference, by=by, on=on, fields=("state",))
