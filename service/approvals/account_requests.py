"""The removal of a lost second factor: requested by an administrator, approved by another person."""

from datetime import datetime
from hashlib import sha256

import msgspec
from sqlmodel import Session

from catalog.core import approvals, outbox
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from catalog.core.outbox import Channel
from i18n import N_, gettext
from service import accounts
from service.accounts import (
    Account,
    account_corrections,
    approval_requests,
    login_sessions,
    second_factor,
)
from service.approvals.request_handler import (
    VALUE_LABELS,
    Card,
    Fact,
    FactLabel,
    RequestHandler,
    TitlePart,
)

_NOUN = account_corrections.NOUN
MESSAGE_TEXT = N_(
    "Musofir: your authenticator app and your password no longer open your account. If you did not "
    "ask for this, call your supervisor at once."
)


class NoSecondFactor(Refusal):
    slug = "no-second-factor"
    sentence = N_("This account has no second factor.")


class RemovalInput(msgspec.Struct):
    """How the administrator learned that the telephone is lost."""

    reason: Prose


def request_removal(
    session: Session, account: Account, reason: Prose, *, by: Actor, on: datetime
) -> Approval:
    """Request that the second factor of another person be removed, and end all login sessions: the
    lost telephone may hold one.

    Refuses: accounts.OwnRights, NoSecondFactor, approvals.AlreadyRequested."""
    accounts.require_other(account, by)
    if account.second is None:
        raise NoSecondFactor("reason")
    subject, kind = Subject(_NOUN, account.reference), ApprovalKind.SECOND_FACTOR
    approvals.require_not_waiting(session, kind, subject, field="reason")
    login_sessions.end_all(session, account.reference)
    terms = approvals.digest(_stated(account))
    return approval_requests.request(session, kind, subject, reason, terms=terms, by=by, on=on)


def remove(session: Session, account: Account, *, by: Actor, on: datetime) -> None:
    """Remove the second factor and the password, end all login sessions, and tell the owner by
    email. Refuses: accounts.OwnRights."""
    second_factor.drop(session, account, by=by, on=on)
    login_sessions.end_all(session, account.reference)
    if account.email:
        words = "\n".join(gettext(lang, MESSAGE_TEXT) for lang in account_corrections.LANGUAGES)
        outbox.put(session, Channel.EMAIL, account.email, words, on=on)


def _carry_out(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    account = accounts.get(session, row.subject)
    session.refresh(account, with_for_update=True)
    approvals.require_unchanged(row, _stated(account))
    remove(session, account, by=by, on=on)


def _stated(account: Account) -> dict[str, str]:
    """Return what a request depends on: this very second factor, and whose it is."""
    second = sha256(account.second).hexdigest() if account.second else ""
    return {"second": second, "email": account.email or "", "role": account.role}


def _card(session: Session, one: ApprovalDetails) -> Card:
    account = accounts.get(session, one.subject)
    role = FactLabel.ROLE
    facts = [
        Fact(FactLabel.EMAIL, account.email or ""),
        Fact(role, account.role, VALUE_LABELS[role.value]),
    ]
    return Card((TitlePart(account.name),), "", facts)


HANDLER = RequestHandler(_NOUN, _carry_out, _card)
