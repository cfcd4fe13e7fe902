"""Actions in a protected case: consent, referral to a body, its answer, break-glass access."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import msgspec
from sqlmodel import Session

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import posts
from i18n import N_
from matching.identity import persons
from service.casework.protection import referrals, screenings
from service.casework.protection.forced_labour_indicators import Signs
from service.casework.protection.referrals import OPEN, WITHDRAWN, Consent, Referral, Status


class Body(LabelledEnum):
    INTERIOR = "interior", N_("Ministry of Internal Affairs, sub-commission against trafficking")
    HOTLINE = "hotline", N_("National anti-trafficking helpline (ht.gov.uz)")
    REHABILITATION = "rehabilitation", N_("Rehabilitation Centre")
    CONSULATE = "consulate", N_("Consulate or embassy")
    IOM = "iom", N_("International Organization for Migration (IOM)")
    INSPECTORATE = "inspectorate", N_("Labour inspectorate")
    COURT = "court", N_("Court")
    NGO = "ngo", N_("Non-governmental organisation")


class Pillar(LabelledEnum):
    """The pillar of the OSCE's national referral mechanism to which the help belongs."""

    PROTECTION = "1", N_("Identification and protection")
    SUPPORT = "2", N_("Support for the person")
    INCLUSION = "3", N_("Social reintegration")
    REDRESS = "4", N_("Criminal justice and redress")


class Helped(StrEnum):
    YES = "yes"
    NO = "no"


class NoHelpReason(LabelledEnum):
    REFUSED = "refused", N_("The person did not want this help")
    CAPACITY = "capacity", N_("The organisation had no places or resources")
    NOT_NEEDED = "not_needed", N_("No longer needed")
    NO_PERSON = "no_person", N_("The person cannot be reached")
    NO_BODY = "no_body", N_("The organisation cannot be reached")
    OTHER = "other", N_("Another reason")


class Victim(LabelledEnum):
    NOT_STATED = "not_stated", N_("Not decided")
    PRESUMED = "presumed", N_("Presumed victim")
    OFFICIAL = "official", N_("Recognised by the authorities")


class NotConsented(Refusal):
    slug = "not-consented"
    sentence = N_(
        "You cannot pass on any information without the person’s consent. The only exception "
        "is danger to life or health."
    )


class AlreadySent(Refusal):
    slug = "handed-over-before"
    sentence = N_(
        "This case has already been sent. To send it to another organisation, open a separate"
        " case and ask for consent again."
    )


class NotSent(Refusal):
    slug = "not-sent"
    sentence = N_("This case has not been sent to anybody yet, so there is no answer to record.")


class CaseOver(Refusal):
    slug = "case-over"
    sentence = N_("This case has ended. Open a new one if help is needed again.")


class WrongStatus(Refusal):
    slug = "wrong-status"
    sentence = N_("A case cannot move from “%(came_from)s” to “%(to)s”.")
    coded: ClassVar = {"came_from": "referral", "to": "referral"}


class OutcomeNeeded(Refusal):
    slug = "not-said-whether-it-helped"
    sentence = N_("Choose whether this helped the person.")


class NoHelpReasonNeeded(Refusal):
    slug = "not-said-why-not"
    sentence = N_("Choose why this did not help.")


class NoSuchCase(Refusal):
    slug = "no-such-case"
    sentence = N_("There is no case with this reference number. Check it character by character.")


# The only table of allowed transitions; the other states are final.
ALLOWED: dict[str, frozenset[str]] = {
    Status.IN_PROGRESS: frozenset({Status.ACCEPTED, Status.REJECTED, Status.REVOKED}),
    Status.ACCEPTED: frozenset({Status.DONE, Status.REJECTED, Status.REVOKED}),
}


class NewConsent(msgspec.Struct, forbid_unknown_fields=True):
    consent: Consent
    consent_reason: Prose | None = None


class NewSending(msgspec.Struct, forbid_unknown_fields=True):
    body: Body
    pillar: Pillar
    sending: Prose | None = None


class NewAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """The status of a case, as the body answered or we found.

    A final status also states whether it helped, and if not, why."""

    status: Status
    helped: Helped | None = None
    why_not: NoHelpReason | None = None
    answer: Prose | None = None


class NewCaseFacts(msgspec.Struct, forbid_unknown_fields=True):
    """The facts of a case that may be corrected.

    The lead may be given to a post, or returned to headquarters."""

    victim: Victim
    due: date
    post: str | None = None
    reach: Prose | None = None


def agree(
    session: Session, row: Referral, new_consent: NewConsent, *, by: Actor, on: datetime
) -> None:
    """Record the person's consent or refusal.

    Refuses: CaseOver, AlreadySent, referrals.NoReason."""
    _require_open(row)
    referrals.require_reason(new_consent.consent, new_consent.consent_reason)
    if row.body:
        raise AlreadySent("consent")
    row.consent = new_consent.consent.value
    row.consent_reason = referrals.seal(session, row, "consent_reason", new_consent.consent_reason)
    referrals.add_act(
        session,
        row,
        "consent",
        new_consent.consent.value,
        new_consent.consent_reason,
        officer=by.account,
        at=on,
    )
    journal.write(session, "consent", "case", row.reference, by=by, on=on)


def send(
    session: Session, row: Referral, new_sending: NewSending, *, by: Actor, on: datetime, day: date
) -> None:
    """Refer the case to a body, once, and only with consent.

    Refuses: CaseOver, AlreadySent, NotConsented."""
    _require_open(row)
    if row.body:
        raise AlreadySent("body")
    if row.consent not in (Consent.GIVEN, Consent.OVERRIDDEN):
        raise NotConsented("body")
    row.body, row.pillar, row.sent_on = new_sending.body.value, new_sending.pillar.value, day
    referrals.add_act(
        session, row, "send", new_sending.body.value, new_sending.sending, officer=by.account, at=on
    )
    journal.write(session, "send", "case", row.reference, by=by, on=on)


