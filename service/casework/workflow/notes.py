"""Notes on a claim, by officers or by its worker; only officers read them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import VISITOR, Actor, Role
from matching.identity import persons
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim


class Note(SQLModel, table=True):
    __tablename__ = "claim_notes"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    text: bytes | None
    officer: str = Field(max_length=40)
    at: datetime


PERSONAL = ("text",)


_OF_CLAIM = select(Note).where(col(Note.claim) == bindparam("claim")).order_by(col(Note.id))


def by_worker() -> ColumnElement[bool]:
    """Return the SQL condition for notes that a worker wrote, signed in or by the claim's secret."""
    citizens = select(col(Account.reference)).where(col(Account.role) == Role.CITIZEN.value)
    return or_(col(Note.officer) == VISITOR.account, col(Note.officer).in_(citizens))


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
