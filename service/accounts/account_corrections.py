"""Corrections of the name and the e-mail address of an account of staff or an agency.

Whoever corrects the address of another person gets only a new invitation: the second factor stays
with its owner. One's own address is corrected with password and second factor.
"""

from datetime import datetime

import msgspec
from sqlmodel import Session

from catalog.core import corrections, outbox
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.corrections import NothingCorrected, Reason, Subject
from catalog.core.errors import EditConflict, Refusal
from catalog.core.fields import Line
from catalog.core.outbox import Channel
from i18n import N_, Language, gettext
from service.accounts import Account, invitations, login_sessions, require_new_email

NOUN = "account"
MESSAGE_TEXT = N_(
    "Musofir: you can no longer sign in with this email address, because an administrator changed "
    "the address of the account. If this is a mistake, call your administrator."
)
# It is not known in which of them the owner reads.
LANGUAGES = (Language.UZ, Language.RU, Language.EN)


class OwnDetails(Refusal):
    slug = "own-details"
    sentence = N_(
        "To change your own email address, enter your password and the code from your "
        "authenticator app."
    )


class AccountFacts(msgspec.Struct):
    """The facts of an account, as they should be."""

    name: Line
    email: Line


def current(account: Account) -> AccountFacts:
    """Return the facts of an account as they are now."""
    return AccountFacts(account.name, account.email or "")


def version(session: Session, account: Account) -> int:
    """Return the version of an account: 1 as it was opened, one more with each correction."""
    return corrections.newest(session, NOUN, account.reference)


def correct(
    session: Session,
    account: Account,
    facts: AccountFacts,
    reason: Reason,
    seen: int,
    *,
    proved: bool = False,
    by: Actor,
    on: datetime,
) -> str:
    """Correct the facts of an account whose version `seen` the administrator read.

    A new address of another person ends their password and all login sessions; returns the code of
    a new invitation then, else "". One's own address needs both secrets, `proved` just now, which
    stay. Refuses: OwnDetails, EditConflict, NotAnEmail, EmailTaken, NothingCorrected."""
    session.refresh(account, with_for_update=True)
    if seen != version(session, account):
        raise EditConflict
    facts.email = facts.email.lower()
    changes = corrections.compare(current(account), facts)
    if not changes:
        raise NothingCorrected
    old = account.email
    if facts.email != old:
        _change_address(session, account, facts.email, proved, by=by, on=on)
    account.name = facts.name
    subject = Subject(NOUN, account.reference, account.reference)
    corrections.record(session, subject, changes, reason, by=by, on=on)
    if facts.email == old or proved:
        return ""
    login_sessions.end_all(session, account.reference)
    return invitations.invite(session, account, by=by, on=on)


def _change_address(
    session: Session, account: Account, email: str, proved: bool, *, by: Actor, on: datetime
) -> None:
    """Change the address, end the password unless its owner proved it, and tell the old address."""
    if not proved:
        require_other_person(by, OwnDetails, account.reference)
    old, account.email = account.email, require_new_email(session, email)
    account.password = account.password if proved else None
    if old:
        words = "\n".join(gettext(lang, MESSAGE_TEXT) for lang in LANGUAGES)
        outbox.put(session, Channel.EMAIL, old, words, on=on)
