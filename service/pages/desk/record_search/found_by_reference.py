"""Other records of the desk by reference: each kind with its permission, scope and page."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlmodel import col

from catalog.contests.contests import Contest
from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from catalog.core.journal import Entry
from catalog.licensing.inspections import Inspection
from catalog.licensing.licence_applications import Petition
from catalog.licensing.proposals import Proposal
from i18n import N_
from matching.applications import applications
from matching.applications.applications import Application
from matching.contracts.contracts import Contract
from matching.placements import arrivals
from matching.placements.placements import Placement
from matching.quota.rounds import SeatRound
from service.accounts import STAFF, Account
from service.approvals import decisions
from service.casework.advice import advice_sessions, group_sessions, questions
from service.casework.advice.group_sessions import GroupSession, MassEvent
from service.casework.advice.questions import Question
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.complaints import complaints
from service.casework.complaints.complaints import Complaint
from service.casework.groups import groups
from service.casework.groups.groups import Group
from service.casework.letters import Letter, letter_codes
from service.casework.protection import referrals
from service.casework.protection.referrals import Referral
from service.casework.scope import incident_tables
from service.casework.scope.advice_tables import Session as AdviceSession
from service.casework.scope.incident_tables import Incident
from service.casework.workflow import handover
from service.casework.workflow.handover import Handover
from service.infra.access import Permission as P
from service.pages.desk.record_search import search_results
from service.pages.desk.record_search.search_results import LIMIT, FoundKind, FoundRecord, Search
from service.pages.desk.record_search.search_text import SearchText
from service.reporting.external import body_returns
from service.reporting.external.body_returns import BodyReturn

ACCOUNTS = N_("Accounts")
Term = Callable[[SearchText], ColumnElement[bool]]


class Kind(msgspec.Struct, frozen=True):
    """A kind of record: who may find it, which are within scope, and where each one opens.

    The first column is its reference; the address takes the columns by number.
    """

    heading: str
    permission: P
    columns: tuple[Any, ...]
    term: Term
    within: Callable[[Actor], ColumnElement[bool]]
    address: str

    def record(self, row: Sequence[Any]) -> FoundRecord:
        reference, *others = map(str, row)
        address = search_results.address(self.address, *row)
        return FoundRecord(address, others[0] if others else reference, reference)


def _all(_by: Actor) -> ColumnElement[bool]:
    return true()


def _referenced(prefix: str, column: Any, *others: Any) -> Term:
    """Return the condition for the typed reference, or for the whole text as another number."""
    return lambda typed: or_(
        col(column).in_(typed.references(prefix)),
        *(col(other).in_(typed.as_typed()) for other in others),
    )


def _session(typed: SearchText) -> ColumnElement[bool]:
    """Return the condition for a session, or for all sessions of one matter."""
    return or_(
        col(AdviceSession.reference).in_(typed.references("A")),
        col(AdviceSession.matter).in_(typed.references("M")),
    )


def _letter(typed: SearchText) -> ColumnElement[bool]:
    code = letter_codes.hash_code(typed.text)
    return or_(col(Letter.number).in_(typed.references("L")), col(Letter.code_hash) == code)


def _application(typed: SearchText) -> ColumnElement[bool]:
    numbered = select(col(Contract.application)).where(col(Contract.number).in_(typed.as_typed()))
    return or_(
        col(Application.reference).in_(typed.references("A")),
        col(Application.reference).in_(numbered),
    )


def _account(typed: SearchText) -> ColumnElement[bool]:
    return or_(
        col(Account.reference).in_(typed.references("U")),
        func.lower(col(Account.email)) == typed.text.lower(),
    )


def _entry(typed: SearchText) -> ColumnElement[bool]:
    """Return the condition for entries about a record, whose prefix has one letter or two."""
    code = typed.code
    numbers = [f"{code[:length]}-{code[length:]}" for length in (1, 2) if len(code) > length + 1]
    return col(Entry.reference).in_([*numbers, *typed.as_typed()])


def _of_claim(claim: Any) -> Callable[[Actor], ColumnElement[bool]]:
    return lambda by: col(claim).in_(select(col(Claim.reference)).where(wage_claims.within(by)))


def _of_staff(_by: Actor) -> ColumnElement[bool]:
    return col(Account.role).in_([role.value for role in STAFF])


KINDS = (
    Kind(
        N_("Advice sessions"),
        P.ADVICE_READ,
        (AdviceSession.reference,),
        _session,
        advice_sessions.within,
        "desk/advice/{0}",
    ),
    Kind(
        N_("Anonymous questions"),
        P.ADVICE_READ,
        (Question.code,),
        _referenced("Q", Question.code),
        questions.within,
        "desk/advice/questions/{0}",
    ),
    Kind(
        N_("Groups and events"),
        P.ADVICE_READ,
        (GroupSession.reference,),
        _referenced("G", GroupSession.reference),
        lambda by: group_sessions.within(GroupSession, by),
        "desk/advice/records/gathering/{0}",
    ),
    Kind(
        N_("Groups and events"),
        P.ADVICE_READ,
        (MassEvent.reference,),
        _referenced("N", MassEvent.reference),
        lambda by: group_sessions.within(MassEvent, by),
        "desk/advice/records/mass_event/{0}",
    ),
    Kind(
        N_("Groups"),
        P.WAGES_READ,
        (Group.reference, Group.employer),
        _referenced("G", Group.reference),
        groups.within,
        "desk/groups/{0}",
    ),
    Kind(
        N_("Letters"),
        P.WAGES_READ,
        (Letter.number, Letter.claim),
        _letter,
        _of_claim(Letter.claim),
        "desk/wages/{1}/letters/{0}",
    ),
    Kind(
        N_("Cases"),
        P.REFERRALS_READ,
        (Referral.reference,),
        _referenced("F", Referral.reference),
        referrals.within,
        "desk/cases/{0}",
    ),
    Kind(
        N_("Deaths, injuries and detentions"),
        P.INCIDENTS_READ,
        (Incident.reference,),
        _referenced("J", Incident.reference),
        incident_tables.within,
        "desk/incidents/{0}",
    ),
    Kind(
        N_("Handover of claims"),
        P.WAGES_HAND_OVER,
        (Handover.reference,),
        _referenced("H", Handover.reference),
        handover.within,
        "desk/handover/{0}",
    ),
    Kind(
        N_("Applications"),
        P.APPLICATIONS_READ,
        (Application.reference,),
        _application,
        applications.within,
        "desk/applications/{0}",
    ),
    Kind(
        N_("Applications"),
        P.OWN_OPEN,
        (Application.reference,),
        _application,
        applications.within,
        "desk/own/candidates/{0}",
    ),
    Kind(
        N_("Placements"),
        P.PLACEMENTS_READ,
        (Placement.reference, Placement.employer, Placement.contract),
        _referenced("P", Placement.reference, Placement.contract),
        arrivals.within,
        "desk/placements/{0}",
    ),
    Kind(
        N_("Complaints about agencies"),
        P.COMPLAINTS_READ,
        (Complaint.reference,),
        _referenced("K", Complaint.reference),
        complaints.within,
        "desk/complaints/{0}",
    ),
    Kind(
        N_("Complaints"),
        P.OWN_OPEN,
        (Complaint.reference,),
        _referenced("K", Complaint.reference),
        complaints.within,
        "desk/own/complaints/{0}",
    ),
    Kind(
        N_("Licences"),
        P.LICENCES_CONFIRM,
        (Petition.reference, Petition.agency),
        _referenced("L", Petition.reference),
        _all,
        "desk/licences/{1}",
    ),
    Kind(
        N_("Proposals"),
        P.LICENCES_CONFIRM,
        (Proposal.reference, Proposal.agency),
        lambda typed: and_(
            col(Proposal.reference).in_(typed.references("D")), col(Proposal.agency).is_not(None)
        ),
        _all,
        "desk/licences/{1}",
    ),
    Kind(
        N_("Inspections"),
        P.LICENCES_CONFIRM,
        (Inspection.reference,),
        _referenced("I", Inspection.reference),
        _all,
        "desk/inspections/{0}",
    ),
    Kind(
        N_("Quota competitions"),
        P.CONTESTS_WRITE,
        (Contest.reference, Contest.title),
        _referenced("Q", Contest.reference),
        _all,
        "desk/contests/{0}",
    ),
    Kind(
        N_("Quota competitions"),
        P.OWN_OPEN,
        (Contest.reference, Contest.title),
        _referenced("Q", Contest.reference),
        _all,
        "desk/own/contests/{0}",
    ),
    Kind(
        N_("Quota rounds"),
        P.SEATS_RUN,
        (SeatRound.reference, SeatRound.title),
        _referenced("S", SeatRound.reference),
        _all,
        "desk/seats/{0}",
    ),
    Kind(
        N_("Returns from other bodies"),
        P.BODIES_READ,
        (BodyReturn.reference,),
        _referenced("O", BodyReturn.reference),
        body_returns.within,
        "desk/bodies/{0}",
    ),
    Kind(
        ACCOUNTS,
        P.ACCOUNTS_WRITE,
        (Account.reference, Account.name),
        _account,
        _of_staff,
        "desk/accounts/{0}",
    ),
    Kind(
        N_("Journal"),
        P.JOURNAL_READ,
        (Entry.reference,),
        _entry,
        _all,
        "desk/journal?reference={0}",
    ),
)


def find(search: Search) -> list[FoundKind]:
    """Return the records of these kinds with the typed reference."""
    kinds = [one for one in KINDS if search.may(one.permission)]
    return [*(_find(search, one, one.term(search.typed)) for one in kinds), _approvals(search)]


def accounts_by_name(search: Search) -> list[FoundKind]:
    """Return the accounts of staff by name."""
    kind = next(one for one in KINDS if one.heading == ACCOUNTS)
    named = col(Account.name).icontains(search.typed.text, autoescape=True)
    return [_find(search, kind, named, "desk/accounts")] if search.may(kind.permission) else []


def _find(search: Search, kind: Kind, term: ColumnElement[bool], own_list: str = "") -> FoundKind:
    asked = select(*kind.columns).where(term, kind.within(search.by)).distinct()
    rows = search.session.execute(asked.order_by(kind.columns[0]).limit(LIMIT))
    return search_results.kind(kind.heading, [kind.record(row) for row in rows], own_list)


def _approvals(search: Search) -> FoundKind:
    """Return the request for a second approval; one about a claim opens the claim."""
    records = []
    for number in search.typed.references("Q") if search.may(P.APPROVALS_READ) else ():
        try:
            request = decisions.get(search.session, number, by=search.by)
        except NotFound:
            continue
        address = f"desk/wages/{request.claim}" if request.claim else "desk/approvals"
        records.append(FoundRecord(address, request.claim or number, number))
    return search_results.kind(N_("Second approvals"), records)
