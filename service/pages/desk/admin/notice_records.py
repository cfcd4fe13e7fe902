"""The records that notices are about: which of them their reader may still open, and where."""

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.staff_notices import NoticeKind, OwnNotice
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.reference import country_measures
from catalog.reference.country_measures import Measure, MeasureKind
from catalog.reference.posts import Post
from catalog.vacancies.vacancies import Vacancy
from service.accounts import Account
from service.casework.advice import advice_sessions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.complaints import complaints
from service.casework.complaints.complaints import Complaint
from service.casework.employers import employer_records
from service.casework.employers.early_warnings import Alert
from service.casework.evidence import Evidence, record_access
from service.casework.evidence.owners import RecordKind
from service.casework.groups import groups
from service.casework.groups.groups import Group
from service.casework.protection import referrals
from service.casework.protection.referrals import Referral
from service.casework.scope import advice_tables, incident_tables
from service.casework.scope.incident_tables import Incident
from service.casework.workflow import handover
from service.casework.workflow.handover import Handover
from service.casework.workflow.transfers import Transfer
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.shared import desk_page


def paths(session: Session, notices: Iterable[OwnNotice], *, by: Actor) -> dict[int, str]:
    """Return the address to which each notice leads, by its id, for what the reader may open.

    That is the page of its record; of a request it is where requests are decided. One query for
    each noun; the address is without a language."""
    wanted: dict[str, dict[str, list[int]]] = {}
    found: dict[int, str] = {}
    for one in notices:
        if one.kind not in _TO_DECIDE:
            wanted.setdefault(one.noun, {}).setdefault(one.reference, []).append(one.id)
        elif access.allows(by, _TO_DECIDE[one.kind]):
            found[one.id] = "/desk/approvals"
    for noun, numbers in wanted.items():
        if noun in _FINDERS:
            for reference, path in _FINDERS[noun](session, set(numbers), by).items():
                found |= dict.fromkeys(numbers[reference], path)
    return found


def countries_of_measures(session: Session, notices: Iterable[OwnNotice]) -> dict[str, str]:
    """Return the country of each measure that these notices are about, by its reference."""
    wanted = {one.reference for one in notices if one.noun == "measure"}
    if not wanted:
        return {}
    asked = select(col(Measure.reference), col(Measure.country))
    rows = session.execute(asked.where(col(Measure.reference).in_(wanted)))
    return {str(number): str(country) for number, country in rows}


Finder = Callable[[Session, set[str], Actor], dict[str, str]]


def _rows(
    path: str, query: Callable[[Session, Actor], Select[Any]], *permissions: Permission
) -> Finder:
    """Return a finder of records by a query for the references within scope."""

    def find(session: Session, references: set[str], by: Actor) -> dict[str, str]:
        if not any(access.allows(by, one) for one in permissions):
            return {}
        asked = query(session, by)
        number = asked.selected_columns[0]
        found = session.execute(asked.where(number.in_(references)).distinct()).scalars()
        return {reference: path.format(reference) for reference in found}

    return find


def _transfers(_session: Session, by: Actor) -> Select[Any]:
    """Select the claims whose transfer the reader may see, as transfers.latest shows it."""
    asked = select(col(Transfer.claim))
    if by.role is not Role.ATTACHE:
        return asked
    seen = select(col(Claim.reference)).where(wage_claims.within(by))
    return asked.where(or_(col(Transfer.to).in_(sorted(by.posts)), col(Transfer.claim).in_(seen)))


def _posts(_session: Session, by: Actor) -> Select[Any]:
    asked = select(col(Post.code))
    return asked.where(col(Post.code).in_(sorted(by.posts))) if by.role is Role.ATTACHE else asked


def _facts(_session: Session, references: set[str], by: Actor) -> dict[str, str]:
    """Return the page of each fact; a time limit that was declined has none but the list."""
    if not access.allows(by, Permission.FACTS_CONFIRM):
        return {}
    return {
        one: "/desk/facts?kind=limits"
        if one.endswith(":new")
        else f"/desk/facts/{one.replace(':', '/')}"
        for one in references
    }


def _employers(session: Session, references: set[str], by: Actor) -> dict[str, str]:
    """Return the page of each employer of the register, whose address has another number."""
    if not access.allows(by, Permission.EMPLOYERS_READ):
        return {}
    asked = select(Employer).where(col(Employer.reference).in_(references))
    return {
        row.reference: f"/desk/employers/{employer_records.number_of((row.country, row.key))}"
        for row in session.execute(asked).scalars()
    }


