"""Selection: of those who applied, to how many a place was offered, by sex, age and region, so that all can see how fair it is.

Groups of fewer than ten are counted together with others, so that nobody can be found among them or by subtracting."""

from datetime import UTC, date, datetime, time

import msgspec
from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from catalog.ground.fields import TASHKENT
from matching.applications import Application

LEAST = 10
DIMENSIONS = ("sex", "age_band", "region")
# The groups that are too small to be shown alone.
TOGETHER = "together"


class Rate(msgspec.Struct, frozen=True):
    """Of the applications handed in by one group in a year, to how many a place was offered; share in whole percent."""

    part: str
    handed_in: int
    offered: int

    @property
    def share(self) -> int:
        return (200 * self.offered + self.handed_in) // (2 * self.handed_in)


def rates(session: Session, dimension: str, year: int) -> list[Rate]:
    """The groups of one dimension (of DIMENSIONS) in a year of Tashkent by the day of handing in, the largest first; of a year
    in which fewer than ten applied, nothing."""
    part = getattr(Application, dimension)
    offered = func.count(case((col(Application.held_until).is_not(None), 1)))
    asked = select(part, func.count(), offered).where(*_within(year)).group_by(part)
    return pooled([Rate(str(one), int(all_), int(had)) for one, all_, had in session.execute(asked)])


def _within(year: int) -> tuple[ColumnElement[bool], ...]:
    first, last = (datetime.combine(date(one, 1, 1), time(), TASHKENT).astimezone(UTC) for one in (year, year + 1))
    return col(Application.handed_in_at) >= first, col(Application.handed_in_at) < last


def pooled(groups: list[Rate]) -> list[Rate]:
    """Groups of which each counts ten or more: the small ones together, with the next larger ones until they are enough."""
    ordered = sorted(groups, key=lambda one: (-one.handed_in, one.part))
    small = [one for one in ordered if one.handed_in < LEAST]
    shown = ordered[: len(ordered) - len(small)]
    while small and sum(one.handed_in for one in small) < LEAST and shown:
        small.append(shown.pop())
    if sum(one.handed_in for one in small) < LEAST:
        return shown
    return [*shown, Rate(TOGETHER, sum(one.handed_in for one in small), sum(one.offered for one in small))]
