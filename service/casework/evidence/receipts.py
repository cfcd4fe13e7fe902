"""Receipts of a worker's costs for going abroad: their own files, which they may delete."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from matching.journey.costs import PaidCost
from service.casework import evidence
from service.casework.evidence import Evidence, evidence_files, owners
from service.casework.evidence.file_states import STORED, DocumentKind
from service.casework.evidence.owners import Owner, Record

# Columns of a receipt that its copy has too.
_COPIED = ("kind", "size", "sha256", "media", "kept", "pages", "state", "reason")


def count_by_cost(session: Session, paid: list[PaidCost]) -> dict[str, int]:
    """Return the number of stored files of each of these costs; a refused one is not saved."""
    asked = select(col(Evidence.cost), func.count()).where(
        col(Evidence.cost).in_([one.reference for one in paid]), col(Evidence.state).in_(STORED)
    )
    return {
        cost: many for cost, many in session.execute(asked.group_by(col(Evidence.cost))) if cost
    }


def delete_files(
    session: Session, cost: PaidCost, number: int | None = None, *, by: Actor, on: datetime
) -> list[str]:
    """Delete one file of a cost, or all of them; return their places.

    The caller deletes them from disk after the commit. A missing file is no error. Refuses:
    NotFound for a cost that was struck out."""
    evidence.lock(session, cost)
    theirs = select(Evidence).where(col(Evidence.cost) == cost.reference)
    rows = (
        session.execute(theirs if number is None else theirs.where(col(Evidence.number) == number))
        .scalars()
        .all()
    )
    gone = [(row.reference, row.place) for row in rows]
    session.execute(delete(Evidence).where(col(Evidence.reference).in_([one for one, _ in gone])))
    journal.write_many(session, "drop", "evidence", [one for one, _ in gone], by=by, on=on)
    return [place for _, place in gone]


class ReceiptCopy(msgspec.Struct, frozen=True):
    """A copy of a stored receipt, on disk at `place`, encrypted with the key of `person`."""

    row: Evidence
    name: str
    person: str
    place: str


def copy_files(
    session: Session, home: Path, paid: Sequence[PaidCost], person: str
) -> list[ReceiptCopy]:
    """Copy the stored receipts of these costs, encrypted for a person; outside a write transaction.

    The same file is copied once, and a missing or damaged one not at all. Refuses: Unavailable."""
    key = vault.key_of(session, person)
    found: dict[str, ReceiptCopy] = {}
    for cost in paid:
        former = vault.key_of(session, cost.citizen)
        stored = select(Evidence).where(
            col(Evidence.cost) == cost.reference, col(Evidence.state).in_(STORED)
        )
        for row in session.execute(stored.order_by(col(Evidence.number))).scalars():
            content_key = row.sha256 or row.reference
            if content_key in found:
                continue
            with suppress(NotFound, vault.BrokenSeal):
                content = evidence_files.read(home, row.place, former, row.kept)
                place = evidence_files.new_place()
                evidence_files.write(home, place, key, content)
                name = vault.unseal(session, cost.citizen, "evidence.name", row.name)
                found[content_key] = ReceiptCopy(row, name, person, place)
    return list(found.values())


def attach(
    session: Session, owner: Owner, copies: Sequence[ReceiptCopy], *, by: Actor, on: datetime
) -> None:
    """Add copies of receipts to a claim or complaint that was just filed.

    They stay there whatever becomes of the receipts. One whose receipt was deleted meanwhile is left
    out."""
    person = owners.person_of(owner)
    here = [one for one in copies if one.person == person]
    still = select(col(Evidence.reference)).where(
        col(Evidence.reference).in_([one.row.reference for one in here]),
        col(Evidence.state).in_(STORED),
    )
    known = set(session.execute(still).scalars())
    named = evidence.owner_columns(owner)
    if isinstance(owner, Record):
        named["kind"] = DocumentKind.RECEIPT.value
    rows = [
        Evidence(
            number=number,
            name=vault.seal(session, person, "evidence.name", one.name),
            place=one.place,
            arrived=one.row.size,
            at=on,
            **{name: getattr(one.row, name) for name in _COPIED} | named,
        )
        for number, one in enumerate(here, start=1)
        if one.row.reference in known
    ]
    session.add_all(rows)
    session.flush()
    journal.write_many(
        session, "enclose", "evidence", [row.reference for row in rows], by=by, on=on
    )


def discard(home: Path, copies: Sequence[ReceiptCopy]) -> None:
    """Delete copies that no record names."""
    for one in copies:
        evidence_files.delete(home, one.place)
