"""Supervision: the age of open claims, by the post or officer that has them."""

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
from service.input.listing import YesNo

# The range of days since filing for each column.
AGES: dict[str, tuple[int, int | None]] = {
    "under_30": (0, 29),
    "to_90": (30, 90),
    "to_180": (91, 180),
    "over_180": (181, None),
}
COLUMNS = (*AGES, "overdue", "quiet", "all")


class GroupBy(StrEnum):
    """How open claims are grouped."""

    POST = "post"
    OWNER = "owner"


class Ageing(msgspec.Struct, frozen=True):
    """The open claims of one post or officer by age, and how many are late or quiet."""

    whose: str
    counts: dict[str, int]

    @property
    def ages(self) -> list[tuple[str, int]]:
        return [(name, self.counts[name]) for name in AGES]


def ageing(session: Session, per: GroupBy, *, by: Actor, times: Times) -> list[Ageing]:
    """Return a row for each post or officer with open claims within scope, the fullest first."""
    items = [func.sum(case((_term(name, times), 1), else_=0)).label(name) for name in COLUMNS[:-1]]
    asked = select(_group_key(per).label("whose"), *items, func.count().label("all"))
    rows = session.execute(
        asked.where(wage_claims.within(by), col(Claim.state) != ClaimState.CLOSED.value).group_by(
            "whose"
        )
    )
    found = [
        Ageing(str(row[0]), {name: int(n) for name, n in zip(COLUMNS, row[1:], strict=True)})
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row.counts["all"], row.whose))


def _group_key(per: GroupBy) -> Any:
    if per is GroupBy.POST:
        return func.coalesce(col(Claim.post), NOBODY)
    return case((claim_list.is_unassigned(), NOBODY), else_=col(Claim.owner))


def _term(name: str, times: Times) -> Any:
    if name in AGES:
        first, last = _days(name, times.today)
        return col(Claim.filed_on).between(first or date.min, last)
    return times.late if name == "overdue" else times.quiet


def _days(name: str, today: date) -> tuple[date | None, date]:
    """Return the first and last day of filing for claims of this age."""
    youngest, oldest = AGES[name]
    return today - timedelta(days=oldest) if oldest is not None else None, today - timedelta(
        days=youngest
    )


def filter_of(per: GroupBy, whose: str, name: str, today: date) -> Filter:
    """Return the filter of the list for the claims that one number counts."""
    asked = Filter(post=whose) if per is GroupBy.POST else Filter(owner=whose)
    if name in AGES:
        first, last = _days(name, today)
        return msgspec.structs.replace(asked, filed_from=first, filed_until=last)
    return msgspec.structs.replace(
        asked, **({name: YesNo.YES} if name in ("overdue", "quiet") else {})
    )


def total(rows: list[Ageing]) -> Ageing:
    """Return the total of all rows."""
    return Ageing("", {name: sum(row.counts[name] for row in rows) for name in COLUMNS})
