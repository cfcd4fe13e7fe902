"""Protected cases: possible victims of forced labour or trafficking, and their referral.

Nothing here identifies the person in clear text."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, bindparam, case, false, func, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import Code, Prose, Versioned, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import posts
from i18n import N_
from matching.identity import persons
from service.casework.people_access import leading_reference
from service.casework.protection import emergencies, screenings
from service.casework.protection.forced_labour_indicators import Signs, Urgency
from service.casework.protection.screenings import Origin


class Consent(LabelledEnum):
    """What the person said to being helped by others; in danger of life it may be overridden, with
    the reason."""

    NOT_ASKED = "not_asked", N_("Not asked yet")
    GIVEN = "given", N_("Given")
    REFUSED = "refused", N_("Refused")
    OVERRIDDEN = "overridden", N_("Without consent: danger to life or health")


# The value after a person withdrew their consent.
WITHDRAWN = "withdrawn"


class Status(LabelledEnum):
    IN_PROGRESS = "in_progress", N_("In progress")
    ACCEPTED = "accepted", N_("Accepted")
    REJECTED = "rejected", N_("Rejected")
    REVOKED = "revoked", N_("Referral withdrawn")
    DONE = "done", N_("Done")


OPEN = (Status.IN_PROGRESS.value, Status.ACCEPTED.value)
# Days until an officer must have acted.
DUE_DAYS = {Urgency.EMERGENCY: 0, Urgency.SAME_DAY: 0, Urgency.LOOK: 3, Urgency.NONE: 7}


class NoReason(Refusal):
    slug = "no-reason"
    sentence = N_("Describe the danger that justifies acting without consent.")


class Referral(Versioned, SQLModel, table=True):
    """One case referred, or to be referred, to one body.

    Its person and origin are encrypted with its own key, and can be found only by a fingerprint."""

    __tablename__ = "referrals"
    reference: str = Field(default_factory=lambda: reference("F"), primary_key=True, max_length=24)
    version: int = 1
    person: bytes | None = None
    # The fingerprint of the person's leading record, so that cases under two merged records belong
    # to one person.
    person_blind: str = Field(index=True, max_length=64)
    origin: bytes | None = None
    origin_blind: str = Field(index=True, max_length=64)
    urgency: str = Field(max_length=12)
    consent: str = Field(max_length=12)
    consent_reason: bytes | None = None
    # How and when the person can be reached safely.
    reach: bytes | None = None
    body: str | None = Field(default=None, max_length=16)
    sent_on: date | None = None
    pillar: str | None = Field(default=None, max_length=1)
    status: str = Field(default=Status.IN_PROGRESS.value, index=True, max_length=12)
    helped: bool | None = None
    why_not: str | None = Field(default=None, max_length=12)
    victim: str = Field(default="not_stated", max_length=12)
    # The post that leads the case, if any.
    post: str | None = Field(default=None, foreign_key="posts.code", index=True, max_length=24)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    opened_by: str = Field(max_length=40)
    opened_at: datetime
    opened_on: date
    due: date
    over_on: date | None = Field(default=None, index=True)


class Act(SQLModel, table=True):
    """One act in a case, with its officer and text; break-glass access is recorded here too."""

    __tablename__ = "referral_acts"
    id: int | None = Field(default=None, primary_key=True)
    referral: str = Field(foreign_key="referrals.reference", index=True, max_length=24)
    act: str = Field(max_length=12)
    became: str = Field(default="", max_length=16)
    text: bytes | None = None
    officer: str = Field(max_length=40)
    at: datetime


PERSONAL = ("person", "person_blind", "origin", "origin_blind", "consent_reason", "reach", "text")


class NewReferral(msgspec.Struct, forbid_unknown_fields=True):
    """What whoever heard of it tells: the session or claim, the signs, what the person said, and
    how they are reached safely."""

    origin: Code
    signs: Signs = Signs()
    consent: Consent = Consent.NOT_ASKED
    consent_reason: Prose | None = None
    reach: Prose | None = None
    note: Prose | None = None


def require_reason(consent: Consent, reason: str | None) -> None:
    if consent is Consent.OVERRIDDEN and not reason:
        raise NoReason("consent_reason")


def refer(
    session: Session, new_referral: NewReferral, *, by: Actor, on: datetime, day: date
) -> Referral:
    """Open a case from a report.

    Refuses: NotFound for a session or claim outside one's scope, NoReason, persons.ErasedPerson."""
    require_reason(new_referral.consent, new_referral.consent_reason)
    come_from = screenings.get_origin(session, new_referral.origin, by=by)
    row = open_case(session, come_from, new_referral.signs, by=by, on=on, day=day)
    row.post, row.consent = posts.acting_post(session, None, by), new_referral.consent.value
    row.consent_reason = seal(session, row, "consent_reason", new_referral.consent_reason)
    row.reach = seal(session, row, "reach", new_referral.reach)
    add_act(
        session,
        row,
        "open",
        new_referral.consent.value,
        new_referral.note,
        officer=by.account,
        at=on,
    )
    return row


def open_case(
    session: Session, come_from: Origin, signs: Signs, *, by: Actor, on: datetime, day: date
) -> Referral:
    """Open a new case about the person of this origin. Refuses: persons.ErasedPerson."""
    persons.require_not_erased(session, come_from.subject)
    row = Referral(
        person_blind=mark("person", leading_reference(session, come_from.subject, held=True)),
        origin_blind=mark("origin", come_from.reference),
        urgency=Urgency.NONE.value,
        consent=Consent.NOT_ASKED.value,
        country=come_from.country,
        opened_by=by.account,
        opened_at=on,
        opened_on=day,
        due=day,
    )
    row.person = seal(session, row, "person", come_from.subject)
    row.origin = seal(session, row, "origin", come_from.reference)
    session.add(row)
    session.flush()
    suggestion = screenings.screen(session, row.reference, signs, by=by, on=on)
    row.due = day + timedelta(days=DUE_DAYS[suggestion.urgency])
    set_urgency(session, row, suggestion.urgency, by=by, on=on)
    journal.write(session, "refer", "case", row.reference, by=by, on=on)
    return row