def answer(
    session: Session, row: Referral, new_answer: NewAnswer, *, by: Actor, on: datetime, day: date
) -> None:
    """Record the current status of the case.

    Refuses: CaseOver, WrongStatus, NotSent, OutcomeNeeded, NoHelpReasonNeeded."""
    _require_open(row)
    if new_answer.status not in ALLOWED[row.status]:
        raise WrongStatus("status", came_from=row.status, to=new_answer.status.value)
    if not row.body and new_answer.status is not Status.REVOKED:
        raise NotSent("status")
    if new_answer.status is Status.DONE and new_answer.helped is None:
        raise OutcomeNeeded("helped")
    failed = new_answer.status is Status.REJECTED or (
        new_answer.status is Status.DONE and new_answer.helped is Helped.NO
    )
    if failed and new_answer.why_not is None:
        raise NoHelpReasonNeeded("why_not")
    _set_status(row, new_answer.status, day)
    row.helped = new_answer.helped is Helped.YES if new_answer.status is Status.DONE else None
    row.why_not = (
        new_answer.why_not.value
        if new_answer.why_not and new_answer.status not in OPEN and not row.helped
        else None
    )
    referrals.add_act(
        session,
        row,
        "answer",
        new_answer.status.value,
        new_answer.answer,
        officer=by.account,
        at=on,
    )
    journal.write(session, "answer", "case", row.reference, by=by, on=on)


def _set_status(row: Referral, status: Status, day: date) -> None:
    row.status, row.over_on = status.value, None if status in OPEN else day


def amend(
    session: Session,
    row: Referral,
    new_case_facts: NewCaseFacts,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Correct the facts of an open case; an attaché leads for their own post only.

    Refuses: CaseOver, posts.NotAPost, fields.AlreadyOver, fields.TooFarAhead."""
    _require_open(row)
    fields.require_ahead(None if new_case_facts.due == row.due else new_case_facts.due, day, "due")
    row.post, row.victim, row.due = (
        posts.acting_post(session, new_case_facts.post, by),
        new_case_facts.victim.value,
        new_case_facts.due,
    )
    row.reach = referrals.seal(session, row, "reach", new_case_facts.reach)
    referrals.add_act(session, row, "facts", new_case_facts.victim.value, officer=by.account, at=on)
    journal.write(session, "amend", "case", row.reference, by=by, on=on)


def rescreen(session: Session, row: Referral, signs: Signs, *, by: Actor, on: datetime) -> None:
    """Record new signs and the urgency that follows from them. Refuses: CaseOver."""
    _require_open(row)
    suggestion = screenings.screen(session, row.reference, signs, by=by, on=on)
    referrals.set_urgency(session, row, suggestion.urgency, by=by, on=on)
    referrals.add_act(session, row, "screen", row.urgency, officer=by.account, at=on)


def add_note(session: Session, row: Referral, text: str, *, by: Actor, on: datetime) -> None:
    """Add a note, also to a finished case. Refuses: persons.ErasedPerson."""
    _require_not_erased(row)
    referrals.add_act(session, row, "note", "", text, officer=by.account, at=on)
    journal.write(session, "note", "case", row.reference, by=by, on=on)


def withdraw(session: Session, row: Referral, *, by: Actor, on: datetime, day: date) -> None:
    """Withdraw the person's consent: an open case ends, and nothing more is passed on.

    A repeated call changes nothing. Refuses: persons.ErasedPerson."""
    _require_not_erased(row)
    if row.consent == WITHDRAWN:
        return
    if row.status in OPEN:
        _set_status(row, Status.REVOKED, day)
    row.consent = WITHDRAWN
    referrals.add_act(session, row, "withdraw", row.status, officer=by.account, at=on)
    journal.write(session, "withdraw_consent", "case", row.reference, by=by, on=on)


def open_for_another_body(
    session: Session, row: Referral, *, by: Actor, on: datetime, day: date
) -> Referral:
    """Open a separate case for another body about the same person.

    Signs and the way to reach the person are copied; consent is asked again. Refuses:
    persons.ErasedPerson."""
    _require_not_erased(row)
    number = referrals.unseal(session, row, "origin")
    come_from = screenings.find_origin(session, number) or screenings.Origin(
        number, "", row.country
    )
    come_from.subject = referrals.unseal(session, row, "person")
    new = referrals.open_case(
        session, come_from, screenings.latest(session, row.reference), by=by, on=on, day=day
    )
    new.post, new.victim = row.post, row.victim
    new.reach = referrals.seal(session, new, "reach", referrals.unseal(session, row, "reach"))
    referrals.add_act(session, new, "open", new.consent, officer=by.account, at=on)
    return new


def break_glass(session: Session, number: str, reason: str, *, by: Actor, on: datetime) -> Referral:
    """Open a case that the supervisor may not read, with a reason shown to its officers.

    Refuses: NoSuchCase."""
    row = session.get(Referral, number.strip().upper())
    if row is None:
        raise NoSuchCase("reference")
    referrals.add_act(session, row, "break_glass", "", reason, officer=by.account, at=on)
    journal.write(session, "break_glass", "case", row.reference, by=by, on=on)
    return row


def _require_open(row: Referral) -> None:
    _require_not_erased(row)
    if row.status not in OPEN:
        raise CaseOver


def _require_not_erased(row: Referral) -> None:
    """Require that the person is not erased: encrypting new text would create a key again."""
    if row.person is None:
        raise persons.ErasedPerson
