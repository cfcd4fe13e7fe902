"""Corrections: what was changed in a record, by whom and why. The record holds the current version.

Version 1 is what was entered first; every correction makes the next version.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, UniqueConstraint, bindparam, func, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_

# Why a record was corrected, in the officer's words.
Reason = Annotated[str, Meta(min_length=1, max_length=500)]


# The field by which a version declares its record void.
VOIDED = "voided_at"


class NothingCorrected(Refusal):
    slug = "nothing-corrected"
    sentence = N_("You have not changed anything. Correct at least one answer.")


class Correction(SQLModel, table=True):
    """One field changed by one correction; the rows of a version share its number.

    The values and the reason are encrypted with the key of `owner`: the person whom the record is
    about, or the record itself if it is about a firm.
    """

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("subject", "reference", "number", "field"),)
    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(max_length=16)
    reference: str = Field(max_length=60)
    number: int
    field: str = Field(max_length=40)
    owner: str = Field(index=True, max_length=24)
    before: bytes | None = None
    after: bytes | None = None
    reason: bytes | None = None
    officer: str = Field(max_length=40)
    at: datetime


PERSONAL = ("owner", "before", "after", "reason")


class Subject(msgspec.Struct, frozen=True):
    """The record that is corrected: its noun in the journal, its reference, the owner of the key."""

    noun: str
    reference: str
    owner: str


class Change(msgspec.Struct, frozen=True):
    """One field, with its value before and after as text: a code, an ISO day, or words."""

    field: str
    before: str
    after: str


class Version(msgspec.Struct, frozen=True):
    """One version of a record: what was changed, when, by which account and why.

    The texts are empty if the person was erased.
    """

    number: int
    at: datetime
    officer: str
    reason: str
    changes: list[Change]


def firm_owner(reference: str) -> str:
    """Return the owner of the key for corrections of a firm; no person has such a reference."""
    return f"@{reference[:23]}"


def compare(before: msgspec.Struct, after: msgspec.Struct) -> list[Change]:
    """Return the fields in which two structs of one kind differ."""
    return [
        Change(name, as_text(old), as_text(new))
        for name in before.__struct_fields__
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]


def plain(value: Any) -> Any:
    """Return a value as a column stores it."""
    return value.value if isinstance(value, Enum) else value


def as_text(value: object) -> str:
    """Return a value as the history stores it: `true` or `false`, an ISO day; empty for none."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(plain(value))


def record(
    session: Session,
    subject: Subject,
    changes: list[Change],
    reason: str,
    *,
    by: Actor,
    on: datetime,
    act: str = "amend",
) -> int:
    """Store the changes made to a record as its next version, and write the journal.

    The command that made them calls this at its end, in the same transaction. Returns the number
    of the version. A record with a version column that somebody changed meanwhile is refused.
    """
    session.flush()
    number = newest(session, subject.noun, subject.reference) + 1
    for one in changes:
        before, after, why = (
            vault.seal(session, subject.owner, f"corrections.{name}", text)
            for name, text in (("before", one.before), ("after", one.after), ("reason", reason))
        )
        session.add(
            Correction(
                subject=subject.noun,
                reference=subject.reference,
                number=number,
                field=one.field,
                owner=subject.owner,
                officer=by.account,
                at=on,
                before=before,
                after=after,
                reason=why,
            )
        )
    session.flush()
    fields = tuple(one.field for one in changes)
    journal.write(session, act, subject.noun, subject.reference, by=by, on=on, fields=fields)
    return number


def newest(session: Session, noun: str, reference: str) -> int:
    """Return the number of the current version of a record; 1 if it was never corrected."""
    asked = select(func.max(col(Correction.number))).where(
        col(Correction.subject) == noun, col(Correction.reference) == reference
    )
    return session.execute(asked).scalar() or 1


def declared_void(
    noun: str, reference: Any, *, since: datetime | None = None
) -> ColumnElement[bool]:
    """Return the SQL condition for records that a correction declared void, ever or since a moment.

    For records without a column of their own for it.
    """
    found = select(col(Correction.id)).where(
        col(Correction.subject) == noun,
        col(Correction.reference) == reference,
        col(Correction.field) == VOIDED,
        *([] if since is None else [col(Correction.at) >= since]),
    )
    return found.exists()


def void_among(session: Session, nouns: Iterable[str], references: Iterable[str]) -> set[str]:
    """Return which of these records a correction declared void."""
    asked = select(col(Correction.reference)).where(
        col(Correction.subject).in_(list(nouns)),
        col(Correction.reference).in_(list(references)),
        col(Correction.field) == VOIDED,
    )
    return set(session.execute(asked).scalars())


_OF_RECORD = (
    select(Correction)
    .where(
        col(Correction.subject) == bindparam("noun"),
        col(Correction.reference) == bindparam("reference"),
    )
    .order_by(col(Correction.number).desc(), col(Correction.id))
)


def history(session: Session, noun: str, reference: str) -> list[Version]:
    """Return the corrections of a record, newest first."""
    rows = list(session.execute(_OF_RECORD, {"noun": noun, "reference": reference}).scalars())
    sealed = [
        (row.owner, f"corrections.{name}", getattr(row, name))
        for row in rows
        for name in ("before", "after", "reason")
    ]
    texts = iter(vault.unseal_all(session, sealed))
    versions: dict[int, Version] = {}
    for row, before, after, reason in zip(rows, texts, texts, texts, strict=True):
        version = versions.setdefault(
            row.number, Version(row.number, row.at, row.officer, reason, [])
        )
        version.changes.append(Change(row.field, before, after))
    return list(versions.values())


def forget(session: Session, owners: Iterable[str]) -> None:
    """Clear the values and reasons that belong to these owners, when a person is erased."""
    session.execute(
        update(Correction)
        .where(col(Correction.owner).in_(list(owners)))
        .values(before=None, after=None, reason=None)
    )
