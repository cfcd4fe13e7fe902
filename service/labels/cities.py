"""Cities as their reader writes them: Gwangju, Kvanju, Кванджу."""

import re

from sqlalchemy import select
from sqlmodel import Session, col

from i18n import Language
from i18n.scripts import to_cyrillic
from matching.lexicon.lexicon_terms import City
from matching.lexicon.places import city_key

CityNames = dict[str, dict[Language, str]]


def read(session: Session) -> CityNames:
    """How each language writes a city, under every spelling by which it is known."""
    found: CityNames = {}
    for country, name, names in session.execute(
        select(col(City.country), col(City.name), col(City.names))
    ):
        written = _names_by_language(name, names.split("|"))
        for spelling in (name, *names.split("|")):
            found.setdefault(city_key(spelling, country), written)
    return found


def city_name(known: CityNames, lang: Language, country: str, name: str) -> str:
    """A city's name in this language; one that we do not know stays as it was written."""
    return known.get(city_key(name, country), {}).get(lang, name)


def _names_by_language(name: str, spellings: list[str]) -> dict[Language, str]:
    """Of the spellings, the first in Russian letters; of the Latin ones before it, the first that
    is not the English name. Uzbek in Cyrillic writes foreign cities as Russian does, unless its own
    spelling is listed."""
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
    """Not an airport's letters, and no letter that Uzbek does not have."""
    return bool(re.fullmatch(r"[A-Za-zʻʼ .-]+", spelling)) and not re.fullmatch(
        r"[A-Z]{3}", spelling
    )
