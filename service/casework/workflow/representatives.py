"""Who stands beside the worker of a claim: a relative, somebody with a power of attorney, a trade union."""

from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Who
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Line, Phone, reference
from i18n import N_
from matching.identity import persons
from service.casework.claims import follow_secret
from service.casework.claims.wage_claims import Claim
from service.casework.money import payments


class Kind(StrEnum):
    RELATIVE = "relative"
    ATTORNEY = "power_of_attorney"
    UNION = "trade_union"


# At once there are so many who speak for one worker.
MOST = 3


class NoDocument(Refusal):
    slug = "no-document"
    sentence = N_("A power of attorney has a number and a last day. Write down both.")


class EnoughRepresentatives(Refusal):
    slug = "enough-representatives"
    sentence = N_("Three people speak for this worker already. Withdraw one of them first.")


class WithdrawnBefore(Refusal):
    slug = "withdrawn-before"
    sentence = N_("This person does not speak for the worker any more.")


class Representative(SQLModel, table=True):
    """Somebody who speaks for the worker of a claim, until a day or until the worker says otherwise; may follow the claim
    with a secret of their own."""

    __tablename__ = "representatives"
    reference: str = Field(default_factory=lambda: reference("R"), primary_key=True, max_length=24)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    kind: str = Field(max_length=20)
    name: bytes | None = None
    phone: bytes | None = None
    document: bytes | None = None
    valid_until: date | None = None
    secret_hash: str = Field(max_length=64)
    named_by: str = Field(max_length=40)
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=40)


PERSONAL = ("name", "phone", "document")


class NewRepresentative(msgspec.Struct, forbid_unknown_fields=True):
    kind: Kind
    name: Line
    phone: Phone = ""
    document: str = ""
    valid_until: date | None = None


class Speaker(msgspec.Struct, frozen=True):
    """A representative, what is sealed of them opened; whether they still speak for the worker."""

    reference: str
    kind: str
    name: str
    phone: str
    document: str
    valid_until: date | None
    at: datetime
    withdrawn_at: datetime | None
    speaks: bool


class Named(msgspec.Struct):
    """A representative just named, with the secret by which they follow the claim; told once."""

    row: Representative
    secret: str


def name(
    session: Session,
    claim: Claim,
    told: NewRepresentative,
    *,
    by: Who,
    on: datetime,
    day: date,
    number: str | None = None,
) -> Named:
    """Somebody speaks for the worker from now on. Refuses: ledger.ClosedClaim, NoDocument, EnoughRepresentatives,
    citizens.NotAPhone, citizens.ErasedPerson, fields.AlreadyOver, fields.TooFarAhead."""
    payments.require_open(claim)
    persons.require_kept(session, claim.citizen)
    phone = persons.international(told.phone) if told.phone else ""
    if told.kind is Kind.ATTORNEY and not (told.document and told.valid_until):
        raise NoDocument("document")
    fields.require_ahead(told.valid_until, day, "valid_until")
    if sum(one.speaks for one in speakers(session, claim, day)) >= MOST:
        raise EnoughRepresentatives
    number = number or reference("R")
    row = Representative(
        reference=number, claim=claim.reference, kind=told.kind.value, valid_until=told.valid_until,
        secret_hash=follow_secret.hashed(secret_of(number)), named_by=by.account, at=on,
    )  # fmt: skip
    for part, value in (("name", told.name), ("phone", phone), ("document", told.document)):
        setattr(row, part, vault.seal(session, claim.citizen, f"representatives.{part}", value))
    session.add(row)
    session.flush()
    journal.write(session, "represent", "claim", claim.reference, by=by, on=on, fields=("representative",))
    return Named(row, secret_of(number))


def secret_of(number: str) -> str:
    """The secret of a representative; derived, so that a repeated request is told the same one."""
    return vault.token("representative", number)


def withdraw(session: Session, claim: Claim, number: str, *, by: Who, on: datetime) -> None:
    """The worker is not spoken for by this person any more. Refuses: NotFound, WithdrawnBefore."""
    row = session.get(Representative, number)
    if row is None or row.claim != claim.reference:
        raise NotFound
    if row.withdrawn_at:
        raise WithdrawnBefore
    row.withdrawn_at, row.withdrawn_by, row.secret_hash = on, by.account, ""
    session.flush()
    journal.write(
        session, "withdraw_representative", "claim", claim.reference, by=by, on=on, fields=("representative",)
    )


def speakers(session: Session, claim: Claim, day: date) -> list[Speaker]:
    """Those who speak or spoke for the worker, the newest first."""
    asked = select(Representative).where(col(Representative.claim) == claim.reference)
    rows = list(session.execute(asked.order_by(col(Representative.at).desc(), col(Representative.reference))).scalars())
    names, phones, documents = (
        vault.unseal_all(session, [(claim.citizen, f"representatives.{part}", getattr(row, part)) for row in rows])
        for part in ("name", "phone", "document")
    )
    return [
        Speaker(
            row.reference, row.kind, name, phone, document, row.valid_until, row.at, row.withdrawn_at, speaks(row, day)
        )
        for row, name, phone, document in zip(rows, names, phones, documents, strict=True)
    ]


def speaks(row: Representative, day: date) -> bool:
    """Whether they speak for the worker on this day."""
    return row.withdrawn_at is None and (row.valid_until is None or row.valid_until >= day)


def followed(session: Session, number: str, secret: str, day: date) -> tuple[Claim, bool]:
    """The claim for whoever holds its reference and a secret, and whether they are its worker; a wrong pair never says which
    was wrong. Refuses: NotFound."""
    claim = session.get(Claim, number.strip().upper())
    mine = follow_secret.fits(claim.secret_hash if claim else "", secret) and claim is not None
    asked = select(Representative).where(col(Representative.claim) == (claim.reference if claim else ""))
    theirs = [row for row in session.execute(asked).scalars() if follow_secret.fits(row.secret_hash, secret)]
    if claim is None or not (mine or any(speaks(row, day) for row in theirs)):
        raise NotFound
    return claim, mine
