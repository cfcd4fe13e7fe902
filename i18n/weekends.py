"""The days of rest of each country, by CLDR."""

from functools import cache

from babel import Locale, UnknownLocaleError

_SATURDAY, _SUNDAY = 5, 6


@cache
def rest_days(country: str) -> frozenset[int]:
    """Return the weekdays of the weekend there (Monday is 0); Saturday and Sunday if unknown."""
    try:
        there = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return frozenset({_SATURDAY, _SUNDAY})
    days = [there.weekend_start]
    while days[-1] != there.weekend_end:
        days.append((days[-1] + 1) % 7)
    return frozenset(days)
