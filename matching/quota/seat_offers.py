"""Offers of seats won in a round, as applications that hold them, and leaving a round."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import SYSTEM, Actor, Role
from catalog.core.errors import NotFound, Refusal
from catalog.vacancies import seats
from matching.applications import applications, transitions
from matching.applications.applications import FINAL_STATES, Application
from matching.applications.applications import State as Stage
from matching.applications.transitions import HoldsAnother
from matching.identity.persons import Citizen, ErasedPerson
from matching.quota import lottery_results, rounds
from matching.quota.entries import DrawInProgress, Entry
from matching.quota.lottery_results import NotOfferedReason, Seat
from matching.quota.rounds import State

AT_ONCE = 200
# The steps that move an application to where it can be offered a seat.
_STEPS_TO_OFFER = {
    Stage.DRAFT: "hand_in",
    Stage.DOCS_MISSING: "hand_in",
    Stage.SUBMITTED: "find_eligible",
}


def waiting_terms(number: str) -> tuple[object, ...]:
    """A filter for the seats of a round that are still to be offered."""
    return (
        col(Seat.round) == number,
        col(Seat.given_at).is_(None),
        col(Seat.lost).is_(None),
        col(Entry.left_at).is_(None),
    )


def count_waiting(session: Session, number: str) -> int:
    """How many seats are still to be offered."""
    asked = select(func.count()).select_from(Seat).join(Entry, col(Entry.code) == col(Seat.code))
    return session.execute(asked.where(*waiting_terms(number))).scalar() or 0  # type: ignore[arg-type]


def offer_seats(
    session: Session,
    number: str,
    after: str = "",
    *,
    by: Actor,
    on: datetime,
    day: date,
    most: int = AT_ONCE,
) -> str:
    """Offer the next seats of a countersigned draw; return the last code, or "" when all are done.

    Safe to interrupt: it continues where it stopped. Refuses: NotAllowed, NotFound.
    """
    rounds.require_runner(by)
    if rounds.lock_round(session, number).state != State.PUBLISHED:
        return ""
    both = select(Seat, Entry).join(Entry, col(Entry.code) == col(Seat.code))
    asked = both.where(*waiting_terms(number))  # type: ignore[arg-type]
    rows = session.execute(
        asked.where(col(Seat.code) > after).order_by(col(Seat.code)).limit(most)
    ).all()
    for seat, entry in rows:
        _give(session, seat, entry, by=SYSTEM, on=on, day=day)
    session.flush()
    return str(rows[-1][0].code) if len(rows) == most else ""


def _give(
    session: Session, seat: Seat, entry: Entry, *, by: Actor, on: datetime, day: date
) -> None:
    """Offer one seat.

    A person who cannot take it leaves the round, and the seat is drawn again; a vacancy that is not
    shown today or is full waits, since that is not the winner's fault.
    """
    try:
        with session.begin_nested():
            row = _offer_application(session, seat, entry, by=by, on=on, day=day)
            seat.application, seat.given_at = row.reference, on
            session.flush()
            journal.write(
                session, "give_seat", "entry", seat.code, by=by, on=on, fields=("application",)
            )
    except (NotFound, seats.Full):
        return
    except Refusal as refusal:
        session.refresh(seat)
        _record_not_offered(session, seat, entry, _not_offered_reason(refusal), by=by, on=on)


def _not_offered_reason(refusal: Refusal) -> NotOfferedReason:
    if isinstance(refusal, HoldsAnother):
        return NotOfferedReason.HOLDS_ANOTHER
    return (
        NotOfferedReason.ERASED if isinstance(refusal, ErasedPerson) else NotOfferedReason.GATE_SHUT
    )


def _offer_application(
    session: Session, seat: Seat, entry: Entry, *, by: Actor, on: datetime, day: date
) -> Application:
    """Find or create the person's application for the vacancy and move it to an offer."""
    person = session.get_one(Citizen, entry.citizen)
    row = applications.find_open(session, person, seat.vacancy)
    if row is None:
        row = applications.apply(session, person, seat.vacancy, by=by, on=on, day=day)
    while act := _STEPS_TO_OFFER.get(Stage(row.state)):
        transitions.take_step(session, row, act, by=by, on=on)
    return transitions.offer(session, row, by=by, on=on, day=day)


def _record_not_offered(
    session: Session, seat: Seat, entry: Entry, why: NotOfferedReason, *, by: Actor, on: datetime
) -> None:
    row = rounds.get(session, seat.round)
    seat.lost, entry.left_at, entry.left_before = why.value, on, row.draws + 1
    session.flush()
    journal.write(session, "lose_seat", "entry", seat.code, by=by, on=on, fields=("lost",))


def leave(session: Session, entry: Entry, *, by: Actor, on: datetime, day: date) -> Entry:
    """Leave a round; a seat is given back to be drawn again. Repeating it changes nothing.

    Refuses: NotAllowed, NotFound, DrawInProgress, transitions.StepNotPossible.
    """
    if by.role not in (Role.CITIZEN, *rounds.RUNNERS):
        raise NotFound
    row = rounds.lock_round(session, entry.round, alone=False)
    if entry.left_at:
        return entry
    if row.state == State.DRAWN:
        raise DrawInProgress
    seat = session.get(lottery_results.Seat, entry.code)
    if seat and seat.application:
        application = session.get_one(Application, seat.application)
        if application.state not in FINAL_STATES:
            transitions.take_step(
                session,
                application,
                "withdraw",
                by=by if by.role is Role.CITIZEN else SYSTEM,
                on=on,
            )
    entry.left_at, entry.left_before = on, row.draws + 1
    session.flush()
    journal.write(session, "leave_round", "entry", entry.code, by=by, on=on, fields=("left_at",))
    return entry
