"""The days of work of a claim, and the days that its sums are for: earnings are for days of work."""

from collections.abc import Collection
from datetime import date, timedelta

from catalog.core import fields
from catalog.core.errors import Refusal
from catalog.core.fields import InTheFuture
from i18n import N_
from service.casework.claims.components import Component
from service.input.forms import MissingAnswer

EARNINGS = frozenset({Component.BASE_PAY, Component.OVERTIME, Component.NIGHT_HOLIDAY})
# A claim for these alone may be without days of work.
BENEFITS = frozenset({Component.INSURANCE})
# The fields of the first and last day of work.
PERIOD = ("worked_from", "worked_to")
# How far ahead the last day of work may be.
ENDS_WITHIN = timedelta(days=31)


class WrongWorkDates(Refusal):
    slug = "wrong-work-dates"
    sentence = N_("The work cannot have ended before it began.")


class DaysOutsideWork(Refusal):
    slug = "days-outside-work"
    sentence = N_(
        "An amount can only be for days on which the worker worked there: from the first to the "
        "last day of work."
    )


class WorkedAfterDeath(Refusal):
    slug = "worked-after-death"
    sentence = N_("The worker died on %(died_on)s. The work cannot have ended later.")


def require_worked(
    component: str,
    days: tuple[date | None, date | None],
    worked: tuple[date, date] | None,
    names: tuple[str, str],
) -> None:
    """Require that the first and last day of earnings, where stated, are within the work.

    A journey home, insurance or interest may be for later days. `names` are the fields to which the
    error of the first and of the last day belongs. Refuses: DaysOutsideWork."""
    if component not in EARNINGS or worked is None:
        return
    begin, end = worked
    for day, name in zip(days, names, strict=True):
        if day and not begin <= day <= end:
            raise DaysOutsideWork(name)


def fields_of(place: int) -> tuple[str, str]:
    """Return the fields of the first and last day of the line in this place of the input."""
    return f"lines.{place}.first_day", f"lines.{place}.last_day"


def require_period(
    components: Collection[str], worked_from: date | None, worked_to: date | None, day: date
) -> tuple[date, date] | None:
    """Require possible days of work, which only a claim for benefits alone may be without.

    Refuses: forms.MissingAnswer and what require_dates refuses."""
    if worked_from and worked_to:
        require_dates(worked_from, worked_to, day)
        return worked_from, worked_to
    if worked_from or worked_to:
        raise MissingAnswer("worked_to" if worked_from else "worked_from")
    require_benefits(components)
    return None


def require_benefits(components: Collection[str]) -> None:
    """Require that a claim without days of work is for benefits alone. Refuses: forms.MissingAnswer."""
    if not components or not BENEFITS.issuperset(components):
        raise MissingAnswer("worked_from")


def require_dates(worked_from: date, worked_to: date, day: date) -> None:
    """Require that the work can have been on these days.

    Refuses: WrongWorkDates, InTheFuture, fields.TooLongAgo."""
    if worked_to < worked_from:
        raise WrongWorkDates("worked_to")
    if worked_from > day:
        raise InTheFuture("worked_from")
    fields.require_within(fields.FIRST_DAY, worked_from, day, "worked_from")
    require_worked_to(worked_to, day)


def require_worked_to(worked_to: date, day: date) -> None:
    """Require that work has ended, or ends within a month: whole months and notice periods may.

    Refuses: InTheFuture."""
    if worked_to > day + ENDS_WITHIN:
        raise InTheFuture("worked_to")


def require_before_death(worked_to: date | None, died_on: date | None) -> None:
    """Require that work ended by the day of death, if the worker died. Refuses: WorkedAfterDeath."""
    if worked_to and died_on and worked_to > died_on:
        raise WorkedAfterDeath("worked_to", died_on=died_on)
