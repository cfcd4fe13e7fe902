"""Decisions by two that have pages of their own, and how many of each wait for a second person.

The rules are beside each command; here is what waits, since when, and where it is decided.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from catalog.contests import contests
from catalog.contests.contests import Contest
from catalog.core.actor import Actor
from catalog.core.journal import Entry
from catalog.licensing.legal_rules import LawRow
from catalog.licensing.proposals import Outcome, Proposal
from catalog.reference.countries import Fact, Mark
from catalog.reference.posts import Hotline
from catalog.vacancies import vetting
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting import Check, Verdict
from catalog.vacancies.vetting_points import Point
from i18n import N_
from matching.fraud.scam_reports import Report
from matching.identity.persons import Citizen
from matching.lexicon.name_proposals import Proposal as NameProposal
from matching.quota import rounds
from matching.quota.lottery_results import Draw
from matching.quota.rounds import SeatRound
from service.accounts import Account
from service.accounts.number_changes import WAITING_PERIOD, NumberChange
from service.casework import people_access
from service.casework.complaints import complaints
from service.casework.complaints.complaints import Complaint
from service.casework.deadlines.time_limits import ANY, TimeLimit
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident, Relative
from service.casework.workflow.handover import Handover
from service.infra import access
from service.infra.access import Permission
from service.privacy.erasure_records import Erasure
from service.privacy.retention import Rule as RetentionRule
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.monthly.post_return import PostReturn

_P = Permission


class DecisionQueue(msgspec.Struct, frozen=True):
    """A kind of decision by two.

    `address` is the list of all that wait, or with {key} the page of the one that waits longest.
    `at` is when the first person acted and `first` who that was; the decision waits while all of
    `terms` are true, for those of whom `scope` is true too. `first` is None if several acted.
    """

    title: str
    permission: Permission
    address: str
    key: Any
    at: Any
    first: Any
    terms: tuple[ColumnElement[bool], ...]
    scope: Callable[[Actor, datetime], ColumnElement[bool]] | None = None


class WaitingDecisions(msgspec.Struct, frozen=True):
    """How many decisions of one kind wait, since when, and the address where they are made.

    `of_oldest` tells whether that is the page of the one that waits longest.
    """

    title: str
    total: int
    since: datetime | None
    address: str
    of_oldest: bool


def list_waiting(session: Session, *, by: Actor, on: datetime) -> list[WaitingDecisions]:
    """Return the kinds of which something waits that the actor may decide, in one statement."""
    parts = [
        _select(one, by, on).add_columns(literal(number).label("queue"))
        for number, one in enumerate(QUEUES)
        if access.allows(by, one.permission)
    ]
    if not parts:
        return []
    rows = union_all(*parts).subquery().c
    place = func.row_number().over(partition_by=rows.queue, order_by=(rows.at, rows.key))
    total = func.count().over(partition_by=rows.queue)
    ranked = select(
        rows.queue, total.label("total"), rows.at, rows.key, place.label("place")
    ).subquery()
    oldest = select(ranked).where(ranked.c.place == 1).order_by(ranked.c.queue)
    return [
        _waiting_decisions(QUEUES[number], total, since, key)
        for number, total, since, key, _ in session.execute(oldest)
    ]


def _waiting_decisions(
    queue: DecisionQueue, total: int, since: datetime | None, key: str
) -> WaitingDecisions:
    address = queue.address.format(key=key)
    return WaitingDecisions(queue.title, total, since, address, address != queue.address)


def _select(queue: DecisionQueue, by: Actor, on: datetime) -> Select[Any]:
    """Select what of a kind waits for this actor."""
    waiting = select(queue.at.label("at"), cast(queue.key, String).label("key"))
    if queue.first is not None:
        waiting = waiting.where(col(queue.first) != by.account)
    if queue.scope is not None:
        waiting = waiting.where(queue.scope(by, on))
    return waiting.where(*queue.terms)


def _journalled(act: str, noun: str, reference: Any, officer: Any, *terms: Any) -> Any:
    """Return the moment of an officer's act on a record that does not hold it."""
    entries = select(func.max(col(Entry.at))).where(
        col(Entry.reference) == cast(reference, String),
        col(Entry.noun) == noun,
        col(Entry.act) == act,
        col(Entry.account) == officer,
        *terms,
    )
    return entries.scalar_subquery()


def _checks(column: Any, *terms: ColumnElement[bool]) -> Select[Any]:
    """Select a column of the checks of a vacancy."""
    return select(column).where(col(Check.vacancy) == col(Vacancy.reference), *terms)