def set_urgency(
    session: Session, row: Referral, urgency: Urgency, *, by: Actor, on: datetime
) -> None:
    """Set the urgency of a case, and notify staff if it becomes an emergency."""
    if urgency is Urgency.EMERGENCY and row.urgency != urgency:
        emergencies.notify_staff(session, row.reference, by=by, on=on)
    row.urgency = urgency.value


def add_act(
    session: Session,
    row: Referral,
    act: str,
    became: str = "",
    text: str | None = None,
    *,
    officer: str,
    at: datetime,
) -> None:
    """Add an act to the history of a case."""
    sealed = vault.seal(session, row.reference, "referral_acts.text", text)
    session.add(
        Act(referral=row.reference, act=act, became=became, text=sealed, officer=officer, at=at)
    )
    session.flush()


def mark(kind: str, number: str) -> str:
    """Return the fingerprint by which the cases of a known person, session or claim are found."""
    return vault.blind(f"referral {kind}", number)


def seal(session: Session, row: Referral, name: str, clear: str | None) -> bytes | None:
    return vault.seal(session, row.reference, f"referrals.{name}", clear)


def unseal(session: Session, row: Referral, name: str) -> str:
    """Return one decrypted value of a case, for those who may read it."""
    return vault.unseal(session, row.reference, f"referrals.{name}", getattr(row, name))


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the cases that this actor may read.

    A protection officer reads all, an attaché those led by their posts, anybody else none."""
    if by.role is Role.PROTECTION_OFFICER:
        return true()
    return col(Referral.post).in_(sorted(by.posts)) if by.role is Role.ATTACHE else false()


def get(session: Session, number: str, *, by: Actor) -> Referral:
    """Return one case within the actor's scope. Refuses: NotFound."""
    mine = select(Referral).where(col(Referral.reference) == number, within(by))
    row: Referral = require_found(session.execute(mine).scalars().first())
    return row


# The most urgent first, and of these the one due soonest.
BY_URGENCY = (
    case(
        {one.value: rank for rank, one in enumerate(Urgency)}, value=col(Referral.urgency), else_=9
    ),
    col(Referral.due),
)


def open_or_over(by: Actor, *, over: bool = False) -> ColumnElement[bool]:
    """Return the SQL condition for the open cases within the actor's scope, or those that ended."""
    running = col(Referral.status).in_(OPEN)
    return within(by) & (~running if over else running)


def count(session: Session, *, by: Actor, over: bool = False) -> int:
    asked = select(func.count()).select_from(Referral).where(open_or_over(by, over=over))
    return session.execute(asked).scalar() or 0


def count_waiting_emergencies(session: Session, *, by: Actor) -> int:
    """Return the number of open emergencies not yet referred to a body.

    A supervisor, who learns nothing more of them, counts all cases; other readers those within
    their scope."""
    mine = true() if by.role is Role.SUPERVISOR else within(by)
    urgent = (col(Referral.urgency) == Urgency.EMERGENCY.value, col(Referral.body).is_(None))
    asked = (
        select(func.count())
        .select_from(Referral)
        .where(mine, col(Referral.status).in_(OPEN), *urgent)
    )
    return session.execute(asked).scalar() or 0


_OPENED_FROM = (
    select(Referral)
    .where(
        col(Referral.origin_blind) == bindparam("origin"),
        col(Referral.opened_by) == bindparam("account"),
    )
    .order_by(col(Referral.opened_at))
)


def opened_from(session: Session, number: str, *, by: Actor) -> list[Referral]:
    """Return the cases that this actor opened from a session or claim.

    Only their existence and status are shown to the actor."""
    mine = {"origin": mark("origin", number), "account": by.account}
    return list(session.execute(_OPENED_FROM, mine).scalars())


def list_for_persons(
    session: Session, numbers: Iterable[str], *, by: Actor | None = None
) -> list[Referral]:
    """Return the cases about the persons of these records, newest first.

    With `by`, only those within that actor's scope."""
    marks = {
        mark("person", one)
        for number in numbers
        for one in (number, leading_reference(session, number))
    }
    rows = select(Referral).where(
        col(Referral.person_blind).in_(marks), within(by) if by else true()
    )
    return list(
        session.execute(
            rows.order_by(col(Referral.opened_at).desc(), col(Referral.reference))
        ).scalars()
    )


def list_for_record(session: Session, number: str) -> list[Referral]:
    """Return the cases opened under exactly this record, even if another record leads.

    A case whose person was erased belongs to no record."""
    rows = list_for_persons(session, [number])
    result = vault.unseal_all(
        session, [(row.reference, "referrals.person", row.person) for row in rows]
    )
    return [row for row, person in zip(rows, result, strict=True) if person == number]


def acts(session: Session, row: Referral) -> list[tuple[Act, str]]:
    """Return the acts of a case with their texts, newest first."""
    asked = select(Act).where(col(Act.referral) == row.reference).order_by(col(Act.id).desc())
    rows = list(session.execute(asked).scalars())
    texts = vault.unseal_all(
        session, [(row.reference, "referral_acts.text", one.text) for one in rows]
    )
    return list(zip(rows, texts, strict=True))


def act_times(session: Session, row: Referral) -> list[datetime]:
    """Return the times of the acts of a case."""
    return list(
        session.execute(select(col(Act.at)).where(col(Act.referral) == row.reference)).scalars()
    )
