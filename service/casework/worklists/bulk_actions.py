"""Bulk actions on claims chosen in a list: previewed, run with a result for each, undone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import Text, delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, NotFound, Refusal, require_found
from catalog.core.fields import reference
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import assignment, notes, state_machine
from service.casework.workflow.assignment import Assignment
from service.casework.workflow.notes import Note
from service.casework.workflow.state_machine import NewStep, Step
from service.casework.worklists import group_actions
from service.casework.worklists.group_actions import Complete, WhyNeeded

# The most claims of one action, and how long it can be undone.
MOST = 500
UNDO_WITHIN = timedelta(hours=1)
# Actions that can no longer be undone are deleted a day later.
KEPT = timedelta(days=1)
# The row that an action makes for a claim.
Made = Assignment | Note | Step


class NothingChosen(Refusal):
    slug = "nothing-chosen"
    sentence = N_("Choose at least one row.")


class TooManyChosen(Refusal):
    slug = "too-many-chosen"
    sentence = N_("Choose no more than %(most)s rows at a time.")


class TooLateToUndo(Refusal):
    slug = "too-late-to-undo"
    sentence = N_("This was done more than an hour ago. Correct each claim by itself.")


class UndoneAlready(Refusal):
    slug = "undone-already"
    sentence = N_("This has already been undone.")


class ChangedSince(Refusal):
    slug = "changed-since"
    sentence = N_("This claim was assigned to somebody else since then.")


class RecordGone(Refusal):
    """A chosen row that is no longer in the list, or was never among the actor's."""

    slug = "record-gone"
    sentence = N_(
        "This record was deleted or moved, or you cannot open it. Nothing was done to it."
    )


class BulkAction(SQLModel, table=True):
    """One bulk action: who ran it, and the assignments or notes that it made, in order."""

    __tablename__ = "bulk_actions"
    reference: str = Field(
        default_factory=lambda: reference("B", 12), primary_key=True, max_length=24
    )
    account: str = Field(max_length=40)
    kind: str = Field(max_length=8)
    # The rows that it made, as JSON: claim and number of the row.
    made: str = Field(sa_type=Text)
    at: datetime = Field(index=True)
    undone_at: datetime | None = None


class Result(msgspec.Struct, frozen=True):
    """The result for one chosen claim: done, with the number of the row made, or a refusal."""

    claim: str
    refusal: Refusal | None
    made: int = 0


def require(chosen: Collection[str], most: int = MOST, field: str = "chosen") -> None:
    """Require a number of chosen rows within limits. Refuses: NothingChosen, TooManyChosen."""
    if not chosen:
        raise NothingChosen(field)
    if len(chosen) > most:
        raise TooManyChosen(field, most=most)


def assign(
    session: Session, seen: Mapping[str, int], officer: str, *, by: Actor, on: datetime
) -> list[Result]:
    """Assign the claims to one officer.

    `seen` holds the version of each claim as displayed; a claim changed since is left alone.
    Refuses: NothingChosen, TooManyChosen."""

    def give(claim: Claim) -> Assignment:
        if claim.version != seen[claim.reference]:
            raise EditConflict
        return assignment.assign(session, claim, officer, by=by, on=on)

    return _each(session, list(seen), give, by)


def note(
    session: Session, chosen: Sequence[str], text: str, *, by: Actor, on: datetime
) -> list[Result]:
    """Add the same note to each claim. Refuses: NothingChosen, TooManyChosen."""
    return _each(session, chosen, lambda claim: notes.add(session, claim, text, by=by, on=on), by)


def step(
    session: Session,
    seen: Mapping[str, int],
    new_step: NewStep,
    complete: Complete,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> list[Result]:
    """Take one step with each claim that is unchanged since display; it cannot be undone.

    Refuses: NothingChosen, TooManyChosen, WhyNeeded."""
    if not new_step.reason:
        raise WhyNeeded("reason")

    def move(claim: Claim) -> Step:
        if claim.version != seen[claim.reference]:
            raise EditConflict
        return state_machine.take_step(
            session, claim, complete(claim, new_step), by=by, on=on, day=day
        )

    return _each(session, list(seen), move, by)


def record(
    session: Session, kind: str, results: Sequence[Result], *, by: Actor, on: datetime
) -> BulkAction | None:
    """Record what an action made, so that it can be undone; nothing where it made nothing."""
    made = [(one.claim, one.made) for one in results if one.refusal is None]
    if not made:
        return None
    session.execute(delete(BulkAction).where(col(BulkAction.at) < on - KEPT))
    row = BulkAction(account=by.account, kind=kind, made=msgspec.json.encode(made).decode(), at=on)
    session.add(row)
    session.flush()
    journal.write(session, "record", "bulk_action", row.reference, by=by, on=on)
    return row


def undo(session: Session, number: str, *, by: Actor, on: datetime) -> list[Result]:
    """Undo one's own action of the last hour, claim by claim.

    A claim that was assigned anew since stays as it is.
    Refuses: NotFound, TooLateToUndo, UndoneAlready.
    """
    asked = select(BulkAction).where(
        col(BulkAction.reference) == number, col(BulkAction.account) == by.account
    )
    row: BulkAction = require_found(session.execute(asked.with_for_update()).scalars().first())
    if row.undone_at:
        raise UndoneAlready
    if on - row.at > UNDO_WITHIN:
        raise TooLateToUndo
    row.undone_at = on
    made = dict(msgspec.json.decode(row.made, type=list[tuple[str, int]]))
    revert = _give_back if row.kind == "assign" else _withdraw_note
    results = _each(
        session, list(made), lambda claim: revert(session, claim, made[claim.reference], by, on), by
    )
    journal.write(session, "undo", "bulk_action", row.reference, by=by, on=on)
    return results


def _give_back(session: Session, claim: Claim, made: int, by: Actor, on: datetime) -> Assignment:
    """Give a claim back to whom it was taken from, if nobody assigned or moved it since."""
    given = session.get_one(Assignment, made)
    last = assignment.assignments(session, claim.reference)[-1].id
    if (last, wage_claims.owner(claim)) != (made, given.to):
        raise ChangedSince
    return assignment.give_back(session, claim, given, by=by, on=on)


def _withdraw_note(session: Session, claim: Claim, made: int, by: Actor, on: datetime) -> Note:
    return notes.withdraw(session, claim, session.get_one(Note, made), by=by, on=on)


def _each(
    session: Session,
    chosen: Sequence[str],
    action: Callable[[Claim], Made],
    by: Actor,
) -> list[Result]:
    require(chosen)
    return [_try_one(session, number, action, by) for number in chosen]


def _try_one(session: Session, number: str, action: Callable[[Claim], Made], by: Actor) -> Result:
    made: list[Made] = []
    try:
        claim = wage_claims.get(session, number, by=by)
    except NotFound:
        return Result(number, RecordGone())
    refusal = group_actions.try_action(session, lambda: made.append(action(claim)))
    return Result(number, refusal, (made[0].id or 0) if made and not refusal else 0)
