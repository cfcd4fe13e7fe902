"""Downloads of files that no virus scanner has seen: one person requests, another approves."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core import approvals
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalKind, RecordChanged, Subject, is_waiting
from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from i18n import N_
from service.accounts import approval_requests
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Evidence, owners
from service.casework.evidence.file_states import UNSCANNED, State
from service.casework.evidence.owners import Owner, Record, RecordKind

# How long the two persons may download the file after the approval.
VALID_FOR = timedelta(days=7)
_KINDS = tuple(
    kind.value for kind in (ApprovalKind.FILE, ApprovalKind.DOCUMENT, ApprovalKind.INCIDENT_FILE)
)


class AlreadyScanned(Refusal):
    slug = "not-unscanned"
    sentence = N_("A second person is needed only for a file that no virus scanner has checked.")


class NewRelease(msgspec.Struct, forbid_unknown_fields=True):
    reason: Prose


class Release(msgspec.Struct, frozen=True):
    """The latest request for a file that waits or is in force.

    `until` is when the approval ends, or None while the request waits; `own` tells whether the
    reader is one of the two persons, and so may download the file."""

    asked_by: str
    asked_at: datetime
    decided_by: str | None
    until: datetime | None
    own: bool

    @property
    def allows(self) -> bool:
        return self.own and self.until is not None


def request(
    session: Session, row: Evidence, owner: Owner, reason: Prose, *, by: Actor, on: datetime
) -> Approval:
    """Request a second person's approval to download a file.

    Refuses: AlreadyScanned, approvals.AlreadyRequested."""
    session.execute(
        select(col(Evidence.reference))
        .where(col(Evidence.reference) == row.reference)
        .with_for_update()
    )
    require_unscanned(row)
    asked = select(col(Approval.reference)).where(
        col(Approval.terms) == row.reference, col(Approval.asked).in_(_KINDS), is_waiting()
    )
    if session.execute(asked.limit(1)).first():
        raise approvals.AlreadyRequested("reason")
    person = owners.person_of(owner)
    kind, subject = ApprovalKind.DOCUMENT, Subject("evidence", row.reference, person)
    if isinstance(owner, Claim):
        kind, subject = ApprovalKind.FILE, Subject("claim", owner.reference, person)
    elif isinstance(owner, Record) and owner.kind is RecordKind.INCIDENT:
        kind = ApprovalKind.INCIDENT_FILE
    return approval_requests.request(
        session, kind, subject, reason, terms=row.reference, by=by, on=on
    )


def require_unscanned(row: Evidence) -> None:
    """Require that no virus scanner has seen a file. Refuses: AlreadyScanned."""
    if row.state != State.WAITING or row.reason not in UNSCANNED:
        raise AlreadyScanned


def require_unchanged(session: Session, row: Approval) -> None:
    """Require that the file of a request is as it was. Refuses: approvals.RecordChanged."""
    file = session.get(Evidence, row.terms)
    if file is None or file.state != State.WAITING:
        raise RecordChanged


def latest(session: Session, row: Evidence, *, by: Actor, on: datetime) -> Release | None:
    """Return the request for a file that waits or is in force, of the reader if there are several."""
    decided = col(Approval.decided_at) > on - VALID_FOR
    asked = select(Approval).where(
        col(Approval.terms) == row.reference,
        col(Approval.asked).in_(_KINDS),
        or_(is_waiting(), decided & col(Approval.agreed)),
    )
    found = session.execute(asked.order_by(col(Approval.asked_at).desc())).scalars()
    releases = [
        Release(
            one.asked_by,
            one.asked_at,
            one.decided_by,
            one.decided_at + VALID_FOR if one.decided_at else None,
            by.account in (one.asked_by, one.decided_by),
        )
        for one in found
    ]
    return max(releases, key=lambda one: one.allows, default=None)
