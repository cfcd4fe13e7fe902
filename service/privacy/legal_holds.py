"""Legal holds: legal reasons to keep a file although its person wants it erased."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from catalog.core.fields import Prose
from matching.identity.persons import Citizen
from service.privacy.erasure_records import Hold


class NewHold(msgspec.Struct, forbid_unknown_fields=True):
    """The reason why a file must stay, in words that the person can read."""

    reason: Prose


class HoldDetails(msgspec.Struct, frozen=True):
    """A hold with its reason decrypted."""

    reference: str
    citizen: str
    reason: str
    by: str
    at: datetime
    lifted_at: datetime | None


def place(session: Session, citizen: Citizen, reason: Prose, *, by: Actor, on: datetime) -> Hold:
    """Place a hold that prevents the erasure of a person's file; several may exist at once."""
    sealed = vault.seal(session, citizen.reference, "legal_holds.reason", reason)
    row = Hold(citizen=citizen.reference, reason=sealed, by=by.account, at=on)
    session.add(row)
    session.flush()
    journal.write(session, "hold", "citizen", citizen.reference, by=by, on=on)
    return row


def lift(session: Session, rows: list[Citizen], number: str, *, by: Actor, on: datetime) -> None:
    """Lift one hold of this person.

    Refuses: NotFound when there is none, or it was lifted before."""
    row = session.get(Hold, number, with_for_update=True)
    if row is None or row.citizen not in {one.reference for one in rows} or row.lifted_at:
        raise NotFound
    row.lifted_by, row.lifted_at = by.account, on
    session.flush()
    journal.write(session, "lift_hold", "citizen", row.citizen, by=by, on=on)


def list_all(session: Session, rows: list[Citizen]) -> list[HoldDetails]:
    """Return every hold on these records: active ones first, each part newest first."""
    asked = select(Hold).where(col(Hold.citizen).in_([row.reference for row in rows]))
    found = list(
        session.execute(asked.order_by(col(Hold.at).desc(), col(Hold.reference))).scalars()
    )
    reasons = vault.unseal_all(
        session, [(one.citizen, "legal_holds.reason", one.reason) for one in found]
    )
    items = [
        HoldDetails(one.reference, one.citizen, reason, one.by, one.at, one.lifted_at)
        for one, reason in zip(found, reasons, strict=True)
    ]
    return sorted(items, key=lambda one: one.lifted_at is not None)


def list_active(session: Session, rows: list[Citizen]) -> list[HoldDetails]:
    """Return the active holds on these records."""
    return [one for one in list_all(session, rows) if one.lifted_at is None]
