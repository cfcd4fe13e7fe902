"""Time limits by country: length, starting event, validity and confidence in the source."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import NotFound, Refusal
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference.countries import Mark, SameOfficer
from i18n import N_
from service.casework.claims.components import Component


class Unit(StrEnum):
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"


class CountedFrom(LabelledEnum):
    PAY_DUE = "pay_due", N_("counted from the day each payment was due")
    END_OF_WORK = "end_of_work", N_("counted from the last day of work")
    DISMISSAL = "dismissal", N_("counted from the day of the dismissal")
    LEARNED = "learned", N_("counted from the day the worker found out about the problem")


# A dispute over the dismissal itself is no component of a claim, but a person who claims severance
# must know its limit.
DISMISSAL = "dismissal"
_MOST = {Unit.YEARS: 100, Unit.MONTHS: 1_200, Unit.DAYS: 36_525}


class NotALimit(Refusal):
    slug = "not-a-limit"
    sentence = N_(
        "A time limit must be between 1 day and 100 years, and must apply to a part of a "
        "claim that we recognise. Part: %(component)s."
    )


class LimitAmended(Refusal):
    slug = "amended"
    sentence = N_("This time limit has changed since you opened it. Read it again.")


class TimeLimit(SQLModel, table=True):
    """The period within which a claim may be brought to court in a country.

    Without a component, it covers any dispute with the employer."""

    __tablename__ = "time_limits"
    id: int | None = Field(default=None, primary_key=True)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    component: str = Field(default="", max_length=16)
    length: int
    unit: str = Field(max_length=8)
    counted_from: str = Field(max_length=12)
    valid_from: date | None = None
    valid_to: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=300)
    note: str = Field(default="", max_length=300)
    confirmed_once_by: str | None = Field(default=None, max_length=40)


class NewLimit(msgspec.Struct):
    country: str
    component: str
    length: int
    unit: Unit
    counted_from: CountedFrom
    mark: Mark
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


def load(session: Session, limits: Iterable[NewLimit], *, by: Actor, on: datetime) -> int:
    """Load limits, never as confirmed; return how many changed.

    A changed limit is amended and must be confirmed again. Refuses: NotALimit."""
    rows = session.execute(select(TimeLimit)).scalars()
    known = {(row.country, row.component, row.valid_from): row for row in rows}
    return sum(_load_one(session, item, known, by=by, on=on) for item in limits)


def _load_one(
    session: Session, new_limit: NewLimit, known: dict[Any, TimeLimit], *, by: Actor, on: datetime
) -> bool:
    if not 1 <= new_limit.length <= _MOST[new_limit.unit] or new_limit.component not in (
        *Component,
        DISMISSAL,
        "",
    ):
        raise NotALimit("length", component=new_limit.component or "-")
    row = known.get((new_limit.country, new_limit.component, new_limit.valid_from))
    says = {
        name: value for name, value in msgspec.structs.asdict(new_limit).items() if name != "mark"
    }
    changed = tuple(
        name for name, value in says.items() if row is None or getattr(row, name) != value
    )
    mark = Mark.UNCONFIRMED if new_limit.mark is Mark.UNCONFIRMED else Mark.SOURCED
    if row and not changed and row.mark in (mark, Mark.CONFIRMED):
        return False
    act = "amend" if row else "load"
    row = row or TimeLimit(**says, mark=mark.value)
    row.sqlmodel_update(says | {"mark": mark.value, "confirmed_once_by": None})
    session.add(row)
    session.flush()
    journal.write(
        session, act, "time_limit", new_limit.country, by=by, on=on, fields=changed or ("mark",)
    )
    return True


def confirm(session: Session, number: int, *, by: Actor, on: datetime) -> TimeLimit:
    """Confirm a limit; it counts as confirmed after a second officer's confirmation.

    Refuses: NotFound, SameOfficer."""
    row = session.get(TimeLimit, number, with_for_update=True)
    if row is None:
        raise NotFound
    if row.mark == Mark.CONFIRMED:
        return row
    require_other_person(by, SameOfficer, row.confirmed_once_by)
    row.mark = Mark.CONFIRMED.value if row.confirmed_once_by else row.mark
    row.confirmed_once_by = row.confirmed_once_by or by.account
    session.flush()
    journal.write(
        session,
        "confirm_fact",
        "time_limit",
        row.country,
        by=by,
        on=on,
        fields=(row.component or "any",),
    )
    return row


def list_all(session: Session) -> list[TimeLimit]:
    """Return the limits of all countries, confirmed or not."""
    return list(session.execute(select(TimeLimit).order_by(col(TimeLimit.id))).scalars())


def by_countries(
    session: Session, countries: Iterable[str], *, staff: bool = False
) -> dict[str, list[TimeLimit]]:
    """Return the limits of these countries; unconfirmed ones only for staff."""
    asked = select(TimeLimit).where(col(TimeLimit.country).in_(sorted(countries)))
    if not staff:
        asked = asked.where(col(TimeLimit.mark) != Mark.UNCONFIRMED.value)
    found: dict[str, list[TimeLimit]] = {}
    for row in session.execute(asked.order_by(col(TimeLimit.id))).scalars():
        found.setdefault(row.country, []).append(row)
    return found
