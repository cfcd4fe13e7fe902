"""The state machine of a wage claim: allowed steps, who acts next, the next action and its date."""

from datetime import date, datetime, timedelta
from typing import ClassVar

import msgspec
from sqlalchemy import Index, bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.fields import Code, InTheFuture
from i18n import N_
from matching.identity import persons
from service.casework.claims import responsible_officers, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money.payments import BeforeTheWork
from service.casework.workflow import claim_approvals, claim_closing, transfers, withdrawals
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.withdrawals import Withdrawal

_S = ClaimState
# Side tracks that a claim may take once it was accepted, and from each of which it may come back.
_TRACKS = frozenset(
    {
        _S.LABOUR_INSPECTORATE,
        _S.PROSECUTOR,
        _S.MEDIATION,
        _S.COURT_FILED,
        _S.GUARANTEE_FUND,
        _S.AGENCY_GUARANTEE,
    }
)
_TALKS = frozenset(
    {_S.EMPLOYER_CONTACTED, _S.NEGOTIATION, _S.SETTLEMENT_OFFERED, _S.SETTLED_AWAITING_PAYMENT}
)
_PAYS = frozenset({_S.PARTLY_PAID, _S.PAID_IN_FULL})
_ENDS = frozenset({_S.SUSPENDED, _S.CLOSED})

# The one table of allowed steps, read by commands, pages, API, documentation and tests.
ALLOWED: dict[ClaimState, frozenset[ClaimState]] = {
    _S.RECEIVED: frozenset({_S.ACKNOWLEDGED, _S.CLOSED}),
    _S.ACKNOWLEDGED: frozenset({_S.SCREENED, _S.CLOSED}),
    _S.SCREENED: frozenset({_S.NEEDS_DOCUMENTS, _S.CALCULATED, _S.CLOSED}),
    _S.NEEDS_DOCUMENTS: frozenset({_S.CALCULATED}) | _ENDS,
    _S.CALCULATED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.NEEDS_DOCUMENTS, _S.CLOSED}),
    _S.DECLINED: frozenset({_S.CLOSED}),
    _S.ACCEPTED: frozenset({_S.ASSIGNED_TO_POST, _S.EMPLOYER_CONTACTED}) | _TRACKS | _ENDS,
    _S.ASSIGNED_TO_POST: frozenset({_S.ACCEPTED, _S.EMPLOYER_CONTACTED}) | _TRACKS | _ENDS,
    _S.EMPLOYER_CONTACTED: frozenset({_S.NEGOTIATION}) | _TRACKS | _PAYS | _ENDS,
    _S.NEGOTIATION: frozenset({_S.SETTLEMENT_OFFERED}) | _TRACKS | _PAYS | _ENDS,
    _S.SETTLEMENT_OFFERED: frozenset({_S.NEGOTIATION, _S.SETTLED_AWAITING_PAYMENT})
    | _TRACKS
    | _ENDS,
    _S.SETTLED_AWAITING_PAYMENT: _PAYS | _TRACKS | _ENDS,
    _S.LABOUR_INSPECTORATE: _TRACKS | _TALKS | _PAYS | _ENDS,
    _S.PROSECUTOR: _TRACKS | _TALKS | _PAYS | _ENDS,
    _S.MEDIATION: _TRACKS | _TALKS | _PAYS | _ENDS,
    _S.COURT_FILED: frozenset({_S.JUDGMENT, _S.SETTLEMENT_OFFERED}) | _ENDS,
    # An appeal, by either side, is filed in court again.
    _S.JUDGMENT: frozenset({_S.COURT_FILED, _S.ENFORCEMENT}) | _PAYS | _ENDS,
    # A judgment can be appealed while it is being enforced.
    _S.ENFORCEMENT: frozenset({_S.COURT_FILED}) | _PAYS | _ENDS,
    _S.GUARANTEE_FUND: _TRACKS | _TALKS | _PAYS | _ENDS,
    _S.AGENCY_GUARANTEE: _TRACKS | _TALKS | _PAYS | _ENDS,
    _S.PARTLY_PAID: frozenset({_S.PAID_IN_FULL, _S.ENFORCEMENT, _S.NEGOTIATION}) | _TRACKS | _ENDS,
    _S.PAID_IN_FULL: frozenset({_S.CLOSED, _S.REOPENED}),
    _S.SUSPENDED: frozenset({_S.REOPENED, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.REOPENED}),
    _S.REOPENED: frozenset(
        {_S.SCREENED, _S.CALCULATED, _S.ACCEPTED, _S.EMPLOYER_CONTACTED, _S.NEGOTIATION}
    )
    | _TRACKS
    | _ENDS,
}


