"""The scorecard of an agency over twelve months; each share has its base, or is not shown."""

from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.licensing.agencies import Agency
from matching.applications.applications import Application
from matching.applications.applications import State as Applied
from matching.placements.placements import Placement
from matching.placements.placements import State as Placed
from service.casework.claims.wage_claims import Claim
from service.casework.complaints import complaint_deadlines
from service.casework.complaints.complaint_decisions import is_late
from service.casework.complaints.complaints import Complaint, State

# A share of fewer people says more about them than about the agency.
SMALLEST = 10
YEAR, QUARTER = timedelta(days=365), timedelta(days=90)


class Share(msgspec.Struct, frozen=True):
    """A number out of a base; hidden below a base of ten."""

    many: int | None
    base: int | None

    @property
    def hundred(self) -> int | None:
        """The percentage, rounded half up."""
        if self.many is None or not self.base:
            return None
        return (200 * self.many + self.base) // (2 * self.base)


HIDDEN = Share(None, None)


class Card(msgspec.Struct, frozen=True):
    """The scorecard of an agency; `placed` is None below ten."""

    since: date
    until: date
    placed: int | None
    at_work: Share
    complaints: Share
    claims: Share
    answered: Share


def card(session: Session, agency: Agency, now: datetime, day: date) -> Card:
    """Return the scorecard as of today."""
    since = day - YEAR
    placed = _many(session, Placement, *_arrived(agency, since, day))
    return Card(
        since,
        day,
        placed if placed >= SMALLEST else None,
        _share(*_at_work(session, agency, day)),
        _share(_count_complaints(session, agency, since), placed),
        _share(_count_claims(session, agency, since, day), placed),
        _share(*_count_answered_in_time(session, agency, since, now, day)),
    )


def _share(many: int, base: int) -> Share:
    return Share(many, base) if base >= SMALLEST else HIDDEN


def _arrived(agency: Agency, since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    mine = col(Placement.agency) == agency.external_id
    day = col(Placement.arrived_on)
    return mine, col(Placement.state) == Placed.ARRIVED.value, day > since, day <= until


def _at_work(session: Session, agency: Agency, day: date) -> tuple[int, int]:
    """Return how many placed workers were at work on their ninetieth day, and of how many.

    The base is those whose ninetieth day lies in these months and whose outcome is known. At work
    counts those who still are, whose contract was fulfilled, or who came home later."""
    asked = select(col(Application.state), col(Application.moved_at), col(Placement.arrived_on))
    rows = asked.join(Placement, col(Placement.reference) == col(Application.placement)).where(
        *_arrived(agency, day - YEAR - QUARTER, day - QUARTER),
        col(Application.state).in_(
            [Applied.WORKING.value, Applied.COMPLETED.value, Applied.RETURNED.value]
        ),
    )
    items = [
        state != Applied.RETURNED or tashkent_day(moved) >= arrived + QUARTER
        for state, moved, arrived in session.execute(rows)
    ]
    return sum(items), len(items)


def _count_complaints(session: Session, agency: Agency, since: date) -> int:
    """Return the number of complaints confirmed by two officers."""
    mine = (
        col(Complaint.agency) == agency.external_id,
        col(Complaint.state) == State.CONFIRMED.value,
    )
    rows = session.execute(select(col(Complaint.decided_at)).where(*mine)).scalars()
    return sum(1 for one in rows if one is not None and tashkent_day(one) > since)


def _count_claims(session: Session, agency: Agency, since: date, day: date) -> int:
    """Return the number of wage claims of people whom this agency had placed in that country."""
    sent = exists().where(
        col(Placement.agency) == agency.external_id,
        col(Placement.citizen) == col(Claim.citizen),
        col(Placement.country) == col(Claim.country),
        col(Placement.signed_on) <= col(Claim.filed_on),
        col(Placement.state) == Placed.ARRIVED.value,
    )
    return _many(
        session, Claim, and_(col(Claim.filed_on) > since, col(Claim.filed_on) <= day), sent
    )


def _count_answered_in_time(
    session: Session, agency: Agency, since: date, now: datetime, day: date
) -> tuple[int, int]:
    """Return the number of complaints answered in time, of those answered or overdue.

    Both deadlines must be met."""
    promise = complaint_deadlines.in_force(session, day)
    rows = session.execute(
        select(Complaint).where(col(Complaint.agency) == agency.external_id)
    ).scalars()
    items = [
        (row, is_late(row, promise, now)) for row in rows if tashkent_day(row.filed_at) > since
    ]
    due = [was for row, was in items if was or row.answered_at is not None]
    return due.count(False), len(due)


def _many(
    session: Session, table: type[Placement] | type[Claim], *terms: ColumnElement[bool]
) -> int:
    return session.execute(select(func.count()).select_from(table).where(*terms)).scalar() or 0
