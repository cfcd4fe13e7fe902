"""An agency's own desk: its licence and the reasons, its deposit, and what waits for it."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.contests import contests
from catalog.contests.contests import Contest, Notice
from catalog.core.actor import Actor
from catalog.licensing import agencies, deposits, licence_applications, licences, recruiting_rights
from catalog.licensing.deposits import Cover, Deposit
from catalog.licensing.licence_applications import Petition
from catalog.licensing.licences import Licence, Order
from catalog.vacancies import agency_vacancies
from matching.recruiting import applicant_view
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaints import Complaint
from service.casework.employers import agency_scorecard
from service.casework.evidence.owners import RecordKind
from service.infra.access import Permission
from service.pages.desk.shared import record_documents
from service.reporting.figures import months
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_return, post_return
from service.reporting.monthly.agency_return import AgencyReturn
from service.web import context, form_actions
from service.web.context import Req, page_get

# Vacancies with new candidates named on the first page; the list has them all.
MAX_SHOWN = 20


@page_get("/desk/own", permission=Permission.OWN_OPEN)
def show(request: Req) -> Response[Any]:
    by, app_state = context.actor(request), context.app_state(request)
    number = recruiting_rights.require_agency(by)
    with context.reading(request) as session:
        standing = agencies.status(session, number, app_state.today)
        return form_actions.form_page(
            request,
            "desk/shared/own.html",
            _work(session, by, app_state.clock(), app_state.today),
            _licence(session, standing, number, app_state.today),
            standing=standing,
            card=agency_scorecard.card(
                session, standing.agency, app_state.clock(), app_state.today
            ),
            smallest=agency_scorecard.SMALLEST,
        )


class AgencyLicence(msgspec.Struct, frozen=True):
    """An agency's orders in force, its deposit and its applications for a licence.

    `papers` are the numbers of documents of the orders and applications, by identity.
    """

    orders: list[Order]
    movements: list[Deposit]
    cover: Cover
    petitions: list[Petition]
    applies: bool
    papers: dict[str, int]


def _licence(
    session: Session, standing: agencies.AgencyStatus, number: str, day: date
) -> AgencyLicence:
    orders, petitions = (
        _orders(session, number, day),
        licence_applications.list_for_agency(session, number),
    )
    return AgencyLicence(
        orders=orders,
        movements=deposits.movements(session, number),
        cover=deposits.covers(session, [number], day)[number],
        petitions=petitions,
        papers=record_documents.counts(
            session, RecordKind.APPLICATION, (one.reference for one in petitions)
        )
        | record_documents.counts(session, RecordKind.ORDER, (one.id for one in orders)),
        applies=licence_applications.may_apply(session, standing),
    )


def _orders(session: Session, agency: str, day: date) -> list[Order]:
    """Return the orders in force on the agency's licences of the home register."""
    mine = select(col(Licence.id)).where(
        col(Licence.agency) == agency, col(Licence.country) == licences.HOME
    )
    rows = session.execute(
        select(Order).where(col(Order.licence).in_(mine)).order_by(col(Order.starts_on))
    ).scalars()
    return [row for row in rows if licences.in_force(row, day)]


class AgencyWork(msgspec.Struct, frozen=True):
    """What waits for an agency: candidates, signatures, complaints, the return, contests.

    `vacancies` are counts by state, `complained` is the number of all complaints that wait, and
    `handed` says whether the return of the month was sent or is not owed.
    """

    vacancies: dict[str, int]
    candidates: list[tuple[str, str, int]]
    to_sign: list[tuple[str, str, int]]
    complaints: list[tuple[Complaint, datetime, bool]]
    complained: int
    month: Month
    handed: bool
    due: date
    contests: list[tuple[Contest, bool]]


def _work(session: Session, by: Actor, now: datetime, day: date) -> AgencyWork:
    promise, waiting = (
        complaint_deadlines.in_force(session, day),
        complaints.list_oldest(session, [*complaint_decisions.WAITING_STATES], by=by),
    )
    month = months.month_of_day(day).before
    handed = post_return.newest_by_month(session, AgencyReturn, [str(by.agency)], [month])
    return AgencyWork(
        vacancies=agency_vacancies.count_by_state(session, by=by),
        candidates=_waiting_by_vacancy(session, applicant_view.count_new(session, by=by)),
        to_sign=_waiting_by_vacancy(session, applicant_view.to_sign(session, by=by)),
        complaints=[(row, *next_deadline(row, promise, now)) for row in waiting[:5]],
        complained=complaints.count(session, [*complaint_decisions.WAITING_STATES], by=by),
        month=month,
        handed=(str(by.agency), str(month)) in handed
        or not agency_return.owing(session, [str(by.agency)], month),
        due=agency_return.due_date(month),
        contests=_contests(session, str(by.agency)),
    )


def _waiting_by_vacancy(session: Session, waiting: dict[str, int]) -> list[tuple[str, str, int]]:
    """Return the vacancies that wait: reference, title and count, the most first."""
    rows = applicant_view.vacancies_of(session, list(waiting))
    items = [(number, rows[number].title, many) for number, many in waiting.items()]
    return sorted(items, key=lambda one: (-one[2], one[0]))[:MAX_SHOWN]


def next_deadline(
    row: Complaint, promise: complaint_deadlines.ResponseTimes, now: datetime
) -> tuple[datetime, bool]:
    """Return when the next answer is due to the complainant, and whether it is late."""
    due = complaint_decisions.response_deadlines(row, promise)
    waits = due.answer if row.acknowledged_at else due.acknowledge
    return waits, waits < now


def _contests(session: Session, agency: str) -> list[tuple[Contest, bool]]:
    """Return the announced contests notified to the agency, and whether it viewed each."""
    asked = select(Contest, col(Notice.seen_at)).join(
        Notice, col(Notice.contest) == col(Contest.reference)
    )
    mine = asked.where(
        col(Notice.agency) == agency, col(Contest.state) == contests.State.ANNOUNCED.value
    )
    rows = session.execute(mine.order_by(col(Contest.opens_on)))
    return [(row, seen is not None) for row, seen in rows]
