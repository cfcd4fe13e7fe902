"""What may follow while somebody types: the name of a trade; after it, or alone, the place, the visa or the employer."""

from bisect import bisect_left
from functools import lru_cache
from typing import Final

from i18n import Language, formats
from i18n.scripts import tokens
from matching.index import Index
from matching.lexicon import Lexicon
from matching.places import Place, city_key
from matching.suggesting import MOST, begins, suggest

_SHORTEST: Final = 2  # letters of a place before any is offered; of an employer one more, of a visa with its number not
_MOST_PLACES: Final = 4
_HIGHEST: Final = "\U0010ffff"


def complete(index: Index, typed: str, language: Language, limit: int = MOST) -> list[str]:
    """Whole queries that begin as it was typed; of what has no job, none."""
    trades = [one.name for one in suggest(index, typed, language.value.partition("-")[0], limit)]
    before, _, last = typed.strip().rpartition(" ")
    places = _places(index, last, language, inner=not before)
    more = [f"{before} {name}".strip() for name in (*places, *_named(index, last))]
    told = trades + more if begins(index.lexicon, typed) else more or trades
    return list(dict.fromkeys(told))[:limit]


def _places(index: Index, start: str, language: Language, inner: bool) -> list[str]:
    """Towns and countries one of whose names begins so, those with most jobs first."""
    names: dict[tuple[str, str], list[str]] = {}
    for place in _beginning(index.lexicon, "".join(tokens(start))):
        begins = inner or "".join(tokens(place.name)).startswith("".join(tokens(start)))
        if begins and _cyrillic(place.name) == _cyrillic(start):
            city = city_key(place.city, place.country) if place.city else ""
            names.setdefault((place.country, city), []).append(place.name)
    jobs = index.there
    there = sorted((place for place in names if jobs[place]), key=lambda place: (-jobs[place], place))
    told = (_own(names[place], place, start, language) for place in there)
    return [name for name in told if name][:_MOST_PLACES]


def _own(names: list[str], place: tuple[str, str], start: str, language: Language) -> str | None:
    """The name in the reader's language; of a town its first name is English, the first in Cyrillic Russian, the last Uzbek.
    Of a country none, where another language's name begins so in the reader's own letters."""
    country, city = place
    if city:
        return names[0 if language in (Language.EN, Language.RU) else -1]
    tongue = Language.UZ_CYRL if language is Language.UZ and _cyrillic(start) else language
    own = formats.country(tongue, country)
    if own in names or _cyrillic(own) == _cyrillic(start):
        return own if own in names else None
    return names[0]


def _named(index: Index, start: str) -> list[str]:
    """Visas and employers that begin so, of countries with jobs."""
    folded = "".join(tokens(start))
    if len(folded) < _SHORTEST + (not any(map(str.isdigit, folded))):
        return []
    begun = (names[0] for key, names in sorted(index.lexicon.aside.items()) if key.startswith(folded))
    return [one.name for one in begun if not one.country or index.there[one.country, ""]][:_MOST_PLACES]


def _beginning(lexicon: Lexicon, folded: str) -> list[Place]:
    """In the order in which they are kept."""
    if len(folded) < _SHORTEST:
        return []
    keys, places = _starts(lexicon)
    found = places[bisect_left(keys, folded) : bisect_left(keys, folded + _HIGHEST)]
    return [lexicon.places.all[at] for at in sorted(set(found))]


def _cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in text)


@lru_cache(maxsize=1)
def _starts(lexicon: Lexicon) -> tuple[list[str], list[int]]:
    """Each name of a place from each of its words on, in the order of the alphabet, and which name it is."""
    entries = []
    for at, place in enumerate(lexicon.places.all):
        words = tokens(place.name)
        entries += [("".join(words[first:]), at) for first in range(len(words))]
    entries.sort()
    return [key for key, _ in entries], [at for _, at in entries]
