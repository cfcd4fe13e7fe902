"""Departure, arrival and work of a placement, in step with the application it came from."""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal
from i18n import N_
from matching.applications import state_machine, transitions
from matching.applications.applications import Application
from matching.applications.applications import State as At
from matching.applications.transitions import StepNotPossible
from matching.identity.persons import Citizen
from matching.journey import check_ins
from matching.journey.check_ins import AnswersInput, CheckIn, Work
from matching.placements import arrivals, placements
from matching.placements.placements import (
    CancellationReason,
    ConfirmedBy,
    NewPlacement,
    Placement,
    State,
    WrongOrder,
)

# Only a post that reached the worker may confirm the work.
_REACH = (Role.ATTACHE,)


class EndTheApplication(Refusal):
    slug = "end-the-application"
    sentence = N_(
        "This placement came from application %(number)s. End the placement on the "
        "application page, and the place will become available again."
    )


def application(session: Session, row: Placement) -> Application | None:
    """The application from which a placement came, if there is one."""
    found: Application | None = (
        session.execute(select(Application).where(col(Application.placement) == row.reference))
        .scalars()
        .first()
    )
    return found


def placement(session: Session, row: Application) -> Placement:
    """The placement of a signed application. Refuses: StepNotPossible."""
    if row.placement is None:
        raise StepNotPossible(state=row.state)
    return session.get_one(Placement, row.placement)


def depart_applicant(
    session: Session, row: Application, left_on: date, *, by: Actor, on: datetime, day: date
) -> Placement:
    """Record the departure of a worker, by the recruiter.

    Refuses: NotAllowed, StepNotPossible, and what arrivals.record_departure refuses.
    """
    transitions.require_recruiter(session, row, by)
    placed = placement(session, row)
    transitions.take_step(session, row, "depart", by=by, on=on)
    arrivals.record_departure(session, placed, left_on, by=by, on=on, day=day)
    return placed


