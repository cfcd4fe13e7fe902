"""Places in queries, however they are named: Koreyaga, в Корею, Seul, Дубай, Emirat."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from i18n.scripts import tokens
from matching.lexicon.stemming import stems
from matching.lexicon.vocabulary import Vocabulary


class Place(msgspec.Struct, frozen=True):
    """A name of a country, or of a city in it.

    `city` is the name that all names of one city share.
    """

    name: str
    country: str
    city: str | None = None


# Common names of countries besides their official ones.
_COUNTRY_NAMES: Final = {
    "KR": "Koreya Корея Korea janubiykoreya ЮжнаяКорея",
    "RU": "Rossiya Россия Russia Rassiya РФ Росия Rasiya",
    "TR": "Turkiya Турция Turkey Turkiye",
    "AE": "Emirat Эмираты Amirliklar Emirates ОАЭ UAE BAA Emiratlar ОАИ",
    "SA": "Saudiya Саудия Saudi Arabiston Саудовская",
    "DE": "Germaniya Германия Germany Olmoniya Germania",
    "GB": "Angliya Англия England Britaniya Британия Britain UK Buyukbritaniya",
    "US": "Amerika Америка America USA США AQSH АҚШ",
    "KZ": "Qozogiston Казахстан Kazakhstan Kazaxstan",
    "PL": "Polsha Польша Poland",
    "CZ": "Chexiya Чехия Czechia",
    "JP": "Yaponiya Япония Japan",
    "LV": "Latviya Латвия",
    "LT": "Litva Литва",
    "SK": "Slovakiya Словакия",
    "IL": "Isroil Израиль Israel",
    "QA": "Qatar Катар",
    "KW": "Kuvayt Кувейт",
    "HU": "Vengriya Венгрия",
    "BG": "Bolgariya Болгария",
    "RO": "Ruminiya Румыния",
    "FI": "Finlandiya Финляндия",
    "SE": "Shvetsiya Швеция",
    "IT": "Italiya Италия",
    "CN": "Xitoy Китай China",
}


class Places:
    """Folded names of countries and cities, each with its country and, for a city, its key."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self.all = tuple(places)
        self._exact: dict[str, tuple[str, str | None]] = {}
        self._stemmed: dict[str, tuple[str, str | None, str]] = {}  # with the name itself
        self._first: set[str] = set()  # first words of longer names
        for country, names in _COUNTRY_NAMES.items():
            for name in names.split():
                self._enter(tokens(name), (country, None))
        for place in sorted(self.all, key=lambda place: place.city is not None):
            if not (
                place.city and place.name.isupper() and len(place.name) == 3
            ):  # an airport code
                city = city_key(place.city, place.country) if place.city else None
                self._enter(tokens(place.name), (place.country, city))
        self._spelling = Vocabulary(
            name for name, (_, city) in self._exact.items() if not city and len(name) > 4
        )

    def _enter(self, words: list[str], where: tuple[str, str | None]) -> None:
        if len("".join(words)) > 1:
            self._exact.setdefault("".join(words), where)
            self._stemmed.setdefault(_stemmed(words), (*where, "".join(words)))
        if len(words) > 1:
            self._first.update(stems(words[0]))

    def same(self, other: "Places") -> bool:
        """Whether both have the same names."""
        return self._exact == other._exact

    def city_of(self, name: str, country: str) -> str:
        """The key of a city by any of its names."""
        there, city = self._exact.get("".join(tokens(name)), ("", None))
        return city if city and there == country else city_key(name, country)

    def find(self, words: Sequence[str], known: Vocabulary) -> tuple[str, str | None] | None:
        """The country, and the city, that these words name.

        A city must not be a word of an occupation, nor, if inflected, the beginning of one.
        """
        if len(words) > 1 and stems(words[0])[0] not in self._first:
            return None
        plain = self._exact.get("".join(words))
        where = plain or self._inflected(words)
        if where and where[1] and len(words) == 1:
            trade = known.knows(words[0]) or (not plain and known.begun(words[0], 1))
            return None if trade else where
        return where

    def _inflected(self, words: Sequence[str]) -> tuple[str, str | None] | None:
        for last in stems(words[-1]):
            name = _stemmed([*words[:-1], last])
            if len(name) > 3 and name in self._stemmed:
                country, city, whole = self._stemmed[name]
                # Of Gruziya only the ending may change: gruzov is a load.
                if city or len(words) > 1 or words[-1].startswith(whole[:-1]):
                    return country, city
        return None

    def guess(self, word: str) -> tuple[str, str | None] | None:
        """The country whose name this may be with a typing error."""
        if len(word) < 5:
            return None
        for near, off in self._spelling.near(word, limit=1):
            if off == 1 or len(word) > 8:
                return self._exact[near]
        return None


def city_key(city: str, country: str) -> str:
    return f"{country}:{''.join(tokens(city))}"


def _stemmed(words: Sequence[str]) -> str:
    return "".join(stems(word)[0] for word in words)
