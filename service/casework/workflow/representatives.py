"""Representatives of the worker of a claim: a relative, an attorney or a trade union."""

from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import VISITOR, Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Line, Phone, reference
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import deaths, persons, telephones
from service.casework.claims import follow_secret, wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import payments
from service.casework.scope import incident_tables


class Kind(LabelledEnum):
    RELATIVE = "relative", N_("Relative")
    ATTORNEY = "power_of_attorney", N_("Power of attorney")
    UNION = "trade_union", N_("Trade union")
    HEIR = "heir", N_("Heir")


# The most representatives of one worker at once.
MAX_REPRESENTATIVES = 3


class NoDocument(Refusal):
    slug = "no-document"
    sentence = N_("Enter the number and expiry date of the power of attorney.")


class TooManyRepresentatives(Refusal):
    slug = "enough-representatives"
    sentence = N_("This worker already has three representatives. Remove one of them first.")


class NotAnHeir(Refusal):
    slug = "not-an-heir"
    sentence = N_(
        "An heir acts only after the death of the worker is confirmed and the right of the heir is"
        " proved. Both are done on the page of the incident."
    )


class WithdrawnBefore(Refusal):
    slug = "withdrawn-before"
    sentence = N_("This person no longer represents the worker.")


class Representative(SQLModel, table=True):
    """A representative of the worker, until a day or until the worker withdraws them.

    They may follow the claim with their own secret. With the worker's death these rights end, and
    only proved heirs act."""

    __tablename__ = "representatives"
    reference: str = Field(default_factory=lambda: reference("R"), primary_key=True, max_length=24)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    kind: str = Field(max_length=20)
    name: bytes | None = None
    phone: bytes | None = None
    document: bytes | None = None
    # The proved heir, for one of that kind.
    relative: str | None = Field(default=None, index=True, max_length=24)
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
    relative: str | None = None


class RepresentativeDetails(msgspec.Struct, frozen=True):
    """A representative with decrypted details, and whether they are still active."""

    reference: str
    kind: str
    name: str
    phone: str
    document: str
    valid_until: date | None
    at: datetime
    withdrawn_at: datetime | None
    speaks: bool


class NamedRepresentative(msgspec.Struct):
    """A new representative, with the secret for following the claim, shown only once."""

    row: Representative
    secret: str


def appoint(
    session: Session,
    claim: Claim,
    new_representative: NewRepresentative,
    *,
    by: Actor,
    on: datetime,
    day: date,
    number: str | None = None,
) -> NamedRepresentative:
    """Appoint a representative of the worker.

    Refuses: payments.ClosedClaim, NoDocument, TooManyRepresentatives, telephones.NotAPhone, NotAnHeir,
    deaths.PersonDied, deaths.AskAnOfficer, persons.ErasedPerson, fields.AlreadyOver, fields.TooFarAhead."""
    payments.require_open(claim)
    wage_claims.hold_person(session, claim)
    persons.require_not_erased(session, claim.citizen)
    phone = new_representative.phone and telephones.international_number(new_representative.phone)
    _require_appointable(session, claim, new_representative, by, day)
    row = Representative(
        reference=(number := number or reference("R")),
        claim=claim.reference,
        kind=new_representative.kind.value,
        relative=new_representative.relative,
        valid_until=new_representative.valid_until,
        secret_hash=follow_secret.hash_secret(secret_of(number)),
        named_by=by.account,
        at=on,
    )
    texts = {"name": new_representative.name, "document": new_representative.document}
    for part, value in (texts | {"phone": phone}).items():
        setattr(row, part, vault.seal(session, claim.citizen, f"representatives.{part}", value))
    session.add(row)
    session.flush()
    journal.write(
        session, "represent", "claim", claim.reference, by=by, on=on, fields=("representative",)
    )
    return NamedRepresentative(row, secret_of(number))