def depart(
    session: Session, row: Placement, left_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """Record a departure on the placement's own page.

    Refuses what arrivals.depart refuses, StepNotPossible.
    """
    applied = application(session, row)
    if applied is not None:
        transitions.take_resulting_step(session, applied, "depart", by=by, on=on)
    arrivals.depart(session, row, left_on, by=by, on=on, day=day)


def arrive(
    session: Session, row: Placement, came_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """Record an arrival; from now on check-ins are planned.

    A worker who was ready and has arrived has also departed, even if nobody recorded it. Refuses:
    StepNotPossible, and what arrivals.arrive refuses.
    """
    arrivals.arrive(session, row, came_on, by=by, on=on, day=day)
    _follow_arrival(session, row, by=by, on=on, day=day)


def _follow_arrival(
    session: Session, row: Placement, *, by: Actor, on: datetime, day: date
) -> None:
    applied = application(session, row)
    if applied is not None:
        if applied.state == At.PRE_DEPARTURE_DONE:
            transitions.take_resulting_step(session, applied, "depart", by=by, on=on)
        transitions.take_resulting_step(session, applied, "arrive", by=by, on=on)
    check_ins.plan(session, row, by=by, on=on, day=day)


def begin_work(session: Session, row: Application, *, by: Actor, on: datetime) -> Application:
    """Record that a post confirmed the worker at work. Refuses: NotAllowed, StepNotPossible."""
    if by.role not in _REACH:
        raise NotAllowed
    return transitions.take_resulting_step(session, row, "begin_work", by=by, on=on)


def answer(
    session: Session,
    row: CheckIn,
    answers_input: AnswersInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> CheckIn:
    """Record answers to a check-in; a worker who has work is at work from now on.

    Refuses what check_ins.answer refuses.
    """
    check_ins.answer(session, row, answers_input, by=by, on=on, day=day)
    applied = application(session, session.get_one(Placement, row.placement))
    if (
        applied is not None
        and applied.state == At.ARRIVED_CONFIRMED
        and answers_input.work is not Work.NONE
    ):
        transitions.take_resulting_step(session, applied, "begin_work", by=by, on=on)
    return row


def cancel(
    session: Session, row: Placement, why: CancellationReason, *, by: Actor, on: datetime
) -> None:
    """Cancel a placement.

    If its worker applied and has not departed, the application must be ended instead; after
    departure both end. Refuses: EndTheApplication, and what arrivals.cancel refuses.
    """
    applied = application(session, row)
    if applied is None or row.state == State.CANCELLED:
        arrivals.cancel(session, row, why, by=by, on=on)
        return
    if row.state == State.SIGNED:
        raise EndTheApplication(number=applied.reference)
    arrivals.cancel(session, row, why, by=by, on=on)
    if At(applied.state) in state_machine.STEPS["come_home"].sources:
        transitions.take_resulting_step(session, applied, "come_home", by=by, on=on)


def record_return(
    session: Session,
    row: Placement,
    came_on: date,
    *,
    arrived_on: date | None = None,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Record a return; a worker who never arrived was turned back.

    `arrived_on` is the day of an arrival that was not recorded before.
    Refuses: WrongState, WrongOrder, InTheFuture.
    """
    if row.state not in (State.DEPARTED, State.ARRIVED):
        raise arrivals.WrongState
    if came_on > day:
        raise fields.InTheFuture("came_on")
    if came_on < (row.arrived_on or row.departed_on or row.signed_on):
        raise WrongOrder("came_on")
    if row.state == State.DEPARTED and arrived_on:
        if arrived_on > came_on:
            raise WrongOrder("arrived_on")
        confirmed = ConfirmedBy.WORKER
        arrivals.record_arrival(session, row, arrived_on, confirmed, by=by, on=on, day=day)
        _follow_arrival(session, row, by=by, on=on, day=day)
    elif row.state == State.DEPARTED:
        arrivals.record_cancellation(session, row, CancellationReason.TURNED_BACK, by=by, on=on)
    applied = application(session, row)
    if applied is not None:
        transitions.take_resulting_step(session, applied, "come_home", by=by, on=on)


def undo_arrival(session: Session, row: Placement, *, by: Actor, on: datetime) -> None:
    """Put a placement back to where it was before an arrival that was recorded with a return."""
    row.state, row.arrived_on = State.DEPARTED.value, None
    row.confirmed = row.post = None
    check_ins.remove_unanswered(session, row.reference)
    session.flush()
    changed = ("state", "arrived_on", "confirmed")
    journal.write(session, "amend", "placement", row.reference, by=by, on=on, fields=changed)


def undo_return(session: Session, row: Placement, *, by: Actor, on: datetime) -> None:
    """Put placement and application back to where they were before a return reported by mistake.

    Refuses: placements.SameContract, if the contract was recorded again meanwhile.
    """
    if row.state == State.CANCELLED and row.why == CancellationReason.TURNED_BACK:
        person = session.get_one(Citizen, row.citizen)
        signed = NewPlacement(row.agency, row.contract, row.employer, row.signed_on)
        placements.require_new(session, signed, person)
        row.state, row.why = State.DEPARTED.value, None
        session.flush()
        journal.write(
            session, "amend", "placement", row.reference, by=by, on=on, fields=("state", "why")
        )
    applied = application(session, row)
    if applied is not None and applied.state == At.RETURNED and row.state != State.CANCELLED:
        applied.state, applied.moved_at = _before_return(session, applied, row).value, on
        session.flush()
        journal.write(
            session, "amend", "application", applied.reference, by=by, on=on, fields=("state",)
        )


def _before_return(session: Session, applied: Application, row: Placement) -> At:
    """Return the state that the last step before the return led to, without an arrival undone."""
    left_out = ("come_home",) if row.arrived_on else ("come_home", "arrive", "begin_work")
    steps = [
        state_machine.STEPS[one.act].to
        for one in journal.history(session, "application", applied.reference)
        if one.act in state_machine.STEPS and one.act not in left_out
    ]
    arrived = At.ARRIVED_CONFIRMED if row.arrived_on else At.DEPARTED
    return steps[-1] if steps else arrived
