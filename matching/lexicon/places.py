"""Places in queries, however they are named: Koreyaga, в Корею, Seul, Дубай, Emirat."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Final

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from i18n.scripts import has_cyrillic, tokens
from matching.lexicon import everyday_places
from matching.lexicon.stemming import stems
from matching.lexicon.vocabulary import Vocabulary


class Place(msgspec.Struct, frozen=True):
    """A name of a country, or of a city in it.

    `city` is the name that all names of one city share.
    """

    name: str
    country: str
    city: str | None = None


Where = tuple[str, str | None]  # a country, and the key of a city in it

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


_LONGER_NAMES: Final = {
    "CZ": "Czech Republic|Чешская Республика|Chexiya Respublikasi",
    "AE": "Arab Amirliklari|Арабские Эмираты|Birlashgan Amirliklar",
    "GB": "Buyuk Britaniya|Great Britain|United Kingdom|Уллы Британия",
    "SA": "Saudiya Arabistoni|Саудовская Аравия|Saudi Arabia|Saudiya Arabiston",
    "US": "Qoʻshma Shtatlar|Соединенные Штаты|United States",
}
# Cases of Russian names of countries: the ending in the nominative, and those of the others.
_RUSSIAN_CASES: Final = (
    ("ия", "ии ию ией ие"),
    ("ея", "еи ею ее еей"),
    ("ья", "ье ью ьи"),
    ("ая", "ой ую"),
    ("ие", "их им ими"),
    ("ия", "ии"),
    ("ша", "ше шу ши шей"),
    ("а", "е у ы ой"),
    ("я", "е ю и ей"),
    ("ы", "ах ов ам ами"),
    ("ь", "и ью е ю ем"),
    ("", "а у е ом"),
)


def _russian_cases(name: str) -> Iterable[list[str]]:
    """The other cases of a Russian name: Корее, Южной Кореей, в Эмиратах."""
    cases: list[list[str]] = []
    for word in name.lower().split():
        nominative, others = next(
            (ending, more) for ending, more in _RUSSIAN_CASES if word.endswith(ending)
        )
        stem = word[: len(word) - len(nominative)]
        cases.append([word, *(stem + ending for ending in others.split())])
    return ([*one] for one in product(*cases)) if len(cases) < 3 else ()


@cache
def _country_names() -> tuple[tuple[str, str], ...]:
    """The names of countries in everyday use, each with its code; those of one word first."""
    common = ((name, code) for code, names in _COUNTRY_NAMES.items() for name in names.split())
    longer = ((name, code) for code, names in _LONGER_NAMES.items() for name in names.split("|"))
    return *common, *longer


# Kept, because a lexicon is made anew whenever an occupation changes, and most names stay.
@lru_cache(maxsize=1 << 13)
def _folded(name: str) -> tuple[str, ...]:
    return tuple(tokens(name))


@lru_cache(maxsize=1 << 13)
def _folded_cases(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(tokens(" ".join(words))) for words in _russian_cases(name))


_LONGEST: Final = 4  # words of the name of a city
_MOST_KEPT: Final = 1 << 14  # single words
# Uzbek and Karakalpak cases of a name.
_CASE: Final = re.compile(
    r"(?<=....)(?:ning|niki|n[iı]|g[ae]cha|[gk][ae]|[dt][ae]gi|[dt][ae]n|nan|nen|[dt][ae])$"
)


_WHERE: Final = re.compile(r"(?<=....)(?:[dt][ae]gi|[dt][ae]n|[dt][ae])$")


class Places:
    """Folded names of countries and cities, each with its country and, for a city, its key.

    `trades` are the words of occupations, which most cities must not be mistaken for.
    """

    def __init__(self, places: Iterable[Place], trades: Vocabulary) -> None:
        self.all = tuple(places)
        self._trades = trades
        self._of_word: dict[str, Where | None] = {}  # what was found, until a name is learnt
        self._begun: dict[str, bool] = {}  # the same of `may_begin`
        self._exact: dict[str, Where] = {}
        self._stemmed: dict[str, tuple[str, str | None, str]] = {}  # with the name itself
        self._first: set[str] = set()  # first words of longer names
        for name, country in _country_names():
            self._enter(_folded(name), (country, None))
        for place in sorted(self.all, key=lambda place: place.city is not None):
            if not (
                place.city and place.name.isupper() and len(place.name) == 3
            ):  # an airport code
                city = city_key(place.city, place.country) if place.city else None
                self._enter(_folded(place.name), (place.country, city))
        self._inflected_cities: dict[str, Where] = {}
        self._regions = everyday_places.region_names()
        self._described = everyday_places.described_regions()
        self._enter_cases()
        self._enter_everyday()
        self._listed = dict(self._exact)
        self._spelling = self._misspelt(self._exact)
        self._countries_by_edges = self._by_edges()
        # The same of learnt names, with the number of all names that it was made of.
        self._learnt_spelling = len(self._exact), self._misspelt(())

    def _enter(self, words: Sequence[str], where: Where) -> None:
        if len("".join(words)) > 1:
            self._exact.setdefault("".join(words), where)
            self._stemmed.setdefault(_stemmed(words), (*where, "".join(words)))
        if len(words) > 1:
            self._first.update(stems(words[0]))
        self._of_word, self._begun = {}, {}

    def _enter_everyday(self) -> None:
        self._everyday = {
            "".join(_folded(name)): (country, city_key(city, country) if city else None)
            for (country, city), names in everyday_places.EXACT.items()
            for name in names.split()
        }
        for name, where in self._everyday.items():
            self._exact.setdefault(name, where)

    def _enter_cases(self) -> None:
        """Enter the Russian cases of countries, unless something else has such a name."""
        listed = [(place.name, place.country) for place in self.all if not place.city]
        self._enter_city_cases()
        for name, code in (*_country_names(), *listed):
            if has_cyrillic(name) and len(name) > 3:
                for folded in _folded_cases(name):
                    if len("".join(folded)) > 3:
                        self._exact.setdefault("".join(folded), (code, None))
                    if len(folded) > 1:
                        self._first.update(stems(folded[0]))

    def _enter_city_cases(self) -> None:
        """The same for cities of one word: Риге, Гамбурге."""
        for place in self.all:
            if place.city and has_cyrillic(place.name) and " " not in place.name:
                where = place.country, city_key(place.city, place.country)
                for folded in map("".join, _folded_cases(place.name)):
                    if len(folded) > 3:
                        self._inflected_cities.setdefault(folded, where)

    def region(self, words: Sequence[str], at: int) -> tuple[str, ...] | None:
        """The countries of a region that one of these words names, in any case."""
        word, beside = words[at], words[max(at - 1, 0) : at + 3]
        described = None
        if word in self._described and not everyday_places.REGION_WORDS.isdisjoint(beside):
            described = self._described[word]
        return described or self._regions.get(word) or self._regions.get(_CASE.sub("", word))

    def same(self, other: "Places") -> bool:
        """Whether both list the same names, besides those they learnt."""
        return self._listed == other._listed

    def learn(self, city: str, country: str) -> str:
        """The key of a city of a vacancy, by any of its names; one that is not listed is known
        from now on."""
        key = self.city_of(city, country)
        words = tokens(city)
        if "".join(words) not in self._exact and len(words) <= _LONGEST:
            self._enter(words, (country, key))
        return key

    def follow(self, other: "Places") -> None:
        """Take over what the other has learnt."""
        for name in other._exact.keys() - self._exact.keys():
            self._exact[name] = other._exact[name]
        self._stemmed = {**other._stemmed, **self._stemmed}
        self._first |= other._first
        self._of_word, self._begun = {}, {}

    def _by_edges(self) -> dict[str, list[str]]:
        """The long names of countries by their first and last letter."""
        names: dict[str, list[str]] = defaultdict(list)
        for name in self._spelling.words:
            if len(name) > 5 and not self._exact[name][1]:
                names[name[0] + name[-1]].append(name)
        return names

    def _misspelt(self, names: Iterable[str]) -> Vocabulary:
        return Vocabulary(name for name in names if len(name) > 4 and name not in self._everyday)

    def city_of(self, name: str, country: str) -> str:
        """The key of a city by any of its names."""
        there, city = self._exact.get("".join(tokens(name)), ("", None))
        return city if city and there == country else city_key(name, country)

    def find(self, words: Sequence[str]) -> Where | None:
        """The country, and the city, that these words name.

        A city must not be a word of an occupation, nor, if inflected, the beginning of one.
        """
        if len(words) > 1:
            return self._find(words) if stems(words[0])[0] in self._first else None
        known, word = self._of_word, words[0]  # what a name that is learnt meanwhile replaces
        if word in known:
            return known[word]
        where = self._find(words)
        if len(known) < _MOST_KEPT:
            known[word] = where
        return where

    def may_begin(self, word: str) -> bool:
        """Whether `find` or `region` may find a place whose name begins with this word."""
        known = self._begun
        if (may := known.get(word)) is None:
            may = stems(word)[0] in self._first or word in self._described
            may = may or self.find([word]) is not None or self.region([word], 0) is not None
            if len(known) < _MOST_KEPT:
                known[word] = may
        return may

    def _find(self, words: Sequence[str]) -> Where | None:
        plain = self._exact.get("".join(words)) or self._country_in_case(words)
        if city := None if plain else self._city_in_case(words):
            return city
        plain = plain or self._inflected_cities.get("".join(words))
        where = plain or self._inflected(words)
        if where and where[1] and len(words) == 1 and words[0] not in self._everyday:
            trades = self._trades
            trade = trades.knows(words[0]) or (not plain and trades.begins(words[0]))
            return None if trade else where
        return where

    def _country_in_case(self, words: Sequence[str]) -> Where | None:
        """A country with an Uzbek or Karakalpak case ending: Koreada, Qazaqstandaǵı."""
        bare = _CASE.sub("", words[-1])
        where = None if bare == words[-1] else self._exact.get("".join([*words[:-1], bare]))
        return where if where and not where[1] else None

    def _city_in_case(self, words: Sequence[str]) -> Where | None:
        """A city with an ending that says where or from where: Londonda, Qozondan.

        Any other case only of what is no word of an occupation, nor begins one.
        """
        last, known = words[-1], self._trades
        other = _WHERE.sub("", last) == last and not known.knows(last) and not known.begins(last)
        bare = (_CASE if other else _WHERE).sub("", last)
        where = None if bare == last else self._exact.get("".join([*words[:-1], bare]))
        return where if where and where[1] else None

    def _inflected(self, words: Sequence[str]) -> Where | None:
        for last in stems(words[-1]):
            name = _stemmed([*words[:-1], last])
            if len(name) > 3 and name in self._stemmed:
                country, city, whole = self._stemmed[name]
                # Of Gruziya only the ending may change: gruzov is a load.
                if city or len(words) > 1 or words[-1].startswith(whole[:-1]):
                    return country, city
        return None

    def named(self, words: Sequence[str]) -> Where | None:
        """The place of this name, in any case, even where it is also a word of an occupation."""
        bare = "".join([*words[:-1], _CASE.sub("", words[-1])])
        return self._exact.get("".join(words)) or self._exact.get(bare)

    def countries_of_city(self, name: str) -> set[str]:
        """The countries in which a city of this name is listed."""
        folded = _folded(name)
        return {one.country for one in self.all if one.city and _folded(one.name) == folded}

    def guess(self, word: str) -> Where | None:
        """The country or city whose name this may be with a typing error.

        Of a city the first letter must be right.
        """
        for form in dict.fromkeys((word, _CASE.sub("", word))):
            for near, off in self._near(form) if len(form) > 4 else ():
                country, city = self._exact[near]
                long = len(form) > 8
                if city and form[0] == near[0] and (off == 1 or (long and off == 2)):
                    return country, city
                if not city and (off == 1 or long):
                    return country, None
        return None

    def guess_country(self, word: str) -> Where | None:
        """The country whose long name this is with one letter wrong, neither its first nor its last;
        so sure that the word may also be one of an occupation."""
        for form in dict.fromkeys((word, _CASE.sub("", word))):
            names = self._countries_by_edges.get(form[0] + form[-1], ())
            if near := process.extractOne(form, names, scorer=OSA.distance, score_cutoff=1):
                return self._exact[near[0]][0], None
        return None

    def _near(self, form: str) -> list[tuple[str, int]]:
        every = self._spelling, self._spelling_of_learnt()
        return [near for names in every for near in names.near(form, limit=1)]

    def _spelling_of_learnt(self) -> Vocabulary:
        """The learnt names, indexed again when one is asked for after others were added."""
        number, names = self._learnt_spelling
        every = len(self._exact)
        if number != every:
            names = self._misspelt(self._exact.keys() - self._listed.keys())
            self._learnt_spelling = every, names
        return names


@lru_cache(maxsize=4096)  # cities come from records and from requests
def city_key(city: str, country: str) -> str:
    return f"{country}:{''.join(tokens(city))}"


def _stemmed(words: Sequence[str]) -> str:
    return "".join(stems(word)[0] for word in words)
