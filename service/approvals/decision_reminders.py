"""Morning reminders to officers of decisions that wait for them as the second person."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import staff_notices
from catalog.core.staff_notices import NoticeKind
from service import accounts
from service.accounts import Account
from service.approvals import decision_queues
from service.infra import access
from service.infra.access import Permission

BATCH_SIZE = 50
# One reminder stands for all decisions, so it names no record.
NOUN, REFERENCE = "approval", ":waiting"
_ROLES: Final = tuple(
    role.value
    for role, permissions in access.ROLES.items()
    if Permission.APPROVALS_READ in permissions
)


def write_next(session: Session, *, after: str, on: datetime) -> tuple[int, str]:
    """Write the next reminders, to the accounts after `after`.

    Requests have notices of their own; this is about what waits on other pages. Return how many
    were not yet written today, and the last account, or nothing after the last."""
    asked = select(Account).where(
        col(Account.role).in_(_ROLES),
        col(Account.disabled_at).is_(None),
        col(Account.reference) > after,
    )
    rows = session.execute(asked.order_by(col(Account.reference)).limit(BATCH_SIZE)).scalars().all()
    waited_for = [
        (row.reference, REFERENCE)
        for row in rows
        if decision_queues.list_waiting(session, by=accounts.actor_for(row), on=on)
    ]
    fresh = staff_notices.remind(session, NoticeKind.DECISIONS_WAIT, NOUN, waited_for, on=on)
    return fresh, rows[-1].reference if rows else ""
