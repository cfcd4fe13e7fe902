"""Decisions that need a second person: declining, writing off, settling for less, reversing."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

import msgspec
from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import Conflict, NotAllowed, NotFound, Refusal
from catalog.core.fields import Prose, reference
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import persons
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import money_entries, payments


class ApprovalKind(LabelledEnum):
    """The kind of approval; PRESSURE only asks to review a withdrawal that was not free."""

    DECLINE = "decline", N_("Decline the claim")
    WRITE_OFF = "write_off", N_("Stop trying to recover the money")
    BELOW_VERIFIED = "below_verified", N_("Settle for less than the documented amount")
    PRESSURE = "pressure", N_("Claim withdrawn under pressure")
    REVERSAL = "reversal", N_("Reverse a money entry")


# What an officer may request under “Second approval”. Reviews are requested by closing a claim,
# reversals by a form below the ledger.
REQUESTABLE = (ApprovalKind.DECLINE, ApprovalKind.WRITE_OFF, ApprovalKind.BELOW_VERIFIED)


class ApprovalState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"


class ApprovalNeeded(Refusal):
    slug = "ask-first"
    sentence = N_(
        "A second person must agree to this first. Request approval under “Second approval”."
    )


class NotRequestable(Refusal):
    slug = "not-requestable"
    sentence = N_("This cannot be requested here.")

    def __init__(self, field: str | None = None, *, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(field)
        self.allowed = [str(one) for one in allowed]


class AlreadyRequested(Refusal):
    slug = "asked-already"
    sentence = N_("This has already been requested and is waiting for a supervisor’s decision.")


class RequesterDecides(NotAllowed):
    slug = "asker-decides"
    sentence = N_(
        "The person who made the request cannot decide on it. Another supervisor must make "
        "the decision."
    )


class DecidedAlready(Conflict):
    slug = "decided-already"
    sentence = N_("This request has already been decided or is no longer valid.")


class Approval(SQLModel, table=True):
    """A request to a second person about a claim, valid until the claim closes.

    One officer makes it, another decides. It is valid only for its terms: the sums agreed when it
    was made, or the entry to be reversed."""

    __tablename__ = "approvals"
    reference: str = Field(default_factory=lambda: reference("Q"), primary_key=True, max_length=24)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    asked: str = Field(max_length=16)
    terms: str = Field(default="", max_length=200)
    reason: bytes | None = None
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    answer: bytes | None = None
    decided_by: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = Field(default=None, index=True)
    agreed: bool = False
    lapsed_at: datetime | None = None


PERSONAL = ("reason", "answer")


class NewApproval(msgspec.Struct, forbid_unknown_fields=True):
    asked: ApprovalKind
    reason: Prose


class ApprovalDetails(msgspec.Struct, frozen=True):
    """A request for approval, its texts decrypted; `terms` as in Approval."""

    reference: str
    claim: str
    asked: str
    terms: str
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str
    decided_by: str | None
    decided_at: datetime | None
    agreed: bool
    lapsed_at: datetime | None

    @property
    def state(self) -> "ApprovalState":
        if self.decided_at:
            return ApprovalState.APPROVED if self.agreed else ApprovalState.DECLINED
        return ApprovalState.LAPSED if self.lapsed_at else ApprovalState.WAITING


def request_approval(
    session: Session, claim: Claim, new_approval: NewApproval, *, by: Actor, on: datetime
) -> Approval:
    """Request a second person's approval.

    Refuses: payments.ClosedClaim, NotRequestable, AlreadyRequested, persons.ErasedPerson."""
    payments.require_open(claim)
    if new_approval.asked not in REQUESTABLE:
        raise NotRequestable("asked", allowed=REQUESTABLE)
    terms = _terms(session, claim, new_approval.asked)
    return _request(session, claim, new_approval.asked, terms, new_approval.reason, by=by, on=on)


def request_reversal(
    session: Session, claim: Claim, entry: str, reason: str, *, by: Actor, on: datetime
) -> Approval:
    """Request a second person's approval to reverse a money entry, of a closed claim too.

    Refuses: AlreadyRequested, persons.ErasedPerson."""
    return _request(session, claim, ApprovalKind.REVERSAL, entry, reason, by=by, on=on)


def _request(
    session: Session,
    claim: Claim,
    what: ApprovalKind,
    terms: str,
    reason: str,
    *,
    by: Actor,
    on: datetime,
) -> Approval:
    persons.require_not_erased(session, claim.citizen)
    if any(
        row.terms == terms and row.decided_at is None for row in _list_current(session, claim, what)
    ):
        raise AlreadyRequested("entry" if what is ApprovalKind.REVERSAL else "asked")
    return _put(session, claim, what, terms, reason, by=by, on=on)


def _put(
    session: Session,
    claim: Claim,
    what: ApprovalKind,
    terms: str,
    reason: str,
    *,
    by: Actor,
    on: datetime,
) -> Approval:
    row = Approval(
        claim=claim.reference, asked=what.value, terms=terms, asked_by=by.account, asked_at=on
    )
    row.reason = vault.seal(session, claim.citizen, "approvals.reason", reason)
    session.add(row)
    session.flush()
    journal.write(session, "ask_approval", "claim", claim.reference, by=by, on=on)
    return row


def _terms(session: Session, claim: Claim, what: ApprovalKind) -> str:
    """Return the agreed sums for which a settlement is approved, as far as the column holds them.

    Other kinds have none."""
    if what is not ApprovalKind.BELOW_VERIFIED:
        return ""
    sums = money_entries.balances(session, claim.reference)
    return ";".join(f"{one.currency}{one.agreed}" for one in sums if one.agreed)[:200]


def _list_current(session: Session, claim: Claim, what: ApprovalKind) -> list[Approval]:
    theirs = (col(Approval.claim) == claim.reference, col(Approval.asked) == what.value)
    rows = select(Approval).where(*theirs, col(Approval.lapsed_at).is_(None))
    return list(session.execute(rows).scalars())


def require(session: Session, claim: Claim, what: ApprovalKind) -> None:
    """Require a second person's approval for the current sums. Refuses: ApprovalNeeded."""
    terms = _terms(session, claim, what)
    if not any(row.agreed and row.terms == terms for row in _list_current(session, claim, what)):
        raise ApprovalNeeded("to")


