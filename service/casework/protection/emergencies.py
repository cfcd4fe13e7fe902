"""Emergency messages that call protection staff to the desk, without any detail of the case."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import outbox
from catalog.core.actor import Role
from catalog.core.outbox import Channel
from i18n import N_, Language, gettext
from service.accounts import Account

MESSAGE_TEXT = N_("Something under “My desk” needs your attention now. Open Musofir.")
_NOTIFIED_ROLES = (Role.PROTECTION_OFFICER.value, Role.SUPERVISOR.value)
# It is not known in which of them an officer reads.
_LANGUAGES = (Language.UZ, Language.RU, Language.EN)


def notify_staff(session: Session, *, on: datetime) -> int:
    """Send an e-mail to each protection officer and supervisor; return how many."""
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
