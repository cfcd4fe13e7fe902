"""Changes of a post's details and new posts: requested by one officer, approved by another."""

from datetime import date, datetime

from sqlmodel import Session

from catalog.core import approvals
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.reference import post_changes
from catalog.reference.post_changes import PostChanges, PostOpening
from catalog.reference.posts import Post
from service.accounts import approval_requests
from service.approvals.request_handler import (
    VALUE_LABELS,
    Card,
    Fact,
    FactLabel,
    RequestHandler,
    TitlePart,
)

# The title of a card names the country.
_LABELS = {label.value: label for label in FactLabel if label is not FactLabel.COUNTRY}
_NOUN = "post"


def request_change(
    session: Session, post: Post, new: PostChanges, *, by: Actor, on: datetime, day: date
) -> Approval:
    """Request that details of a post be changed, or be confirmed as they stand.

    Refuses: approvals.AlreadyRequested, and what post_changes.propose_change refuses."""
    changes = post_changes.propose_change(post, new, by=by, day=day)
    subject, now = Subject(_NOUN, post.code), post_changes.current(post)
    approvals.require_not_waiting(session, ApprovalKind.POST, subject, changes)
    terms = approvals.digest({name: now[name] for name in changes})
    return _request(session, subject, changes, new.reason, terms, by=by, on=on)


def request_opening(
    session: Session, opening: PostOpening, *, by: Actor, on: datetime, day: date
) -> Approval:
    """Request that a new post be opened.

    Refuses: approvals.AlreadyRequested, and what post_changes.propose_opening refuses."""
    code, changes = post_changes.propose_opening(session, opening, by=by, day=day)
    subject = Subject(_NOUN, code)
    approvals.require_not_waiting(session, ApprovalKind.POST, subject, field="city")
    return _request(session, subject, changes, opening.reason, "", by=by, on=on)


def _request(
    session: Session,
    subject: Subject,
    changes: dict[str, str],
    reason: str,
    terms: str,
    *,
    by: Actor,
    on: datetime,
) -> Approval:
    kind = ApprovalKind.POST
    return approval_requests.request(
        session, kind, subject, reason, terms=terms, changes=changes, by=by, on=on
    )


def _carry_out(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    changes, post = approvals.changes(row), session.get(Post, row.subject, with_for_update=True)
    if post is not None:
        now = post_changes.current(post)
        approvals.require_unchanged(row, {name: now.get(name, "") for name in changes})
    post_changes.apply_change(session, row.subject, changes, by=by, on=on)


def _card(session: Session, one: ApprovalDetails) -> Card:
    """Build the card: each detail as it stands and as it would be."""
    post = session.get(Post, one.subject)
    now = post_changes.current(post) if post else {}
    country = post.country if post else one.changes["country"]
    kind, city = (post.kind, post.city) if post else (one.changes["kind"], one.changes["city"])
    facts = [
        _fact(name, now.get(name, ""), text)
        for name, text in one.changes.items()
        if name in _LABELS
    ]
    title = (TitlePart(kind, "post"), TitlePart(f"{country}/{city}", "city"))
    return Card(title, f"/desk/posts/{one.subject}" if post else "/desk/posts", facts)


def _fact(name: str, now: str, new: str) -> Fact:
    if name in VALUE_LABELS:
        return Fact(_LABELS[name], new, VALUE_LABELS[name], now if now != new else "")
    return Fact(_LABELS[name], _compare(now, new))


def _compare(now: str, new: str) -> str:
    before, after = (", ".join(text.splitlines()) or "–" for text in (now, new))
    return after if before in ("–", after) else f"{before} → {after}"


HANDLER = RequestHandler(_NOUN, _carry_out, _card)