def _checked_by_others(by: Actor, _on: datetime) -> ColumnElement[bool]:
    return ~_checks(1, col(Check.officer) == by.account).exists()


def _reachable_numbers(by: Actor, on: datetime) -> ColumnElement[bool]:
    """Return the condition for recent requests about people within the actor's scope."""
    return and_(col(NumberChange.asked_at) >= on - WAITING_PERIOD, people_access.within(by))


def _signatures(
    title: str, permission: Permission, address: str, table: Any, key: Any, *same: str
) -> DecisionQueue:
    """Return the queue of the newest signed versions, of those with the same values in `same`."""

    # An alias configures the mappers of all tables, which a start alone does not need.
    def newest(_by: Actor, _on: datetime) -> ColumnElement[bool]:
        newer = aliased(table)
        alike = (getattr(newer, name) == getattr(table, name) for name in same)
        return ~select(1).where(*alike, newer.number > table.number).correlate(table).exists()

    at, first = table.signed_at, table.signed_by
    unsigned = (table.countersigned_by.is_(None),)
    return DecisionQueue(title, permission, address, key, at, first, unsigned, newest)


def _confirmations(
    title: str, address: str, table: Any, noun: str, reference: Any, *terms: Any
) -> DecisionQueue:
    """Return the queue of facts that one officer confirmed; `terms` are about that entry."""
    first = table.confirmed_once_by
    at = _journalled("confirm_fact", noun, reference, first, *terms)
    unconfirmed = (table.mark != Mark.CONFIRMED.value,)
    return DecisionQueue(title, _P.FACTS_CONFIRM, address, reference, at, first, unconfirmed)


