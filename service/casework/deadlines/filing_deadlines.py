"""Filing deadlines: the days by which each part of a claim must be before its country's court, and
by which a judgment must be appealed against or enforced."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select
from sqlmodel import Session, col

from catalog.reference.countries import Mark
from i18n import weekends
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.deadlines import court_history, time_limits
from service.casework.deadlines.court_history import CourtHistory
from service.casework.deadlines.time_limits import (
    AFTER_JUDGMENT,
    INSURANCES,
    CountedFrom,
    LimitSubject,
    TimeLimit,
    Unit,
)
from service.casework.workflow.state_machine import StepDetails


class LimitStatus(StrEnum):
    """Whether a limit still runs: wholly, for a part, no more, not while the claim is in court, or
    nobody knows."""

    RUNNING = "running"
    PARTLY_OVER = "partly_over"
    OVER = "over"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


# The states of claims of which no limit is shown.
_OVER = (ClaimState.CLOSED, ClaimState.PAID_IN_FULL)
_MONTHLY = frozenset(
    {
        Component.BASE_PAY,
        Component.OVERTIME,
        Component.NIGHT_HOLIDAY,
        Component.DEDUCTION,
        LimitSubject.WAGE_GUARANTEE,
    }
)
# What a limit for unpaid wages covers: all pay for work, and what is due at its end.
_WAGES = frozenset(
    {
        Component.BASE_PAY,
        Component.OVERTIME,
        Component.NIGHT_HOLIDAY,
        Component.LEAVE,
        Component.SEVERANCE,
        Component.DEDUCTION,
    }
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
        *LimitSubject,
    }
)
_WORTH = {Mark.UNCONFIRMED: 0, Mark.SOURCED: 1, Mark.OFFICIAL: 2, Mark.CONFIRMED: 3}


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


def last_day(start: date, length: int, unit: str, country: str = "") -> date:
    """Return the last day of a period.

    It is the same date years or months later, or the end of a month without that date. Workdays are
    those of the country."""
    if unit == Unit.DAYS:
        return start + timedelta(days=length)
    if unit == Unit.WORKDAYS:
        return _last_workday(start, length, weekends.rest_days(country))
    months = start.year * 12 + start.month - 1 + length * (12 if unit == Unit.YEARS else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, _days_in(year, month)))


def _last_workday(start: date, length: int, rest: frozenset[int]) -> date:
    day = start
    while length:
        day += timedelta(days=1)
        length -= day.weekday() not in rest
    return day


@lru_cache(maxsize=2_000)
def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def due_days(component: str, worked_from: date, worked_to: date) -> list[date]:
    """Return the days from which limits are counted.

    For monthly pay: the end of each month worked, at the latest the last day of work; for all else
    the last day of work. The worker knew of the debt by then."""
    days = [worked_to]
    month_end = worked_from
    while component in _MONTHLY:
        month_end = month_end.replace(day=_days_in(month_end.year, month_end.month))
        if month_end >= worked_to:
            break
        days.insert(-1, month_end)
        month_end += timedelta(days=1)
    return days


def filing_deadlines(
    laws: Sequence[TimeLimit],
    components: Iterable[str],
    worked_from: date | None,
    worked_to: date | None,
    today: date,
    *,
    stopped: bool = False,
) -> list[FilingDeadline]:
    """Return the deadlines for each part of a claim, separately for each law where it changed.

    Without days of work they are not known."""
    if worked_from is None or worked_to is None:
        return [FilingDeadline(one, LimitStatus.UNKNOWN) for one in _parts(laws, components)]
    found = []
    for component in _parts(laws, components):
        days: dict[int, list[date]] = {}
        covering = _covering(laws, component)
        for day in due_days(component, worked_from, worked_to):
            days.setdefault(_place_on(covering, day), []).append(day)
        for place, due in days.items():
            limit = laws[place] if place >= 0 else None
            at_end = limit is not None and limit.counted_from == CountedFrom.END_OF_WORK
            begun = [worked_to] if at_end else due
            found.append(_filing_deadline(component, limit, begun, today, stopped))
    return found


def _parts(laws: Sequence[TimeLimit], components: Iterable[str]) -> list[str]:
    """Return the components, with the subjects that their worker must also know the limit of."""
    parts = list(dict.fromkeys(components))
    stated = {limit.component for limit in laws}
    if Component.SEVERANCE in parts and LimitSubject.DISMISSAL in stated:
        parts.append(LimitSubject.DISMISSAL.value)
    insurances = [one.value for one in INSURANCES if one in stated]
    if Component.INSURANCE in parts and insurances:
        parts += insurances
        if Component.INSURANCE not in stated:
            parts.remove(Component.INSURANCE)
    return parts


def deadlines_after_judgment(
    laws: Sequence[TimeLimit], judgments: Sequence[date], today: date
) -> list[FilingDeadline]:
    """Return the deadlines that run from the last of these judgments.

    They are counted from its day, also where the law counts from a later one. The limit for an
    appeal is that of the first judgment; of a further appeal nothing is known."""
    found = []
    for subject in AFTER_JUDGMENT:
        known = subject is LimitSubject.EXECUTION or len(judgments) == 1
        place = _place_on(_covering(laws, subject), judgments[-1]) if known else -1
        limit = laws[place] if place >= 0 else None
        found.append(_filing_deadline(subject.value, limit, [judgments[-1]], today, False))
    return found


class _CoveringLimit(NamedTuple):
    """A limit that covers a component: how well, on which days, and its index among the laws."""

    rank: int
    worth: int
    first: date
    place: int
    last: date


def _covering(laws: Sequence[TimeLimit], component: str) -> list[_CoveringLimit]:
    """Return the limits that cover a component, the best first: its own, then those for wages, then
    the general ones."""
    covers = [component]
    if component in _WAGES:
        covers.append(LimitSubject.WAGES.value)
    if component not in _APART:
        covers.append("")
    found = (
        _CoveringLimit(
            -covers.index(limit.component),
            _WORTH[Mark(limit.mark)],
            limit.valid_from or date.min,
            place,
            limit.valid_to or date.max,
        )
        for place, limit in enumerate(laws)
        if limit.component in covers
    )
    return sorted(found, reverse=True)


def _place_on(covering: Iterable[_CoveringLimit], day: date) -> int:
    """Return the index of the limit that applies on a day, or -1."""
    return next((one.place for one in covering if one.first <= day <= one.last), -1)


def _filing_deadline(
    component: str, limit: TimeLimit | None, begun: list[date], today: date, stopped: bool
) -> FilingDeadline:
    if limit is None:
        return FilingDeadline(component, LimitStatus.UNKNOWN)
    days = [last_day(day, limit.length, limit.unit, limit.country) for day in begun]
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


def any_known(parts: Iterable[FilingDeadline]) -> bool:
    """Whether a limit is known for at least one of these parts."""
    return any(part.standing is not LimitStatus.UNKNOWN for part in parts)


def may_end(session: Session, first: date, last: date) -> ColumnElement[bool]:
    """Return the SQL condition for claims of which some pay may reach its limit between these days.

    It allows for any limit of their country; by_claims() gives the exact deadlines."""
    laws = time_limits.list_all(session)
    return or_(*(_may_end(law, first, last) for law in laws), false())


def _may_end(law: TimeLimit, first: date, last: date) -> ColumnElement[bool]:
    there = col(Claim.country) == law.country
    if law.component in AFTER_JUDGMENT:
        return and_(there, court_history.was_judged())
    if law.unit == Unit.WORKDAYS:
        # A week has at least three workdays, and no holiday shortens it.
        began, ended = first - timedelta(days=law.length * 3), last - timedelta(days=law.length)
    else:
        began, ended = (last_day(day, -law.length, law.unit) for day in (first, last))
    return and_(
        there,
        col(Claim.worked_to) >= began - _SLACK,
        col(Claim.worked_from) <= ended + _SLACK,
    )


def by_claims(
    session: Session, claims: Sequence[Claim], days: dict[str, date], *, staff: bool = False
) -> dict[str, list[FilingDeadline]]:
    """The last days of each of these claims on the day it is where they are; what nobody sourced is
    for staff only, and a claim that is over has none."""
    live = [claim for claim in claims if claim.state not in _OVER]
    numbers = [claim.reference for claim in live]
    laws = time_limits.by_countries(session, {one.country for one in live}, staff=staff)
    owed, courts = _claimed_components(session, numbers), court_history.by_claims(session, numbers)
    return {
        claim.reference: _of_claim(
            claim,
            laws.get(claim.country, []),
            owed.get(claim.reference, []),
            courts.get(claim.reference, CourtHistory()),
            days[claim.reference],
        )
        for claim in live
    }


def for_claim(
    session: Session, claim: Claim, lines: Sequence[Line], steps: Sequence[StepDetails], today: date
) -> list[FilingDeadline]:
    """The last days of the claim with these lines and steps for staff, on the day it is where it
    is; a claim that is over has none."""
    if claim.state in _OVER:
        return []
    laws = time_limits.by_countries(session, [claim.country], staff=True).get(claim.country, [])
    components = [line.component for line in lines if line.claimed > 0]
    return _of_claim(claim, laws, components, court_history.of_steps(steps), today)


def _of_claim(
    claim: Claim,
    laws: Sequence[TimeLimit],
    components: Sequence[str],
    court: CourtHistory,
    today: date,
) -> list[FilingDeadline]:
    first, last = claim.period or (None, None)
    found = filing_deadlines(laws, components, first, last, today, stopped=court.stopped)
    after = deadlines_after_judgment(laws, court.judgments, today) if court.awaits else []
    return found + after


_COMPONENTS = (
    select(col(Line.claim), col(Line.component))
    .where(col(Line.claim).in_(bindparam("claims", expanding=True)), col(Line.claimed) > 0)
    .order_by(col(Line.claim), col(Line.number))
)


def _claimed_components(session: Session, claims: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for claim, component in session.execute(_COMPONENTS, {"claims": list(claims)}):
        found.setdefault(claim, []).append(component)
    return found
