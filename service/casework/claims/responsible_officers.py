"""The members of staff who must act on a claim, and notices to them."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core import staff_notices
from catalog.core.actor import Actor, Role
from catalog.core.staff_notices import NoticeKind
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState


def list_for_claim(session: Session, claim: Claim) -> list[Account]:
    """Return the officer who has a claim, else the attachés of its post, else the claims officers.

    Only accounts that can sign in are returned."""
    owner = col(Account.reference) == wage_claims.owner(claim)
    desk = col(Account.role) == Role.CLAIMS_OFFICER.value
    return (
        _list_working(session, owner)
        or list_attaches(session, claim.post)
        or _list_working(session, desk)
    )


def list_attaches(session: Session, post: str | None) -> list[Account]:
    """Return the attachés of a post whose accounts can sign in."""
    there = (col(Account.role) == Role.ATTACHE.value) & (col(Account.post) == post)
    return _list_working(session, there) if post else []


def _list_working(session: Session, term: ColumnElement[bool]) -> list[Account]:
    asked = select(Account).where(term, col(Account.disabled_at).is_(None))
    return list(session.execute(asked.order_by(col(Account.reference))).scalars())


def notify(session: Session, claim: Claim, kind: NoticeKind, *, by: Actor, on: datetime) -> None:
    """Write a notice about a claim to whoever must act on it."""
    accounts = [one.reference for one in list_for_claim(session, claim)]
    staff_notices.notify(session, accounts, kind, "claim", claim.reference, by=by, on=on)


def notify_post(
    session: Session,
    claim: Claim,
    post: str | None,
    kind: NoticeKind,
    noun: str = "claim",
    *,
    by: Actor,
    on: datetime,
) -> None:
    """Write a notice about a claim to the attachés of a post."""
    accounts = [one.reference for one in list_attaches(session, post)]
    staff_notices.notify(session, accounts, kind, noun, claim.reference, by=by, on=on)


def notify_of_step(session: Session, claim: Claim, *, by: Actor, on: datetime) -> None:
    """Write a notice to the attachés of a post whose turn it is after a step of a claim.

    After any other step the notices that they have not read are over."""
    kind = NoticeKind.POST_CLAIM
    if claim.state == ClaimState.ASSIGNED_TO_POST and claim.owner == claim.post:
        notify_post(session, claim, claim.post, kind, by=by, on=on)
    else:
        drop_of_post(session, claim.reference, claim.post, kind)


def drop_of_post(
    session: Session, claim: str, post: str | None, kind: NoticeKind, noun: str = "claim"
) -> None:
    """Delete the unread notices about a claim that the attachés of a post need no longer read."""
    accounts = [one.reference for one in list_attaches(session, post)]
    staff_notices.drop_unread(session, accounts, kind, noun, claim)