QUEUES: tuple[DecisionQueue, ...] = (
    DecisionQueue(
        N_("Proposals about licences and the blacklist"),
        _P.LICENCES_CONFIRM,
        "/desk/proposals/{key}",
        key=col(Proposal.reference),
        at=col(Proposal.proposed_at),
        first=col(Proposal.proposed_by),
        terms=(col(Proposal.outcome) == Outcome.WAITING.value,),
    ),
    DecisionQueue(
        N_("Vacancies to approve"),
        _P.VACANCIES_APPROVE,
        "/desk/vetting/{key}",
        key=col(Vacancy.reference),
        at=_checks(func.max(col(Check.at))).scalar_subquery(),
        first=None,
        terms=(
            col(Vacancy.state).in_(sorted(vetting.STEPS["approve"][0])),
            col(Vacancy.open_points) == "",
            _checks(func.count()).scalar_subquery() >= len(Point),
            ~_checks(1, col(Check.verdict) == Verdict.FAIL.value).exists(),
        ),
        scope=_checked_by_others,
    ),
    DecisionQueue(
        N_("Bids in quota competitions to open"),
        _P.CONTESTS_WRITE,
        "/desk/contests/{key}",
        key=col(Contest.reference),
        at=_journalled("open_entries", "contest", Contest.reference, Contest.opened_by),
        first=col(Contest.opened_by),
        terms=(col(Contest.state) == contests.State.ANNOUNCED.value,),
    ),
    DecisionQueue(
        N_("Results of quota rounds to countersign"),
        _P.SEATS_RUN,
        "/desk/seats/{key}",
        key=col(Draw.round),
        at=col(Draw.drawn_at),
        first=col(Draw.drawn_by),
        terms=(
            col(SeatRound.reference) == col(Draw.round),
            col(SeatRound.draws) == col(Draw.number),
            col(SeatRound.state) == rounds.State.DRAWN.value,
        ),
    ),
    DecisionQueue(
        N_("Reports about recruiters to confirm"),
        _P.FACTS_CONFIRM,
        "/desk/offer-reports",
        key=col(Report.reference),
        at=_journalled("confirm", "offer_report", Report.reference, Report.first_officer),
        first=col(Report.first_officer),
        terms=(col(Report.confirmed_at).is_(None), col(Report.set_aside_at).is_(None)),
    ),
    DecisionQueue(
        N_("Deaths whose document is to be checked"),
        _P.INCIDENTS_DECIDE,
        "/desk/incidents/{key}",
        key=col(Incident.reference),
        at=col(Incident.death_entered_at),
        first=col(Incident.death_entered_by),
        terms=(
            col(Incident.death_entered_by).is_not(None),
            col(Incident.death_confirmed_by).is_(None),
            col(Incident.closed_on).is_(None),
        ),
        scope=lambda by, _on: incident_tables.within(by),
    ),
    DecisionQueue(
        N_("Heirs whose document is to be checked"),
        _P.INCIDENTS_DECIDE,
        "/desk/incidents/{key}#family",
        key=col(Incident.reference),
        at=col(Relative.recorded_at),
        first=col(Relative.recorded_by),
        terms=(
            col(Relative.incident) == col(Incident.reference),
            col(Relative.claims_as_heir).is_(True),
            col(Relative.proof_number).is_not(None),
            col(Relative.proved_at).is_(None),
            col(Relative.withdrawn_at).is_(None),
            col(Incident.closed_on).is_(None),
        ),
        scope=lambda by, _on: incident_tables.within(by),
    ),
    DecisionQueue(
        N_("Complaints about agencies to decide"),
        _P.COMPLAINTS_DECIDE,
        "/desk/complaints",
        key=col(Complaint.reference),
        at=_journalled("uphold", "complaint", Complaint.reference, Complaint.first_officer),
        first=col(Complaint.first_officer),
        terms=(col(Complaint.state) == complaints.State.FOUND.value,),
    ),
    DecisionQueue(
        N_("Erasure requests"),
        _P.CITIZENS_ERASE,
        "/desk/erasures",
        key=col(Erasure.reference),
        at=col(Erasure.asked_at),
        first=col(Erasure.asked_by),
        terms=(col(Erasure.decided_at).is_(None),),
    ),
    DecisionQueue(
        N_("New telephone numbers to confirm"),
        _P.CITIZENS_WRITE,
        "/desk/citizens/{key}",
        key=col(NumberChange.citizen),
        at=col(NumberChange.asked_at),
        first=col(NumberChange.asked_by),
        terms=(
            col(NumberChange.due_at).is_(None),
            col(NumberChange.confirmed_at).is_(None),
            col(Citizen.reference) == col(NumberChange.citizen),
            col(NumberChange.citizen).in_(select(col(Account.citizen))),
        ),
        scope=_reachable_numbers,
    ),
    DecisionQueue(
        N_("Handovers of claims to countersign"),
        _P.WAGES_HAND_OVER,
        "/desk/handover",
        key=col(Handover.reference),
        at=col(Handover.asked_at),
        first=col(Handover.asked_by),
        terms=(col(Handover.countersigned_at).is_(None), col(Handover.declined_at).is_(None)),
        scope=lambda by, _on: col(Handover.to) == by.account,
    ),
    _signatures(
        N_("Monthly returns of missions to countersign"),
        _P.RETURNS_COUNTERSIGN,
        "/desk/returns/{key}",
        PostReturn,
        col(PostReturn.post) + "/" + col(PostReturn.month),
        "post",
        "month",
    ),
    _signatures(
        N_("Annual reports to countersign"),
        _P.REPORT_COUNTERSIGN,
        "/desk/report/{key}",
        ReportYear,
        col(ReportYear.year),
        "year",
    ),
    DecisionQueue(
        N_("Names of occupations to accept"),
        _P.VACANCIES_VET,
        "/desk/words#proposed",
        key=col(NameProposal.id),
        at=_journalled("accept_name", "name_proposal", NameProposal.id, NameProposal.first_by),
        first=col(NameProposal.first_by),
        terms=(col(NameProposal.decided_at).is_(None),),
    ),
    _confirmations(
        N_("Facts about countries to confirm"),
        "/desk/facts?kind=countries&country={key}",
        Fact,
        "country",
        col(Fact.country),
        col(Entry.fields) == col(Fact.kind),
    ),
    _confirmations(
        N_("Helplines to confirm"),
        "/desk/facts?kind=helplines",
        Hotline,
        "hotline",
        col(Hotline.number),
    ),
    _confirmations(
        N_("Legal rules to confirm"), "/desk/facts?kind=law", LawRow, "law", col(LawRow.kind)
    ),
    _confirmations(
        N_("Time limits to confirm"),
        "/desk/facts?kind=limits&country={key}",
        TimeLimit,
        "time_limit",
        col(TimeLimit.country),
        col(Entry.fields) == func.coalesce(func.nullif(col(TimeLimit.component), ""), ANY),
    ),
    _confirmations(
        N_("Retention periods to confirm"),
        "/desk/facts?kind=retention",
        RetentionRule,
        "retention",
        col(RetentionRule.word),
    ),
)
