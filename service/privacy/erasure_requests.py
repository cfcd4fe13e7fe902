"""Requests for erasure by the person or an officer, and the second person's decision."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core import approvals, journal, vault
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalKind, require_other_person
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import Prose
from i18n import N_
from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.groups import payment_split
from service.casework.incidents import incidents
from service.casework.money.money_entries import Payment, Undelivered, stands
from service.casework.protection import referrals
from service.casework.protection.referrals import OPEN
from service.privacy import erase, legal_holds
from service.privacy.erasure_records import Erasure, records


class UnderLegalHold(Refusal):
    slug = "held-by-law"
    sentence = N_(
        "The law requires us to keep this file for now. Reason: “%(reason)s”. Ask again when "
        "this requirement no longer applies."
    )


class ClaimOpen(Refusal):
    slug = "claim-open"
    sentence = N_(
        "Wage claim %(claim)s is still open. Withdraw it or have it closed, then ask again "
        "for the file to be erased."
    )


class StillAtWork(Refusal):
    # The sentence names nothing: the one who is with the person, or asks in their name, may be the
    # one they are protected from.
    slug = "still-at-work"
    sentence = N_(
        "There is still work in progress on this person’s file. The file can be erased when "
        "that work is finished."
    )


class ReversalWaits(Refusal):
    slug = "reversal-waits"
    sentence = N_(
        "A request to reverse a money entry of claim %(claim)s is waiting for a decision. Ask "
        "again when it has been decided."
    )


class MoneyWaits(Refusal):
    slug = "money-waits"
    sentence = N_(
        "Money is still being held for this person under claim %(claim)s. It must be paid out"
        " before you can ask again."
    )


class OwnErasureRequest(Refusal):
    slug = "not-asked-and-decided"
    sentence = N_(
        "The person who asked for this erasure cannot decide on it. Another supervisor must "
        "make the decision."
    )


class DecidedBefore(Refusal):
    slug = "decided-before"
    sentence = N_("This request has already been decided or withdrawn.")


class ErasedBefore(Refusal):
    slug = "erased-before"
    sentence = N_("This file has already been erased.")


class NewErasure(msgspec.Struct, forbid_unknown_fields=True):
    """An officer's reason for requesting that a file be erased."""

    reason: Prose


class DeclineInput(msgspec.Struct, forbid_unknown_fields=True):
    """The reason why a file stays, in words that the person can read."""

    answer: Prose


class ErasureRequest(msgspec.Struct, frozen=True):
    """A request for erasure with its texts decrypted."""

    reference: str
    citizen: str
    asked_by: str
    asked_at: datetime
    reason: str
    answer: str
    decided_by: str | None
    decided_at: datetime | None
    state: str


def require_erasable(session: Session, rows: list[Citizen]) -> None:
    """Require that nothing prevents the erasure of this person.

    Refuses: ErasedBefore, UnderLegalHold, ClaimOpen, MoneyWaits, ReversalWaits, StillAtWork."""
    if all(row.erased_at for row in rows):
        raise ErasedBefore
    for held in legal_holds.list_active(session, rows)[:1]:
        raise UnderLegalHold(reason=held.reason)
    theirs = col(Claim.citizen).in_([row.reference for row in rows])
    if number := _open_claim(session, theirs):
        raise ClaimOpen(claim=number)
    if number := _unpaid_claim(session, theirs):
        raise MoneyWaits(claim=number)
    if number := _claim_with_request(session, theirs, ApprovalKind.REVERSAL):
        raise ReversalWaits(claim=number)
    if number := _claim_in_group_reversal(session, theirs):
        raise ReversalWaits(claim=number)
    if _claim_with_request(session, theirs, ApprovalKind.PRESSURE, ApprovalKind.PERSON):
        raise StillAtWork
    own = [row.reference for row in rows]
    if any(case.status in OPEN for case in referrals.list_for_persons(session, own)):
        raise StillAtWork
    if any(one.closed_on is None for one in incidents.list_for_persons(session, own)):
        raise StillAtWork


def _open_claim(session: Session, theirs: ColumnElement[bool]) -> str | None:
    running = select(col(Claim.reference)).where(
        theirs, col(Claim.state) != ClaimState.CLOSED.value
    )
    return session.execute(running.order_by(col(Claim.filed_at)).limit(1)).scalar()


def _unpaid_claim(session: Session, theirs: ColumnElement[bool]) -> str | None:
    """Return a claim whose money could not be paid to the worker."""
    unpaid = select(col(Undelivered.claim)).where(
        col(Undelivered.delivered_on).is_(None),
        stands(Undelivered),
        theirs,
        col(Claim.reference) == col(Undelivered.claim),
    )
    return session.execute(unpaid.limit(1)).scalar()


def _claim_in_group_reversal(session: Session, theirs: ColumnElement[bool]) -> str | None:
    """Return a claim with an entry that waits to be reversed with a payment for its group."""
    of_claims = col(Payment.claim).in_(select(col(Claim.reference)).where(theirs))
    entries = payment_split.waiting_reversals(session, of_claims)
    first = select(col(Payment.claim)).where(col(Payment.reference).in_(entries))
    return session.execute(first.limit(1)).scalar() if entries else None


