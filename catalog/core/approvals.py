"""Decisions by two: what one person requests, another approves or declines.

The requests are of one table, about a claim or about another record. `require_other_person` is the
rule itself, also for records that keep both names in columns of their own.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, staff_notices, vault
from catalog.core.actor import Actor
from catalog.core.errors import Conflict, NotAllowed, Refusal, require_found
from catalog.core.fields import reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.staff_notices import NoticeKind
from i18n import N_


class ApprovalKind(LabelledEnum):
    """The kind of request; PRESSURE only asks to review a withdrawal that was not free."""

    DECLINE = "decline", N_("Decline the claim")
    WRITE_OFF = "write_off", N_("Stop trying to recover the money")
    BELOW_VERIFIED = "below_verified", N_("Settle for less than the documented amount")
    WITHDRAWAL = "withdrawal", N_("Close the claim as withdrawn by the worker")
    PRESSURE = "pressure", N_("Claim withdrawn under pressure")
    REVERSAL = "reversal", N_("Reverse a money entry")
    GROUP_REVERSAL = "group_reversal", N_("Reverse a payment for a group")
    PERSON = "person", N_("Move the claim to another person")
    DEPOSIT = "deposit", N_("Take money out of an agency’s deposit")
    DEPOSIT_REVERSAL = "deposit_reversal", N_("Reverse a deposit transaction")
    BLACKLISTING = "blacklisting", N_("Blacklist a vacancy")
    POST = "post", N_("Change the details of a mission")
    FACT = "fact", N_("Correct or add a fact")
    FILE = "file", N_("Download evidence that was not checked for viruses")
    DOCUMENT = "document", N_("Download a document that was not checked for viruses")
    INCIDENT_FILE = (
        "incident_file",
        N_("Download a document of an incident that was not checked for viruses"),
    )
    MEASURE = "measure", N_("Take a measure after an early warning")
    MEASURE_END = "measure_end", N_("End a measure early")
    SECOND_FACTOR = "second_factor", N_("Remove the second factor of an account")


class ApprovalState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"


class AlreadyRequested(Refusal):
    slug = "asked-already"
    sentence = N_("This has already been requested and is waiting for a second person’s decision.")


class DecidedByKey(NotAllowed):
    slug = "decided-by-key"
    sentence = N_(
        "Another person may know this key, so it cannot do what nobody may do alone. Sign in to do it."
    )


class RequesterDecides(NotAllowed):
    slug = "asker-decides"
    sentence = N_(
        "The person who made the request cannot decide on it. Another person must make the "
        "decision."
    )


class DecidedAlready(Conflict):
    slug = "decided-already"
    sentence = N_("This request has already been decided or is no longer valid.")


class RecordChanged(Conflict):
    slug = "changed-since-requested"
    sentence = N_(
        "What this request is about changed after it was made. Decline it and ask for a new "
        "request."
    )


class Approval(SQLModel, table=True):
    """A request to a second person about a claim, or about the record `subject` of another kind.

    One officer makes it, another decides. About a claim it is valid until the claim closes and only
    for its terms: the sums when it was made, the entry to be reversed, or the other person.
    `owner` is the person whom another record is about, with whose key the texts are encrypted; a
    claim names its own. `changes` is a JSON object of what is to be done to another record, `terms`
    then a digest of what that record stated."""

    __tablename__ = "approvals"
    reference: str = Field(default_factory=lambda: reference("Q"), primary_key=True, max_length=24)
    claim: str | None = Field(
        default=None, foreign_key="claims.reference", index=True, max_length=24
    )
    subject: str = Field(default="", index=True, max_length=64)
    owner: str = Field(default="", max_length=24)
    asked: str = Field(max_length=16)
    terms: str = Field(default="", max_length=200)
    changes: str = ""
    reason: bytes | None = None
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    answer: bytes | None = None
    decided_by: str | None = Field(default=None, max_length=40)
    decided_at: datetime | None = Field(default=None, index=True)
    agreed: bool = False
    lapsed_at: datetime | None = None


PERSONAL = ("owner", "reason", "answer")
_TEXTS = ("reason", "answer")
# The decided requests that the page of a record shows.
MAX_DECIDED = 20


class Subject(msgspec.Struct, frozen=True):
    """The record that a request is about: its noun in the journal and its reference.

    The texts of a request about a person's record are sealed with the key of `person`."""

    noun: str
    reference: str
    person: str = ""


