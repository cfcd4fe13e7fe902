"""Working days: Monday to Friday, by which notice is counted. Public holidays are not known here, and pages say so."""

from datetime import date, timedelta


def is_one(day: date) -> bool:
    return day.weekday() < 5


def after(day: date, many: int) -> date:
    """The day on which so many working days have begun after this one."""
    found = day
    while many > 0:
        found += timedelta(days=1)
        many -= is_one(found)
    return found
