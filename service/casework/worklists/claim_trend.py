"""The trend of claims in the last twelve weeks or months: filed, closed and open at the end."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, case, distinct, func, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow.state_machine import Step
from service.casework.worklists import claim_list
from service.casework.worklists.claim_list import ALL, Filter

PERIODS = 12


class TrendUnit(StrEnum):
    """The length of a period."""

    WEEK = "week"
    MONTH = "month"


class Period(msgspec.Struct, frozen=True):
    """A week from Monday, or a month, in the Tashkent calendar; the last one ends today."""

    first: date
    last: date


class TrendRow(msgspec.Struct, frozen=True):
    """The claims filed and closed in a period, and those open at its end."""

    period: Period
    filed: int
    closed: int
    open: int


def periods(unit: TrendUnit, today: date) -> list[Period]:
    """Return the last twelve periods, the oldest first."""
    found, last = [Period(_begin(unit, today), today)], today
    while len(found) < PERIODS:
        last = found[0].first - timedelta(days=1)
        found.insert(0, Period(_begin(unit, last), last))
    return found


def _begin(unit: TrendUnit, day: date) -> date:
    return day.replace(day=1) if unit is TrendUnit.MONTH else day - timedelta(days=day.weekday())


def trend(
    session: Session, unit: TrendUnit, *, by: Actor, today: date, open_now: int
) -> list[TrendRow]:
    """Return the rows of the trend within scope, the oldest first, with two queries."""
    listed = periods(unit, today)
    filed, moved = _count_filed(session, listed, by), _count_moved(session, listed, by)
    rows: list[TrendRow] = []
    for period, new, (closed, ended, reopened) in reversed(
        list(zip(listed, filed, moved, strict=True))
    ):
        rows.insert(0, TrendRow(period, new, closed, open_now))
        open_now += ended - new - reopened
    return rows


def _count_filed(session: Session, listed: list[Period], by: Actor) -> list[int]:
    counts = [_sum(col(Claim.filed_on).between(one.first, one.last)) for one in listed]
    asked = select(*counts).where(wage_claims.within(by), col(Claim.filed_on) >= listed[0].first)
    return [int(n or 0) for n in session.execute(asked).one()]


def _count_moved(session: Session, listed: list[Period], by: Actor) -> list[tuple[int, int, int]]:
    """Return for each period the claims that were closed, and the steps that closed and reopened."""
    closed, reopened = (
        col(Step.to) == ClaimState.CLOSED.value,
        col(Step.came_from) == ClaimState.CLOSED.value,
    )
    counts = []
    for one in listed:
        within = and_(
            col(Step.at) >= claim_list.begin_of(one.first),
            col(Step.at) < claim_list.begin_of(one.last + timedelta(days=1)),
        )
        claims = func.count(distinct(case((and_(within, closed), col(Step.claim)))))
        counts += [claims, _sum(and_(within, closed)), _sum(and_(within, reopened))]
    asked = (
        select(*counts)
        .select_from(Step)
        .join(Claim, col(Claim.reference) == col(Step.claim))
        .where(
            wage_claims.within(by),
            col(Step.to).in_([ClaimState.CLOSED.value, ClaimState.REOPENED.value]),
            col(Step.at) >= claim_list.begin_of(listed[0].first),
        )
    )
    numbers = [int(n or 0) for n in session.execute(asked).one()]
    return list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))


def _sum(term: ColumnElement[bool]) -> Any:
    return func.sum(case((term, 1), else_=0))


def filed_filter(period: Period) -> Filter:
    """Return the filter of the list for the claims filed in a period."""
    return Filter(state=ALL, filed_from=period.first, filed_until=period.last)


def closed_filter(period: Period) -> Filter:
    """Return the filter of the list for the claims closed in a period."""
    return Filter(state=ALL, closed_from=period.first, closed_until=period.last)
