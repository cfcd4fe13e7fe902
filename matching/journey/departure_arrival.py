"""The road: departure, arrival and work of a placement, and of the application it came from, kept
in step by every door."""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal
from i18n import N_
from matching.applications import state_machine, transitions
from matching.applications.applications import Application
from matching.applications.applications import State as At
from matching.applications.transitions import StepNotPossible
from matching.journey import check_ins
from matching.journey.check_ins import AnswersInput, CheckIn, Work
from matching.placements import arrivals
from matching.placements.placements import CancellationReason, Placement, State, WrongOrder

# Who may say that somebody works there: a post that reached them.
_REACH = (Role.ATTACHE,)


class EndTheApplication(Refusal):
    slug = "end-the-application"
    sentence = N_(
        "This placement came from application %(number)s. End it there, and the place goes back."
    )


def application(session: Session, row: Placement) -> Application | None:
    """The application that a placement came from, if it came from one."""
    found: Application | None = (
        session.execute(select(Application).where(col(Application.placement) == row.reference))
        .scalars()
        .first()
    )
    return found


def placement(session: Session, row: Application) -> Placement:
    """The placement of an application that was signed. Refuses: StepNotPossible."""
    if row.placement is None:
        raise StepNotPossible(state=row.state)
    return session.get_one(Placement, row.placement)


def depart_applicant(
    session: Session, row: Application, left_on: date, *, by: Actor, on: datetime, day: date
) -> Placement:
    """The worker left, written down by whoever recruits. Refuses: NotAllowed, StepNotPossible, and
    what journeys.leave refuses."""
    transitions.require_recruiter(session, row, by)
    placed = placement(session, row)
    transitions.take_step(session, row, "depart", by=by, on=on)
    arrivals.record_departure(session, placed, left_on, by=by, on=on, day=day)
    return placed


def depart(
    session: Session, row: Placement, left_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """As journeys.depart, for a placement by its own page. Refuses what that refuses,
    NotThatStep."""
    applied = application(session, row)
    if applied is not None:
        transitions.take_resulting_step(session, applied, "depart", by=by, on=on)
    arrivals.depart(session, row, left_on, by=by, on=on, day=day)


def arrive(
    session: Session, row: Placement, came_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """The worker is there. Whoever is ready and has arrived has left, even where nobody wrote it
    down. From now on they are asked how it is. Refuses: StepNotPossible, and what journeys.arrive
    refuses."""
    arrivals.arrive(session, row, came_on, by=by, on=on, day=day)
    applied = application(session, row)
    if applied is not None:
        if applied.state == At.PRE_DEPARTURE_DONE:
            transitions.take_resulting_step(session, applied, "depart", by=by, on=on)
        transitions.take_resulting_step(session, applied, "arrive", by=by, on=on)
    check_ins.plan(session, row, by=by, on=on, day=day)


def begin_work(session: Session, row: Application, *, by: Actor, on: datetime) -> Application:
    """A post says that the worker works there. Refuses: NotAllowed, StepNotPossible."""
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
    """Keeps what was answered; whoever has work there is at work from now on. Refuses what
    checkins.answer refuses."""
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
    """It came to nothing. Before the departure of somebody who applied, that is said of the
    application; afterwards both end. Refuses: EndTheApplication, and what journeys.cancel refuses.
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
    session: Session, row: Placement, came_on: date, *, by: Actor, on: datetime, day: date
) -> None:
    """The worker is back; whoever never arrived was turned back. Refuses: WrongState, WrongOrder,
    InTheFuture."""
    if row.state not in (State.DEPARTED, State.ARRIVED):
        raise arrivals.WrongState
    if came_on > day:
        raise fields.InTheFuture("came_on")
    if came_on < (row.arrived_on or row.departed_on or row.signed_on):
        raise WrongOrder("came_on")
    if row.state == State.DEPARTED:
        arrivals.record_cancellation(session, row, CancellationReason.TURNED_BACK, by=by, on=on)
    applied = application(session, row)
    if applied is not None:
        transitions.take_resulting_step(session, applied, "come_home", by=by, on=on)
