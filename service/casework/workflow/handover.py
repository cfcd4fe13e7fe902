"""Handover of a leaving attaché's claims, countersigned by a colleague of the same post."""

from datetime import datetime
from typing import Annotated

import msgspec
from sqlalchemy import ColumnElement, func, or_, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, staff_notices
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import NotAllowed, Refusal, require_found
from catalog.core.fields import reference
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import assignment


class NotAColleague(Refusal):
    slug = "not-a-colleague"
    sentence = N_("Choose a colleague who currently works as an attaché at the same mission.")


class ToOneself(Refusal):
    slug = "to-oneself"
    sentence = N_("You cannot hand claims over to yourself.")


class StillHere(Refusal):
    slug = "still-here"
    sentence = N_("This officer still works here and must hand over their own claims.")


class NothingToHandOver(Refusal):
    slug = "nothing-to-hand-over"
    sentence = N_("There are no open claims to hand over.")


class HandoverWaits(Refusal):
    slug = "handover-waits"
    sentence = N_(
        "A handover of these claims is already pending. It must be countersigned or declined first."
    )


class HandoverOver(Refusal):
    slug = "handover-over"
    sentence = N_("This handover has already been countersigned or declined.")


class OnlyTheSuccessor(Refusal):
    slug = "only-the-successor"
    sentence = N_("Only the officer taking over the claims can countersign.")


class Handover(SQLModel, table=True):
    """A handover of an attaché's open claims to a colleague, effective when countersigned."""

    __tablename__ = "handovers"
    reference: str = Field(default_factory=lambda: reference("H"), primary_key=True, max_length=24)
    post: str = Field(foreign_key="posts.code", index=True, max_length=24)
    came_from: str = Field(index=True, max_length=40)
    to: str = Field(index=True, max_length=40)
    asked_by: str = Field(max_length=40)
    asked_at: datetime
    count: int
    countersigned_at: datetime | None = None
    declined_at: datetime | None = None
    declined_by: str | None = Field(default=None, max_length=40)
    reason: str = Field(default="", max_length=500)

    @property
    def state(self) -> str:
        if self.countersigned_at:
            return "countersigned"
        return "declined" if self.declined_at else "waiting"


class Handed(SQLModel, table=True):
    """One claim of a handover, and whether it was transferred at the countersignature."""

    __tablename__ = "handover_claims"
    handover: str = Field(primary_key=True, foreign_key="handovers.reference", max_length=24)
    claim: str = Field(primary_key=True, foreign_key="claims.reference", index=True, max_length=24)
    went_over: bool = False


class DeclineInput(msgspec.Struct, forbid_unknown_fields=True):
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


def colleagues(session: Session, leaver: Account) -> list[Account]:
    """Return the other attachés of this officer's post, by name."""
    asked = select(Account).where(
        col(Account.role) == Role.ATTACHE.value, col(Account.disabled_at).is_(None)
    )
    theirs = asked.where(
        col(Account.post) == leaver.post, col(Account.reference) != leaver.reference
    )
    return list(
        session.execute(theirs.order_by(col(Account.name), col(Account.reference))).scalars()
    )


def list_departed(session: Session) -> list[Account]:
    """Return the disabled attachés who still have open claims, by name."""
    has = select(1).where(
        col(Claim.owner) == col(Account.reference), col(Claim.post) == col(Account.post)
    )
    asked = select(Account).where(
        col(Account.role) == Role.ATTACHE.value, col(Account.disabled_at).is_not(None)
    )
    rows = asked.where(has.where(wage_claims.is_open()).correlate(Account).exists())
    return list(session.execute(rows.order_by(col(Account.name), col(Account.reference))).scalars())


def open_of(session: Session, leaver: Account) -> list[Claim]:
    """Return the open claims of this officer at their post, the soonest due first."""
    asked = select(Claim).where(
        col(Claim.owner) == leaver.reference, col(Claim.post) == leaver.post
    )
    rows = asked.where(wage_claims.is_open()).order_by(col(Claim.due), col(Claim.reference))
    return list(session.execute(rows).scalars())


def request_handover(
    session: Session, leaver: str, successor: str, *, by: Actor, on: datetime
) -> Handover:
    """Request the handover of all open claims of an attaché to a colleague.

    The attaché does so, or a supervisor for one who is disabled; nothing is transferred yet.
    Refuses: NotAllowed, StillHere, ToOneself, NotAColleague, HandoverWaits, NothingToHandOver."""
    account = session.get(Account, leaver, with_for_update=True)
    if (
        account is None
        or account.role != Role.ATTACHE
        or (by.account != leaver and by.role is not Role.SUPERVISOR)
    ):
        raise NotAllowed
    if by.account != leaver and account.disabled_at is None:
        raise StillHere("leaver")
    if successor == leaver:
        raise ToOneself("successor")
    if successor not in {one.reference for one in colleagues(session, account)}:
        raise NotAColleague("successor")
    if session.execute(select(1).where(col(Handover.came_from) == leaver, is_waiting())).first():
        raise HandoverWaits
    claims = open_of(session, account)
    if not claims:
        raise NothingToHandOver
    row = Handover(
        post=str(account.post),
        came_from=leaver,
        to=successor,
        asked_by=by.account,
        asked_at=on,
        count=len(claims),
    )
    session.add(row)
    session.flush()
    session.add_all(Handed(handover=row.reference, claim=one.reference) for one in claims)
    session.flush()
    journal.write(session, "ask_handover", "handover", row.reference, by=by, on=on)
    _notify(session, row, NoticeKind.HANDOVER_OFFERED, by=by, on=on)
    return row


