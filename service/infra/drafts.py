"""Drafts of long forms that an officer has typed but not sent.

They are stored so that a lost connection loses nothing, and are shown to nobody else.
"""

import re
from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import vault
from catalog.core.actor import Actor
from catalog.core.fields import reference
from matching.identity import persons
from service.infra.idempotency import Once


class Draft(SQLModel, table=True):
    """The draft of one form, by one officer, about one record.

    Its text is encrypted with the key of the person whom the record is about or, where there is
    none yet, with a key of its own.
    """

    __tablename__ = "desk_drafts"
    officer: str = Field(primary_key=True, max_length=40)
    form: str = Field(primary_key=True, max_length=16)
    record: str = Field(primary_key=True, max_length=24)
    reference: str = Field(default_factory=lambda: reference("T", 12), max_length=24)
    citizen: str | None = Field(
        default=None, foreign_key="citizens.reference", index=True, max_length=24
    )
    typed: bytes | None
    # The idempotency key under which the answer to the form is stored once it is sent.
    key: str = Field(max_length=64)
    at: datetime = Field(index=True)


PERSONAL = ("citizen", "typed")
_PLACE = "desk_drafts.typed"


class NewDraft(msgspec.Struct):
    """The content of a form: the answers typed and the hidden fields it carries."""

    form: str
    record: str
    key: str
    typed: dict[str, str]
    carried: dict[str, str] = {}
    citizen: str | None = None


class SavedDraft(msgspec.Struct, frozen=True):
    """A draft as its officer reads it."""

    form: str
    record: str
    typed: dict[str, str]
    carried: dict[str, str]
    at: datetime


def save(session: Session, new_draft: NewDraft, *, by: Actor, on: datetime) -> bool:
    """Store the typed answers in place of the earlier ones and return whether they are stored.

    A form that was sent meanwhile, or that is empty, is not stored. Refuses: persons.ErasedPerson.
    """
    if session.get(Once, new_draft.key) is not None:
        return False
    if not any(new_draft.typed.values()):
        discard(session, new_draft.form, new_draft.record, by=by)
        return False
    if new_draft.citizen:
        persons.require_not_erased(session, new_draft.citizen)
    row = session.get(Draft, (by.account, new_draft.form, new_draft.record)) or Draft(
        officer=by.account,
        form=new_draft.form,
        record=new_draft.record,
        citizen=new_draft.citizen,
        typed=None,
        key=new_draft.key,
        at=on,
    )
    words = msgspec.json.encode((new_draft.typed, new_draft.carried)).decode()
    row.typed, row.key, row.at = vault.seal(session, _owner(row), _PLACE, words), new_draft.key, on
    session.add(row)
    session.flush()
    return True


def _owner(row: Draft) -> str:
    return row.citizen or row.reference


def discard(session: Session, form: str, record: str, *, by: Actor) -> None:
    """Delete one's own draft, if there is one."""
    row = session.get(Draft, (by.account, form, record))
    if row is not None:
        _delete(session, [row])


def _delete(session: Session, rows: Collection[Draft]) -> None:
    for row in rows:
        if row.citizen is None:
            vault.destroy(session, row.reference)
        session.delete(row)
    session.flush()


_OWN = select(Draft).where(
    col(Draft.officer) == bindparam("officer"),
    col(Draft.record) == bindparam("record"),
    col(Draft.key).not_in(select(col(Once.key))),
)


def list_own(session: Session, record: str, *, by: Actor) -> dict[str, SavedDraft]:
    """Return one's own drafts about a record by form, without forms that were sent in the end."""
    rows = session.execute(_OWN, {"officer": by.account, "record": record}).scalars()
    found = {row.form: (row, _unseal_answers(session, row)) for row in rows}
    return {
        form: SavedDraft(form, row.record, *words, row.at)
        for form, (row, words) in found.items()
        if words[0]
    }


_OF_FORM = (
    select(Draft)
    .where(
        col(Draft.officer) == bindparam("officer"),
        col(Draft.form) == bindparam("form"),
        col(Draft.citizen).is_(None),
        col(Draft.key).not_in(select(col(Once.key))),
    )
    .order_by(col(Draft.at).desc())
)


def list_of_form(session: Session, form: str, *, by: Actor) -> list[SavedDraft]:
    """Return one's own drafts of a form, which belong to no person yet, newest first."""
    rows = session.execute(_OF_FORM, {"officer": by.account, "form": form}).scalars()
    found = [SavedDraft(form, row.record, *_unseal_answers(session, row), row.at) for row in rows]
    return [draft for draft in found if draft.typed]


def keep_newest(session: Session, form: str, most: int, *, by: Actor) -> None:
    """Delete all but the newest of one's own drafts of a form."""
    rows = session.execute(_OF_FORM, {"officer": by.account, "form": form}).scalars()
    _delete(session, list(rows)[most:])


def _unseal_answers(session: Session, row: Draft) -> tuple[dict[str, str], dict[str, str]]:
    words = vault.unseal(session, _owner(row), _PLACE, row.typed)
    return (
        msgspec.json.decode(words, type=tuple[dict[str, str], dict[str, str]])
        if words
        else ({}, {})
    )


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Delete at most `most` drafts that were saved before a moment and return their number."""
    old = list(session.execute(select(Draft).where(col(Draft.at) < before).limit(most)).scalars())
    _delete(session, old)
    return len(old)


def forget_person(session: Session, citizen: str, telephones: Collection[str]) -> None:
    """Delete a person's drafts.

    These are the drafts encrypted with the person's key, and every draft that belongs to no person
    yet in which they were chosen or entered by telephone number.
    """
    asked = select(Draft).where(or_(col(Draft.citizen) == citizen, col(Draft.citizen).is_(None)))
    numbers = {_end(number) for number in telephones}
    _delete(
        session,
        [
            row
            for row in session.execute(asked).scalars()
            if _is_about_person(session, row, citizen, numbers)
        ],
    )


def _is_about_person(session: Session, row: Draft, citizen: str, numbers: Collection[str]) -> bool:
    result = {} if row.citizen else _unseal_answers(session, row)[0]
    return (
        row.citizen == citizen
        or result.get("citizen") == citizen
        or _end(result.get("phone", "")) in numbers
    )


def _end(number: str) -> str:
    """Return the last nine digits, which identify a number however it was written."""
    return re.sub(r"\D", "", number)[-9:]
