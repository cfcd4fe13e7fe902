"""Signed links by which another body reads what a person agreed to send it, and answers.

A link names one body and one officer of it, who also needs the code that our officer reads out."""

import hmac
import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, staff_notices, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import Line, Prose, plain_code, reference, tashkent_day
from catalog.core.journal import Entry
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.accounts import Account
from service.casework.protection import referral_actions, referrals, screenings
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import Helped, NewAnswer, NoHelpReason
from service.casework.protection.referrals import OPEN, Consent, Referral, Status

# How long a link opens, and how long a page that was opened can be answered from.
LASTS, PAGE_LASTS = timedelta(days=14), timedelta(hours=1)
# Ten digits can be read out in any language, and cannot be guessed within the limits of tries.
CODE_DIGITS = 10


class SharedFact(LabelledEnum):
    """A fact of the case that the person agreed to send to the body."""

    NAME = "name", N_("Name")
    PHONE = "phone", N_("Telephone")
    REACH = "reach", N_("How to contact them safely")
    COUNTRY = "country", N_("Country")
    SIGNS = "signs", N_("Signs")


class WrongCode(Refusal):
    slug = "wrong-referral-code"
    sentence = N_(
        "This code is not right for this link. Check it, or ask the officer who gave it to you."
    )


class LinkClosed(Refusal):
    slug = "referral-link-closed"
    sentence = N_(
        "This link does not open anything any more. Ask the officer who gave it to you for a "
        "new one."
    )


class PageTooOld(Refusal):
    slug = "referral-page-too-old"
    sentence = N_("This page was open for too long. Enter the code again.")


class ReferralLink(SQLModel, table=True):
    """A link to one case for one officer of one body.

    Its number is also the account under which that officer stands in the journal."""

    __tablename__ = "referral_links"
    number: str = Field(default_factory=lambda: reference("B"), primary_key=True, max_length=24)
    referral: str = Field(foreign_key="referrals.reference", index=True, max_length=24)
    body: str = Field(max_length=16)
    officer: bytes | None = None
    facts: str = Field(default="", max_length=80)
    message: bytes | None = None
    code_blind: str = Field(max_length=64)
    made_by: str = Field(max_length=40)
    made_at: datetime
    until: datetime
    closed_at: datetime | None = None


PERSONAL = ("officer", "message")


class NewLink(msgspec.Struct, forbid_unknown_fields=True):
    """Who may open the link, and what the person agreed to send."""

    officer: Line
    message: Prose
    name: bool = False
    phone: bool = False
    reach: bool = False
    country: bool = False
    signs: bool = False


class BodyAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """What the body answers: that it accepts, that it declines and why, or what the result was."""

    status: Status
    declined: NoHelpReason | None = None
    reason: Prose | None = None
    helped: Helped | None = None
    why_not: NoHelpReason | None = None
    answer: Prose | None = None


class MadeLink(msgspec.Struct, frozen=True):
    """A new link with the mark of its address and the code; neither is shown again."""

    number: str
    mark: str
    code: str


class SentReferral(msgspec.Struct, frozen=True):
    """What a body reads: only what the person agreed to send; the rest is empty."""

    reference: str
    version: int
    status: str
    body: str
    overridden: bool
    message: str
    name: str = ""
    phone: str = ""
    reach: str = ""
    country: str = ""
    signs: list[str] = []


class LinkSummary(msgspec.Struct, frozen=True):
    """A link as the officers of the case see it; `looks` are the times at which it was opened."""

    row: ReferralLink
    officer: str
    facts: list[str]
    opens: bool
    looks: list[datetime]


_ANSWERS = (Status.ACCEPTED, Status.REJECTED, Status.DONE)


