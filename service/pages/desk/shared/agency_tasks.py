"""What waits for an agency: candidates, signatures, complaints, monthly returns and contests."""

from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.contests import contests
from catalog.contests.contests import Contest, Notice
from catalog.core.actor import Actor
from catalog.vacancies import agency_vacancies
from matching.recruiting import applicant_view
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaints import Complaint
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_return

# Vacancies with new candidates named on the page; the list has them all.
MAX_SHOWN = 20


class AgencyTasks(msgspec.Struct, frozen=True):
    """What waits for an agency.

    `vacancies` are counts by state, `complained` is the number of all complaints that wait.
    `late_returns` are the months whose return is overdue, the oldest first, and `due_returns` the
    others whose return is to be signed, each with the last day for it.
    """

    vacancies: dict[str, int]
    candidates: list[tuple[str, str, int]]
    to_sign: list[tuple[str, str, int]]
    complaints: list[tuple[Complaint, datetime, bool]]
    complained: int
    late_returns: list[Month]
    due_returns: list[tuple[Month, date]]
    contests: list[tuple[Contest, bool]]


def waiting(session: Session, by: Actor, now: datetime, day: date) -> AgencyTasks:
    """Return what waits for the agency of this person."""
    promise, oldest = (
        complaint_deadlines.in_force(session, day),
        complaints.list_oldest(session, [*complaint_decisions.WAITING_STATES], by=by),
    )
    returns = [
        (month, agency_return.due_date(month))
        for month in agency_return.unsigned(session, str(by.agency), day)
    ]
    return AgencyTasks(
        vacancies=agency_vacancies.count_by_state(session, by=by),
        candidates=_waiting_by_vacancy(session, applicant_view.count_new(session, by=by)),
        to_sign=_waiting_by_vacancy(session, applicant_view.to_sign(session, by=by)),
        complaints=[(row, *next_deadline(row, promise, now)) for row in oldest[:5]],
        complained=complaints.count(session, [*complaint_decisions.WAITING_STATES], by=by),
        late_returns=[month for month, due in returns if due < day],
        due_returns=[(month, due) for month, due in returns if due >= day],
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