def _require_appointable(
    session: Session, claim: Claim, new_representative: NewRepresentative, by: Actor, day: date
) -> None:
    """Require that an attorney has a valid document, that after the worker's death only a proved
    heir is appointed, and that the limit is not reached."""
    number = new_representative.relative or ""
    if new_representative.kind is not Kind.HEIR:
        deaths.require_living(session, claim.citizen, by)
    elif not incident_tables.find_heir(session, number, claim.citizen):
        raise NotAnHeir("kind")
    if new_representative.kind is Kind.ATTORNEY and not (
        new_representative.document and new_representative.valid_until
    ):
        raise NoDocument("document")
    fields.require_ahead(new_representative.valid_until, day, "valid_until")
    if sum(one.speaks for one in list_for_claim(session, claim, day)) >= MAX_REPRESENTATIVES:
        raise TooManyRepresentatives


def secret_of(number: str) -> str:
    """Return the secret of a representative.

    It is derived from the reference, so that a repeated request gets the same one."""
    return vault.token("representative", number)


def withdraw(session: Session, claim: Claim, number: str, *, by: Actor, on: datetime) -> None:
    """Withdraw a representative of the worker. Refuses: NotFound, WithdrawnBefore."""
    row = session.get(Representative, number)
    if row is None or row.claim != claim.reference:
        raise NotFound
    if row.withdrawn_at:
        raise WithdrawnBefore
    row.withdrawn_at, row.withdrawn_by, row.secret_hash = on, by.account, ""
    session.flush()
    journal.write(
        session,
        "withdraw_representative",
        "claim",
        claim.reference,
        by=by,
        on=on,
        fields=("representative",),
    )


def withdraw_heir(session: Session, relative: str, *, by: Actor, on: datetime) -> None:
    """Withdraw a relative who is an heir no more from all claims that they represent."""
    asked = select(Representative).where(
        col(Representative.relative) == relative, col(Representative.withdrawn_at).is_(None)
    )
    for row in list(session.execute(asked).scalars()):
        withdraw(session, session.get_one(Claim, row.claim), row.reference, by=by, on=on)


_OF_CLAIM = (
    select(Representative)
    .where(col(Representative.claim) == bindparam("claim"))
    .order_by(col(Representative.at).desc(), col(Representative.reference))
)


def list_for_claim(session: Session, claim: Claim, day: date) -> list[RepresentativeDetails]:
    """Return the representatives of the worker, past and present, newest first."""
    rows = list(session.execute(_OF_CLAIM, {"claim": claim.reference}).scalars())
    died = deaths.day_of_death(session, claim.citizen) if rows else None
    names, phones, documents = (
        vault.unseal_all(
            session,
            [(claim.citizen, f"representatives.{part}", getattr(row, part)) for row in rows],
        )
        for part in ("name", "phone", "document")
    )
    return [
        RepresentativeDetails(
            row.reference,
            row.kind,
            name,
            phone,
            document,
            row.valid_until,
            row.at,
            row.withdrawn_at,
            is_active(row, day, died),
        )
        for row, name, phone, document in zip(rows, names, phones, documents, strict=True)
    ]


def is_active(row: Representative, day: date, died: date | None) -> bool:
    """Return whether they represent the worker on this day.

    Heirs do so after the worker's death, and nobody else then."""
    is_valid = row.withdrawn_at is None and (row.valid_until is None or row.valid_until >= day)
    return is_valid and (row.kind == Kind.HEIR) == (died is not None)


def get_by_secret(session: Session, number: str, secret: str, day: date) -> tuple[Claim, bool]:
    """Return the claim for a reference and secret, and whether the secret is the worker's.

    The answer never reveals which of the two was wrong. After the worker's death, only the secrets
    of heirs open the claim. Refuses: NotFound, deaths.AskAnOfficer for the worker's secret."""
    claim = wage_claims.find_typed(session, number)
    mine = follow_secret.verify(claim.secret_hash if claim else "", secret) and claim is not None
    asked = select(Representative).where(
        col(Representative.claim) == (claim.reference if claim else "")
    )
    theirs = [
        row
        for row in session.execute(asked).scalars()
        if follow_secret.verify(row.secret_hash, secret)
    ]
    died = deaths.day_of_death(session, claim.citizen) if claim and theirs else None
    if claim is None or not (mine or any(is_active(row, day, died) for row in theirs)):
        raise NotFound
    if mine:
        deaths.require_living(session, claim.citizen, VISITOR)
    return claim, mine
