"""Emergency messages that call protection staff to the desk, without any detail of the case."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import staff_notices
from catalog.core.actor import Actor, Role
from catalog.core.staff_notices import NoticeKind
from i18n import N_
from service.accounts import Account
from service.casework.workflow import officer_messages

MESSAGE_TEXT = N_("Something under “My desk” needs your attention now. Open Musofir.")
_NOTIFIED_ROLES = (Role.PROTECTION_OFFICER.value, Role.SUPERVISOR.value)


def notify_staff(session: Session, case: str, *, by: Actor, on: datetime) -> int:
    """Send an e-mail to each protection officer and supervisor; return how many.

    Protection officers, who may read the case, get a notice too."""
    asked = select(Account).where(
        col(Account.role).in_(_NOTIFIED_ROLES), col(Account.disabled_at).is_(None)
    )
    staff = list(session.execute(asked.order_by(col(Account.reference))).scalars())
    readers = [one.reference for one in staff if one.role == Role.PROTECTION_OFFICER]
    staff_notices.notify(session, readers, NoticeKind.EMERGENCY, "case", case, by=by, on=on)
    called = [one.email for one in staff if one.email]
    officer_messages.put(session, called, MESSAGE_TEXT, on=on)
    return len(called)
