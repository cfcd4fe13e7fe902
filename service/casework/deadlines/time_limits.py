"""Time limits by country: what is barred, from which event, for how long, except when, by which
source.

This table alone says how long a claim may be brought: pages, deadlines, reminders and letters read
it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries
from catalog.reference.countries import Mark
from i18n import N_
from service.casework.claims.components import Component
from service.input import forms


class Unit(StrEnum):
    """The calendar of a period. Workdays are all days but the weekend of the country; its public
    holidays are not known here, so such a period never ends later than by the law."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    WORKDAYS = "workdays"


class CountedFrom(LabelledEnum):
    PAY_DUE = "pay_due", N_("counted from the day each payment was due")
    END_OF_WORK = "end_of_work", N_("counted from the last day of work")
    DISMISSAL = "dismissal", N_("counted from the day of the dismissal")
    NOTICE = "notice", N_("counted from the day the worker was given the notice of dismissal")
    LEARNED = "learned", N_("counted from the day the worker found out about the problem")
    DEPARTURE = "departure", N_("counted from the day the worker left the country")
    JUDGMENT = "judgment", N_("counted from the day of the judgment")
    SERVED = "served", N_("counted from the day the written judgment was received")
    FINAL = "final", N_("counted from the day the judgment took effect")


class LimitSubject(LabelledEnum):
    """What has a limit of its own and is no component of a claim.

    WAGES stands for all pay for work. A person who claims severance must know the limit for the
    dismissal, and one who claims an insurance benefit that of each insurance. APPEAL and EXECUTION
    run from a judgment."""

    WAGES = "wages", N_("Unpaid wages")
    DISMISSAL = "dismissal", N_("A dispute over the dismissal itself")
    DEPARTURE_GUARANTEE = "departure_guarantee", N_("Departure guarantee insurance")
    RETURN_COST = "return_cost", N_("Insurance for the cost of returning home")
    WAGE_GUARANTEE = "wage_guarantee", N_("Wage guarantee insurance")
    APPEAL = "appeal", N_("Appeal against the judgment")
    EXECUTION = "execution", N_("Enforcement of the judgment by a bailiff")


INSURANCES = (
    LimitSubject.DEPARTURE_GUARANTEE,
    LimitSubject.RETURN_COST,
    LimitSubject.WAGE_GUARANTEE,
)
AFTER_JUDGMENT = (LimitSubject.APPEAL, LimitSubject.EXECUTION)
_JUDGMENTS = (CountedFrom.JUDGMENT, CountedFrom.SERVED, CountedFrom.FINAL)
# How a limit without a component is named where every limit has a subject.
ANY = "any"
# The order in which the limits of a country are listed.
_ORDER = [
    LimitSubject.WAGES.value,
    *Component,
    LimitSubject.DISMISSAL.value,
    *INSURANCES,
    "",
    *AFTER_JUDGMENT,
]
_MOST = {Unit.YEARS: 100, Unit.MONTHS: 1_200, Unit.DAYS: 36_525, Unit.WORKDAYS: 26_000}


class NotALimit(Refusal):
    slug = "not-a-limit"
    sentence = N_(
        "A time limit must be between 1 day and 100 years, and must apply to a part of a "
        "claim that we recognise. Part: %(component)s."
    )


class LimitTooLong(Refusal):
    slug = "limit-too-long"
    sentence = N_("A time limit is at least 1 day and at most 100 years.")


class EventDoesNotFit(Refusal):
    slug = "event-does-not-fit"
    sentence = N_(
        "Only an appeal and the enforcement of a judgment are counted from a judgment. Choose "
        "another start."
    )


class LimitExists(Refusal):
    slug = "limit-exists"
    sentence = N_(
        "For this period there is already a time limit with the same country, subject and start. "
        "Correct that one."
    )


class TimeLimit(SQLModel, table=True):
    """The period within which a claim may be brought to court in a country.

    Without a component, it covers any dispute with the employer. The texts say what is different in
    some cases, and what must be done first; `note` is for officers."""

    __tablename__ = "time_limits"
    id: int | None = Field(default=None, primary_key=True)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    component: str = Field(default="", max_length=24)
    length: int
    unit: str = Field(max_length=8)
    counted_from: str = Field(max_length=12)
    valid_from: date | None = None
    valid_to: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=300)
    note: str = Field(default="", max_length=300)
    en: str = Field(default="", max_length=600)
    ru: str = Field(default="", max_length=600)
    uz: str = Field(default="", max_length=600)
    uz_cyrl: str = Field(default="", max_length=600)
    kaa: str = Field(default="", max_length=600)
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
    en: str = ""
    ru: str = ""
    uz: str = ""
    uz_cyrl: str = ""
    kaa: str = ""


