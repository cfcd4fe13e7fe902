"""Calls those who act in an emergency to the desk. The message says nothing of whom or what it is
about."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import outbox
from catalog.core.actor import Role
from catalog.core.outbox import Channel
from i18n import N_, Language, gettext
from service.accounts import Account

MESSAGE_TEXT = N_("Something at the desk needs you now. Open Musofir.")
_NOTIFIED_ROLES = (Role.PROTECTION_OFFICER.value, Role.SUPERVISOR.value)
# In which of them an officer reads is not known.
_LANGUAGES = (Language.UZ, Language.RU, Language.EN)


def notify_staff(session: Session, *, on: datetime) -> int:
    """Puts one message for each protection officer and supervisor into the outbox, by e-mail. Says
    how many."""
    asked = select(col(Account.email)).where(
        col(Account.role).in_(_NOTIFIED_ROLES),
        col(Account.email).is_not(None),
        col(Account.disabled_at).is_(None),
    )
    words = "\n".join(gettext(lang, MESSAGE_TEXT) for lang in _LANGUAGES)
    called = list(session.execute(asked.order_by(col(Account.reference))).scalars())
    for email in called:
        outbox.put(session, Channel.EMAIL, email, words, on=on)
    return len(called)
