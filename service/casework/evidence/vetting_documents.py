"""The documents that a vacancy needs, and the step that lets it through without some."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.staff_notices import NoticeKind
from catalog.vacancies import vetting, vetting_gaps
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting_gaps import Gap
from service import accounts
from service.casework.evidence import Evidence, file_states
from service.casework.evidence.file_states import DocumentKind
from service.casework.evidence.owners import RecordKind

REQUIRED = (DocumentKind.DEMAND, DocumentKind.ATTORNEY, DocumentKind.CONTRACT)
# The states in which a missing document may still come, and those before publication.
_WAITING = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.VETTING, State.POST_CHECK)
_NOT_PUBLISHED = (*_WAITING, State.APPROVED, State.PAUSED)

# What the agency is notified of.
_NOTICES = {
    "return": NoticeKind.VACANCY_RETURNED,
    "refuse": NoticeKind.VACANCY_REFUSED,
    "publish": NoticeKind.VACANCY_PUBLISHED,
}


def wanted_kinds(session: Session, row: Vacancy) -> list[DocumentKind]:
    """Return the required kinds that are missing, until the vacancy is decided on."""
    return missing_kinds(session, row.reference) if row.state in _WAITING else []


def missing_kinds(session: Session, vacancy: str) -> list[DocumentKind]:
    """Return the required kinds of which the vacancy has no stored document."""
    asked = select(col(Evidence.kind)).where(
        col(Evidence.record_kind) == RecordKind.VACANCY.value,
        col(Evidence.record) == vacancy,
        col(Evidence.state).in_(file_states.STORED),
    )
    known = set(session.execute(asked).scalars())
    return [kind for kind in REQUIRED if kind.value not in known]


def gaps(session: Session, row: Vacancy) -> list[Gap]:
    """Return what a vacancy that is not published lacks: documents, then terms."""
    if row.state not in _NOT_PUBLISHED:
        return []
    kinds = missing_kinds(session, row.reference)
    return [*(Gap(kind.value) for kind in kinds), *vetting_gaps.missing_terms(row)]


def step(
    session: Session,
    row: Vacancy,
    act: str,
    *,
    reason: str = "",
    without: Collection[str] = (),
    by: Actor,
    on: datetime,
) -> Vacancy:
    """Move a vacancy one step; what it lacks must be accepted by name in `without`.

    The agency is notified of its decision. Refuses: what vetting.step refuses.
    """
    lacking = gaps(session, row) if act in vetting.LETS_THROUGH else []
    if act == "publish" and (approved := vetting_gaps.accepted(session, row.reference)):
        # What was accepted at the approval is not asked again.
        without = {*without, *(gap.value for gap in approved.gaps)}
    moved = vetting.step(
        session, row.reference, act, reason=reason, gaps=lacking, without=without, by=by, on=on
    )
    if kind := _NOTICES.get(act):
        accounts.notify_agency(session, row.agency, kind, "vacancy", row.reference, by=by, on=on)
    return moved
