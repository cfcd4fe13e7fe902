"""Notices to staff and agencies: what came to them, was decided or is due, with a reference and never a name.

A command writes them in its own transaction, for others than its actor.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Index,
    Select,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.actor import SYSTEM, VISITOR, Actor
from catalog.core.errors import require_found
from catalog.core.fields import MAX_INT, tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class NoticeKind(LabelledEnum):
    """The kind of notice; the label stands before the record on the page and a count in a digest."""

    ASSIGNED = "assigned", N_("Claim assigned to you")
    POST_CLAIM = "post_claim", N_("Claim given to your mission")
    CLAIM_RETURNED = "claim_returned", N_("Claim returned by the mission")
    TRANSFER_OFFERED = "transfer_offered", N_("Claim offered to your mission")
    TRANSFER_ACCEPTED = "transfer_accepted", N_("Claim accepted by the other mission")
    TRANSFER_DECLINED = "transfer_declined", N_("Claim not accepted by the other mission")
    HANDOVER_OFFERED = "handover_offered", N_("Handover of claims to you")
    HANDOVER_SIGNED = "handover_signed", N_("Handover countersigned")
    HANDOVER_DECLINED = "handover_declined", N_("Handover declined or withdrawn")
    APPROVAL_REQUESTED = "approval_requested", N_("Request for your approval")
    APPROVED = "approved", N_("Your request was approved")
    DECLINED = "declined", N_("Your request was declined")
    PROPOSAL_CONFIRMED = "proposal_confirmed", N_("Your proposal was confirmed")
    PROPOSAL_RETURNED = "proposal_returned", N_("Your proposal was sent back")
    WORKER_NOTE = "worker_note", N_("Note from the worker")
    WORKER_FILE = "worker_file", N_("Document from the worker")
    SETTLEMENT_REFUSED = "settlement_refused", N_("Settlement not accepted by the worker")
    WITHDRAWAL = "withdrawal", N_("Withdrawal of the claim requested")
    WITHDRAWAL_CANCELLED = "withdrawal_cancelled", N_("Withdrawal of the claim cancelled")
    EMERGENCY = "emergency", N_("Emergency")
    INCIDENT = "incident", N_("Death, injury or detention at your mission")
    VACANCY_RETURNED = "vacancy_returned", N_("Vacancy sent back to you")
    VACANCY_REFUSED = "vacancy_refused", N_("Vacancy refused")
    VACANCY_PUBLISHED = "vacancy_published", N_("Vacancy published")
    COMPLAINT = "complaint", N_("New complaint about your agency")
    REFERRAL_ANSWERED = "referral_answered", N_("Answer from another organisation")
    COUNTRY_WARNING = "country_warning", N_("Early warning for your mission")
    COUNTRY_PAUSED = "country_paused", N_("Pause of new vacancies")
    MEASURE_ANSWERED = "measure_answered", N_("Answer of a mission to your notice")
    OVERDUE = "overdue", N_("Overdue claim")
    DUE_TODAY = "due_today", N_("Claim due today")
    LATE = "late", N_("Claim late by our service levels")
    CALL_DUE = "call_due", N_("Call to make")
    DECISIONS_WAIT = "decisions_wait", N_("Decisions that need you as the second person")


# Written again each morning for as long as they are true.
REMINDERS = (
    NoticeKind.OVERDUE,
    NoticeKind.DUE_TODAY,
    NoticeKind.LATE,
    NoticeKind.CALL_DUE,
    NoticeKind.DECISIONS_WAIT,
)
# Nobody reads a larger number of unread notices.
MOST_COUNTED = 100
_UNREAD = "read_at IS NULL"
_SAME = ("account", "kind", "noun", "reference")
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class StaffNotice(SQLModel, table=True):
    """One notice to one account about a record; when the same happens again it is unread again.

    `day` is the Tashkent day of `at`."""

    __tablename__ = "staff_notices"
    __table_args__ = (
        UniqueConstraint(*_SAME),
        Index("ix_staff_notices_account_at", "account", "at", "id"),
        Index(
            "ix_staff_notices_unread",
            "account",
            "kind",
            sqlite_where=text(_UNREAD),
            postgresql_where=text(_UNREAD),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(max_length=40)
    kind: str = Field(max_length=24)
    noun: str = Field(max_length=24)
    reference: str = Field(max_length=64)
    at: datetime
    day: date
    read_at: datetime | None = None


class OwnNotice(msgspec.Struct, frozen=True):
    """A notice as its reader gets it; the fields are those of StaffNotice."""

    id: int
    kind: str
    noun: str
    reference: str
    at: datetime
    day: date
    read_at: datetime | None


def notify(
    session: Session,
    accounts: Iterable[str],
    kind: NoticeKind,
    noun: str,
    reference: str,
    *,
    by: Actor,
    on: datetime,
) -> None:
    """Write a notice about a record to each of these accounts but the actor's own."""
    others = {*accounts} - {by.account, SYSTEM.account, VISITOR.account, ""}
    _write(session, kind, noun, [(account, reference) for account in sorted(others)], on)


