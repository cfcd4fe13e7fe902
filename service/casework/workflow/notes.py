"""Notes on a claim, by officers or by its worker; only officers read them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import VISITOR, Actor, Role
from catalog.core.journal import Entry
from catalog.core.staff_notices import NoticeKind
from matching.identity import persons
from service.accounts import Account
from service.casework.claims import responsible_officers, wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import officer_messages

# The roles that act on claims; a note is unread until one of them opens its claim.
_READERS = (Role.CLAIMS_OFFICER.value, Role.ATTACHE.value)
# Older notes are not searched for, so that the search takes no longer with the years.
UNREAD_WITHIN = timedelta(days=60)


class Note(SQLModel, table=True):
    __tablename__ = "claim_notes"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    text: bytes | None
    officer: str = Field(max_length=40)
    at: datetime
    # When it was taken back: such a note is shown to nobody.
    withdrawn_at: datetime | None = None


PERSONAL = ("text",)


_OF_CLAIM = (
    select(Note)
    .where(col(Note.claim) == bindparam("claim"), col(Note.withdrawn_at).is_(None))
    .order_by(col(Note.id))
)


def by_worker() -> ColumnElement[bool]:
    """Return the SQL condition for notes that a worker wrote, signed in or by the claim's secret."""
    citizens = select(col(Account.reference)).where(col(Account.role) == Role.CITIZEN.value)
    return or_(col(Note.officer) == VISITOR.account, col(Note.officer).in_(citizens))


def is_unread(now: datetime) -> ColumnElement[bool]:
    """Return the SQL condition for claims with a worker's note that no officer has opened yet."""
    opened = select(1).where(
        col(Entry.noun) == "claim",
        col(Entry.reference) == col(Note.claim),
        col(Entry.act) == "open",
        col(Entry.role).in_(_READERS),
        col(Entry.at) >= col(Note.at),
    )
    recent = col(Note.at) > now - UNREAD_WITHIN
    unread = select(col(Note.claim)).where(recent, by_worker(), ~opened.correlate(Note).exists())
    return col(Claim.reference).in_(unread)


def list_for_claim(session: Session, claim: Claim) -> list[tuple[Note, str]]:
    """Return the notes with their text, oldest first."""
    return _read(session, claim, _OF_CLAIM)


def list_by_worker(session: Session, claim: Claim) -> list[tuple[Note, str]]:
    """Return the notes that the worker wrote, with their text, oldest first."""
    return _read(session, claim, _OF_CLAIM.where(by_worker()))


def _read(session: Session, claim: Claim, asked: Select[Any]) -> list[tuple[Note, str]]:
    rows = list(session.execute(asked, {"claim": claim.reference}).scalars())
    texts = vault.unseal_all(session, [(claim.citizen, "claims.note", row.text) for row in rows])
    return list(zip(rows, texts, strict=True))


def add(session: Session, claim: Claim, text: str, *, by: Actor, on: datetime) -> Note:
    """Add a note, encrypted with the worker's key. Refuses: persons.ErasedPerson."""
    wage_claims.hold_person(session, claim)
    persons.require_not_erased(session, claim.citizen)
    row = Note(
        claim=claim.reference,
        text=vault.seal(session, claim.citizen, "claims.note", text),
        officer=by.account,
        at=on,
    )
    session.add(row)
    session.flush()
    journal.write(session, "note", "claim", claim.reference, by=by, on=on, fields=("notes",))
    return row


def withdraw(session: Session, claim: Claim, row: Note, *, by: Actor, on: datetime) -> Note:
    """Take back a note, which is then shown to nobody."""
    row.withdrawn_at = on
    session.flush()
    journal.write(
        session, "withdraw_note", "claim", claim.reference, by=by, on=on, fields=("notes",)
    )
    return row


def add_by_worker(session: Session, claim: Claim, text: str, *, by: Actor, on: datetime) -> Note:
    """Add what the worker writes and notify the officer responsible, by e-mail once until read.

    Refuses: persons.ErasedPerson."""
    asked = select(1).where(col(Claim.reference) == claim.reference, is_unread(on))
    known = session.execute(asked).first() is not None
    row = add(session, claim, text, by=by, on=on)
    responsible_officers.notify(session, claim, NoticeKind.WORKER_NOTE, by=by, on=on)
    if not known:
        officer_messages.notify_responsible(session, claim, on=on)
    return row