def _claim_with_request(
    session: Session, theirs: ColumnElement[bool], *kinds: ApprovalKind
) -> str | None:
    """Return a claim with a waiting request of one of these kinds."""
    asked = select(col(Approval.claim)).where(
        approvals.is_waiting(),
        col(Approval.asked).in_([one.value for one in kinds]),
        theirs,
        col(Claim.reference) == col(Approval.claim),
    )
    return session.execute(asked.limit(1)).scalar()


def request_erasure(
    session: Session, citizen: str, reason: str = "", *, by: Actor, on: datetime
) -> Erasure:
    """Request the erasure of a person; a repeated request returns the first one.

    Refuses: NotFound, and what require_erasable refuses."""
    rows = records(session, citizen)
    require_erasable(session, rows)
    known = find_undecided(session, rows)
    if known is not None:
        return known
    first = rows[0].reference
    row = Erasure(citizen=first, asked_by=by.account, asked_at=on)
    row.reason = vault.seal(session, first, "erasures.reason", reason)
    session.add(row)
    session.flush()
    journal.write(session, "ask_erasure", "citizen", first, by=by, on=on)
    return row


def take_back(session: Session, citizen: str, *, by: Actor, on: datetime) -> None:
    """Withdraw a request, so that the person keeps their file.

    Refuses: DecidedBefore when no request waits."""
    row = find_undecided(session, records(session, citizen))
    if row is None:
        raise DecidedBefore
    row.decided_by, row.decided_at = row.asked_by, on
    session.flush()
    journal.write(session, "keep_file", "citizen", row.citizen, by=by, on=on)


def approve(session: Session, number: str, *, by: Actor, on: datetime) -> list[str]:
    """Approve a request as a second person, and erase the file; return its records' references.

    Refuses: NotFound, DecidedBefore, OwnErasureRequest, ErasedBefore, UnderLegalHold, ClaimOpen,
    MoneyWaits."""
    row = _open(session, number, by)
    require_erasable(session, records(session, row.citizen))
    row.decided_by, row.decided_at, row.done = by.account, on, True
    session.flush()
    journal.write(session, "decide_erasure", "citizen", row.citizen, by=by, on=on)
    return erase.erase(session, row.citizen, by=by, on=on)


def decline(session: Session, number: str, answer: Prose, *, by: Actor, on: datetime) -> None:
    """Decline a request as a second person, with a reason.

    Refuses: NotFound, DecidedBefore, OwnErasureRequest."""
    row = _open(session, number, by)
    row.answer = vault.seal(session, row.citizen, "erasures.answer", answer)
    row.decided_by, row.decided_at = by.account, on
    session.flush()
    journal.write(session, "decline_erasure", "citizen", row.citizen, by=by, on=on)


def _open(session: Session, number: str, by: Actor) -> Erasure:
    row = require_found(session.get(Erasure, number, with_for_update=True))
    if row.decided_at:
        raise DecidedBefore
    require_other_person(by, OwnErasureRequest, row.asked_by)
    return row


def find_undecided(session: Session, rows: list[Citizen]) -> Erasure | None:
    """Return the undecided request about these records, or None."""
    theirs = col(Erasure.citizen).in_([row.reference for row in rows])
    asked = select(Erasure).where(theirs, col(Erasure.decided_at).is_(None)).limit(1)
    return session.execute(asked).scalars().first()


def history(session: Session, rows: list[Citizen]) -> list[ErasureRequest]:
    """Return every request about these records, newest first."""
    theirs = col(Erasure.citizen).in_([row.reference for row in rows])
    asked = (
        select(Erasure).where(theirs).order_by(col(Erasure.asked_at).desc(), col(Erasure.reference))
    )
    return _unseal_all(session, list(session.execute(asked).scalars()))


def get(session: Session, number: str) -> ErasureRequest:
    """Return one request with its texts decrypted. Refuses: NotFound."""
    return _unseal_all(session, [require_found(session.get(Erasure, number))])[0]


def _unseal_all(session: Session, rows: list[Erasure]) -> list[ErasureRequest]:
    reasons, answers = (
        vault.unseal_all(
            session, [(row.citizen, f"erasures.{name}", getattr(row, name)) for row in rows]
        )
        for name in ("reason", "answer")
    )
    return [
        ErasureRequest(
            row.reference,
            row.citizen,
            row.asked_by,
            row.asked_at,
            reason,
            answer,
            row.decided_by,
            row.decided_at,
            state_of(row),
        )
        for row, reason, answer in zip(rows, reasons, answers, strict=True)
    ]


def state_of(row: Erasure) -> str:
    if row.decided_at is None:
        return "waiting"
    if row.done:
        return "erased"
    return "taken_back" if row.decided_by == row.asked_by else "declined"