def make(
    session: Session, row: Referral, new_link: NewLink, *, by: Actor, on: datetime
) -> MadeLink:
    """Make the link of a case for the body to which it was sent; earlier ones close.

    Refuses: referral_actions.CaseOver, NotSent, NotConsented, persons.ErasedPerson."""
    session.refresh(row, with_for_update=True)
    if row.person is None:
        raise persons.ErasedPerson
    if row.status not in OPEN:
        raise referral_actions.CaseOver
    if not row.body:
        raise referral_actions.NotSent
    if row.consent not in (Consent.GIVEN, Consent.OVERRIDDEN):
        raise referral_actions.NotConsented
    _close_all(session, row, on)
    chosen = [one.value for one in SharedFact if getattr(new_link, one.value)]
    link = ReferralLink(
        referral=row.reference,
        body=row.body,
        facts=",".join(chosen),
        code_blind="",
        made_by=by.account,
        made_at=on,
        until=on + LASTS,
    )
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    link.officer = _seal(session, row, "officer", new_link.officer)
    link.message = _seal(session, row, "message", new_link.message)
    link.code_blind = _code_blind(link.number, code)
    session.add(link)
    referrals.add_act(session, row, "make_link", link.body, officer=by.account, at=on)
    journal.write(session, "make_link", "case", row.reference, by=by, on=on, fields=tuple(chosen))
    return MadeLink(link.number, _mark(link), f"{code[:5]} {code[5:]}")


def close(session: Session, row: Referral, *, by: Actor, on: datetime) -> None:
    """Close the links of a case at once."""
    if _close_all(session, row, on):
        referrals.add_act(session, row, "close_link", officer=by.account, at=on)
        journal.write(session, "close_link", "case", row.reference, by=by, on=on)


def _close_all(session: Session, row: Referral, on: datetime) -> int:
    still = (col(ReferralLink.referral) == row.reference, col(ReferralLink.closed_at).is_(None))
    rows = session.execute(select(ReferralLink).where(*still)).scalars().all()
    for one in rows:
        one.closed_at = on
    session.flush()
    return len(rows)


def find(session: Session, number: str, mark: str) -> ReferralLink:
    """Return the link of this address, open or not. Refuses: NotFound if it was not made here."""
    row: ReferralLink = require_found(session.get(ReferralLink, number[:24]))
    if not hmac.compare_digest(_mark(row).encode(), mark.encode()):
        raise NotFound
    return row


def require_code(link: ReferralLink, code: str) -> None:
    """Require the code of this link. Refuses: WrongCode."""
    if not hmac.compare_digest(link.code_blind, _code_blind(link.number, plain_code(code))):
        raise WrongCode("code")


def require_open(session: Session, link: ReferralLink, on: datetime) -> Referral:
    """Return the case, if the link opens it now: its time, the consent and the case all stand.

    Refuses: LinkClosed."""
    row = session.get_one(Referral, link.referral, with_for_update=True)
    if not _opens(link, row, on):
        raise LinkClosed
    return row


def _opens(link: ReferralLink, row: Referral, on: datetime) -> bool:
    consented = row.consent in (Consent.GIVEN, Consent.OVERRIDDEN) and row.person is not None
    in_time = link.closed_at is None and on < link.until
    return in_time and consented and row.status in OPEN and row.body == link.body


def ticket(link: ReferralLink, on: datetime) -> str:
    """Return what an opened page carries, so that it can be answered without the code."""
    moment = str(int(on.timestamp()))
    return f"{moment}.{_ticket_mark(link, moment)}"


def require_ticket(link: ReferralLink, sent: str, on: datetime) -> None:
    """Require the ticket of a page of this link that is not too old. Refuses: PageTooOld."""
    moment, _, mark = sent.partition(".")
    if not hmac.compare_digest(_ticket_mark(link, moment).encode(), mark.encode()):
        raise PageTooOld("code")
    if not 0 <= on.timestamp() - int(moment) <= PAGE_LASTS.total_seconds():
        raise PageTooOld("code")


def read(
    session: Session, link: ReferralLink, row: Referral, *, by: Actor, on: datetime
) -> SentReferral:
    """Return what the body may read, and record that its officer read it."""
    journal.write(session, "open", "case", row.reference, by=by, on=on)
    facts = link.facts.split(",")
    person = session.get(Citizen, referrals.unseal(session, row, "person"))
    named, called = (person if one in facts else None for one in ("name", "phone"))
    return SentReferral(
        link.number,
        row.version,
        row.status,
        link.body,
        row.consent == Consent.OVERRIDDEN,
        _unseal(session, link, "message"),
        name=(named.name or "") if named else "",
        phone=persons.phone(session, called) if called else "",
        reach=referrals.unseal(session, row, "reach") if "reach" in facts else "",
        country=(row.country or "") if "country" in facts else "",
        signs=_signs(session, row) if "signs" in facts else [],
    )


