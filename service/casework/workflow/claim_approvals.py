"""Decisions on a claim that need a second person, from declining it to moving it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from catalog.core import approvals
from catalog.core.actor import Actor
from catalog.core.approvals import (
    AlreadyRequested,
    Approval,
    ApprovalDetails,
    ApprovalKind,
    RecordChanged,
    Subject,
)
from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from i18n import N_
from matching.identity import persons
from service.accounts import approval_requests
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import money_entries, payments

# What an officer may request under “Second approval”. Reviews are requested by closing a claim,
# reversals by a form below the ledger.
REQUESTABLE = (
    ApprovalKind.DECLINE,
    ApprovalKind.WRITE_OFF,
    ApprovalKind.BELOW_VERIFIED,
    ApprovalKind.WITHDRAWAL,
)


# The field of the form of a request, where it is not the kind of request.
_FIELDS = {ApprovalKind.REVERSAL: "entry", ApprovalKind.PERSON: "citizen"}


class ApprovalNeeded(Refusal):
    slug = "ask-first"
    sentence = N_(
        "A second person must agree to this first. Request approval under “Second approval”."
    )


class ApprovedOtherAmounts(ApprovalNeeded):
    slug = "approved-other-amounts"
    sentence = N_(
        "The amounts have changed since a second person agreed. Request approval of the amounts of "
        "today under “Second approval”."
    )


class NotRequestable(Refusal):
    slug = "not-requestable"
    sentence = N_("This cannot be requested here.")

    def __init__(self, field: str | None = None, *, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(field)
        self.allowed = [str(one) for one in allowed]


class NewApproval(msgspec.Struct, forbid_unknown_fields=True):
    asked: ApprovalKind
    reason: Prose


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


def request_person(
    session: Session, claim: Claim, person: str, reason: str, *, by: Actor, on: datetime
) -> Approval:
    """Request a second person's approval to move a claim, closed or not, to another person.

    Refuses: AlreadyRequested, persons.ErasedPerson."""
    return _request(session, claim, ApprovalKind.PERSON, person, reason, by=by, on=on)


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
    wage_claims.hold_person(session, claim)
    persons.require_not_erased(session, claim.citizen)
    if any(
        row.terms == terms and row.decided_at is None for row in _list_current(session, claim, what)
    ):
        raise AlreadyRequested(_FIELDS.get(what, "asked"))
    return approval_requests.request(
        session, what, _subject(claim), reason, terms=terms, by=by, on=on
    )


def _subject(claim: Claim) -> Subject:
    return Subject("claim", claim.reference, claim.citizen)


def _terms(session: Session, claim: Claim, what: ApprovalKind) -> str:
    """Return the agreed and documented sums for which a settlement is approved, as far as the
    column holds them. Other kinds have none; money in a currency that is not owed is no part."""
    if what is not ApprovalKind.BELOW_VERIFIED:
        return ""
    sums = money_entries.balances(session, claim.reference)
    owed = [one for one in sums if one.agreed or one.documented]
    return ";".join(f"{one.currency}{one.agreed}/{one.documented}" for one in owed)[:200]


def _same_terms(session: Session, claim: Claim, row: Approval) -> bool:
    """Return whether the sums of a claim are still those of a request.

    Version 0.8.0 stored only the agreed sums, later ones also money in a currency not owed."""
    terms = _terms(session, claim, ApprovalKind(row.asked))
    if "/" not in row.terms:
        agreed = [part.partition("/")[0] for part in terms.split(";")]
        terms = ";".join(part for part in agreed if part[3:] != "0")
    stored = [part for part in row.terms.split(";") if part[3:] != "0/0"]
    return ";".join(stored) == terms


def _list_current(session: Session, claim: Claim, *kinds: ApprovalKind) -> list[Approval]:
    theirs = (col(Approval.claim) == claim.reference, col(Approval.asked).in_(kinds))
    rows = select(Approval).where(*theirs, col(Approval.lapsed_at).is_(None))
    return list(session.execute(rows).scalars())


def require(session: Session, claim: Claim, what: ApprovalKind) -> None:
    """Require a second person's approval for the current sums.

    Refuses: ApprovalNeeded, ApprovedOtherAmounts."""
    rows = [row for row in _list_current(session, claim, what) if row.agreed]
    if not any(_same_terms(session, claim, row) for row in rows):
        raise ApprovedOtherAmounts("to") if rows else ApprovalNeeded("to")


def alert(session: Session, claim: Claim, reason: str, *, by: Actor, on: datetime) -> None:
    """Submit a withdrawal under pressure to a supervisor for review."""
    approval_requests.request(session, ApprovalKind.PRESSURE, _subject(claim), reason, by=by, on=on)


def lapse(session: Session, claim: Claim, *, on: datetime) -> None:
    """Let approvals lapse when a claim closes, so that they are not valid after reopening."""
    _lapse(session, claim, _list_current(session, claim, *REQUESTABLE), on)


def lapse_reversals(session: Session, claim: Claim, entries: list[str], *, on: datetime) -> None:
    """Let the waiting requests to reverse these entries lapse, because they were reversed."""
    waiting = [
        row
        for row in _list_current(session, claim, ApprovalKind.REVERSAL)
        if row.terms in entries and row.decided_at is None
    ]
    _lapse(session, claim, waiting, on)


def _lapse(session: Session, claim: Claim, rows: list[Approval], on: datetime) -> None:
    for row in rows:
        row.lapsed_at = on
    if rows:
        session.flush()
        approvals.drop_notices(session, _subject(claim))


def approve(
    session: Session, number: str, answer: str = "", *, by: Actor, on: datetime
) -> Approval:
    """Approve a request, or confirm its review, as a second person.

    Refuses: NotFound, RecordChanged, DecidedAlready, RequesterDecides."""
    return _decide(session, number, answer, True, by=by, on=on)


def decline(session: Session, number: str, answer: Prose, *, by: Actor, on: datetime) -> Approval:
    """Decline a request as a second person, with a reason.

    Refuses: NotFound, DecidedAlready, RequesterDecides."""
    return _decide(session, number, answer, False, by=by, on=on)


def _decide(
    session: Session, number: str, answer: str, agreed: bool, *, by: Actor, on: datetime
) -> Approval:
    row = approvals.lock(session, number)
    claim = wage_claims.get(session, row.claim or "", by=by, hold=True)
    settles = row.asked == ApprovalKind.BELOW_VERIFIED
    if agreed and settles and not _same_terms(session, claim, row):
        raise RecordChanged
    approvals.decide(session, row, _subject(claim), answer, agreed=agreed, by=by, on=on)
    return row


_OF_CLAIM = (
    select(Approval, col(Claim.citizen))
    .where(col(Approval.claim) == bindparam("claim"), col(Claim.reference) == col(Approval.claim))
    .order_by(col(Approval.asked_at).desc())
)


def history(session: Session, claim: str) -> list[ApprovalDetails]:
    """Return every request about a claim, newest first."""
    rows = session.execute(_OF_CLAIM, {"claim": claim})
    return approvals.details(session, [(row, str(person)) for row, person in rows])


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
        "withdrawn_freely": ApprovalKind.WITHDRAWAL,
    }
)