class ApprovalDetails(msgspec.Struct, frozen=True):
    """A request for approval, its texts decrypted; the other fields as in Approval."""

    reference: str
    claim: str | None
    subject: str
    asked: str
    terms: str
    changes: dict[str, str]
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str
    decided_by: str | None
    decided_at: datetime | None
    agreed: bool
    lapsed_at: datetime | None

    @property
    def state(self) -> ApprovalState:
        if self.decided_at:
            return ApprovalState.APPROVED if self.agreed else ApprovalState.DECLINED
        return ApprovalState.LAPSED if self.lapsed_at else ApprovalState.WAITING


def require_other_person(by: Actor, refusal: type[Refusal], *earlier: str | None) -> None:
    """Check that the actor is none of the accounts that took part earlier.

    An account is one person in whichever role or session it acts. A key that another person issued
    and so knows is nobody's word. Raises `refusal`; refuses: DecidedByKey.
    """
    if by.shared_key:
        raise DecidedByKey
    if by.account in earlier:
        raise refusal


def request(
    session: Session,
    kind: ApprovalKind,
    subject: Subject,
    reason: str,
    *,
    terms: str = "",
    changes: Mapping[str, str] | None = None,
    by: Actor,
    on: datetime,
) -> Approval:
    """Request a second person's decision; the caller has checked that it can be carried out."""
    about_claim = subject.noun == "claim"
    row = Approval(
        claim=subject.reference if about_claim else None,
        subject="" if about_claim else subject.reference,
        owner="" if about_claim else subject.person,
        asked=kind.value,
        terms=terms,
        changes=msgspec.json.encode(changes).decode() if changes else "",
        asked_by=by.account,
        asked_at=on,
    )
    row.reason = _seal(session, subject.person, "reason", reason)
    session.add(row)
    session.flush()
    journal.write(session, "ask_approval", subject.noun, subject.reference, by=by, on=on)
    return row


def require_not_waiting(
    session: Session,
    kind: ApprovalKind,
    subject: Subject,
    same: Mapping[str, str] | None = None,
    *,
    field: str | None = None,
) -> None:
    """Require that nothing of this kind, or not these same changes, wait for this record.

    Refuses: AlreadyRequested."""
    asked = select(Approval).where(
        col(Approval.subject) == subject.reference,
        col(Approval.asked) == kind.value,
        is_waiting(),
    )
    for row in session.execute(asked).scalars():
        if same is None or changes(row) == same:
            raise AlreadyRequested(field)


def digest(stated: Mapping[str, str]) -> str:
    """Return a digest of what a record states, by column."""
    return sha256(msgspec.json.encode(sorted(stated.items()))).hexdigest()[:16]


def require_unchanged(row: Approval, stated: Mapping[str, str]) -> None:
    """Require that a record states what it did when the request was made; `stated` is now.

    A request made before this was recorded is taken as it is. Refuses: RecordChanged."""
    if row.terms and row.terms != digest(stated):
        raise RecordChanged


def changes(row: Approval) -> dict[str, str]:
    """Return what a request would change in its record."""
    return msgspec.json.decode(row.changes or "{}", type=dict[str, str])


def lock(session: Session, number: str) -> Approval:
    """Return a request, locked until the transaction ends. Refuses: NotFound."""
    return require_found(session.get(Approval, number, with_for_update=True))