def remind(
    session: Session, kind: NoticeKind, noun: str, rows: Iterable[tuple[str, str]], *, on: datetime
) -> int:
    """Write reminders, each an account and a reference, once a day each; return how many."""
    return _write(session, kind, noun, list(rows), on, daily=True)


def _write(
    session: Session,
    kind: NoticeKind,
    noun: str,
    rows: list[tuple[str, str]],
    on: datetime,
    *,
    daily: bool = False,
) -> int:
    if not rows:
        return 0
    same = {"kind": kind.value, "noun": noun, "at": on, "day": tashkent_day(on)}
    values = [same | {"account": account, "reference": reference} for account, reference in rows]
    adding = _INSERT[session.get_bind().dialect.name](StaffNotice).values(values)
    new = adding.excluded
    known = col(StaffNotice.day) < new.day if daily else None
    written = adding.on_conflict_do_update(
        index_elements=_SAME, set_={"at": new.at, "day": new.day, "read_at": None}, where=known
    )
    return len(session.execute(written.returning(col(StaffNotice.id))).all())


def drop_unread(
    session: Session, accounts: Collection[str] | None, kind: NoticeKind, noun: str, reference: str
) -> None:
    """Delete the unread notices of these accounts about what somebody has taken up since.

    None stands for all accounts."""
    about = {"kind": kind.value, "noun": noun, "reference": reference}
    same = [getattr(StaffNotice, name) == value for name, value in about.items()]
    theirs = true() if accounts is None else col(StaffNotice.account).in_(accounts)
    session.execute(delete(StaffNotice).where(theirs, is_unread(), *same))


def drop_past_reminders(session: Session, day: date) -> None:
    """Delete the reminders that were not written again on this day: they are no longer true."""
    past = col(StaffNotice.kind).in_(REMINDERS), col(StaffNotice.day) < day
    session.execute(delete(StaffNotice).where(*past))


def list_own(
    session: Session, *, by: Actor, after: tuple[datetime, int] | None = None, most: int = 50
) -> list[OwnNotice]:
    """Return the actor's notices, newest first.

    `after` is the moment and the id of the notice after which the list begins."""
    at, number = col(StaffNotice.at), col(StaffNotice.id)
    asked = _select_own(by)
    if after is not None:
        asked = asked.where(or_(at < after[0], and_(at == after[0], number < after[1])))
    rows = session.execute(asked.order_by(at.desc(), number.desc()).limit(most))
    return [OwnNotice(*row) for row in rows]


def get_own(session: Session, number: int, *, by: Actor) -> OwnNotice:
    """Return one of the actor's notices. Refuses: NotFound."""
    asked = _select_own(by).where(col(StaffNotice.id) == number)
    return OwnNotice(*require_found(session.execute(asked).first() if number <= MAX_INT else None))


def _select_own(by: Actor) -> Select[Any]:
    columns = [getattr(StaffNotice, name) for name in OwnNotice.__struct_fields__]
    return select(*columns).where(_own(by))


_COUNT_UNREAD = select(func.count()).select_from(
    select(col(StaffNotice.id))
    .where(col(StaffNotice.account) == bindparam("account"), col(StaffNotice.read_at).is_(None))
    .limit(MOST_COUNTED)
    .subquery()
)


def count_unread(session: Session, *, by: Actor) -> int:
    """Return the number of the actor's unread notices, at most MOST_COUNTED."""
    return session.execute(_COUNT_UNREAD, {"account": by.account}).scalar() or 0


def mark_read(session: Session, number: int, *, by: Actor, on: datetime) -> None:
    """Mark one of the actor's notices as read."""
    _mark(session, by, on, col(StaffNotice.id) == number)


def mark_all_read(session: Session, until: datetime, *, by: Actor, on: datetime) -> None:
    """Mark the actor's notices up to a moment as read; later ones were not yet shown."""
    _mark(session, by, on, col(StaffNotice.at) <= until)


def mark_opened(
    session: Session, noun: str, references: Collection[str], *, by: Actor, on: datetime
) -> None:
    """Mark the actor's notices about these records as read, since they were opened."""
    _mark(
        session, by, on, col(StaffNotice.noun) == noun, col(StaffNotice.reference).in_(references)
    )


def _mark(session: Session, by: Actor, on: datetime, *terms: Any) -> None:
    mine = update(StaffNotice).where(_own(by), is_unread(), *terms)
    session.execute(mine.values(read_at=on).execution_options(synchronize_session=False))


def _own(by: Actor) -> Any:
    return col(StaffNotice.account) == by.account


def is_unread() -> Any:
    """Return the SQL condition for notices that were not read."""
    return col(StaffNotice.read_at).is_(None)


def forget(session: Session, *, before: datetime, most: int = 500) -> int:
    """Delete notices read before a moment and return how many, at most `most` at once."""
    old = select(col(StaffNotice.id)).where(col(StaffNotice.read_at) < before).limit(most)
    gone = list(session.execute(old).scalars())
    session.execute(delete(StaffNotice).where(col(StaffNotice.id).in_(gone)))
    return len(gone)
