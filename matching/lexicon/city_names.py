"""Names of cities in each language: Gwangju, Kvanju, Кванджу."""

import re

from sqlalchemy import select
from sqlmodel import Session, col

from i18n import Language
from i18n.scripts import to_cyrillic
from matching.lexicon.lexicon_terms import City
from matching.lexicon.places import city_key

CityNames = dict[str, dict[Language, str]]


def read(session: Session) -> CityNames:
    """Return the names of each city by language, under every known spelling."""
    found: CityNames = {}
    for country, name, names in session.execute(
        select(col(City.country), col(City.name), col(City.names))
    ):
        written = _names_by_language(name, names.split("|"))
        for spelling in (name, *names.split("|")):
            found.setdefault(city_key(spelling, country), written)
    return found


def city_name(known: CityNames, lang: Language, country: str, name: str) -> str:
    """Return the name of a city in this language; an unknown city stays as written."""
    return known.get(city_key(name, country), {}).get(lang, name)


def _names_by_language(name: str, spellings: list[str]) -> dict[Language, str]:
    """Choose a name for each language from the spellings of a city.

    Russian is the first in Russian letters; Uzbek is the first of the Latin ones before it that is
    not the English name. Uzbek in Cyrillic writes foreign cities as Russian does, unless its own
    spelling is listed.
    """
    bare = [re.sub(r"^город | shahri$| шаҳри$", "", one) for one in spellings]
    russian = next((one for one in bare if re.fullmatch(r"[А-Яа-яЁё .-]+", one)), name)
    latin = (
        [one for one in bare[: bare.index(russian)] if _is_uzbek(one)] if russian in bare else []
    )
    uzbek = next((one for one in latin if one != name), name)
    cyrillic = own if (own := to_cyrillic(uzbek)) in bare else russian
    return {
        Language.EN: name,
        Language.RU: russian,
        Language.UZ: uzbek,
        Language.UZ_CYRL: cyrillic,
        Language.KAA: uzbek,
    }


def _is_uzbek(spelling: str) -> bool:
    """Return whether a spelling is Uzbek: only its letters, and not an airport code."""
    return bool(re.fullmatch(r"[A-Za-zʻʼ .-]+", spelling)) and not re.fullmatch(
        r"[A-Z]{3}", spelling
    )
