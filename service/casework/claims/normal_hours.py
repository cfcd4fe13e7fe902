"""Normal hours of work of a country, and the overtime of a worker by them."""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlmodel import Session

from catalog.reference import countries
from catalog.reference.countries import Mark

# Facts about a country that state how many hours are normal in a day and in a week.
_NORMAL_HOURS = ("normal_hours_day", "normal_hours_week")


class HoursRule(msgspec.Struct, frozen=True):
    """The normal hours of work of a country, in a day, a week or both, and their source."""

    day: int | None
    week: int | None
    source: str


def find_rule(session: Session, country: str, day: date) -> HoursRule | None:
    """Return the normal hours of work of a country, where they are official or confirmed.

    They are facts about its money of these components, in hours."""
    found = {
        fact.component: fact
        for fact in countries.facts(session, country, day)
        if fact.component in _NORMAL_HOURS and fact.unit == "hours" and fact.value
        if fact.mark in (Mark.OFFICIAL, Mark.CONFIRMED)
    }
    if not found:
        return None
    by_day, by_week = (found[name].value if name in found else None for name in _NORMAL_HOURS)
    return HoursRule(by_day, by_week, next(iter(found.values())).source)


def overtime(noted: Sequence[tuple[date, int, int]], rule: HoursRule) -> int:
    """Return the minutes beyond the normal hours.

    Of a week, those beyond the day's or the week's hours count, whichever are more: never both."""
    weeks: dict[tuple[int, int], list[int]] = {}
    for day, minutes, _ in noted:
        weeks.setdefault(day.isocalendar()[:2], []).append(minutes)
    return sum(max(_beyond_day(one, rule), _beyond_week(one, rule)) for one in weeks.values())


def _beyond_day(week: list[int], rule: HoursRule) -> int:
    return sum(max(minutes - 60 * rule.day, 0) for minutes in week) if rule.day else 0


def _beyond_week(week: list[int], rule: HoursRule) -> int:
    return max(sum(week) - 60 * rule.week, 0) if rule.week else 0
