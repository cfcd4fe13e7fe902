"""Acceptance of a claim by a post: an attaché accepts it, or returns it with a reason."""

from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core import fields, journal, staff_notices
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from matching.identity import persons
from service.casework.claims import responsible_officers, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine
from service.casework.workflow.activities import Action
from service.casework.workflow.assignment import Assignment
from service.casework.workflow.state_machine import NewStep, NextActionNeeded, Step

FIRST_ACTION = N_("Read the claim and call the worker")
RETURNED_ACTION = N_("Read why the mission returned the claim, and decide what happens next")
# The time an office has for a claim it has just received.
RETURN_PERIOD = timedelta(days=3)


class NotAtYourPost(Refusal):
    slug = "not-at-your-post"
    sentence = N_(
        "This claim is not with your mission. Only an attaché at the mission that has it can "
        "accept or return it."
    )


class NotWaiting(Refusal):
    slug = "not-waiting"
    sentence = N_("This claim is not waiting to be accepted. Check its status and who has it.")


class AcceptInput(msgspec.Struct, forbid_unknown_fields=True):
    next_action: Action = ""
    due: date | None = None


class ReturnInput(msgspec.Struct, forbid_unknown_fields=True):
    reason: Prose


def is_waiting() -> ColumnElement[bool]:
    """Return the SQL condition for claims assigned to a post and not yet accepted."""
    unheld = col(Claim.owner).in_(["", col(Claim.post)])
    return (col(Claim.state) == ClaimState.ASSIGNED_TO_POST.value) & unheld


def may_accept(claim: Claim, by: Actor) -> bool:
    """Return whether the actor may accept the claim or return it."""
    mine = by.role is Role.ATTACHE and claim.post in by.posts
    return (
        mine
        and claim.state == ClaimState.ASSIGNED_TO_POST
        and wage_claims.owner(claim) == claim.post
    )


def accept(
    session: Session, claim: Claim, accept_input: AcceptInput, *, by: Actor, on: datetime, day: date
) -> Assignment:
    """Accept a claim as an attaché of its post, who then owns it.

    Refuses: NotAtYourPost, NotWaiting, state_machine.NextActionNeeded, fields.AlreadyOver,
    fields.TooFarAhead, persons.ErasedPerson."""
    _require(claim, by)
    persons.require_not_erased(session, claim.citizen)
    if not (accept_input.next_action and accept_input.due):
        raise NextActionNeeded("due" if accept_input.next_action else "next_action")
    fields.require_ahead(accept_input.due, day, "due")
    row = Assignment(
        claim=claim.reference,
        came_from=wage_claims.owner(claim),
        to=by.account,
        officer=by.account,
        at=on,
    )
    claim.owner, claim.due = by.account, accept_input.due
    claim.next_action = wage_claims.seal_next(session, claim, accept_input.next_action)
    session.add(row)
    session.flush()
    changed = ("owner", "next_action", "due")
    journal.write(session, "accept", "claim", claim.reference, by=by, on=on, fields=changed)
    kind = NoticeKind.POST_CLAIM
    responsible_officers.drop_of_post(session, claim.reference, claim.post, kind)
    return row


def return_to_desk(
    session: Session, claim: Claim, return_input: ReturnInput, *, by: Actor, on: datetime, day: date
) -> Claim:
    """Return a claim to the claims desk, in the accepted state as before.

    Refuses: NotAtYourPost, NotWaiting, and what state_machine.take_step refuses."""
    _require(claim, by)
    step = NewStep(
        ClaimState.ACCEPTED,
        reason=return_input.reason,
        next_action=RETURNED_ACTION,
        due=day + RETURN_PERIOD,
    )
    sender = _find_sender(session, claim)
    state_machine.take_step(session, claim, step, by=by, on=on, day=day)
    claim.owner = wage_claims.DESK
    session.flush()
    journal.write(session, "give_back", "claim", claim.reference, by=by, on=on, fields=("owner",))
    kind = NoticeKind.CLAIM_RETURNED
    staff_notices.notify(session, [sender], kind, "claim", claim.reference, by=by, on=on)
    return claim


def _find_sender(session: Session, claim: Claim) -> str:
    """Return the account that gave a claim to its post."""
    given = col(Step.claim) == claim.reference, col(Step.to) == ClaimState.ASSIGNED_TO_POST.value
    asked = select(col(Step.officer)).where(*given).order_by(col(Step.id).desc()).limit(1)
    return session.execute(asked).scalar() or ""


def _require(claim: Claim, by: Actor) -> None:
    if by.role is not Role.ATTACHE or claim.post not in by.posts:
        raise NotAtYourPost
    if not may_accept(claim, by):
        raise NotWaiting
