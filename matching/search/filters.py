"""Filters of vacancies (place, occupation, pay, terms, languages, firm) as column masks."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from matching.search.conditions import Terms
from matching.search.index import FLAGS, NOT_STATED, Part

Ids = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

NO_LANGUAGE: Final = "none"


class Filters(Terms, frozen=True):
    """The filters. What a vacancy does not state fits no filter, except that experience which is
    not stated is not required."""

    country: str | None = None
    occupation: str | None = None  # a unit group, or the first digits of one
    wage_min: Mapping[str, int] | None = None  # minor units a month, for each currency
    wage_hour: Mapping[str, int] | None = None
    countries: Collection[str] | None = None  # any of them
    cities: Collection[str] | None = None  # any of them, by their keys
    country_not: Collection[str] = ()  # none of them
    occupation_not: Collection[str] = ()
    firm: Collection[str] | None = None  # names of employers and agencies
    open_only: bool = True


ALL: Final = Filters()


def matching_mask(
    part: Part,
    at: Ids,
    gone: Mask | None,
    filters: Filters,
    country: str | None = None,
    city: str | None = None,
) -> Mask:
    """Which of these vacancies pass the filters.

    The country is checked first, since it leaves the fewest.
    """
    if not (country or filters.country):
        return _holds(part, at, gone, city, filters)
    shown: Mask = np.ones(len(at), np.bool_)
    for asked in filter(None, (country, filters.country)):
        shown &= part.country[at] == part.countries.get(asked)
    held = np.flatnonzero(shown)
    shown[held] = _holds(part, at[held], gone, city, filters)
    return shown


def _holds(part: Part, at: Ids, gone: Mask | None, city: str | None, filters: Filters) -> Mask:
    holds: Mask = np.ones(len(at), np.bool_) if gone is None else ~gone[at]
    if filters.open_only:
        holds &= part.open[at]
    if city:
        holds &= part.city[at] == part.cities.get(city)
    for one in _masks(part, at, filters):
        holds &= one
    return holds


def _masks(part: Part, at: Ids, filters: Filters) -> Iterator[Mask]:
    """A mask for each filter that is set."""
    for name, mask in _BY_VALUE.items():
        if (value := getattr(filters, name)) is not None:
            yield mask(part, at, value)
    for name in FLAGS:
        if (wanted := getattr(filters, name)) is not None:
            yield part.flags[name][at] == wanted
    for column, least in (("wage", filters.wage_min), ("pay_hour", filters.wage_hour)):
        if least is not None:
            yield _pays(part, part.numbers[column][at], at, least)
    for country in filters.country_not:
        yield part.country[at] != part.countries.get(country)
    for group in filters.occupation_not:
        yield ~_within(part, group)[at]


def _within(part: Part, occupation: str) -> Mask:
    inside = np.zeros(len(part), np.bool_)
    for code, (start, end) in part.span.items():
        if code.startswith(occupation):
            inside[start:end] = True
    return inside


def _speaks(part: Part, at: Ids, language: str) -> Mask:
    bit = 0 if language == NO_LANGUAGE else 1 + part.languages.get(language, -1)
    if language != NO_LANGUAGE and bit == 0:
        return np.zeros(len(at), np.bool_)
    asked: Mask = (part.speech[at] & np.uint64(1 << min(bit, 63))) != 0
    return asked


def _of_firm(part: Part, at: Ids, names: Collection[str]) -> Mask:
    firms = [part.firms.get(name) for name in names]
    agencies = [part.agencies.get(name) for name in names]
    mask: Mask = np.isin(part.firm[at], firms) | np.isin(part.agency[at], agencies)
    return mask


def _at_most(column: str) -> Callable[[Part, Ids, int], Mask]:
    def mask(part: Part, at: Ids, most: int) -> Mask:
        values = part.numbers[column][at]
        within: Mask = (values <= most) & (values != NOT_STATED)
        return within

    return mask


def _pays(part: Part, pay: npt.NDArray[np.int64], at: Ids, least: Mapping[str, int]) -> Mask:
    never = np.iinfo(np.int64).max
    thresholds = np.array([least.get(currency, never) for currency in part.currencies.of], np.int64)
    enough: Mask = pay >= thresholds[part.currency[at]]
    return enough


_BY_VALUE: Final[dict[str, Callable[..., Mask]]] = {
    "occupation": lambda part, at, group: _within(part, group)[at],
    "language": _speaks,
    "language_not": lambda part, at, language: (
        (part.speech[at] != 0) & ~_speaks(part, at, language)
    ),
    "hours_max": _at_most("hours"),
    "months_min": lambda part, at, least: part.numbers["months"][at] >= max(least, 1),
    "months_max": _at_most("months"),
    "experience_max": lambda part, at, most: part.numbers["experience"][at] <= most,
    "countries": lambda part, at, codes: np.isin(
        part.country[at], [part.countries.get(code) for code in codes]
    ),
    "cities": lambda part, at, keys: np.isin(part.city[at], [part.cities.get(key) for key in keys]),
    "firm": _of_firm,
}
