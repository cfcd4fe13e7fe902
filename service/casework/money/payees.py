"""Where the money of a claim is to go: to the worker, or to a relative with their consent."""

from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Who
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import persons
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import payments


class Way(StrEnum):
    """How the money goes to the worker, or to whom they said it may go."""

    ACCOUNT = "own_account"
    CARD = "own_card"
    DESK = "cash_at_desk"
    RELATIVE = "relative_of_worker"


class NoNumberOfAccount(Refusal):
    slug = "no-number-of-account"
    sentence = N_("Write the number of the account or card.")


class NoConsent(Refusal):
    slug = "no-consent"
    sentence = N_(
        "A relative is paid only with the worker’s consent. Write the relative’s name and the day of the consent."
    )


class Payee(SQLModel, table=True):
    """Where the money of a claim is to go; the newest row holds."""

    __tablename__ = "payees"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    way: str = Field(max_length=20)
    name: bytes | None = None
    number: bytes | None = None
    consent_on: date | None = None
    officer: str = Field(max_length=40)
    at: datetime


PERSONAL = ("name", "number")


class NewPayee(msgspec.Struct, forbid_unknown_fields=True):
    way: Way
    name: str = ""
    number: str = ""
    consent_on: date | None = None


class Destination(msgspec.Struct, frozen=True):
    """Where the money goes, what is sealed of it opened."""

    way: str
    name: str
    number: str
    consent_on: date | None
    at: datetime


def pay_to(session: Session, claim: Claim, told: NewPayee, *, by: Who, on: datetime, day: date) -> Payee:
    """Writes down where the money is to go. Refuses: ledger.ClosedClaim, NoNumberOfAccount, NoConsent, wages.InTheFuture,
    citizens.ErasedPerson."""
    payments.require_open(claim)
    persons.require_kept(session, claim.citizen)
    if told.way in (Way.ACCOUNT, Way.CARD) and not told.number:
        raise NoNumberOfAccount("number")
    if told.way is Way.RELATIVE and not (told.name and told.consent_on):
        raise NoConsent("consent_on")
    if told.consent_on and told.consent_on > day:
        raise wage_claims.InTheFuture("consent_on")
    consent = told.consent_on if told.way is Way.RELATIVE else None
    row = Payee(claim=claim.reference, way=told.way.value, consent_on=consent, officer=by.account, at=on)
    row.name = vault.seal(session, claim.citizen, "payees.name", told.name)
    row.number = vault.seal(session, claim.citizen, "payees.number", told.number)
    session.add(row)
    session.flush()
    journal.write(session, "pay_to", "claim", claim.reference, by=by, on=on, fields=("payee",))
    return row


def destination(session: Session, claim: Claim) -> Destination | None:
    """Where the money of a claim is to go, if that was said."""
    asked = select(Payee).where(col(Payee.claim) == claim.reference).order_by(col(Payee.id).desc()).limit(1)
    row = session.execute(asked).scalars().first()
    if row is None:
        return None
    name, number = (
        vault.unseal(session, claim.citizen, f"payees.{one}", getattr(row, one)) for one in ("name", "number")
    )
    return Destination(row.way, name, number, row.consent_on, row.at)
