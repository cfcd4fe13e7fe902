"""Emergency messages that call protection staff to the desk, without any detail of the case."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Role
from i18n import N_
from service.accounts import Account
from service.casework.workflow import officer_messages

MESSAGE_TEXT = N_("Something under “My desk” needs your attention now. Open Musofir.")
_NOTIFIED_ROLES = (Role.PROTECTION_OFFICER.value, Role.SUPERVISOR.value)


def notify_staff(session: Session, *, on: datetime) -> int:
    """Send an e-mail to each protection officer and supervisor; return how many."""
    asked = select(col(Account.email)).where(
        col(Account.role).in_(_NOTIFIED_ROLES),
        col(Account.email).is_not(None),
        col(Account.disabled_at).is_(None),
    )
    called = [str(one) for one in session.execute(asked.order_by(col(Account.reference))).scalars()]
    officer_messages.put(session, called, MESSAGE_TEXT, on=on)
    return len(called)
