"""Assignment of claims: an office is responsible from filing on, then an officer."""

from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, staff_notices
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState


class NotItsOfficer(Refusal):
    slug = "not-its-officer"
    sentence = N_("This officer does not handle claims here. Choose another officer from the list.")


class HasItAlready(Refusal):
    slug = "has-it-already"
    sentence = N_("This claim is already assigned to this officer.")


class NothingToDo(Refusal):
    slug = "nothing-to-do"
    sentence = N_("You cannot assign a closed claim. Reopen it first.")


class Assignment(SQLModel, table=True):
    """The assignment of a claim to an officer, with the previous owner."""

    __tablename__ = "claim_assignments"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    came_from: str = Field(max_length=40)
    to: str = Field(max_length=40)
    officer: str = Field(max_length=40)
    at: datetime


def officers(session: Session, claim: Claim) -> list[Account]:
    """Return the officers who may be assigned this claim, by name.

    They are the attachés of its post and the claims officers."""
    here = (col(Account.role) == Role.ATTACHE.value) & (col(Account.post) == claim.post)
    fit = or_(col(Account.role) == Role.CLAIMS_OFFICER.value, here)
    asked = select(Account).where(fit, col(Account.disabled_at).is_(None))
    return list(
        session.execute(asked.order_by(col(Account.name), col(Account.reference))).scalars()
    )


def list_working_officers(session: Session, *, by: Actor) -> list[Account]:
    """Return the officers who work on the claims within the actor's scope, by name.

    They are claims officers, the attachés (for an attaché, those of their posts), and owners of
    such claims."""
    posts = [col(Account.post).in_(sorted(by.posts))] if by.role is Role.ATTACHE else []
    there = and_(col(Account.role) == Role.ATTACHE.value, *posts)
    fit = and_(
        or_(col(Account.role) == Role.CLAIMS_OFFICER.value, there),
        col(Account.disabled_at).is_(None),
    )
    having = col(Account.reference).in_(select(col(Claim.owner)).where(wage_claims.within(by)))
    asked = (
        select(Account).where(or_(fit, having)).order_by(col(Account.name), col(Account.reference))
    )
    return list(session.execute(asked).scalars())


def assign(session: Session, claim: Claim, officer: str, *, by: Actor, on: datetime) -> Assignment:
    """Gives a claim to an officer of its post or of the claims desk. Refuses: NothingToDo,
    NotItsOfficer, HasItAlready."""
    if claim.state == ClaimState.CLOSED:
        raise NothingToDo
    if officer not in {one.reference for one in officers(session, claim)}:
        raise NotItsOfficer("officer")
    if officer == claim.owner:
        raise HasItAlready("officer")
    row = _record(session, claim, officer, by=by, on=on)
    kind = NoticeKind.ASSIGNED
    staff_notices.notify(session, [officer], kind, "claim", claim.reference, by=by, on=on)
    return row


def give_back(
    session: Session, claim: Claim, given: Assignment, *, by: Actor, on: datetime
) -> Assignment:
    """Undo an assignment: the claim goes back to the officer or office that had it.

    Refuses: NothingToDo, NotItsOfficer where that officer handles claims there no longer."""
    if claim.state == ClaimState.CLOSED:
        raise NothingToDo
    able = {one.reference for one in officers(session, claim)} | {claim.post, wage_claims.DESK}
    if given.came_from not in able:
        raise NotItsOfficer("officer")
    kind = NoticeKind.ASSIGNED
    staff_notices.drop_unread(session, [given.to], kind, "claim", claim.reference)
    return _record(session, claim, given.came_from, by=by, on=on)


def _record(session: Session, claim: Claim, owner: str, *, by: Actor, on: datetime) -> Assignment:
    row = Assignment(
        claim=claim.reference,
        came_from=wage_claims.owner(claim),
        to=owner,
        officer=by.account,
        at=on,
    )
    claim.owner = owner
    session.add(row)
    session.flush()
    journal.write(session, "assign", "claim", claim.reference, by=by, on=on, fields=("owner",))
    return row


_OF_CLAIM = (
    select(Assignment)
    .where(col(Assignment.claim) == bindparam("claim"))
    .order_by(col(Assignment.id))
)


def assignments(session: Session, claim: str) -> list[Assignment]:
    """Return the assignments of a claim, oldest first."""
    return list(session.execute(_OF_CLAIM, {"claim": claim}).scalars())
