"""Rules of law and of the service about recruiting, as dated rows with their source and its
mark."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import BigInteger, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import MAX_MINOR
from catalog.reference import countries
from catalog.reference.countries import Mark
from i18n import N_


class Unit(StrEnum):
    AMOUNT = "amount"
    MONTH = "month"  # an amount a month
    BCA = "BCA"  # base calculation amounts, whose own value is a row of this table
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    WORKING_DAYS = "working_days"
    MONTH_DAY = "month_day"  # a day of each year: 321 is 21 March
    RULE = "rule"


_MONEY = frozenset({Unit.AMOUNT, Unit.MONTH})


class InvalidRule(Refusal):
    slug = "not-a-row"
    sentence = N_(
        "Enter a value of zero or more and a source for this legal rule. If the value is an "
        "amount, also enter the currency. Rule: %(kind)s."
    )


class NotADayOfYear(Refusal):
    slug = "not-a-day-of-year"
    sentence = N_("%(value)s is not a date that occurs every year. For 21 March, enter 321.")


class LawRow(SQLModel, table=True):
    """A rule in force from a day until a day.

    `value` is in minor units if a currency is given, else in the unit named.
    """

    __tablename__ = "law"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True, max_length=32)
    value: int = Field(sa_type=BigInteger)
    unit: str = Field(max_length=16)
    currency: str = Field(default="", max_length=3)
    valid_from: date | None = None
    valid_to: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=300)
    note: str = Field(default="", max_length=300)
    confirmed_once_by: str | None = Field(default=None, max_length=40)


class NewLaw(msgspec.Struct):
    kind: str
    value: int
    unit: Unit
    mark: Mark
    source: str
    currency: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


def load(session: Session, new_laws: Iterable[NewLaw], *, by: Actor, on: datetime) -> int:
    """Import rows, each identified by kind, unit and first day; a changed row is amended.

    No row is imported as confirmed: that takes two officers. Refuses: InvalidRule, NotADayOfYear.
    """
    rows = session.execute(select(LawRow)).scalars()
    known = {(row.kind, row.unit, row.valid_from): row for row in rows}
    return sum(
        _load_row(session, one, known.get((one.kind, one.unit, one.valid_from)), by=by, on=on)
        for one in new_laws
    )


def _load_row(
    session: Session, new_law: NewLaw, row: LawRow | None, *, by: Actor, on: datetime
) -> bool:
    if (
        not 0 <= new_law.value <= MAX_MINOR
        or not new_law.source
        or (new_law.unit in _MONEY) != bool(new_law.currency)
    ):
        raise InvalidRule("value", kind=new_law.kind)
    if new_law.unit is Unit.MONTH_DAY and not is_day(new_law.value):
        raise NotADayOfYear("value", value=new_law.value)
    mark = countries.mark_until_confirmed(new_law.mark)
    says = msgspec.structs.asdict(new_law) | {"unit": new_law.unit.value, "mark": mark.value}
    changed = tuple(
        name for name, value in says.items() if row is None or getattr(row, name) != value
    )
    if not changed or (row and row.confirmed_once_by and row.mark == Mark.CONFIRMED):
        return False
    act = "amend" if row else "load"
    session.add(row := row or LawRow(**says))
    row.sqlmodel_update(says | {"confirmed_once_by": None})
    session.flush()
    journal.write(session, act, "law", new_law.kind, by=by, on=on, fields=changed)
    return True


def confirm(session: Session, number: int, *, by: Actor, on: datetime) -> LawRow:
    """Confirm a row; it counts as confirmed once two officers have done so.

    Refuses: NotFound, countries.SameOfficer.
    """
    row = require_found(session.get(LawRow, number, with_for_update=True))
    if countries.count_confirmation(row, by):
        session.flush()
        journal.write(session, "confirm_fact", "law", row.kind, by=by, on=on)
    return row


def is_day(value: int) -> bool:
    """Whether a number is a day of every year; 29 February is not."""
    with suppress(ValueError):
        return bool(date(2001, *divmod(value, 100)))
    return False


def in_force(session: Session, kind: str, day: date, unit: Unit | None = None) -> LawRow | None:
    """The rule of this kind in force on a day; of several, the one that began last."""
    asked = select(LawRow).where(
        col(LawRow.kind) == kind,
        or_(col(LawRow.valid_from).is_(None), col(LawRow.valid_from) <= day),
        or_(col(LawRow.valid_to).is_(None), col(LawRow.valid_to) >= day),
    )
    if unit:
        asked = asked.where(col(LawRow.unit) == unit.value)
    rows = list(session.execute(asked.order_by(col(LawRow.id))).scalars())
    return max(rows, key=lambda row: (row.valid_from or date.min, row.id or 0), default=None)


def days(session: Session, kind: str, day: date) -> int | None:
    """The number of days of a rule on a day; None if there is no such rule."""
    row = in_force(session, kind, day, Unit.DAYS)
    return row.value if row else None
