"""Transitions: commands that move an application to another state by the table of steps."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import InvalidInput, NotAllowed, Refusal
from catalog.licensing.agencies import Agency, Kind
from catalog.vacancies import seats, vacancies
from i18n import N_
from matching.applications import applications, notices
from matching.applications.applications import (
    EXITS,
    PLACE_HELD,
    UNDER_REVIEW,
    Application,
    RejectionReason,
    State,
)
from matching.applications.notices import DueNotice
from matching.applications.state_machine import GUARDED, STEPS, Side, Step
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import CancellationReason as Undone
from matching.placements.placements import Placement
from matching.scoring.eligibility import Gate

# How many days an offer is held unless stated otherwise, and at most.
HOLD, LONGEST_HOLD = 7, 30
# How long after a vacancy closed an application for it may still wait.
WAITS = timedelta(days=60)
# Why a placement is cancelled when its application ends.
_UNDONE = {
    State.WITHDRAWN: Undone.WITHDREW,
    State.EMPLOYER_CANCELLED: Undone.EMPLOYER_CANCELLED,
    State.NO_SHOW: Undone.NO_SHOW,
    State.VISA_REFUSED: Undone.VISA_REFUSED,
    State.MEDICAL_UNFIT: Undone.UNFIT,
}


class StepNotPossible(Refusal):
    slug = "not-that-step"
    sentence = N_("You cannot do this while the application status is “%(state)s”.")
    coded: ClassVar = {"state": "application"}


class HoldsAnother(Refusal):
    slug = "holds-another"
    sentence = N_("This person has another offer. They must decline it first.")


class OpenGates(Refusal):
    slug = "open-gates"
    sentence = N_("Before offering a place, check this against the documents: %(gate)s.")
    coded: ClassVar = {"gate": "gate"}


class GivenByRound(Refusal):
    slug = "given-by-round"
    sentence = N_("Places for this vacancy are allocated in a quota round.")


class OfferOver(Refusal):
    slug = "offer-over"
    sentence = N_("The deadline for accepting this offer has passed.")


def allowed_steps(session: Session, row: Application, by: Actor) -> list[str]:
    """The steps that this person may take in the current state."""
    return [
        act
        for act, step in STEPS.items()
        if State(row.state) in step.sources and _may_take(session, row, step, by)
    ]


def side_of(by: Actor) -> Side | None:
    if by.role is Role.CITIZEN:
        return Side.WORKER
    if by.role in (Role.AGENCY_USER, Role.LICENSING_OFFICER):
        return Side.RECRUITER
    return Side.SYSTEM if by.role is Role.SYSTEM else None


def require_recruiter(session: Session, row: Application, by: Actor) -> None:
    """Check that this person acts for the offering agency: its user, or an officer for the State
    Agency.

    Refuses: NotAllowed.
    """
    if not _recruits(session, row, by):
        raise NotAllowed


def _recruits(session: Session, row: Application, by: Actor) -> bool:
    # Changes of the step are written together with it.
    with session.no_autoflush:
        agency = session.get_one(Agency, session.get_one(vacancies.Vacancy, row.vacancy).agency)
    return _acts_for(by, agency.external_id, agency.kind)


def recruited_by(session: Session, references: Iterable[str], by: Actor) -> set[str]:
    """Those of the vacancies for whose agency this person acts, as in require_recruiter."""
    job = vacancies.Vacancy
    asked = select(col(job.reference), col(Agency.external_id), col(Agency.kind)).join(
        Agency, col(Agency.external_id) == col(job.agency)
    )
    rows = session.execute(asked.where(col(job.reference).in_(references)))
    return {reference for reference, agency, kind in rows if _acts_for(by, agency, kind)}


def _acts_for(by: Actor, agency: str, kind: str) -> bool:
    own = by.role is Role.AGENCY_USER and by.agency == agency
    return own or (by.role is Role.LICENSING_OFFICER and kind == Kind.STATE.value)


def move(
    session: Session, row: Application, act: str, *, by: Actor, on: datetime, day: date
) -> Application:
    """Take a step that needs nothing else; a submitted application is scored again.

    Refuses: NotAllowed, StepNotPossible, NotFound, OfferOver, applications.GateShut,
    applications.NoTradeYet.
    """
    if act in GUARDED:
        raise NotAllowed
    if act == "take_offer" and row.held_until and row.held_until < day:
        raise OfferOver
    if act == "hand_in":
        # The agency may have lost its right to recruit since the draft was begun.
        if row.state == State.DRAFT:
            vacancies.get_shown(session, row.vacancy, day)
        sheet = applications.require_suits(session, row.citizen, row.vacancy, day)
        if row.state == State.DRAFT:
            row.points, row.knowable = sheet.points, sheet.knowable
    take_step(session, row, act, by=by, on=on)
    if act == "ask_papers":
        notices.notify_waiting(session, row.citizen, row.reference, by=by, on=on, day=day)
    return row


def take_step(
    session: Session,
    row: Application,
    act: str,
    *,
    by: Actor,
    on: datetime,
    names: tuple[str, ...] = (),
) -> Application:
    """Take a step, for the commands that provide what it needs. Refuses: NotAllowed,
    StepNotPossible."""
    step = STEPS.get(act)
    if (
        step is not None
        and State(row.state) in step.sources
        and not _may_take(session, row, step, by)
    ):
        raise NotAllowed
    return take_resulting_step(session, row, act, by=by, on=on, names=names)


def _may_take(session: Session, row: Application, step: Step, by: Actor) -> bool:
    if by.role is Role.SYSTEM:
        return True
    return side_of(by) is step.side and (
        step.side is not Side.RECRUITER or _recruits(session, row, by)
    )


def take_resulting_step(
    session: Session,
    row: Application,
    act: str,
    *,
    by: Actor,
    on: datetime,
    names: tuple[str, ...] = (),
) -> Application:
    """Take a step that results from another command, whoever gave it.

    A person who leaves gives their seat back, and a signed placement is cancelled. Refuses:
    StepNotPossible.
    """
    step = STEPS.get(act)
    if step is None or State(row.state) not in step.sources:
        raise StepNotPossible(state=row.state)
    held = State(row.state) in PLACE_HELD
    row.state, row.moved_at = step.to.value, on
    row.handed_in_at = on if step.to is State.SUBMITTED else row.handed_in_at
    session.flush()
    if held and step.to in EXITS:
        seats.free(session, row.vacancy, by=by, on=on)
    if step.to in _UNDONE and row.placement:
        arrivals.record_cancellation(
            session, session.get_one(Placement, row.placement), _UNDONE[step.to], by=by, on=on
        )
    journal.write(
        session, act, "application", row.reference, by=by, on=on, fields=("state", *names)
    )
    return row


def withdraw_all(session: Session, person: Citizen, *, by: Actor, on: datetime) -> None:
    """Withdraw every open application of a person, so that their places go to others."""
    for row in applications.list_for_person(session, person):
        if State(row.state) in STEPS["withdraw"].sources:
            take_resulting_step(session, row, "withdraw", by=by, on=on)


def record_checked_gates(
    session: Session, row: Application, seen: list[Gate], *, by: Actor, on: datetime
) -> None:
    """Record the gates whose documents were seen. Refuses: NotAllowed, StepNotPossible."""
    require_recruiter(session, row, by)
    if State(row.state) not in UNDER_REVIEW:
        raise StepNotPossible(state=row.state)
    row.checked = " ".join(sorted({*row.checked.split(), *(gate.value for gate in seen)}))
    session.flush()
    journal.write(
        session, "see_papers", "application", row.reference, by=by, on=on, fields=("checked",)
    )


def invite(
    session: Session, row: Application, at: datetime, *, by: Actor, on: datetime, day: date
) -> Application:
    """Invite an applicant to an interview.

    Refuses: NotAllowed, StepNotPossible, fields.AlreadyOver, fields.TooFarAhead.
    """
    fields.require_ahead(fields.tashkent_day(at), day, "interview_at")
    row.interview_at = at
    take_step(session, row, "invite", by=by, on=on, names=("interview_at",))
    notices.notify_waiting(session, row.citizen, row.reference, by=by, on=on, day=day)
    return row


def offer(
    session: Session,
    row: Application,
    *,
    until: date | None = None,
    by: Actor,
    on: datetime,
    day: date,
) -> Application:
    """Offer a seat and hold it until a day.

    All gates are checked again: each must be passed or seen on paper. Refuses: NotAllowed,
    StepNotPossible, NotFound, GivenByRound, OpenGates, HoldsAnother, seats.Full,
    applications.GateShut, applications.NoTradeYet, fields.AlreadyOver, fields.TooFarAhead.
    """
    last = until or day + timedelta(days=HOLD)
    fields.require_within(day, last, day + timedelta(days=LONGEST_HOLD), "held_until")
    if vacancies.get_shown(session, row.vacancy, day).quota and by.role is not Role.SYSTEM:
        raise GivenByRound
    sheet = applications.require_suits(session, row.citizen, row.vacancy, day)
    if by.role is not Role.SYSTEM and (left := applications.unsettled_gates(row, sheet)):
        raise InvalidInput([OpenGates("checked", gate=gate.value) for gate in left])
    _require_free(session, row)
    row.held_until = last
    take_step(session, row, "offer", by=by, on=on, names=("held_until",))
    seats.take(session, row.vacancy, by=by, on=on)
    due_notice = DueNotice(row.citizen, row.reference, last, (last - day).days, notices.OFFER)
    notices.notify(session, [due_notice], by=by, on=on)
    return row


def _require_free(session: Session, row: Application) -> None:
    """Check that the person holds no other seat, under any of their records.

    Concurrent offers wait for each other at the person's row.
    """
    person = session.get_one(Citizen, row.citizen)
    lead = (
        select(Citizen)
        .where(col(Citizen.reference) == (person.same_as or person.reference))
        .with_for_update()
    )
    session.execute(lead)
    held = col(Application.state).in_([one.value for one in PLACE_HELD])
    if session.execute(select(1).where(applications.of_person(person), held)).first():
        raise HoldsAnother


def reject(
    session: Session, row: Application, why: RejectionReason, *, by: Actor, on: datetime
) -> Application:
    """Reject an application with a reason. Refuses: NotAllowed, StepNotPossible."""
    row.why = why.value
    return take_step(session, row, "reject", by=by, on=on, names=("why",))


def expire(session: Session, *, by: Actor, on: datetime, day: date, most: int = 500) -> int:
    """End offers not accepted in time and applications for closed vacancies; return how many."""
    late = (col(Application.state) == State.OFFERED.value) & (col(Application.held_until) < day)
    waiting = col(Application.state).in_([one.value for one in (State.DRAFT, *UNDER_REVIEW)])
    ended = select(col(vacancies.Vacancy.reference)).where(
        col(vacancies.Vacancy.closes_on) < day - WAITS
    )
    over = waiting & col(Application.vacancy).in_(ended)
    rows = session.execute(
        select(Application).where(late | over).order_by(col(Application.reference)).limit(most)
    )
    found = list(rows.scalars())
    for row in found:
        take_step(session, row, "expire", by=by, on=on)
    return len(found)
