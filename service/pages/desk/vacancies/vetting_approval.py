"""What an approval of a vacancy depends on: what is missing from it, and who checked it."""

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.vacancies import vetting, vetting_gaps
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting import Check
from catalog.vacancies.vetting_gaps import AcceptedGaps, Gap
from service.casework.evidence import vetting_documents
from service.pages.desk.shared import desk_page


class ApprovalFacts(msgspec.Struct, frozen=True):
    """What is missing, and the gaps that were accepted when it was approved or published last.

    `remaining` are those that were not, so that a publication asks for them. `is_checker` is
    whether the reader checked a point and may therefore not approve.
    """

    gaps: list[Gap]
    remaining: list[Gap]
    accepted: AcceptedGaps | None
    accepted_by: str
    is_checker: bool


def collect(session: Session, row: Vacancy, checks: list[Check], *, by: Actor) -> ApprovalFacts:
    accepted = vetting_gaps.accepted(session, row.reference)
    gaps = vetting_documents.gaps(session, row)
    names = desk_page.officer_names(session, [accepted.account] if accepted else [])
    return ApprovalFacts(
        gaps=gaps,
        remaining=[one for one in gaps if accepted is None or one not in accepted.gaps],
        accepted=accepted,
        accepted_by=names.get(accepted.account, accepted.account) if accepted else "",
        is_checker=by.account in vetting.checkers(checks),
    )
