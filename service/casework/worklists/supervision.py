"""Supervision: open claims by age and by service level, of each post, officer or country."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import case, func, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.worklists import claim_list
from service.casework.worklists.claim_list import NOBODY, Filter, Times
from service.casework.worklists.service_level_rules import Clock
from service.input.listing import YesNo

# The range of days since filing for each column.
AGES: dict[str, tuple[int, int | None]] = {
    "under_30": (0, 29),
    "to_90": (30, 90),
    "to_180": (91, 180),
    "over_180": (181, None),
}
# Claims that are due within so many days, today included, are the work of the coming week.
WEEK = 6
COLUMNS = (*AGES, "week", "overdue", "quiet", "all")
# The service levels in the order in which claims reach them.
CLOCKS = (
    Clock.ACKNOWLEDGE,
    Clock.SCREEN,
    Clock.CONTACT,
    Clock.REVIEW,
    Clock.STALE,
    Clock.SUPERVISOR,
)
BREACHES = tuple(clock.value for clock in CLOCKS)


class GroupBy(StrEnum):
    """How open claims are grouped."""

    POST = "post"
    OWNER = "owner"
    COUNTRY = "country"


class Ageing(msgspec.Struct, frozen=True):
    """The open claims of one post, officer or country by column, such as an age or a clock."""

    whose: str
    counts: dict[str, int]

    @property
    def ages(self) -> list[tuple[str, int]]:
        return [(name, self.counts[name]) for name in AGES]


def ageing(session: Session, per: GroupBy, *, by: Actor, times: Times) -> list[Ageing]:
    """Return a row for each post or officer with open claims within scope, the fullest first."""
    found = _grouped(session, per, COLUMNS[:-1], by=by, times=times)
    return sorted(found, key=lambda row: (-row.counts["all"], row.whose))


def breaches(session: Session, per: GroupBy, *, by: Actor, times: Times) -> list[Ageing]:
    """Return a row for each officer or country with claims late for a clock, the most first."""
    found = _grouped(session, per, BREACHES, by=by, times=times)
    late = [row for row in found if _total_late(row)]
    return sorted(late, key=lambda row: (-_total_late(row), row.whose))


def _total_late(row: Ageing) -> int:
    return sum(row.counts[name] for name in BREACHES)


def _grouped(
    session: Session, per: GroupBy, names: tuple[str, ...], *, by: Actor, times: Times
) -> list[Ageing]:
    """Count open claims within scope by group in each column and in all, with one query."""
    items = [func.sum(case((_term(name, times), 1), else_=0)).label(name) for name in names]
    asked = select(_group_key(per).label("whose"), *items, func.count().label("all"))
    rows = session.execute(
        asked.where(wage_claims.within(by), col(Claim.state) != ClaimState.CLOSED.value).group_by(
            "whose"
        )
    )
    keys = (*names, "all")
    return [
        Ageing(str(row[0]), {name: int(n) for name, n in zip(keys, row[1:], strict=True)})
        for row in rows
    ]


def _group_key(per: GroupBy) -> Any:
    if per is GroupBy.POST:
        return func.coalesce(col(Claim.post), NOBODY)
    if per is GroupBy.COUNTRY:
        return col(Claim.country)
    return case((claim_list.is_unassigned(), NOBODY), else_=col(Claim.owner))


def _term(name: str, times: Times) -> Any:
    if name in AGES:
        first, last = _days(name, times.today)
        return col(Claim.filed_on).between(first or date.min, last)
    if name in BREACHES:
        return times.clocks[Clock(name)]
    if name == "week":
        return col(Claim.due).between(times.today, times.today + timedelta(days=WEEK))
    return times.overdue if name == "overdue" else times.quiet


def _days(name: str, today: date) -> tuple[date | None, date]:
    """Return the first and last day of filing for claims of this age."""
    youngest, oldest = AGES[name]
    return today - timedelta(days=oldest) if oldest is not None else None, today - timedelta(
        days=youngest
    )


def filter_of(per: GroupBy, whose: str, name: str, today: date) -> Filter:
    """Return the filter of the list for the claims that one number counts."""
    asked = {
        GroupBy.POST: Filter(post=whose),
        GroupBy.OWNER: Filter(owner=whose),
        GroupBy.COUNTRY: Filter(country=whose),
    }[per]
    if name in BREACHES:
        return msgspec.structs.replace(asked, late=Clock(name))
    if name == "week":
        last = today + timedelta(days=WEEK)
        return msgspec.structs.replace(asked, due_from=today, due_until=last)
    if name in AGES:
        first, last = _days(name, today)
        return msgspec.structs.replace(asked, filed_from=first, filed_until=last)
    return msgspec.structs.replace(
        asked, **({name: YesNo.YES} if name in ("overdue", "quiet") else {})
    )


def total(rows: list[Ageing]) -> Ageing:
    """Return the total of all rows."""
    names = rows[0].counts if rows else COLUMNS
    return Ageing("", {name: sum(row.counts[name] for row in rows) for name in names})
