"""The desk of staff: what waits for each of them today, by their role."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, bindparam, func, select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.licensing import proposals
from catalog.reference import posts
from catalog.reference.posts import Post
from catalog.vacancies import inactivity, vacancies, vetting
from catalog.vacancies.vacancies import Vacancy
from i18n import formats
from matching.fraud import scam_reports
from service.accounts import Account
from service.approvals import decisions
from service.casework.advice import advice_sessions, callbacks, questions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.employers.early_warnings import Alert
from service.casework.protection import referrals
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import Incident
from service.casework.workflow import handover, transfers
from service.casework.worklists import morning_list, saved_filters, service_levels
from service.casework.worklists.saved_filters import FilterWithCount
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.shared import agency_tasks
from service.pages.desk.shared.agency_tasks import AgencyTasks
from service.web import context, rendering
from service.web.context import Req, page_get

# States in which a vacancy waits to be vetted, the earliest first.
QUEUE = (
    vacancies.State.SUBMITTED.value,
    vacancies.State.VETTING.value,
    vacancies.State.POST_CHECK.value,
)
# States in which one that was vetted is not published.
VETTED = (vacancies.State.APPROVED.value, vacancies.State.PAUSED.value)


@page_get("/desk", permission=Permission.DESK_OPEN)
def show(request: Req) -> Response[Any]:
    by, today = context.actor(request), context.app_state(request).today
    with context.reading(request) as session:
        now, reads = context.app_state(request).clock(), access.allows(by, Permission.WAGES_READ)
        counts, live = (
            _count_waiting(session, by, today, now),
            saved_filters.list_with_counts(session, by=by, now=now) if reads else [],
        )
        is_agency = by.role is Role.AGENCY_USER and by.agency
        shown = DeskPage(
            counts=counts,
            saved=live,
            tasks=agency_tasks.waiting(session, by, now, today) if is_agency else None,
            offices=posts.by_code(session, by.posts),
        )
        return context.page(request, "desk/shared/show.html", shown)


class DeskPage(msgspec.Struct, frozen=True):
    """What waits for a member of staff, with their saved filters and an agency's tasks."""

    counts: dict[str, int]
    saved: list[FilterWithCount]
    tasks: AgencyTasks | None
    offices: dict[str, Post]


def _count_waiting(session: Session, by: Actor, today: date, on: datetime) -> dict[str, int]:
    """Return how much of everything waits for this person today."""
    second = (
        decisions.count_waiting(session, by=by)
        if access.allows(by, Permission.APPROVALS_DECIDE)
        else decisions.WaitingCount()
    )
    return {
        "advice": _count(
            session,
            advice_tables.Session,
            advice_sessions.within(by),
            advice_tables.counts(),
            col(advice_tables.Session.day) == today,
        ),
        "alerts": _count(session, Alert, col(Alert.act) == ""),
        **_count_claims(session, by, on),
        "approvals": second.requests,
        "withdrawals": second.withdrawals,
        "incidents": _count(session, Incident, morning_list.due_incidents(by, today)),
        "cases": referrals.count(session, by=by),
        "emergencies": referrals.count_waiting_emergencies(session, by=by),
        "callbacks": callbacks.count_due(session, today, by=by),
        "transfers": transfers.count_to_answer(session, by=by),
        "handovers": handover.count_waiting(session, by=by),
        "proposals": proposals.count_waiting(session, by=by)
        if access.allows(by, Permission.LICENCES_CONFIRM)
        else 0,
        "reports": scam_reports.count_waiting(session)
        if access.allows(by, Permission.FACTS_CONFIRM)
        else 0,
        "idle": inactivity.count_upcoming(session)
        if access.allows(by, Permission.VACANCIES_APPROVE)
        else 0,
        "questions": questions.count_waiting(session, by=by),
        "vetting": count_vacancies(session, QUEUE, by),
    }


def _count_claims(session: Session, by: Actor, on: datetime) -> dict[str, int]:
    """Return how many claims are overdue, due today, and late by a service level alone."""
    mine, clocks = wage_claims.within(by), service_levels.clock_context(session, on)
    overdue = service_levels.overdue_term(clocks)
    return {
        "due": _count(session, Claim, mine, service_levels.due_today_term(clocks)),
        "overdue": _count(session, Claim, mine, overdue),
        "late": _count(session, Claim, mine, service_levels.late_term(clocks), ~overdue),
    }


def _count(session: Session, table: Any, *terms: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).select_from(table).where(*terms)).scalar() or 0


def count_vacancies(session: Session, states: tuple[str, ...], by: Actor) -> int:
    """Return the number of vacancies in these states whose vetting this person may see."""
    return _count(session, Vacancy, vetted_by(session, by), col(Vacancy.state).in_(states))


def vetted_by(session: Session, by: Actor) -> ColumnElement[bool]:
    """Return the condition for vacancies whose vetting this person may see."""
    return vetting.within(session, by)


def office_names(request: Req, offices: list[Post]) -> dict[str, str]:
    """Return the names of offices abroad in the reader's language, by code, in their order."""
    reader = context.reader(request)
    return {
        one.code: f"{formats.country(reader.lang, one.country)}, {reader.office(one)}"
        for one in rendering.by_country(reader.lang, offices)
    }


_NAMES = select(col(Account.reference), col(Account.name)).where(
    col(Account.reference).in_(bindparam("accounts", expanding=True))
)


def officer_names(session: Session, officers: Iterable[str | None]) -> dict[str, str]:
    """Return the names of these accounts."""
    known = sorted({officer for officer in officers if officer})
    if not known:
        return {}
    rows = session.execute(_NAMES, {"accounts": known})
    return {str(reference): str(name) for reference, name in rows}
