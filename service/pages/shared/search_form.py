"""The form of the job search: its filters, what they can be chosen from, and which are applied."""

from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakKeyDictionary

import msgspec

from catalog.core.errors import Refusal
from catalog.reference import countries
from i18n import Language, formats
from matching.search.index import Index
from matching.search.register_cache import RegisterCache
from matching.search.search_results import Query
from service.input import forms
from service.web import rendering

# What no field of the form asks for: a value that is not understood is that of a first visit.
_NO_ANSWERS: Final = ("sort", "offset")
_NO_FILTERS: Final = ("q", "currency", "sort", "offset")


class FormChoices(msgspec.Struct, frozen=True):
    """What the filters can be chosen from: only values with open vacancies."""

    codes: list[str]
    trade_groups: list[tuple[str, str]]
    languages_required: list[tuple[str, str]]
    currencies: tuple[str, ...] = countries.CURRENCIES_AT_HOME


class AppliedFilter(msgspec.Struct, frozen=True):
    """One filter of the form that is applied."""

    name: str
    value: Any
    currency: str = ""


class SearchTerms(msgspec.Struct, frozen=True):
    """What a search asks for: the words as typed, and the filters that are set."""

    q: str
    filters: list[AppliedFilter]


def read_strictly(typed: Mapping[str, str]) -> Query:
    """Parse the typed search, with its wage in minor units. Refuses: InvalidInput."""
    given = {"currency": "UZS"} | dict(typed)
    return forms.read(Query, forms.with_minor_units(given, "wage_min", "currency"))


def read(typed: Mapping[str, str]) -> tuple[Query, dict[str, Refusal]]:
    """Parse the typed search; a filter that was not understood is left out and named."""
    errors: dict[str, Refusal] = {}
    given = {"currency": "UZS"} | dict(typed)
    values = forms.with_minor_units(given, "wage_min", "currency")
    for _ in range(2):
        try:
            return forms.read(Query, values), errors
        except Refusal as refusal:
            wrong = forms.errors_by_field(refusal)
            errors |= {name: one for name, one in wrong.items() if name not in _NO_ANSWERS}
            values = {name: value for name, value in values.items() if name not in wrong}
            if "currency" in errors:
                values.pop("wage_min", None)
    return Query(typed.get("q", "")), errors


def choices(lang: Language, register_cache: RegisterCache) -> FormChoices:
    """Return what the filters offer, by name in the reader's language."""
    known = _CHOICES.setdefault(register_cache.index, {})
    if lang not in known:
        known[lang] = _choices(lang, register_cache)
    return known[lang]


# They are sorted once for each state of the register.
_CHOICES: WeakKeyDictionary[Index, dict[Language, FormChoices]] = WeakKeyDictionary()


def _choices(lang: Language, register_cache: RegisterCache) -> FormChoices:
    index = register_cache.index
    groups = {
        code[:2] for code, many in index.jobs.items() if many
    } & register_cache.occupations.keys()
    spoken = {code for part in (index.body, index.changed) for code in part.languages}
    return FormChoices(
        codes=index.countries_with_jobs(),
        trade_groups=_by_name(
            lang,
            [
                (code, rendering.localized_text(lang, register_cache.occupations[code], "name"))
                for code in groups
            ],
        ),
        languages_required=_by_name(
            lang, [(code, formats.language_name(lang, code)) for code in spoken]
        ),
    )


def _by_name(lang: Language, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: formats.sort_key(lang, pair[1]))


def applied(query: Query) -> list[AppliedFilter]:
    """Return the filters that are set, in the order of the form."""
    values = {name: getattr(query, name) for name in query.__struct_fields__}
    return [
        AppliedFilter(name, value, query.currency)
        for name, value in values.items()
        if value not in (None, "") and name not in _NO_FILTERS
    ]


def terms(query: Query) -> SearchTerms:
    return SearchTerms(query.q, applied(query))
