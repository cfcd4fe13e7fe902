"""Filing deadlines: the days by which each part of a claim must be before its country's court."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import Session, col

from catalog.reference.countries import Mark
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import DISMISSAL, TimeLimit, Unit
from service.casework.workflow.state_machine import Step


class LimitStatus(StrEnum):
    """Whether a limit still runs: wholly, for a part, no more, not while the claim is in court, or
    nobody knows."""

    RUNNING = "running"
    PARTLY_OVER = "partly_over"
    OVER = "over"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


_MONTHLY = frozenset(
    {Component.BASE_PAY, Component.OVERTIME, Component.NIGHT_HOLIDAY, Component.DEDUCTION}
)
# Not a labour dispute with the employer, or one with its own law: a country's general limit does
# not cover them.
_APART = frozenset(
    {
        Component.FEE_REFUND,
        Component.INJURY,
        Component.INTEREST,
        Component.TAX_SOCIAL,
        Component.INSURANCE,
        DISMISSAL,
    }
)
# From the day a claim is filed in court its limits no longer run; they run again only when it is
# opened anew.
STOPPING_STATES = frozenset({ClaimState.COURT_FILED, ClaimState.JUDGMENT, ClaimState.ENFORCEMENT})
_WORTH = {Mark.UNCONFIRMED: 0, Mark.SOURCED: 1, Mark.CONFIRMED: 2}


# Because months differ in length, a period counted backwards may differ by up to this from one
# counted forwards.
_SLACK = timedelta(days=4)


class FilingDeadline(msgspec.Struct, frozen=True):
    """The deadlines for one part of a claim.

    `first` is the one of its oldest pay, `last` of its newest, `next` the next one still to
    come."""

    component: str
    standing: LimitStatus
    first: date | None = None
    last: date | None = None
    next: date | None = None
    days_left: int = 0
    limit: TimeLimit | None = None


def last_day(start: date, length: int, unit: str) -> date:
    """Return the last day of a period.

    It is the same date years or months later, or the end of a month without that date."""
    if unit == Unit.DAYS:
        return start + timedelta(days=length)
    months = start.year * 12 + start.month - 1 + length * (12 if unit == Unit.YEARS else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def due_days(component: str, worked_from: date, worked_to: date) -> list[date]:
    """Return the days from which limits are counted.

    For monthly pay: the end of each month worked, at the latest the last day of work; for all else
    the last day of work. The worker knew of the debt by then."""
    days = [worked_to]
    month_end = worked_from
    while component in _MONTHLY:
        month_end = month_end.replace(day=monthrange(month_end.year, month_end.month)[1])
        if month_end >= worked_to:
            break
        days.insert(-1, month_end)
        month_end += timedelta(days=1)
    return days


def filing_deadlines(
    laws: Sequence[TimeLimit],
    components: Iterable[str],
    worked_from: date,
    worked_to: date,
    today: date,
    *,
    stopped: bool = False,
) -> list[FilingDeadline]:
    """Return the deadlines for each part of a claim, separately for each law where it changed."""
    parts = list(dict.fromkeys(components))
    if Component.SEVERANCE in parts and any(limit.component == DISMISSAL for limit in laws):
        parts.append(DISMISSAL)
    found = []
    for component in parts:
        days: dict[int, list[date]] = {}
        for day in due_days(component, worked_from, worked_to):
            place = _holding(laws, component, day)
            days.setdefault(place, []).append(day)
        for place, begun in days.items():
            found.append(
                _filing_deadline(
                    component, laws[place] if place >= 0 else None, begun, today, stopped
                )
            )
    return found


def _holding(laws: Sequence[TimeLimit], component: str, day: date) -> int:
    """Return the index of the limit that applies to a component on a day, or -1."""
    general = () if component in _APART else ("",)
    fits = [
        (limit.component != "", _WORTH[Mark(limit.mark)], limit.valid_from or date.min, place)
        for place, limit in enumerate(laws)
        if limit.component in (component, *general)
        and (limit.valid_from or day) <= day <= (limit.valid_to or day)
    ]
    return max(fits)[-1] if fits else -1


def _filing_deadline(
    component: str, limit: TimeLimit | None, begun: list[date], today: date, stopped: bool
) -> FilingDeadline:
    if limit is None:
        return FilingDeadline(component, LimitStatus.UNKNOWN)
    days = [last_day(day, limit.length, limit.unit) for day in begun]
    ahead = min((day for day in days if day >= today), default=None)
    running = (
        LimitStatus.RUNNING
        if days[0] >= today
        else LimitStatus.PARTLY_OVER
        if ahead
        else LimitStatus.OVER
    )
    return FilingDeadline(
        component,
        LimitStatus.STOPPED if stopped else running,
        days[0],
        days[-1],
        None if stopped else ahead,
        (ahead - today).days if ahead and not stopped else 0,
        limit,
    )


def may_end(session: Session, first: date, last: date) -> ColumnElement[bool]:
    """Return the SQL condition for claims of which some pay may reach its limit between these days.

    It allows for any limit of their country; by_claims() gives the exact deadlines."""
    laws = time_limits.list_all(session)
    return or_(*(_may_end(law, first, last) for law in laws), false())


def _may_end(law: TimeLimit, first: date, last: date) -> ColumnElement[bool]:
    began, ended = (last_day(day, -law.length, law.unit) for day in (first, last))
    there = col(Claim.country) == law.country
    return and_(
        there, col(Claim.worked_to) >= began - _SLACK, col(Claim.worked_from) <= ended + _SLACK
    )


def by_claims(
    session: Session, claims: Sequence[Claim], days: dict[str, date], *, staff: bool = False
) -> dict[str, list[FilingDeadline]]:
    """The last days of each of these claims on the day it is where they are; what nobody sourced is
    for staff only, and a claim that is over has none."""
    live = [
        claim for claim in claims if claim.state not in (ClaimState.CLOSED, ClaimState.PAID_IN_FULL)
    ]
    numbers = [claim.reference for claim in live]
    laws = time_limits.by_countries(session, {one.country for one in live}, staff=staff)
    owed, stopped = _claimed_components(session, numbers), in_court(session, numbers)
    return {
        claim.reference: filing_deadlines(
            laws.get(claim.country, []),
            owed.get(claim.reference, []),
            claim.worked_from,
            claim.worked_to,
            days[claim.reference],
            stopped=claim.reference in stopped,
        )
        for claim in live
    }


def _claimed_components(session: Session, claims: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    asked = select(col(Line.claim), col(Line.component)).where(
        col(Line.claim).in_(claims), col(Line.claimed) > 0
    )
    for claim, component in session.execute(asked.order_by(col(Line.claim), col(Line.number))):
        found.setdefault(claim, []).append(component)
    return found


def in_court(session: Session, claims: Sequence[str]) -> set[str]:
    """Which of these claims were filed in court and not opened anew since."""
    turns = [one.value for one in (*STOPPING_STATES, ClaimState.REOPENED)]
    asked = select(col(Step.claim), col(Step.to)).where(
        col(Step.claim).in_(claims), col(Step.to).in_(turns)
    )
    rows = session.execute(asked.order_by(col(Step.id)))
    last: dict[str, str] = {row.claim: row.to for row in rows}
    return {claim for claim, to in last.items() if to in STOPPING_STATES}
