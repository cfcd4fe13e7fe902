"""The scorecard of an agency over twelve months; each share has its base, or is not shown."""

from datetime import date, datetime, timedelta
from math import ceil

import msgspec
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.fields import tashkent_day
from catalog.licensing import deposits
from catalog.licensing.agencies import Agency, Kind
from catalog.licensing.licences import HOME
from matching.applications.applications import Application
from matching.applications.applications import State as Applied
from matching.placements.placements import Placement
from matching.placements.placements import State as Placed
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.complaints import complaint_deadlines
from service.casework.complaints.complaint_decisions import is_late
from service.casework.complaints.complaints import Complaint, State
from service.casework.money import money_entries

# A share of fewer people says more about them than about the agency.
SMALLEST = 10
YEAR, QUARTER = timedelta(days=365), timedelta(days=90)
_DAY = timedelta(days=1)


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


class DepositCover(msgspec.Struct, frozen=True):
    """The deposit in hundredths of what is verified and still owed in open claims, rounded down.

    Both are None below ten claims; `hundred` alone where a currency cannot be converted."""

    hundred: int | None
    claims: int | None


class AnswerTime(msgspec.Struct, frozen=True):
    """The days within which half of the complaints were answered; hidden below a base of ten.

    With `unanswered`, half of them have waited longer and have no answer yet."""

    days: int | None
    base: int | None
    unanswered: bool = False


class Card(msgspec.Struct, frozen=True):
    """The scorecard of an agency; `placed` is None below ten.

    `cover` is None for the State Agency, which pays no deposit."""

    since: date
    until: date
    placed: int | None
    at_work: Share
    complaints: Share
    claims: Share
    answered: Share
    answer_time: AnswerTime
    cover: DepositCover | None


def public_card(session: Session, agency: Agency, now: datetime, day: date) -> Card | None:
    """Return the scorecard of a recruiter of the home register, the State Agency's too.

    This service has too few records of the others."""
    return card(session, agency, now, day) if agency.country == HOME else None


def card(session: Session, agency: Agency, now: datetime, day: date) -> Card:
    """Return the scorecard as of today."""
    since = day - YEAR
    placed = _many(session, Placement, *_arrived(agency, since, day))
    late, waits = _list_waits(session, agency, since, now, day)
    return Card(
        since,
        day,
        placed if placed >= SMALLEST else None,
        _share(*_at_work(session, agency, day)),
        _share(_count_complaints(session, agency, since), placed),
        _share(_count_claims(session, agency, since, day), placed),
        _share(late.count(False), len(late)),
        _answer_time(waits),
        None if agency.kind == Kind.STATE else _cover(session, agency, day),
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


def has_placed(session: Session, agency: str, claim: Claim) -> bool:
    """Return whether this agency had placed the worker of a claim in that country."""
    asked = select(col(Claim.reference)).where(
        col(Claim.reference) == claim.reference, _placed_by(agency)
    )
    return session.execute(asked).first() is not None


def _placed_by(agency: str) -> ColumnElement[bool]:
    """Return the SQL condition for claims of people whom this agency had placed in that country."""
    return exists().where(
        col(Placement.agency) == agency,
        col(Placement.citizen) == col(Claim.citizen),
        col(Placement.country) == col(Claim.country),
        col(Placement.signed_on) <= col(Claim.filed_on),
        col(Placement.state) == Placed.ARRIVED.value,
    )


def _count_claims(session: Session, agency: Agency, since: date, day: date) -> int:
    """Return the number of wage claims filed by people whom this agency had placed."""
    filed = and_(col(Claim.filed_on) > since, col(Claim.filed_on) <= day)
    return _many(session, Claim, filed, _placed_by(agency.external_id))


def _cover(session: Session, agency: Agency, day: date) -> DepositCover:
    """Compare the deposit with what is verified and still owed in open claims, whenever filed.

    The ratio of a few claims would give away what one person is owed."""
    # The few people of a private agency lead to their claims; else every open claim is examined.
    placed = select(col(Placement.citizen)).where(col(Placement.agency) == agency.external_id)
    asked = select(col(Claim.reference)).where(
        col(Claim.citizen).in_(placed),
        col(Claim.state) != ClaimState.CLOSED.value,
        _placed_by(agency.external_id),
    )
    found = money_entries.balances_of(session, list(session.execute(asked).scalars()))
    owed = [
        [(one.currency, left) for one in rows if (left := one.documented - one.covered) > 0]
        for rows in found.values()
    ]
    many = sum(1 for rows in owed if rows)
    if many < SMALLEST:
        return DepositCover(None, None)
    held = deposits.covers(session, [agency.external_id], day)[agency.external_id]
    rates = exchange_rates.table(session, day)
    sums = [
        rates.convert(left, currency, held.currency) for rows in owed for currency, left in rows
    ]
    total = sum(one or 0 for one in sums)
    return DepositCover(None if None in sums else 100 * held.stands // max(total, 1), many)


def _list_waits(
    session: Session, agency: Agency, since: date, now: datetime, day: date
) -> tuple[list[bool], list[tuple[timedelta, bool]]]:
    """Return of each complaint that was answered or is overdue whether it missed a deadline, and
    how long it waited, with whether it still has no answer.

    Both deadlines must be met."""
    promise = complaint_deadlines.in_force(session, day)
    rows = session.execute(
        select(Complaint).where(col(Complaint.agency) == agency.external_id)
    ).scalars()
    recent = [
        (row, is_late(row, promise, now)) for row in rows if tashkent_day(row.filed_at) > since
    ]
    due = [(row, late) for row, late in recent if late or row.answered_at is not None]
    waits = [
        ((row.answered_at or row.settled_at or now) - row.filed_at, row.answered_at is None)
        for row, _ in due
    ]
    return [late for _, late in due], waits


def _answer_time(waits: list[tuple[timedelta, bool]]) -> AnswerTime:
    """Return the median wait; those without an answer count as longer than all others."""
    if len(waits) < SMALLEST:
        return AnswerTime(None, None)
    ordered = sorted(waits, key=lambda one: (one[1], one[0]))
    wait, unanswered = ordered[(len(ordered) - 1) // 2]
    days = wait // _DAY if unanswered else ceil(wait / _DAY)
    return AnswerTime(days, len(waits), unanswered)


def _many(
    session: Session, table: type[Placement] | type[Claim], *terms: ColumnElement[bool]
) -> int:
    return session.execute(select(func.count()).select_from(table).where(*terms)).scalar() or 0
