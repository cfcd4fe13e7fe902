"""The blacklisting of a vacancy: requested by one officer, approved by another."""

from datetime import datetime

from sqlmodel import Session

from catalog.core import approvals
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.core.fields import Prose
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies import vetting
from catalog.vacancies.vacancies import Vacancy
from service.accounts import approval_requests
from service.approvals.request_handler import Card, Fact, FactLabel, RequestHandler, TitlePart

BLACKLIST = "blacklist"


def request_blacklisting(
    session: Session, vacancy: Vacancy, reason: Prose, *, by: Actor, on: datetime
) -> Approval:
    """Request that a vacancy be blacklisted for good.

    Refuses: vetting.WrongStep, approvals.AlreadyRequested."""
    vetting.require_step(vacancy, BLACKLIST)
    subject = Subject("vacancy", vacancy.reference)
    approvals.require_not_waiting(session, ApprovalKind.BLACKLISTING, subject, field="reason")
    changes = {"reason": reason[:120]}
    return approval_requests.request(
        session, ApprovalKind.BLACKLISTING, subject, reason, changes=changes, by=by, on=on
    )


def _blacklist(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    reason = approvals.changes(row)["reason"]
    vetting.step(session, row.subject, BLACKLIST, reason=reason, by=by, on=on)


def _card(session: Session, one: ApprovalDetails) -> Card:
    vacancy = session.get_one(Vacancy, one.subject)
    agency = session.get(Agency, vacancy.agency)
    facts = [
        Fact(FactLabel.EMPLOYER, session.get_one(Employer, vacancy.employer).name),
        Fact(FactLabel.AGENCY, agency.name if agency else vacancy.agency),
        Fact(FactLabel.STATE, vacancy.state, "vacancy"),
        Fact(FactLabel.PLACES, str(vacancy.seats)),
    ]
    return Card((TitlePart(vacancy.title),), f"/desk/vetting/{vacancy.reference}", facts)


HANDLER = RequestHandler("vacancy", _blacklist, _card)