def alert(session: Session, claim: Claim, reason: str, *, by: Actor, on: datetime) -> None:
    """Submit a withdrawal under pressure to a supervisor for review."""
    _put(session, claim, ApprovalKind.PRESSURE, "", reason, by=by, on=on)


def lapse(session: Session, claim: Claim, *, on: datetime) -> None:
    """Let approvals lapse when a claim closes, so that they are not valid after reopening."""
    for what in (ApprovalKind.DECLINE, ApprovalKind.WRITE_OFF, ApprovalKind.BELOW_VERIFIED):
        for row in _list_current(session, claim, what):
            row.lapsed_at = on


def lapse_reversals(session: Session, claim: Claim, entries: list[str], *, on: datetime) -> None:
    """Let the waiting requests to reverse these entries lapse, because they were reversed."""
    for row in _list_current(session, claim, ApprovalKind.REVERSAL):
        if row.terms in entries and row.decided_at is None:
            row.lapsed_at = on


def approve(
    session: Session, number: str, answer: str = "", *, by: Actor, on: datetime
) -> Approval:
    """Approve a request, or confirm its review, as a second person.

    Refuses: NotFound, DecidedAlready, RequesterDecides."""
    return _decide(session, number, answer, True, by=by, on=on)


def decline(session: Session, number: str, answer: Prose, *, by: Actor, on: datetime) -> Approval:
    """Decline a request as a second person, with a reason.

    Refuses: NotFound, DecidedAlready, RequesterDecides."""
    return _decide(session, number, answer, False, by=by, on=on)


def _decide(
    session: Session, number: str, answer: str, agreed: bool, *, by: Actor, on: datetime
) -> Approval:
    row = session.get(Approval, number, with_for_update=True)
    if row is None:
        raise NotFound
    claim = wage_claims.get(session, row.claim, by=by)
    if row.decided_at or row.lapsed_at:
        raise DecidedAlready
    require_other_person(by, RequesterDecides, row.asked_by)
    row.answer = vault.seal(session, claim.citizen, "approvals.answer", answer)
    row.decided_by, row.decided_at, row.agreed = by.account, on, agreed
    session.flush()
    act = "approve" if agreed else "decline_approval"
    journal.write(session, act, "claim", row.claim, by=by, on=on)
    return row


def get(session: Session, number: str, *, by: Actor) -> ApprovalDetails:
    """Return one request within the actor's scope, decided or not. Refuses: NotFound."""
    row = session.get(Approval, number)
    if row is None:
        raise NotFound
    return _unseal_all(session, [(row, wage_claims.get(session, row.claim, by=by))])[0]


def history(session: Session, claim: str) -> list[ApprovalDetails]:
    """Return every request about a claim, newest first."""
    rows = select(Approval, Claim).where(
        col(Approval.claim) == claim, col(Claim.reference) == col(Approval.claim)
    )
    return _unseal_all(
        session,
        [(row, one) for row, one in session.execute(rows.order_by(col(Approval.asked_at).desc()))],
    )


def is_waiting() -> ColumnElement[bool]:
    """Return the condition for requests that nobody has decided and that have not lapsed."""
    return and_(col(Approval.decided_at).is_(None), col(Approval.lapsed_at).is_(None))


def list_waiting(session: Session, *, by: Actor, most: int = 200) -> list[ApprovalDetails]:
    """Return the undecided requests within the actor's scope, oldest first."""
    rows = select(Approval, Claim).where(
        col(Approval.claim) == col(Claim.reference), is_waiting(), wage_claims.within(by)
    )
    return _unseal_all(
        session,
        [
            (row, claim)
            for row, claim in session.execute(rows.order_by(col(Approval.asked_at)).limit(most))
        ],
    )


def _unseal_all(session: Session, rows: list[tuple[Approval, Claim]]) -> list[ApprovalDetails]:
    reasons, answers = (
        vault.unseal_all(
            session,
            [(claim.citizen, f"approvals.{name}", getattr(row, name)) for row, claim in rows],
        )
        for name in ("reason", "answer")
    )
    return [
        ApprovalDetails(
            row.reference,
            row.claim,
            row.asked,
            row.terms,
            reason,
            row.asked_by,
            row.asked_at,
            answer,
            row.decided_by,
            row.decided_at,
            row.agreed,
            row.lapsed_at,
        )
        for (row, _), reason, answer in zip(rows, reasons, answers, strict=True)
    ]


# What a step or a reason for closing asks a second person for.
BY_STEP: Mapping[str, ApprovalKind] = MappingProxyType(
    {ClaimState.DECLINED.value: ApprovalKind.DECLINE}
)
BY_REASON: Mapping[str, ApprovalKind] = MappingProxyType(
    {
        "unfounded": ApprovalKind.DECLINE,
        "no_evidence": ApprovalKind.DECLINE,
        "unenforceable": ApprovalKind.WRITE_OFF,
        "time_barred": ApprovalKind.WRITE_OFF,
        "employer_untraceable": ApprovalKind.WRITE_OFF,
        "unreachable": ApprovalKind.WRITE_OFF,
        "paid_below_verified": ApprovalKind.BELOW_VERIFIED,
    }
)
