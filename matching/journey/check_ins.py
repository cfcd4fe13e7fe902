"""Check-ins: questions to a worker 30 and 90 days after arrival, each answered once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, Index, and_, delete, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal, require_found
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_, gettext
from matching.applications import notices
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import Placement
from matching.placements.placements import State as Placed

DAYS = (30, 90)
# How early it can be answered, and how long after its day it is closed.
EARLY, OVER = timedelta(days=7), timedelta(days=60)
MESSAGE_TEXT = N_(
    "How is work going? Sign in to your account and tell us. We will not tell your employer."
)


class Pay(LabelledEnum):
    AGREED = "agreed", N_("All of it, on time")
    LATE = "late", N_("All of it, but late")
    LESS = "less", N_("Less than agreed")
    NONE = "none", N_("I was not paid")


class Papers(LabelledEnum):
    WITH_ME = "with_me", N_("With me")
    KEPT = "kept", N_("Somebody is keeping it and will not give it back")


class Work(LabelledEnum):
    AGREED = "agreed", N_("The work in the contract")
    OTHER = "other", N_("Different work or a different place")
    NONE = "none", N_("I have no work")


class Housing(LabelledEnum):
    GOOD = "good", N_("As promised")
    BAD = "bad", N_("Worse than promised")
    NONE = "none", N_("I have nowhere to live")


class AnsweredBy(LabelledEnum):
    """Who answered: the worker, or an officer or post whom they told by telephone."""

    WORKER = "worker", N_("by the worker")
    OFFICER = "officer", N_("to an officer, by telephone")
    POST = "post", N_("to the embassy or consulate, by telephone")


_ANSWERED_BY = {
    Role.CITIZEN: AnsweredBy.WORKER,
    Role.LICENSING_OFFICER: AnsweredBy.OFFICER,
    Role.ATTACHE: AnsweredBy.POST,
}


class AnsweredAlready(Refusal):
    slug = "answered-already"
    sentence = N_(
        "These questions have already been answered. If something has changed, ask us to call you."
    )


class NotDueYet(Refusal):
    slug = "not-due-yet"
    sentence = N_(
        "It is too early to answer these questions. If something is wrong now, do not wait: "
        "ask us for help or file a claim."
    )


class CheckInClosed(Refusal):
    slug = "not-asked-any-more"
    sentence = N_("We no longer ask these questions.")


class CheckIn(SQLModel, table=True):
    """One check-in of one placement; answers come from fixed lists, so there is no free text."""

    __tablename__ = "check_ins"
    __table_args__ = (Index("ix_check_ins_call_due", "needs_call", "due_on"),)
    placement: str = Field(primary_key=True, foreign_key="placements.reference", max_length=24)
    day: int = Field(primary_key=True)
    due_on: date
    asked_at: datetime | None = None
    # Since when it waits for an answer; none once it is answered or closed.
    waits_since: date | None = Field(default=None, index=True)
    answered_at: datetime | None = None
    told: str | None = Field(default=None, max_length=8)
    pay: str | None = Field(default=None, max_length=8)
    papers: str | None = Field(default=None, max_length=8)
    work: str | None = Field(default=None, max_length=8)
    housing: str | None = Field(default=None, max_length=8)
    threatened: bool | None = None
    wants_call: bool | None = None
    # Whether the worker must be called because of the answers.
    needs_call: bool = False


class AnswersInput(msgspec.Struct, forbid_unknown_fields=True):
    pay: Pay
    papers: Papers
    work: Work
    housing: Housing
    threatened: bool
    wants_call: bool = False


def plan(session: Session, row: Placement, *, by: Actor, on: datetime, day: date) -> list[CheckIn]:
    """Plan the check-ins of a worker who has arrived, except those long past."""
    if row.arrived_on is None:
        return []
    days = [(number, row.arrived_on + timedelta(days=number)) for number in DAYS]
    fresh = [
        CheckIn(placement=row.reference, day=number, due_on=due, waits_since=due)
        for number, due in days
        if due + OVER >= day and session.get(CheckIn, (row.reference, number)) is None
    ]
    session.add_all(fresh)
    session.flush()
    if fresh:
        journal.write(session, "plan", "check_in", row.reference, by=by, on=on)
    return fresh


def move(session: Session, row: Placement, by_days: timedelta) -> None:
    """Move the check-ins that were not asked yet, because the day of arrival was corrected."""
    asked = select(CheckIn).where(
        col(CheckIn.placement) == row.reference,
        col(CheckIn.asked_at).is_(None),
        col(CheckIn.waits_since).is_not(None),
    )
    for one in session.execute(asked).scalars():
        one.due_on += by_days
        one.waits_since = one.due_on


def reopen(session: Session, placement: str) -> None:
    """Let the unanswered check-ins of a placement wait again, after a return that was a mistake."""
    unanswered = (col(CheckIn.placement) == placement, col(CheckIn.answered_at).is_(None))
    session.execute(update(CheckIn).where(*unanswered).values(waits_since=col(CheckIn.due_on)))


def remove_unanswered(session: Session, placement: str) -> None:
    """Remove the check-ins that were planned for an arrival that did not happen."""
    unanswered = (col(CheckIn.placement) == placement, col(CheckIn.answered_at).is_(None))
    session.execute(delete(CheckIn).where(*unanswered))


def within(by: Actor) -> ColumnElement[bool]:
    """A filter, with placements joined: answers are for posts and officers, never for
    recruiters."""
    if by.role in (Role.ATTACHE, Role.LICENSING_OFFICER, Role.SUPERVISOR):
        return arrivals.reachable(by)
    return col(Placement.reference).is_(None)


def get(session: Session, placement: str, day: int, *, by: Actor) -> CheckIn:
    """A check-in within this person’s scope. Refuses: NotFound."""
    asked = select(CheckIn).join(Placement, col(Placement.reference) == col(CheckIn.placement))
    one = (col(CheckIn.placement) == placement, col(CheckIn.day) == day)
    row: CheckIn | None = session.execute(asked.where(*one, within(by))).scalar()
    if row is None:
        raise NotFound
    return row


def list_for_placements(session: Session, placements: Sequence[str]) -> list[CheckIn]:
    """All check-ins of these placements, in the order of their days."""
    asked = select(CheckIn).where(col(CheckIn.placement).in_(placements))
    return list(
        session.execute(asked.order_by(col(CheckIn.due_on), col(CheckIn.placement))).scalars()
    )


def get_own(session: Session, placement: str, day: int, person: str | None) -> CheckIn:
    """One of a worker’s own check-ins; another’s is not found. Refuses: NotFound."""
    arrivals.get_own(session, placement, person)
    return require_found(session.get(CheckIn, (placement, day)))


def answer(
    session: Session,
    row: CheckIn,
    answers_input: AnswersInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> CheckIn:
    """Record the worker's answers, given by themselves or by telephone.

    Refuses: NotAllowed, AnsweredAlready, CheckInClosed, NotDueYet, persons.ErasedPerson.
    """
    if by.role not in _ANSWERED_BY:
        raise NotAllowed
    placed = session.get_one(Placement, row.placement)
    persons.require_not_erased(session, placed.citizen)
    session.refresh(row, with_for_update=True)
    if row.answered_at is not None:
        raise AnsweredAlready
    if row.waits_since is None or placed.state != Placed.ARRIVED:
        raise CheckInClosed
    if day < row.due_on - EARLY:
        raise NotDueYet
    for name, value in msgspec.structs.asdict(answers_input).items():
        setattr(row, name, value.value if isinstance(value, StrEnum) else value)
    row.needs_call = needs_call(answers_input)
    row.told, row.answered_at, row.waits_since = _ANSWERED_BY[by.role].value, on, None
    session.flush()
    journal.write(session, "answer", "check_in", row.placement, by=by, on=on)
    return row


def needs_call(answers: AnswersInput) -> bool:
    """Whether the worker must be called at once."""
    return (
        answers.pay in (Pay.LESS, Pay.NONE)
        or answers.papers is Papers.KEPT
        or answers.work in (Work.OTHER, Work.NONE)
        or answers.housing is Housing.NONE
        or answers.threatened
        or answers.wants_call
    )


def suggests_forced_labour(row: CheckIn | AnswersInput) -> bool:
    """Whether papers kept, threats and unpaid work together suggest forced labour.

    A trained officer decides.
    """
    return row.papers == Papers.KEPT and bool(row.threatened) and row.pay in (Pay.LESS, Pay.NONE)


def is_due(today: date) -> ColumnElement[bool]:
    """A filter, with placements joined, for check-ins that wait for an answer today.

    A worker who has died is not asked."""
    standing = and_(
        col(Placement.state) == Placed.ARRIVED.value, deaths.is_living(col(Placement.citizen))
    )
    return and_(standing, col(CheckIn.waits_since) <= today, col(CheckIn.due_on) >= today - OVER)


def send_questions(session: Session, *, by: Actor, on: datetime, day: date, most: int = 200) -> int:
    """Queue a message to every worker with a due check-in; return how many.

    The message does not say what it is about.
    """
    joined = select(CheckIn, Citizen).join(
        Placement, col(Placement.reference) == col(CheckIn.placement)
    )
    people = joined.join(Citizen, col(Citizen.reference) == col(Placement.citizen))
    waits = people.where(is_due(day), col(CheckIn.asked_at).is_(None)).order_by(
        col(CheckIn.due_on), col(CheckIn.placement)
    )
    rows = list(session.execute(waits.limit(most)).all())
    for row, person in rows:
        row.asked_at = on
        notices.queue_message(session, person, lambda lang: gettext(lang, MESSAGE_TEXT), on=on)
    session.flush()
    journal.write_many(session, "ask", "check_in", [row.placement for row, _ in rows], by=by, on=on)
    return len(rows)