def _notify(session: Session, row: Handover, kind: NoticeKind, *, by: Actor, on: datetime) -> None:
    """Write a notice to whoever requested the handover and to the successor."""
    both = (row.asked_by, row.to)
    staff_notices.notify(session, both, kind, "handover", row.reference, by=by, on=on)


def countersign(session: Session, number: str, *, by: Actor, on: datetime) -> int:
    """Transfer all claims to the successor, who countersigns; return how many.

    Claims closed or reassigned in the meantime are left out. Refuses: NotFound, OnlyTheSuccessor,
    HandoverOver, assignment.NotItsOfficer, approvals.DecidedByKey."""
    row = _get_waiting(session, number, by)
    require_other_person(by, OnlyTheSuccessor, row.asked_by)
    if row.to != by.account:
        raise OnlyTheSuccessor
    asked = select(Claim, Handed).where(
        col(Handed.handover) == number, col(Handed.claim) == col(Claim.reference)
    )
    still = asked.where(wage_claims.is_open(), col(Claim.owner) == row.came_from)
    rows = list(session.execute(still.order_by(col(Claim.reference)).with_for_update()))
    for claim, handed in rows:
        assignment.assign(session, claim, by.account, by=by, on=on)
        handed.went_over = True
    row.countersigned_at = on
    session.flush()
    journal.write(session, "countersign", "handover", number, by=by, on=on)
    _notify(session, row, NoticeKind.HANDOVER_SIGNED, by=by, on=on)
    return len(rows)


def decline(
    session: Session, number: str, decline_input: DeclineInput, *, by: Actor, on: datetime
) -> Handover:
    """Decline a handover as the successor, or withdraw it; nothing is transferred.

    Refuses: NotFound, HandoverOver."""
    row = _get_waiting(session, number, by)
    row.declined_at, row.declined_by, row.reason = on, by.account, decline_input.reason
    session.flush()
    journal.write(session, "decline_handover", "handover", number, by=by, on=on, fields=("reason",))
    _notify(session, row, NoticeKind.HANDOVER_DECLINED, by=by, on=on)
    return row


def _get_waiting(session: Session, number: str, by: Actor) -> Handover:
    asked = select(Handover).where(col(Handover.reference) == number, within(by)).with_for_update()
    row: Handover = require_found(
        session.execute(asked.execution_options(populate_existing=True)).scalars().first()
    )
    if row.state != "waiting":
        raise HandoverOver
    return row


def is_waiting() -> ColumnElement[bool]:
    """Return the SQL condition for handovers without a countersignature or a refusal."""
    return col(Handover.countersigned_at).is_(None) & col(Handover.declined_at).is_(None)


def within(by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition for the actor's own handovers; a supervisor sees all."""
    if by.role is Role.SUPERVISOR:
        return true()
    mine = or_(col(Handover.came_from) == by.account, col(Handover.to) == by.account)
    return mine & col(Handover.post).in_(sorted(by.posts))


def get(session: Session, number: str, *, by: Actor) -> Handover:
    """Return one handover within the actor's scope. Refuses: NotFound."""
    row: Handover = require_found(
        session.execute(select(Handover).where(col(Handover.reference) == number, within(by)))
        .scalars()
        .first()
    )
    return row


def count_waiting(session: Session, *, by: Actor) -> int:
    """Return the number of handovers that wait for the actor's countersignature."""
    asked = (
        select(func.count())
        .select_from(Handover)
        .where(is_waiting(), col(Handover.to) == by.account)
    )
    return session.execute(asked).scalar() or 0


def claims(session: Session, row: Handover, *, by: Actor) -> list[tuple[Claim, bool]]:
    """Return its claims within scope, the soonest due first, and whether each was transferred."""
    asked = select(Claim, col(Handed.went_over)).where(
        col(Handed.handover) == row.reference, wage_claims.within(by)
    )
    rows = session.execute(
        asked.where(col(Handed.claim) == col(Claim.reference)).order_by(
            col(Claim.due), col(Claim.reference)
        )
    )
    return [(claim, bool(went)) for claim, went in rows]
