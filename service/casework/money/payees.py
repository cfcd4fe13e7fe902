"""Payees: where the money of a claim goes, to the worker or with their consent to a relative."""

import re
from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import deaths, persons
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import payee_table, payments
from service.casework.money.heir_shares import OnlyToHeirs
from service.casework.money.payee_table import Payee, PayeeMethod
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Relative


class NoNumberOfAccount(Refusal):
    slug = "no-number-of-account"
    sentence = N_("Enter the account or card number.")


class NotANumberOfAccount(Refusal):
    slug = "not-a-number-of-account"
    sentence = N_(
        "Enter the account or card number in digits, or an IBAN in Latin letters and digits,"
        " for example 8600 1111 2222 3333."
    )


class NoConsent(Refusal):
    slug = "no-consent"
    sentence = N_(
        "A relative can be paid only with the worker’s consent. Enter the relative’s name and"
        " the date of the consent."
    )


# Digits, perhaps with Latin letters as in an IBAN, in groups or not.
_NUMBER = re.compile(r"(?=(?:[^0-9]*[0-9]){4})[A-Za-z0-9]+(?: +[A-Za-z0-9]+)*")


class NewPayee(msgspec.Struct, forbid_unknown_fields=True):
    way: PayeeMethod
    name: str = ""
    number: str = ""
    consent_on: date | None = None
    relative: str | None = None


class Destination(msgspec.Struct, frozen=True):
    """Where the money goes, with its encrypted values decrypted."""

    way: str
    name: str
    number: str
    consent_on: date | None
    at: datetime


def set_payee(
    session: Session, claim: Claim, new_payee: NewPayee, *, by: Actor, on: datetime, day: date
) -> Payee:
    """Set where the money of a claim goes.

    Refuses: payments.ClosedClaim, NoNumberOfAccount, NotANumberOfAccount, NoConsent,
    heir_shares.OnlyToHeirs, persons.ErasedPerson, fields.InTheFuture."""
    payments.require_open(claim)
    wage_claims.hold_person(session, claim)
    persons.require_not_erased(session, claim.citizen)
    heir = _heir(session, claim, new_payee)
    if new_payee.way in (PayeeMethod.ACCOUNT, PayeeMethod.CARD) and not new_payee.number:
        raise NoNumberOfAccount("number")
    if new_payee.number and not _NUMBER.fullmatch(new_payee.number):
        raise NotANumberOfAccount("number")
    if new_payee.way is PayeeMethod.RELATIVE and not (new_payee.name and new_payee.consent_on):
        raise NoConsent("consent_on")
    if new_payee.consent_on and new_payee.consent_on > day:
        raise fields.InTheFuture("consent_on")
    consent = new_payee.consent_on if new_payee.way is PayeeMethod.RELATIVE else None
    row = Payee(
        claim=claim.reference,
        way=new_payee.way.value,
        consent_on=consent,
        relative=heir.reference if heir else None,
        officer=by.account,
        at=on,
    )
    name = incident_tables.relative_text(session, heir, "name") if heir else new_payee.name
    row.name = vault.seal(session, claim.citizen, "payees.name", name)
    row.number = vault.seal(session, claim.citizen, "payees.number", new_payee.number)
    session.add(row)
    session.flush()
    journal.write(session, "pay_to", "claim", claim.reference, by=by, on=on, fields=("payee",))
    return row


def _heir(session: Session, claim: Claim, new_payee: NewPayee) -> Relative | None:
    """Return the proved heir who is paid, or None for a worker who is alive.

    Refuses: heir_shares.OnlyToHeirs."""
    is_heir = new_payee.way is PayeeMethod.HEIR
    if not is_heir and not deaths.day_of_death(session, claim.citizen):
        return None
    found = incident_tables.find_heir(session, new_payee.relative or "", claim.citizen)
    if not is_heir or found is None:
        raise OnlyToHeirs("way")
    return found


def destination(session: Session, claim: Claim) -> Destination | None:
    """Return where the money of a claim goes, or None if not set.

    After the worker's death only an heir whose proof holds is paid, whatever was set before."""
    row = payee_table.newest(session, claim.reference)
    if row is None:
        return None
    died = deaths.day_of_death(session, claim.citizen)
    if (row.way == PayeeMethod.HEIR) != (died is not None):
        return None
    if died and not incident_tables.find_heir(session, row.relative or "", claim.citizen):
        return None
    name, number = (
        vault.unseal(session, claim.citizen, f"payees.{one}", getattr(row, one))
        for one in ("name", "number")
    )
    return Destination(row.way, name, number, row.consent_on, row.at)
