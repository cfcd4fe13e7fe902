"""Filters of vacancies (country, city, occupation, pay, language, housing) as column masks."""

from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from matching.search.index import Part

Ids = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

NO_LANGUAGE: Final = "none"


class Filters(msgspec.Struct, frozen=True):
    """The filters; `wage_min` is in minor units a month, the minimum for each currency."""

    country: str | None = None
    occupation: str | None = None  # a unit group, or the first digits of one
    wage_min: Mapping[str, int] | None = None
    language: str | None = None  # required by the work; "none": requires no language
    housing: bool | None = None
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
    if filters.occupation:
        holds &= _within(part, filters.occupation)[at]
    if filters.housing is not None:
        holds &= part.housing[at] == filters.housing
    if filters.language:
        holds &= _speaks(part, at, filters.language)
    if filters.wage_min is not None:
        holds &= _pays(part, at, filters.wage_min)
    return holds


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


def _pays(part: Part, at: Ids, least: Mapping[str, int]) -> Mask:
    never = np.iinfo(np.int64).max
    thresholds = np.array([least.get(currency, never) for currency in part.currencies.of], np.int64)
    enough: Mask = part.wage[at] >= thresholds[part.currency[at]]
    return enough
