"""Relatives of the worker of an incident: the notice to them, and their proof as heirs."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import Mistakes, NotFound, Refusal, require_found
from catalog.core.fields import Count, Line, Phone
from i18n import N_
from matching.identity import persons, telephones
from matching.identity.persons import Citizen
from service.casework import evidence
from service.casework.evidence.owners import Record, RecordKind
from service.casework.incidents import incidents, procedure
from service.casework.incidents.procedure import ProcedureStep
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import (
    Incident,
    IncidentKind,
    Kinship,
    NoticeConsent,
    NoticeMethod,
    Proof,
    Relative,
)
from service.casework.workflow import representatives

SEALED = ("name", "phone", "proof_number")
# What a correction may change, by the names of NewRelative.
_FACTS = (*SEALED, "kinship", "claims_as_heir", "proof", "proof_document", "share")
_SHARE = re.compile("(?:[0-9]{1,5} ?/ ?)?[0-9]{1,5}")


class NoProof(Refusal):
    slug = "no-proof-of-heir"
    sentence = N_("Enter the document that proves the right as an heir, with its number.")


class OwnProof(Refusal):
    slug = "own-proof"
    sentence = N_("You recorded this relative. Another officer must check the document.")


class NotAnHeirShare(Refusal):
    slug = "not-an-heir-share"
    sentence = N_("Write the share as a fraction, for example 1/3: more than 0 and at most 1.")


class SharesAboveWhole(Refusal):
    slug = "shares-above-whole"
    sentence = N_(
        "With this share, the proved heirs would together have %(total)s of the inheritance, which"
        " is more than the whole."
    )


class NotifiedBefore(Refusal):
    slug = "family-notified-before"
    sentence = N_("It is already recorded that this relative has been told.")


class NoNoticeConsent(Refusal):
    slug = "consent-to-tell"
    sentence = N_("Ask the worker first. Record that they agreed, or that they cannot be asked.")


class RelativeWithdrawn(Refusal):
    slug = "relative-withdrawn"
    sentence = N_("This relative has been withdrawn.")


class RelativeCorrected(Refusal):
    slug = "relative-corrected"
    sentence = N_("This relative was corrected meanwhile. Check the newer entry below.")


class HeirHasMoney(Refusal):
    slug = "heir-has-money"
    sentence = N_("This heir has received money. Reverse the pay-outs first.")


class NewRelative(msgspec.Struct, forbid_unknown_fields=True):
    name: Line
    kinship: Kinship
    phone: Phone = ""
    claims_as_heir: bool = False
    proof: Proof | None = None
    proof_number: str = ""
    share: str = ""
    proof_document: Count | None = None


class FamilyNotice(msgspec.Struct, forbid_unknown_fields=True):
    """How and when an officer told a relative, and whether the worker had agreed."""

    relative: str
    notified_on: date
    notified_how: NoticeMethod
    notice_consent: NoticeConsent | None = None


class RelativeDetails(msgspec.Struct, frozen=True):
    """A relative with decrypted values."""

    row: Relative
    name: str
    phone: str
    proof_number: str


def add(
    session: Session, row: Incident, new_relative: NewRelative, *, by: Actor, on: datetime
) -> Relative:
    """Record a relative of the worker, with the share of an heir if it is known.

    Refuses: procedure.IncidentClosed, telephones.NotAPhone, NotAnHeirShare, SharesAboveWhole,
    NotFound for no such document."""
    procedure.require_open(row)
    relative = _build(session, row, new_relative, by=by, on=on)
    _write(session, row, "add_relative", by=by, on=on)
    return relative


def _build(
    session: Session, row: Incident, new_relative: NewRelative, *, by: Actor, on: datetime
) -> Relative:
    persons.require_not_erased(session, row.citizen)
    require_readable(new_relative.phone, new_relative.share)
    phone = new_relative.phone and telephones.international_number(new_relative.phone)
    relative = Relative(
        incident=row.reference,
        citizen=row.citizen,
        kinship=new_relative.kinship.value,
        claims_as_heir=new_relative.claims_as_heir,
        proof=new_relative.proof.value if new_relative.proof else None,
        proof_document=_document(session, row, new_relative.proof_document),
        share=_share(new_relative.share),
        recorded_by=by.account,
        recorded_at=on,
    )
    values = (new_relative.name, phone, new_relative.proof_number)
    for name, value in zip(SEALED, values, strict=True):
        setattr(relative, name, vault.seal(session, row.citizen, f"relatives.{name}", value))
    _require_within_whole(session, relative, "share")
    session.add(relative)
    return relative


def require_readable(phone: str, share: str) -> None:
    """Report all mistakes of these at once. Refuses: telephones.NotAPhone, NotAnHeirShare."""
    mistakes = Mistakes()
    if phone:
        with mistakes.noted():
            telephones.international_number(phone)
    with mistakes.noted():
        _share(share)
    mistakes.require_none()


def _document(session: Session, row: Incident, number: int | None) -> int | None:
    """Return the number of a stored document of the incident. Refuses: NotFound."""
    if number is None:
        return None
    owner = Record(RecordKind.INCIDENT, row.reference, row.citizen)
    if number not in {one.number for one in evidence.list_files(session, owner) if one.is_stored}:
        raise NotFound("proof_document")
    return number


def _share(typed: str) -> str | None:
    """Return a share as it is stored, or None if none was typed. Refuses: NotAnHeirShare."""
    text = typed.strip()
    if not text:
        return None
    if not _SHARE.fullmatch(text):
        raise NotAnHeirShare("share")
    part, _, whole = text.replace(" ", "").partition("/")
    if not 0 < int(part) <= int(whole or "1"):
        raise NotAnHeirShare("share")
    return f"{part}/{whole}" if whole else part


def _require_within_whole(session: Session, relative: Relative, field: str | None = None) -> None:
    """Require that the proved heirs and this one have no more than the whole together.

    Before they have a document, it is not known whether they are one of them. Refuses:
    SharesAboveWhole."""
    if not relative.share or not relative.proof_number:
        return
    incident_tables.lock_records(session, session.get_one(Citizen, relative.citizen))
    others = incident_tables.other_heirs(session, relative)
    shares = [Fraction(one.share) for one in others if one.share]
    total = sum(shares, Fraction(relative.share))
    if total > 1:
        raise SharesAboveWhole(field, total=str(total))


def _write(
    session: Session,
    row: Incident,
    act: str,
    *,
    by: Actor,
    on: datetime,
    changed: Iterable[str] = (),
) -> None:
    session.flush()
    fields = ("relative", *changed)
    journal.write(session, act, incidents.NOUN, row.reference, by=by, on=on, fields=fields)


def find(session: Session, row: Incident, number: str) -> Relative:
    """Return a relative of this incident who was not withdrawn.

    Refuses: NotFound, RelativeCorrected, RelativeWithdrawn."""
    found = session.get(Relative, number)
    relative: Relative = require_found(
        found if found is not None and found.incident == row.reference else None
    )
    if relative.withdrawn_at:
        newer = select(1).where(col(Relative.corrects) == relative.reference).limit(1)
        if session.execute(newer).first():
            raise RelativeCorrected
        raise RelativeWithdrawn
    return relative


def record_notice(
    session: Session, row: Incident, notice: FamilyNotice, *, by: Actor, on: datetime, day: date
) -> None:
    """Record that a person told this relative; the service itself sends the family nothing.

    Refuses: procedure.IncidentClosed, NotifiedBefore, NoNoticeConsent, fields.InTheFuture,
    procedure.BeforeTheEvent."""
    procedure.require_open(row)
    relative = find(session, row, notice.relative)
    if relative.notified_on:
        raise NotifiedBefore
    if row.kind != IncidentKind.DEATH and notice.notice_consent is None:
        raise NoNoticeConsent("notice_consent")
    procedure.require_past(notice.notified_on, day, "notified_on")
    procedure.require_after(row, notice.notified_on, "notified_on")
    relative.notified_on, relative.notified_by = notice.notified_on, by.account
    relative.notified_how = notice.notified_how.value
    relative.notice_consent = notice.notice_consent.value if notice.notice_consent else None
    _write(session, row, "notify_family", by=by, on=on)
    procedure.follow(session, row, ProcedureStep.FAMILY, notice.notified_on, by=by, on=on)


def prove(
    session: Session,
    row: Incident,
    number: str,
    *,
    by: Actor,
    on: datetime,
    day: date,
    document: int | None = None,
) -> None:
    """Confirm the proof of an heir, as another officer than the one who recorded them.

    `document` is the number of the document that this officer checked, if they name it. Refuses:
    procedure.IncidentClosed, NoProof, OwnProof, SharesAboveWhole, NotFound for no such document."""
    procedure.require_open(row)
    relative = find(session, row, number)
    if not (relative.claims_as_heir and relative.proof and relative.proof_number):
        raise NoProof
    require_other_person(by, OwnProof, relative.recorded_by)
    _require_within_whole(session, relative)
    relative.proof_document = _document(session, row, document) or relative.proof_document
    relative.proved_by, relative.proved_at = by.account, on
    _write(session, row, "prove_relative", by=by, on=on)
    procedure.follow(session, row, ProcedureStep.HEIRS, day, by=by, on=on)


def correct(
    session: Session,
    row: Incident,
    number: str,
    new_relative: NewRelative,
    *,
    by: Actor,
    on: datetime,
) -> Relative:
    """Record a relative again with other facts or a proof; this replaces what was recorded before.

    So it does in the other incidents of the worker, closed or not, in which this relative is
    recorded. The notice to them stays, and the proof must be confirmed again. The journal has the
    names of the facts that changed. Refuses: NotFound, RelativeCorrected, RelativeWithdrawn,
    HeirHasMoney for one who would no longer be an heir, and what `add` refuses."""
    procedure.require_open(row)
    incident_tables.lock_records(session, session.get_one(Citizen, row.citizen))
    former = find(session, row, number)
    if not new_relative.claims_as_heir:
        _require_no_money(session, former)
    others = incident_tables.same_elsewhere(session, former)
    for one in (former, *others):
        _withdraw(session, one, by=by, on=on)
    relative = _replace(session, row, former, new_relative, by=by, on=on)
    # The documents of an incident have numbers of its own.
    elsewhere = msgspec.structs.replace(new_relative, proof_document=None)
    for one in others:
        incident = session.get_one(Incident, one.incident)
        _replace(session, incident, one, elsewhere, by=by, on=on, document=one.proof_document)
    return relative


def _replace(
    session: Session,
    row: Incident,
    former: Relative,
    new_relative: NewRelative,
    *,
    by: Actor,
    on: datetime,
    document: int | None = None,
) -> Relative:
    """Record a relative of this incident again, in place of a withdrawn record.

    `document` is the number of a document that stays."""
    relative = _build(session, row, new_relative, by=by, on=on)
    relative.proof_document = document or relative.proof_document
    relative.corrects = former.reference
    for name in ("notified_on", "notified_by", "notified_how", "notice_consent"):
        setattr(relative, name, getattr(former, name))
    before, after = _details(session, [former, relative])
    changed = [name for name in _FACTS if _fact(before, name) != _fact(after, name)]
    _write(session, row, "correct_relative", by=by, on=on, changed=changed)
    return relative


def _fact(one: RelativeDetails, name: str) -> object:
    return getattr(one if name in SEALED else one.row, name)


def withdraw(session: Session, row: Incident, number: str, *, by: Actor, on: datetime) -> None:
    """Withdraw a relative who was recorded by mistake; their right to represent ends too.

    Refuses: NotFound, RelativeCorrected, RelativeWithdrawn, HeirHasMoney, procedure.IncidentClosed."""
    procedure.require_open(row)
    relative = find(session, row, number)
    _require_no_money(session, relative)
    _withdraw(session, relative, by=by, on=on)
    _write(session, row, "withdraw_relative", by=by, on=on)


def _require_no_money(session: Session, relative: Relative) -> None:
    """Require that no pay-out to this heir is valid. Refuses: HeirHasMoney."""
    records = incident_tables.records_of_heir(session, relative)
    if incidents.claims_paid_to_heirs(session, relative.citizen, records):
        raise HeirHasMoney


def _withdraw(session: Session, relative: Relative, *, by: Actor, on: datetime) -> None:
    relative.withdrawn_at, relative.withdrawn_by = on, by.account
    representatives.withdraw_heir(session, relative.reference, by=by, on=on)
    session.flush()


def list_for_incident(session: Session, row: Incident) -> list[RelativeDetails]:
    """Return the relatives of an incident, those withdrawn last."""
    asked = select(Relative).where(col(Relative.incident) == row.reference)
    ordered = asked.order_by(
        col(Relative.withdrawn_at).is_not(None), col(Relative.recorded_at), col(Relative.reference)
    )
    return _details(session, list(session.execute(ordered).scalars()))


def _details(session: Session, rows: Sequence[Relative]) -> list[RelativeDetails]:
    columns = [
        vault.unseal_all(
            session, [(one.citizen, f"relatives.{name}", getattr(one, name)) for one in rows]
        )
        for name in SEALED
    ]
    return [RelativeDetails(row, *texts) for row, *texts in zip(rows, *columns, strict=True)]