def decide(
    session: Session,
    row: Approval,
    subject: Subject,
    answer: str,
    *,
    agreed: bool,
    by: Actor,
    on: datetime,
) -> None:
    """Record the decision of a second person. Refuses: DecidedAlready, RequesterDecides."""
    if row.decided_at or row.lapsed_at:
        raise DecidedAlready
    require_other_person(by, RequesterDecides, row.asked_by)
    row.answer = _seal(session, subject.person, "answer", answer)
    row.decided_by, row.decided_at, row.agreed = by.account, on, agreed
    session.flush()
    act = "approve" if agreed else "decline_approval"
    journal.write(session, act, subject.noun, subject.reference, by=by, on=on)
    drop_notices(session, subject)
    kind = NoticeKind.APPROVED if agreed else NoticeKind.DECLINED
    about = (subject.noun, subject.reference)
    staff_notices.notify(session, [row.asked_by], kind, *about, by=by, on=on)


def drop_notices(session: Session, subject: Subject) -> None:
    """Delete the unread notices of requests about a record of which nothing waits any more."""
    about = (
        col(Approval.claim) == subject.reference,
        col(Approval.subject) == subject.reference,
    )
    asked = select(col(Approval.reference)).where(or_(*about), is_waiting())
    if session.execute(asked.limit(1)).first() is None:
        kind = NoticeKind.APPROVAL_REQUESTED
        staff_notices.drop_unread(session, None, kind, subject.noun, subject.reference)


def copy_decision(
    session: Session,
    row: Approval,
    kind: ApprovalKind,
    subject: Subject,
    terms: str,
    *,
    by: Actor,
    on: datetime,
) -> Approval:
    """Record an agreed request as one about a claim, a part of what was decided; return it.

    It names the same two persons, and its texts are sealed with the key of the claim's person."""
    (texts,) = details(session, [(row, "")])
    copy = Approval(
        claim=subject.reference,
        asked=kind.value,
        terms=terms,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        agreed=True,
    )
    copy.reason = _seal(session, subject.person, "reason", texts.reason)
    copy.answer = _seal(session, subject.person, "answer", texts.answer)
    session.add(copy)
    session.flush()
    journal.write(session, "approve", subject.noun, subject.reference, by=by, on=on)
    return copy


def is_waiting() -> ColumnElement[bool]:
    """Return the condition for requests that nobody has decided and that have not lapsed."""
    return and_(col(Approval.decided_at).is_(None), col(Approval.lapsed_at).is_(None))


def list_about(session: Session, subject: str) -> list[ApprovalDetails]:
    """Return the waiting requests about a record other than a claim, the oldest first."""
    asked = select(Approval).where(col(Approval.subject) == subject, is_waiting())
    rows = session.execute(asked.order_by(col(Approval.asked_at))).scalars()
    return details(session, [(row, "") for row in rows])


def list_decided(session: Session, subject: str) -> list[ApprovalDetails]:
    """Return the latest decided requests about a record other than a claim, the newest first."""
    asked = select(Approval).where(
        col(Approval.subject) == subject, col(Approval.decided_at).is_not(None)
    )
    newest = asked.order_by(col(Approval.decided_at).desc()).limit(MAX_DECIDED)
    return details(session, [(row, "") for row in session.execute(newest).scalars()])


def details(session: Session, rows: list[tuple[Approval, str]]) -> list[ApprovalDetails]:
    """Return requests with decrypted texts; each comes with the person of its claim, or ""."""
    rows = [(row, person or row.owner) for row, person in rows]
    reasons, answers = (_unseal_all(session, rows, name) for name in _TEXTS)
    return [
        ApprovalDetails(
            row.reference,
            row.claim,
            row.subject,
            row.asked,
            row.terms,
            changes(row),
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


def _seal(session: Session, person: str, name: str, text: str) -> bytes | None:
    if person:
        return vault.seal(session, person, f"approvals.{name}", text)
    return vault.lock(f"approvals.{name}", text.encode()) if text else None


def _unseal_all(session: Session, rows: list[tuple[Approval, str]], name: str) -> list[str]:
    sealed = [(person, f"approvals.{name}", getattr(row, name)) for row, person in rows if person]
    texts = iter(vault.unseal_all(session, sealed))
    return [next(texts) if person else _unlock(row, name) for row, person in rows]


def _unlock(row: Approval, name: str) -> str:
    sealed: bytes | None = getattr(row, name)
    return vault.unlock(f"approvals.{name}", sealed).decode() if sealed else ""
