"""Completion of queries: the name of an occupation, and then place, visa or employer."""

from bisect import bisect_left
from functools import lru_cache
from typing import Final

from i18n import Language, formats
from i18n.scripts import has_cyrillic, tokens
from matching.lexicon.lexicon import Lexicon, Name
from matching.lexicon.places import Place, city_key
from matching.search.index import Index
from matching.search.suggestions import HIGHEST, MOST, begins, suggest

_SHORTEST: Final = 2  # letters of a place before any is offered; of an employer one more, of a visa with its number not
_MOST_PLACES: Final = 4
_LONGEST: Final = 3  # words of a place


def complete(index: Index, typed: str, language: Language, limit: int = MOST) -> list[str]:
    """Complete queries that continue what was typed.

    Names without any vacancy are left out, even if it is of another occupation.
    """
    trades = [one.name for one in suggest(index, typed, language.value.partition("-")[0], limit)]
    more = _complete_last_words(index, typed.split(), language)
    result = trades + more if begins(index.lexicon, typed) else more or trades
    return list(dict.fromkeys(result))[:limit]


def _complete_last_words(index: Index, words: list[str], language: Language) -> list[str]:
    """Complete the last words that together begin a place, a visa or an employer.

    “New Yor” as one name, not “New” and “York”.
    """
    for at in range(max(len(words) - _LONGEST, 0), len(words)):
        before, start = words[:at], " ".join(words[at:])
        last = at == len(words) - 1
        places = _places_beginning(index.lexicon, "".join(tokens(start)), inner=last)
        if places or last:
            names = (*_places(index, places, start, language), *_visas_and_employers(index, start))
            return [" ".join([*before, name]) for name in names]
    return []


def _places(index: Index, places: list[Place], start: str, language: Language) -> list[str]:
    """The cities and countries with vacancies, most first, in the script that is typed."""
    names: dict[tuple[str, str], list[str]] = {}
    for place in places:
        if has_cyrillic(place.name) == has_cyrillic(start):
            city = city_key(place.city, place.country) if place.city else ""
            names.setdefault((place.country, city), []).append(place.name)
    jobs = index.there
    there = sorted(
        (place for place in names if jobs[place]), key=lambda place: (-jobs[place], place)
    )
    items = (_own(names[place], place, start, language) for place in there)
    return [name for name in items if name][:_MOST_PLACES]


def _own(names: list[str], place: tuple[str, str], start: str, language: Language) -> str | None:
    """The name of a place in the reader's language.

    The first name of a city is English, the first in Cyrillic Russian, the last Uzbek. None for a
    country if only another language's name begins so in the reader's own script.
    """
    country, city = place
    if city:
        return names[0 if language in (Language.EN, Language.RU) else -1]
    name_language = (
        Language.UZ_CYRL if language is Language.UZ and has_cyrillic(start) else language
    )
    own = formats.country(name_language, country)
    if own in names or has_cyrillic(own) == has_cyrillic(start):
        return own if own in names else None
    return names[0]


def _visas_and_employers(index: Index, start: str) -> list[str]:
    """Visas that begin so, of countries with vacancies, and employers with vacancies."""
    folded = "".join(tokens(start))
    if len(folded) < _SHORTEST + (not any(map(str.isdigit, folded))):
        return []
    begun = (names for key, names in sorted(index.lexicon.aside.items()) if key.startswith(folded))
    return [names[0].name for names in begun if any(_has_jobs(index, name) for name in names)][
        :_MOST_PLACES
    ]


def _has_jobs(index: Index, name: Name) -> bool:
    if name.kind == "employer":
        return bool(index.firms.find(tokens(name.name)))
    return not name.country or index.there[name.country, ""] > 0


def _places_beginning(lexicon: Lexicon, folded: str, inner: bool) -> list[Place]:
    """The places that begin so, in their stored order.

    With `inner`, also those of which a later word begins so.
    """
    if len(folded) < _SHORTEST:
        return []
    keys, places = _starts(lexicon)
    found = places[bisect_left(keys, folded) : bisect_left(keys, folded + HIGHEST)]
    begun = [lexicon.places.all[at] for at in sorted(set(found))]
    return [one for one in begun if inner or "".join(tokens(one.name)).startswith(folded)]


@lru_cache(maxsize=1)
def _starts(lexicon: Lexicon) -> tuple[list[str], list[int]]:
    """Each place name from each of its words on, sorted, with the index of the place."""
    entries = []
    for at, place in enumerate(lexicon.places.all):
        words = tokens(place.name)
        entries += [("".join(words[first:]), at) for first in range(len(words))]
    entries.sort()
    return [key for key, _ in entries], [at for _, at in entries]