def _documents(session: Session, references: set[str], by: Actor) -> dict[str, str]:
    """Return the page of each document whose record an officer may read."""
    found = {}
    for row in session.execute(
        select(Evidence).where(col(Evidence.reference).in_(references))
    ).scalars():
        try:
            kind, record = RecordKind(row.record_kind or ""), row.record or ""
            # The day matters only to agencies, which make no such requests.
            record_access.find(session, kind, record, by=by, day=row.at.date())
        except (Refusal, ValueError):
            continue
        found[row.reference] = f"/desk/documents/{kind}/{record}/files/{row.number}"
    return found


def _vacancies(session: Session, references: set[str], by: Actor) -> dict[str, str]:
    """Return the page of each vacancy: an agency's own one, or that of vetting."""
    own = by.role is Role.AGENCY_USER
    within = col(Vacancy.agency) == by.agency if own else desk_page.vetted_by(session, by)
    find = _rows(
        "/desk/own/vacancies/{}" if own else "/desk/vetting/{}",
        lambda *_: select(col(Vacancy.reference)).where(within),
        _P.OWN_OPEN if own else _P.VACANCIES_READ,
    )
    return find(session, references, by)


def _measures(session: Session, references: set[str], by: Actor) -> dict[str, str]:
    """Return the page of each measure; an agency reads a pause above its vacancies there."""
    if not access.allows(by, _P.OWN_OPEN):
        find = _rows(
            "/desk/measures/{}",
            lambda _, by: select(col(Measure.reference)).where(country_measures.within(by)),
            _P.VACANCIES_READ,
        )
        return find(session, references, by)
    asked = select(col(Measure.reference), col(Measure.country)).where(
        col(Measure.reference).in_(references), col(Measure.kind) == MeasureKind.PAUSE.value
    )
    return {one: f"/desk/own/vacancies?country={code}" for one, code in session.execute(asked)}


_P = Permission
# Notices that lead to where decisions are made, with what their reader needs there.
_TO_DECIDE: MappingProxyType[str, Permission] = MappingProxyType(
    {
        NoticeKind.APPROVAL_REQUESTED: _P.APPROVALS_DECIDE,
        NoticeKind.DECISIONS_WAIT: _P.APPROVALS_READ,
    }
)
_FINDERS: MappingProxyType[str, Finder] = MappingProxyType(
    {
        "claim": _rows(
            "/desk/wages/{}",
            lambda _, by: select(col(Claim.reference)).where(wage_claims.within(by)),
            _P.WAGES_READ,
        ),
        "group": _rows(
            "/desk/groups/{}",
            lambda _, by: select(col(Group.reference)).where(groups.within(by)),
            _P.WAGES_READ,
        ),
        "transfer": _rows("/desk/wages/{}/transfer", _transfers, _P.WAGES_TRANSFER),
        "handover": _rows(
            "/desk/handover/{}",
            lambda _, by: select(col(Handover.reference)).where(handover.within(by)),
            _P.WAGES_HAND_OVER,
        ),
        "case": _rows(
            "/desk/cases/{}",
            lambda _, by: select(col(Referral.reference)).where(referrals.within(by)),
            _P.REFERRALS_READ,
        ),
        "incident": _rows(
            "/desk/incidents/{}",
            lambda _, by: select(col(Incident.reference)).where(incident_tables.within(by)),
            _P.INCIDENTS_READ,
        ),
        "advice": _rows(
            "/desk/advice/{}",
            lambda _, by: select(col(advice_tables.Session.reference)).where(
                advice_sessions.within(by)
            ),
            _P.ADVICE_READ,
        ),
        "licence": _rows(
            "/desk/licences/{}",
            lambda *_: select(col(Agency.external_id)),
            _P.LICENCES_WRITE,
            _P.LICENCES_CONFIRM,
        ),
        "account": _rows(
            "/desk/accounts/{}", lambda *_: select(col(Account.reference)), _P.ACCOUNTS_WRITE
        ),
        "employer": _employers,
        "vacancy": _vacancies,
        "complaint": _rows(
            "/desk/own/complaints/{}",
            lambda _, by: select(col(Complaint.reference)).where(complaints.within(by)),
            _P.OWN_OPEN,
        ),
        "alert": _rows(
            "/desk/warnings/{}", lambda *_: select(col(Alert.reference)), _P.WARNINGS_DECIDE
        ),
        "measure": _measures,
        "post": _rows("/desk/posts/{}", _posts, _P.POSTS_PROPOSE),
        "fact": _facts,
        "evidence": _documents,
    }
)
