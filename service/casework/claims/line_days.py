"""The days that a sum of a claim is for: earnings are for days of its work."""

from datetime import date

from catalog.core.errors import Refusal
from i18n import N_
from service.casework.claims.components import Component

EARNINGS = frozenset({Component.BASE_PAY, Component.OVERTIME, Component.NIGHT_HOLIDAY})


class DaysOutsideWork(Refusal):
    slug = "days-outside-work"
    sentence = N_(
        "An amount can only be for days on which the worker worked there: from the first to the "
        "last day of work."
    )


def require_worked(
    component: str,
    days: tuple[date | None, date | None],
    worked: tuple[date, date],
    names: tuple[str, str],
) -> None:
    """Require that the first and last day of earnings, where stated, are within the work.

    A journey home, insurance or interest may be for later days. `names` are the fields to which the
    error of the first and of the last day belongs. Refuses: DaysOutsideWork."""
    if component not in EARNINGS:
        return
    begin, end = worked
    for day, name in zip(days, names, strict=True):
        if day and not begin <= day <= end:
            raise DaysOutsideWork(name)


def fields_of(place: int) -> tuple[str, str]:
    """Return the fields of the first and last day of the line in this place of the input."""
    return f"lines.{place}.first_day", f"lines.{place}.last_day"
