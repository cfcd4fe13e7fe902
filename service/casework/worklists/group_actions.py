"""Actions on many claims of a group or employer, with a result each; a refusal stops no other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

import msgspec
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Conflict, EditConflict, Refusal
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.groups.groups import Group, Member
from service.casework.workflow import notes, state_machine
from service.casework.workflow.state_machine import NewStep

Complete = Callable[[Claim, NewStep], NewStep]


class WhyNeeded(Refusal):
    slug = "why-needed"
    sentence = N_(
        "Give the reason for moving all these claims. It will appear in the history of each one."
    )


class ClaimsElsewhere(Refusal):
    slug = "claims-elsewhere"
    sentence = N_(
        "Some claims of this group belong to an office whose claims you cannot open. Ask a claims "
        "officer, who can open all of them, to do this."
    )


class PreviewChanged(Conflict):
    slug = "preview-changed"
    sentence = N_(
        "Something has changed since this preview, so nothing was done. Check the new preview "
        "and send it again."
    )


class Result(msgspec.Struct, frozen=True):
    """The result for one worker's claim: moved, or a refusal."""

    member: Member
    refusal: Refusal | None


def move(
    session: Session,
    group: Group,
    new_step: NewStep,
    seen: Mapping[str, int] | None = None,
    complete: Complete = lambda _claim, new_step: new_step,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> list[Result]:
    """Move every open worker's claim a step.

    `seen` holds the version of each claim as displayed; a claim changed since is left alone.
    `complete` adds to a step what is usual for a claim. Refuses: WhyNeeded."""
    theirs = [one for one in groups.members(session, group, by=by) if one.open]
    refusals = step_each(
        session, [one.claim for one in theirs], new_step, seen, complete, by=by, on=on, day=day
    )
    return [Result(one, refusal) for one, refusal in zip(theirs, refusals, strict=True)]


def step_each(
    session: Session,
    claims: Sequence[Claim],
    new_step: NewStep,
    seen: Mapping[str, int] | None,
    complete: Complete = lambda _claim, new_step: new_step,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> list[Refusal | None]:
    """Take one step with each of these claims that is unchanged since display.

    Refuses: WhyNeeded."""
    if not new_step.reason:
        raise WhyNeeded("reason")

    def step(claim: Claim) -> None:
        if seen is not None and seen.get(claim.reference) != claim.version:
            raise EditConflict
        state_machine.take_step(session, claim, complete(claim, new_step), by=by, on=on, day=day)

    return [try_action(session, partial(step, claim)) for claim in claims]


def note_each(
    session: Session, claims: Sequence[Claim], text: str, *, by: Actor, on: datetime
) -> list[Refusal | None]:
    """Add one note to each of these claims."""
    return [
        try_action(session, partial(notes.add, session, one, text, by=by, on=on)) for one in claims
    ]


def try_action(session: Session, action: Callable[[], object]) -> Refusal | None:
    """Run one of many actions in its own savepoint; return its refusal, if any."""
    try:
        with session.begin_nested():
            action()
    except StaleDataError:
        return EditConflict()
    except Refusal as refusal:
        return refusal
    return None