def _signs(session: Session, row: Referral) -> list[str]:
    found = screenings.latest(session, row.reference)
    names = Signs.__struct_fields__
    return [name for name in names if getattr(found, name) is YesNoUnknown.YES]


def answer(
    session: Session,
    link: ReferralLink,
    row: Referral,
    given: BodyAnswer,
    *,
    by: Actor,
    on: datetime,
) -> None:
    """Record the answer of the body's officer, and notify those who sent the case.

    Refuses: what referral_actions.answer refuses."""
    if given.status not in _ANSWERS:
        raise referral_actions.WrongStatus("status", came_from=row.status, to=given.status.value)
    says = NewAnswer(given.status, given.helped, given.why_not, given.answer)
    if given.status is Status.REJECTED:
        if given.declined is None:
            raise referral_actions.NoHelpReasonNeeded("declined")
        says = NewAnswer(given.status, None, given.declined, given.reason)
    referral_actions.answer(session, row, says, by=by, on=on, day=tashkent_day(on))
    if row.status not in OPEN:
        _close_all(session, row, on)
    staff_notices.notify(
        session,
        _readers(session, link),
        NoticeKind.REFERRAL_ANSWERED,
        "case",
        row.reference,
        by=by,
        on=on,
    )


def _readers(session: Session, link: ReferralLink) -> list[str]:
    """Return who made the link, or all protection officers if that account is closed."""
    active = select(col(Account.reference)).where(col(Account.disabled_at).is_(None))
    maker = session.execute(active.where(col(Account.reference) == link.made_by)).scalars()
    officers = active.where(col(Account.role) == Role.PROTECTION_OFFICER.value)
    return list(maker) or list(session.execute(officers).scalars())


def list_for_case(session: Session, row: Referral, on: datetime) -> list[LinkSummary]:
    """Return the links of a case, newest first."""
    asked = select(ReferralLink).where(col(ReferralLink.referral) == row.reference)
    rows = session.execute(asked.order_by(col(ReferralLink.made_at).desc())).scalars()
    return [
        LinkSummary(
            one,
            _unseal(session, one, "officer"),
            [name for name in one.facts.split(",") if name],
            _opens(one, row, on),
            _openings(session, one),
        )
        for one in rows
    ]


def _openings(session: Session, link: ReferralLink) -> list[datetime]:
    """Return when the body's officer opened the referral, the latest first."""
    own = (col(Entry.reference) == link.referral, col(Entry.account) == link.number)
    asked = select(col(Entry.at)).where(*own, col(Entry.act) == "open")
    return list(session.execute(asked.order_by(col(Entry.position).desc())).scalars())


def forget(session: Session, case: str, on: datetime) -> None:
    """Close the links of a case whose person is erased, and clear their texts."""
    links = col(ReferralLink.referral) == case
    session.execute(update(ReferralLink).where(links).values(officer=None, message=None))
    still = col(ReferralLink.closed_at).is_(None)
    session.execute(update(ReferralLink).where(links, still).values(closed_at=on))


def officer_of(session: Session, link: ReferralLink) -> Actor:
    """Return the body's officer as an actor."""
    return Actor(link.number, Role.OTHER_BODY, name=_unseal(session, link, "officer"))


def _mark(link: ReferralLink) -> str:
    """Return the signature over the link's number, case, body and last moment."""
    signed = f"{link.number} {link.referral} {link.body} {int(link.until.timestamp())}"
    return vault.token("referral link", signed)


def _ticket_mark(link: ReferralLink, moment: str) -> str:
    return vault.token("referral page", f"{_mark(link)} {link.code_blind} {moment}")


def _code_blind(number: str, code: str) -> str:
    return vault.blind("referral code", f"{number} {code}")


def _seal(session: Session, row: Referral, name: str, clear: str) -> bytes | None:
    return vault.seal(session, row.reference, f"referral_links.{name}", clear)


def _unseal(session: Session, link: ReferralLink, name: str) -> str:
    place = f"referral_links.{name}"
    return vault.unseal(session, link.referral, place, getattr(link, name))
