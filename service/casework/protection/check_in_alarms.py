"""Urgent answers to check-ins become calls for today, by the post there or an adviser here."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.reference import posts
from matching.identity.persons import Citizen
from matching.journey import check_ins, departure_arrival
from matching.journey.check_ins import AnswersInput, CheckIn, Papers, Pay, Work
from matching.placements.placements import Placement
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic


class Trouble(SQLModel, table=True):
    """A link from a check-in to the session that it opened for a call."""

    __tablename__ = "check_in_calls"
    __table_args__ = (
        ForeignKeyConstraint(["placement", "day"], ["check_ins.placement", "check_ins.day"]),
    )
    placement: str = Field(primary_key=True, max_length=24)
    day: int = Field(primary_key=True)
    session: str = Field(foreign_key="advice_sessions.reference", index=True, max_length=24)


def answer(
    session: Session,
    row: CheckIn,
    answers_input: AnswersInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> CheckIn:
    """Record a worker's answers to a check-in, and open a call if they are urgent.

    Refuses what departure_arrival.answer refuses."""
    departure_arrival.answer(session, row, answers_input, by=by, on=on, day=day)
    placed = session.get_one(Placement, row.placement)
    if row.needs_call:
        person = session.get_one(Citizen, placed.citizen)
        new = NewSession(
            Channel.WEBSITE if by.role is Role.CITIZEN else Channel.HOTLINE,
            _topic(answers_input),
            Level.INFORMATION,
            Outcome.OPEN,
            country=placed.country,
            post=_post(session, placed, by, day),
            follow_up_on=day,
        )
        held = advice_sessions.log(session, new, by=by, on=on, day=day, person=person)
        session.add(Trouble(placement=row.placement, day=row.day, session=held.reference))
        session.flush()
        journal.write(session, "ask_call", "check_in", row.placement, by=by, on=on)
    return row


def _topic(answers_input: AnswersInput) -> Topic:
    """Return the topic of the call.

    A suspicion of forced labour is its topic only if all its signs are present together."""
    if check_ins.suggests_forced_labour(answers_input):
        return Topic.FORCED_LABOUR
    if answers_input.papers is Papers.KEPT:
        return Topic.DOCUMENT_KEPT
    if answers_input.pay in (Pay.LESS, Pay.NONE):
        return Topic.UNPAID_WAGES
    if answers_input.work is not Work.AGREED:
        return Topic.CONTRACT
    return Topic.HOUSING if answers_input.housing is check_ins.Housing.NONE else Topic.OTHER


def _post(session: Session, placed: Placement, by: Actor, day: date) -> str | None:
    """Return the post that is to call: an attaché’s own, else the first of that country."""
    if placed.country is None:
        return None
    there = [post.code for post in posts.list_handling(session, day, placed.country)]
    own = [code for code in there if code in by.posts] if by.role is Role.ATTACHE else there
    return next(iter(own), None)


def session_for_check_in(session: Session, row: CheckIn) -> str | None:
    """Return the session opened by a check-in, or None."""
    found = session.get(Trouble, (row.placement, row.day))
    return found.session if found else None


def find_by_session(session: Session, number: str) -> CheckIn | None:
    """Return the check-in that opened this session, or None."""
    asked = select(Trouble).where(col(Trouble.session) == number)
    found: Trouble | None = session.execute(asked).scalars().first()
    return session.get(CheckIn, (found.placement, found.day)) if found else None