def load(session: Session, limits: Iterable[NewLimit], *, by: Actor, on: datetime) -> int:
    """Load limits, never as confirmed; return how many changed.

    A changed limit is amended, unless two officers have confirmed it. Refuses: NotALimit."""
    # The oldest row comes last and is the one that the list changes.
    rows = session.execute(select(TimeLimit).order_by(col(TimeLimit.id).desc())).scalars()
    known = {(row.country, row.component, row.valid_from): row for row in rows}
    return sum(_load_one(session, item, known, by=by, on=on) for item in limits)


def _load_one(
    session: Session, new_limit: NewLimit, known: dict[Any, TimeLimit], *, by: Actor, on: datetime
) -> bool:
    if not 1 <= new_limit.length <= _MOST[new_limit.unit] or new_limit.component not in _ORDER:
        raise NotALimit("length", component=new_limit.component or "-")
    row = known.get((new_limit.country, new_limit.component, new_limit.valid_from))
    if row and row.mark == Mark.CONFIRMED:
        return False
    says = {
        name: value for name, value in msgspec.structs.asdict(new_limit).items() if name != "mark"
    }
    changed = tuple(
        name for name, value in says.items() if row is None or getattr(row, name) != value
    )
    mark = countries.mark_until_confirmed(new_limit.mark)
    if row and not changed and row.mark == mark:
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
    row = require_found(session.get(TimeLimit, number, with_for_update=True))
    if not countries.count_confirmation(row, by):
        return row
    session.flush()
    journal.write(
        session,
        "confirm_fact",
        "time_limit",
        row.country,
        by=by,
        on=on,
        fields=(row.component or ANY,),
    )
    return row


def events_for(component: str) -> list[CountedFrom]:
    """Return the events from which a limit for this subject can be counted."""
    return [one for one in CountedFrom if (one in _JUDGMENTS) == (component in AFTER_JUDGMENT)]


def require_sound(session: Session, new: NewLimit, number: int | None = None) -> None:
    """Check a limit as officers would state it; `number` is the row that it would change.

    Refuses: countries.NotACountry, forms.NotAChoice, LimitTooLong, EventDoesNotFit, LimitExists."""
    countries.require(session, new.country)
    if new.component not in _ORDER:
        raise forms.NotAChoice("component", (*_ORDER, ANY))
    if not 1 <= new.length <= _MOST[new.unit]:
        raise LimitTooLong("length")
    if new.counted_from not in events_for(new.component):
        raise EventDoesNotFit("counted_from")
    same = select(TimeLimit).where(
        col(TimeLimit.country) == new.country,
        col(TimeLimit.component) == new.component,
        col(TimeLimit.counted_from) == new.counted_from.value,
        col(TimeLimit.id).is_distinct_from(number),
    )
    first, last = col(TimeLimit.valid_from), col(TimeLimit.valid_to)
    if new.valid_from:
        same = same.where(or_(last.is_(None), last >= new.valid_from))
    if new.valid_to:
        same = same.where(or_(first.is_(None), first <= new.valid_to))
    if session.execute(same).first():
        raise LimitExists("counted_from")


def list_all(session: Session) -> list[TimeLimit]:
    """Return the limits of all countries, confirmed or not."""
    return list(session.execute(select(TimeLimit).order_by(col(TimeLimit.id))).scalars())


_OF_COUNTRIES = (
    select(TimeLimit)
    .where(col(TimeLimit.country).in_(bindparam("countries", expanding=True)))
    .order_by(col(TimeLimit.id))
)


def by_countries(
    session: Session, countries: Iterable[str], *, staff: bool = False
) -> dict[str, list[TimeLimit]]:
    """Return the limits of these countries; unconfirmed ones only for staff."""
    found: dict[str, list[TimeLimit]] = {}
    for row in session.execute(_OF_COUNTRIES, {"countries": sorted(countries)}).scalars():
        if staff or row.mark != Mark.UNCONFIRMED:
            found.setdefault(row.country, []).append(row)
    return found


def in_force(session: Session, country: str, today: date) -> list[TimeLimit]:
    """Return the limits of a country for what falls due today, as the public sees them; first the
    one that covers wages."""
    asked = select(TimeLimit).where(
        col(TimeLimit.country) == country,
        col(TimeLimit.mark) != Mark.UNCONFIRMED.value,
        or_(col(TimeLimit.valid_from).is_(None), col(TimeLimit.valid_from) <= today),
        or_(col(TimeLimit.valid_to).is_(None), col(TimeLimit.valid_to) >= today),
    )
    rows = list(session.execute(asked.order_by(col(TimeLimit.id))).scalars())
    first = LimitSubject.WAGES if any(row.component == LimitSubject.WAGES for row in rows) else ""
    return sorted(rows, key=lambda row: (row.component != first, _ORDER.index(row.component)))