DAY = timedelta(days=1)
# The states of a claim that is in court or was judged.
COURT_STATES = (_S.COURT_FILED, _S.JUDGMENT, _S.ENFORCEMENT)


class StepNotAllowed(Refusal):
    slug = "step-not-allowed"
    sentence = N_("A claim cannot move from “%(state)s” to “%(to)s”.")
    coded: ClassVar = {"state": "claim", "to": "claim"}


class StepAlreadyTaken(StepNotAllowed):
    slug = "step-already-taken"
    sentence = N_(
        "The claim already has the status “%(state)s”. Perhaps you took this step before, in another tab."
    )
    coded: ClassVar = {"state": "claim"}


class NextActionNeeded(Refusal):
    slug = "next-action-needed"
    sentence = N_("An open claim needs a next action and a date for it.")


class CourtReasonNeeded(Refusal):
    slug = "court-reason-needed"
    sentence = N_(
        "Give the reason why the claim goes back to court, for example that a side has appealed."
    )


class BeforeEarlierStep(Refusal):
    slug = "before-earlier-step"
    sentence = N_("The previous court step of this claim took place after this date.")


class PostNotNeeded(Refusal):
    slug = "post-not-needed"
    sentence = N_("Name a mission only for a step that assigns the claim to one.")


class Step(SQLModel, table=True):
    """One step of a claim, with the next action set by it."""

    __tablename__ = "claim_steps"
    __table_args__ = (
        Index("ix_claim_steps_to_at", "to", "at"),
        Index("ix_claim_steps_claim_at", "claim", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    came_from: str = Field(max_length=28)
    to: str = Field(max_length=28)
    reason: bytes | None = None
    next_action: bytes | None = None
    due: date | None = None
    # Why this step closed the claim; the claim itself loses it on reopening.
    closing_reason: str | None = Field(default=None, max_length=28)
    # The day of what is recorded, such as a judgment; empty in steps of earlier versions.
    happened_on: date | None = None
    # The claim of which this one is a duplicate.
    duplicate_of: str | None = Field(default=None, max_length=24)
    officer: str = Field(max_length=40)
    at: datetime = Field(index=True)


PERSONAL = ("reason", "next_action")


class StepDetails(msgspec.Struct, frozen=True):
    """One step of a claim, its texts decrypted."""

    came_from: str
    to: str
    reason: str
    next_action: str
    due: date | None
    officer: str
    at: datetime
    happened_on: date | None
    duplicate_of: str | None = None


class NewStep(msgspec.Struct, forbid_unknown_fields=True):
    to: ClaimState
    reason: str = ""
    next_action: str = ""
    due: date | None = None
    closing_reason: ClosingReason | None = None
    happened_on: date | None = None
    post: str | None = None
    duplicate_of: Code | None = None


def shown_state(state: str) -> ClaimState:
    """Return the state shown to those who follow the claim: a claim with a prosecutor is shown as
    accepted."""
    return ClaimState.ACCEPTED if state == ClaimState.PROSECUTOR else ClaimState(state)


# The next action is not shown for steps whose state is shown under another name.
HIDDEN_STATES = frozenset({ClaimState.PROSECUTOR.value, ClaimState.CLOSED.value})


# What a step changes of a claim, as the journal names it.
_CHANGED = ("state", "next_action", "due")
# An adviser acknowledges and screens a claim; the other steps are for officers who work on it.
SCREENING = frozenset({_S.ACKNOWLEDGED, _S.SCREENED})


def allowed(state: str, by: Actor | None = None) -> list[ClaimState]:
    """Return the states that a claim in this state may go to, or only those that this person may
    choose, in the order of the life cycle."""
    mine = SCREENING if by is not None and by.role is Role.ADVISER else frozenset(ClaimState)
    possible = ALLOWED[ClaimState(state)] & mine
    return [to for to in ClaimState if to in possible]


def allowed_now(
    claim: Claim, withdrawal: Withdrawal | None, by: Actor | None = None
) -> list[ClaimState]:
    """Return the states that this claim may go to now; one with an open withdrawal can only be
    closed, after the conversation."""
    if withdrawal is None:
        return allowed(claim.state, by)
    return [ClaimState.CLOSED] if withdrawal.spoke_at else []


def take_step(
    session: Session,
    claim: Claim,
    step: NewStep,
    *,
    by: Actor,
    on: datetime,
    day: date,
    on_hold: bool = False,
) -> Step:
    """Move a claim to another state; `day` is today at the claim's place.

    The step that assigns it to a post may name which. One that is taken `on_hold` leaves the claim
    on hold if its worker withdrew it. Refuses: PostNotNeeded, and what _require_allowed,
    transfers.assign and _require_possible refuse."""
    withdrawal = _require_allowed(session, claim, step, by, on_hold)
    if step.post is not None:
        if step.to is not ClaimState.ASSIGNED_TO_POST:
            raise PostNotNeeded("post")
        transfers.assign(session, claim, step.post, by=by, day=day)
    _require_possible(session, claim, step, day)
    row = _new_row(session, claim, step, by=by, on=on, day=day)
    claim.next_action = wage_claims.seal_next(session, claim, step.next_action)
    claim.state, claim.owner = step.to.value, _owner(claim, step.to, by)
    claim.due, claim.moved_at = step.due or day, on
    claim.accepted_at = on if step.to is ClaimState.ACCEPTED else claim.accepted_at
    closing = step.closing_reason if step.to is ClaimState.CLOSED else None
    claim.closing_reason = closing.value if closing else ""
    row.closing_reason = claim.closing_reason or None
    row.duplicate_of = claim_closing.other_claim(session, claim, closing, step.duplicate_of, by=by)
    session.add(row)
    session.flush()
    changed = (*_CHANGED, *(["post"] if step.post else []))
    journal.write(session, "step", "claim", claim.reference, by=by, on=on, fields=changed)
    if withdrawal is not None:
        withdrawals.end(withdrawal, claim, by=by, on=on)
    if step.to is ClaimState.CLOSED:
        _end_requests(session, claim, step, by=by, on=on)
    responsible_officers.notify_of_step(session, claim, by=by, on=on)
    return row


def _require_possible(session: Session, claim: Claim, step: NewStep, day: date) -> None:
    """Require that a step has all that it needs, and days that can be.

    Refuses: NextActionNeeded, CourtReasonNeeded, fields.AlreadyOver, fields.TooFarAhead,
    persons.ErasedPerson, and what _require_happened and claim_closing.require refuse."""
    _require_happened(session, claim, step, day)
    persons.require_not_erased(session, claim.citizen)
    judged = _was_judged(session, claim)
    claim_closing.require(
        session, claim, step.to.value, step.closing_reason, step.reason, judged=judged
    )
    if step.to is not ClaimState.CLOSED and not (step.next_action and step.due):
        raise NextActionNeeded("next_action")
    back = (claim.state, step.to) == (_S.ENFORCEMENT, _S.COURT_FILED)
    if back and not step.reason.strip():
        raise CourtReasonNeeded("reason")
    fields.require_ahead(step.due, day, "due")


def _new_row(
    session: Session, claim: Claim, step: NewStep, *, by: Actor, on: datetime, day: date
) -> Step:
    return Step(
        claim=claim.reference,
        came_from=claim.state,
        to=step.to.value,
        due=step.due,
        happened_on=step.happened_on or day,
        officer=by.account,
        at=on,
        reason=vault.seal(session, claim.citizen, "claim_steps.reason", step.reason),
        next_action=vault.seal(session, claim.citizen, "claim_steps.next_action", step.next_action),
    )


def _end_requests(
    session: Session, claim: Claim, step: NewStep, *, by: Actor, on: datetime
) -> None:
    """Let waiting requests about a closed claim lapse; a withdrawal under pressure is reviewed."""
    claim_approvals.lapse(session, claim, on=on)
    transfers.lapse(session, claim, on=on)
    if claim.closing_reason == ClosingReason.WITHDRAWN_UNDER_PRESSURE:
        claim_approvals.alert(session, claim, step.reason, by=by, on=on)


def _require_allowed(
    session: Session, claim: Claim, step: NewStep, by: Actor, on_hold: bool
) -> Withdrawal | None:
    """Require that the claim may take this step and that this person may take it.

    Return the withdrawal that the step ends, if there is one. Refuses: NotAllowed,
    StepAlreadyTaken, StepNotAllowed, and what withdrawals.require_step refuses."""
    if by.role is Role.ADVISER and step.to not in SCREENING:
        raise NotAllowed
    withdrawal = (
        None if on_hold else withdrawals.require_step(session, claim, step.to, step.closing_reason)
    )
    if withdrawal is None and step.to not in ALLOWED[ClaimState(claim.state)]:
        if step.to == claim.state:
            raise StepAlreadyTaken("to", state=claim.state, to=step.to.value)
        raise StepNotAllowed("to", state=claim.state, to=step.to.value)
    return withdrawal


def _require_happened(session: Session, claim: Claim, step: NewStep, today: date) -> None:
    """Require that the recorded day is not in the future, not before the work began, and of a court
    step not before an earlier one.

    Refuses: InTheFuture, BeforeTheWork, BeforeEarlierStep."""
    if step.happened_on is None:
        return
    if step.happened_on > today:
        raise InTheFuture("happened_on")
    if step.happened_on < claim.earliest:
        raise BeforeTheWork("happened_on")
    days = court_days(session, claim) if step.to in COURT_STATES else []
    if days and step.happened_on < days[-1]:
        raise BeforeEarlierStep("happened_on")


def _was_judged(session: Session, claim: Claim) -> bool:
    """Return whether a court gave a judgment since the claim was last reopened."""
    turns = (_S.JUDGMENT.value, _S.REOPENED.value)
    asked = select(col(Step.to)).where(col(Step.claim) == claim.reference, col(Step.to).in_(turns))
    latest = session.execute(asked.order_by(col(Step.id).desc()).limit(1)).scalar()
    return latest == _S.JUDGMENT.value


def court_days(session: Session, claim: Claim) -> list[date]:
    """Return the days that officers entered for the court steps of a claim, the earliest first.

    A step entered without a day has the day of its recording. As it may have taken place earlier,
    steps of that day or the day before are left out."""
    asked = select(col(Step.happened_on), col(Step.at)).where(
        col(Step.claim) == claim.reference,
        col(Step.to).in_([one.value for one in COURT_STATES]),
        col(Step.happened_on).is_not(None),
    )
    recorded = [(day, fields.tashkent_day(at) - DAY) for day, at in session.execute(asked)]
    return sorted(day for day, earliest in recorded if day < earliest)


def _owner(claim: Claim, to: ClaimState, by: Actor) -> str:
    """Return the owner after a step: the officer who took it, or the post it was assigned to.

    A step of a supervisor, or of the worker, does not change the owner."""
    if to is ClaimState.ASSIGNED_TO_POST and claim.post not in by.posts:
        return claim.post or wage_claims.DESK
    return (
        wage_claims.owner(claim)
        if by.role in (Role.SUPERVISOR, Role.VISITOR, Role.CITIZEN)
        else by.account
    )


_OF_CLAIM = select(Step).where(col(Step.claim) == bindparam("claim")).order_by(col(Step.id))


_PLAIN = ("came_from", "to", "due", "officer", "at", "happened_on", "duplicate_of")


def history(session: Session, claim: Claim) -> list[StepDetails]:
    """Return the steps of a claim, oldest first."""
    rows = list(session.execute(_OF_CLAIM, {"claim": claim.reference}).scalars())
    reasons, actions = (
        vault.unseal_all(
            session, [(claim.citizen, f"claim_steps.{name}", getattr(row, name)) for row in rows]
        )
        for name in ("reason", "next_action")
    )
    return [
        StepDetails(reason=reason, next_action=action, **{one: getattr(row, one) for one in _PLAIN})
        for row, reason, action in zip(rows, reasons, actions, strict=True)
    ]


def shown_history(session: Session, claim: Claim) -> list[StepDetails]:
    """Return the steps that those who follow a claim see, oldest first.

    A claim that its worker withdrew is closed to them from the request on."""
    since, steps = withdrawals.shown_since(session, claim), history(session, claim)
    if since is None:
        return steps
    before = [step for step in steps if step.at <= since]
    came_from = before[-1].to if before else ClaimState.RECEIVED.value
    return [*before, StepDetails(came_from, ClaimState.CLOSED.value, "", "", None, "", since, None)]


assert set(ALLOWED) == set(ClaimState), "every state says where it may go"
