"""Selection statistics: offers among applications by sex, age and region, to show fairness.

Groups of fewer than ten are pooled with others, so that nobody can be identified among them or by
subtraction.
"""

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session, col

from catalog.core.fields import TASHKENT
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.quota.entries import Entry
from matching.quota.lottery_results import Seat
from matching.quota.rounds import SeatRound, State

LEAST = 10
DIMENSIONS = ("sex", "age_band", "region")
# The label of the pooled groups.
TOGETHER = "together"


class Rate(msgspec.Struct, frozen=True):
    """The applications submitted by one group in a year and the offers made; share in whole
    percent."""

    part: str
    handed_in: int
    offered: int

    @property
    def share(self) -> int:
        return (200 * self.offered + self.handed_in) // (2 * self.handed_in)


def rates(session: Session, dimension: str, year: int) -> list[Rate]:
    """The groups of one dimension (of DIMENSIONS) in a year, largest first.

    A year in Tashkent time by the day of submission; empty if fewer than ten applied. An entry in a
    quota round counts as one application, whatever its result.
    """
    found: dict[str, list[int]] = {}
    for asked in (_applied(dimension, year), _in_rounds(dimension, year)):
        for part, handed_in, offered in session.execute(asked):
            sums = found.setdefault(str(part), [0, 0])
            sums[0], sums[1] = sums[0] + int(handed_in), sums[1] + int(offered)
    return pool_small_groups([Rate(part, *sums) for part, sums in found.items()])


def _applied(dimension: str, year: int) -> Any:
    """Applications that did not result from a round."""
    part, day = getattr(Application, dimension), col(Application.handed_in_at)
    offered = func.count(case((col(Application.held_until).is_not(None), 1)))
    drawn = select(col(Seat.application)).where(col(Seat.application).is_not(None))
    return (
        select(part, func.count(), offered)
        .where(_within(day, year), col(Application.reference).not_in(drawn))
        .group_by(part)
    )


def _in_rounds(dimension: str, year: int) -> Any:
    """Entries that took part in the first draw of a round with a published result."""
    part, offered = getattr(Citizen, dimension), func.count(col(Seat.application))
    asked = (
        select(part, func.count(), offered)
        .select_from(Entry)
        .join(SeatRound, col(SeatRound.reference) == col(Entry.round))
    )
    asked = asked.join(Citizen, col(Citizen.reference) == col(Entry.citizen)).outerjoin(
        Seat, col(Seat.code) == col(Entry.code)
    )
    stayed = or_(col(Entry.left_before).is_(None), col(Entry.left_before) > 1)
    there = (
        col(SeatRound.state) == State.PUBLISHED.value,
        stayed,
        _within(col(Entry.entered_at), year),
    )
    return asked.where(*there).group_by(part)


def _within(day: Any, year: int) -> ColumnElement[bool]:
    first, last = (
        datetime.combine(date(one, 1, 1), time(), TASHKENT).astimezone(UTC)
        for one in (year, year + 1)
    )
    return and_(day >= first, day < last)


def pool_small_groups(groups: list[Rate]) -> list[Rate]:
    """Pool small groups until each counts ten or more.

    The smallest larger groups are added until the pool is large enough.
    """
    ordered = sorted(groups, key=lambda one: (-one.handed_in, one.part))
    small = [one for one in ordered if one.handed_in < LEAST]
    shown = ordered[: len(ordered) - len(small)]
    while small and sum(one.handed_in for one in small) < LEAST and shown:
        small.append(shown.pop())
    if sum(one.handed_in for one in small) < LEAST:
        return shown
    return [
        *shown,
        Rate(TOGETHER, sum(one.handed_in for one in small), sum(one.offered for one in small)),
    ]
