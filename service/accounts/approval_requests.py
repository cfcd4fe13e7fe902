"""Requests for a second approval, with a notice to everybody who may decide them."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import approvals, staff_notices
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalKind, Subject
from catalog.core.staff_notices import NoticeKind
from service.accounts import Account
from service.infra import access
from service.infra.access import Permission

# What the second person needs; requests about claims are decided by whoever may approve them.
_PERMISSIONS: Mapping[ApprovalKind, Permission] = MappingProxyType(
    {
        ApprovalKind.DEPOSIT: Permission.LICENCES_CONFIRM,
        ApprovalKind.DEPOSIT_REVERSAL: Permission.LICENCES_CONFIRM,
        ApprovalKind.BLACKLISTING: Permission.VACANCIES_APPROVE,
        ApprovalKind.POST: Permission.FACTS_CONFIRM,
        ApprovalKind.FACT: Permission.FACTS_CONFIRM,
        # Licensing officers read no incidents, whose files stay with those of claims.
        ApprovalKind.DOCUMENT: Permission.VACANCIES_APPROVE,
        ApprovalKind.MEASURE: Permission.WARNINGS_DECIDE,
        ApprovalKind.MEASURE_END: Permission.WARNINGS_DECIDE,
        ApprovalKind.SECOND_FACTOR: Permission.ACCOUNTS_CONFIRM,
    }
)


def permission_to_decide(kind: ApprovalKind) -> Permission:
    """Return the permission that the second person needs for a kind of request."""
    return _PERMISSIONS.get(kind, Permission.WAGES_APPROVE)


def request(
    session: Session,
    kind: ApprovalKind,
    subject: Subject,
    reason: str,
    *,
    terms: str = "",
    changes: Mapping[str, str] | None = None,
    by: Actor,
    on: datetime,
) -> Approval:
    """Request a second person's decision and write a notice to each who may make it."""
    row = approvals.request(
        session, kind, subject, reason, terms=terms, changes=changes, by=by, on=on
    )
    staff_notices.notify(
        session,
        list_deciders(session, kind),
        NoticeKind.APPROVAL_REQUESTED,
        subject.noun,
        subject.reference,
        by=by,
        on=on,
    )
    return row


def list_deciders(session: Session, kind: ApprovalKind) -> list[str]:
    """Return the accounts that can sign in and may decide requests of a kind."""
    needed = {permission_to_decide(kind), Permission.APPROVALS_DECIDE}
    roles = [role.value for role, permissions in access.ROLES.items() if needed <= permissions]
    asked = select(col(Account.reference)).where(
        col(Account.role).in_(roles), col(Account.disabled_at).is_(None)
    )
    return list(session.execute(asked.order_by(col(Account.reference))).scalars())
