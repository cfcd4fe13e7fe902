"""Parsing of queries: occupation, place, conditions, visa, firm, or any work at all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from catalog.core.exchange_rates import exponent
from i18n.scripts import tokens
from matching.lexicon.condition_kinds import OTHER, kind
from matching.lexicon.everyday_places import CITY_WORDS
from matching.lexicon.lexicon import GroupMatch, Lexicon, Name
from matching.lexicon.stopwords import ANY_WORDS, STOPWORDS
from matching.lexicon.vocabulary import WordMatch
from matching.search import conditions, exclusions, several_places
from matching.search.conditions import Conditions
from matching.search.firm_names import FirmNames

LONGEST: Final = 12  # words of a query that are read
SURE: Final = 0.95
NEARLY: Final = 0.88
POOREST: Final = 0.2  # a best match below this is none at all
_LIKE: Final = 0.5  # from which on a word with an error is taken for another
WEAK: Final = 0.12  # below this a name does not match the query
# The currency of a country, and the least whole amount of it that is taken for a month's pay.
_EURO: Final = ("EUR", 300)
_MONEY_OF: Final = dict.fromkeys(("DE", "LT", "LV", "EE", "SK", "IT", "FI"), _EURO) | {
    "RU": ("RUB", 15_000),
    "KZ": ("KZT", 60_000),
    "PL": ("PLN", 2_000),
    "CZ": ("CZK", 10_000),
    "HU": ("HUF", 100_000),
    "JP": ("JPY", 50_000),
    "AE": ("AED", 2_000),
    "SA": ("SAR", 2_000),
    "TR": ("TRY", 10_000),
}
_FIRM_WORDS: Final = frozenset(
    tokens(
        "агентство агентства агентстве агентству фирма фирме фирмы фирму компания "
        "компании компанию работодатель работодателя"
        " agentlik agentligi agentligida agentligidan agentligi orqali firma firmasi "
        "firmasida kompaniya kompaniyasi kompaniyasida"
        " kompaniyada firmada agency company firm employer agentligi arqalı "
        "kompaniyasında agentliginde firmasında через"
    )
)


class ParsedQuery(msgspec.Struct, frozen=True):
    """A parsed query."""

    words: tuple[str, ...] = ()  # of the occupation
    meant: tuple[tuple[WordMatch, ...], ...] = ()  # what each of them may mean
    called: tuple[GroupMatch, ...] = ()  # the matching unit groups, best first
    neighbours: tuple[GroupMatch, ...] = ()  # of these, where no work that is meant is found
    alike: int = 3  # first digits that a result shares with the work that is meant
    country: str | None = None
    city: str | None = None
    countries: tuple[str, ...] = ()  # any of them
    cities: tuple[str, ...] = ()  # any of them, each in one of these countries
    named: tuple[str, ...] = ()  # a visa or an employer
    unknown: tuple[str, ...] = ()  # not understood, beside a trade or a place that is
    dropped: tuple[str, ...] = ()
    browse: bool = False  # any work: newest first
    firm: tuple[str, ...] = ()  # the employers and agencies that are named
    firm_words: Sequence[str] = ()  # as typed
    conditions: Conditions = conditions.NONE
    stated: Mapping[str, Any] = {}  # all the conditions that could be applied, by filter
    applied: Mapping[str, Any] = {}  # the conditions of the words that are applied, by filter
    relaxed: tuple[str, ...] = ()  # what is not applied: nothing was found, or no filter can

    @property
    def left_out(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The conditions that are not applied, and the words that were not understood."""
        return self.relaxed, self.unknown


Written = Callable[[str], bool]  # whether a vacancy has the word


def parse_query(
    text: str,
    lexicon: Lexicon,
    firms: FirmNames | None = None,
    written: Written = lambda _: False,
) -> ParsedQuery:
    """Parse a query; with `firms`, names of employers and agencies are recognised too, and a word
    that is `written` in a vacancy is never one that nobody understands."""
    places, vocabulary = lexicon.places, lexicon.vocabulary
    typed, stated = conditions.take(
        text,
        lexicon.by_key.__contains__,
        lambda word: vocabulary.knows(word) or places.find([word]) is not None,
    )
    excluded = exclusions.take(_shortened(typed), lexicon)
    rest = [word for word in excluded.rest if word != conditions.GAP]
    rest, firm_words, firm = _firm(rest, lexicon, firms) if firms else (rest, (), ())
    rest, countries, cities = several_places.take(rest, lexicon)
    found = _read(rest, lexicon, written)
    meant = [one.isco08 for one in found.called if one.score >= NEARLY * found.called[0].score]
    stated = msgspec.structs.replace(
        stated, country_not=excluded.countries, occupation_not=excluded.groups(meant)
    )
    if firms and not firm and _is_employer(found.named, lexicon):
        own = [word for word in found.named if not vocabulary.knows(word)]
        firm_words, firm = found.named, tuple(sorted(firms.find(own)))
        stated = stated if firm else conditions.with_not_applied(stated, "firm")
    here = None if countries else found.country
    stated = _with_currency(stated, countries[0] if len(countries) == 1 else here)
    return msgspec.structs.replace(
        found,
        country=here,
        countries=countries,
        cities=cities,
        firm=firm,
        firm_words=firm_words,
        conditions=stated,
    )


def _is_employer(named: Sequence[str], lexicon: Lexicon) -> bool:
    return any(name.kind == "employer" for name in lexicon.aside.get("".join(named), ()))


def _with_currency(stated: Conditions, country: str | None) -> Conditions:
    """Pay without a currency is in that of the country, where it may be a month's pay there."""
    if stated.pay is None or stated.pay.currency:
        return stated
    currency, least = _MONEY_OF.get(country or "", ("", 0))
    if not currency or stated.pay.minor < least:
        return conditions.with_not_applied(msgspec.structs.replace(stated, pay=None), "wage_min")
    minor = stated.pay.minor * 10 ** exponent(currency)
    return msgspec.structs.replace(stated, pay=conditions.Pay(minor, currency))


def _read(typed: list[str], lexicon: Lexicon, written: Written) -> ParsedQuery:
    rest, named, aside = _take_visa_or_employer(typed, lexicon)
    rest, country, city = _place(rest, lexicon)
    country = country or next((name.country for name in aside if name.country), None)
    words = lexicon.respelled([_bare(word, lexicon) for word in _trade(rest, lexicon)])
    words, meant, unknown = _understood(words, lexicon, written, placed=country is not None)
    called = _strong(lexicon.called(words, meant)) if words else _matches_for_names(aside)
    return ParsedQuery(
        words=tuple(words),
        meant=meant,
        called=called,
        country=country,
        city=city,
        named=tuple(named),
        unknown=tuple(unknown),
        dropped=tuple(word for word in rest if word not in words),
        browse=not words and not named,
    )


def _bare(word: str, lexicon: Lexicon) -> str:
    """The trade of one who says “I am”: tikuvchiman."""
    bare = word.removesuffix("man")
    return bare if bare != word and not lexicon.vocabulary.knows(word) else word


def _shortened(typed: list[str]) -> list[str]:
    """The first words of a query, gaps not counted."""
    words = [at for at, word in enumerate(typed) if word != conditions.GAP]
    return typed[: words[LONGEST]] if len(words) > LONGEST else typed


def _firm(
    words: list[str], lexicon: Lexicon, firms: FirmNames
) -> tuple[list[str], Sequence[str], tuple[str, ...]]:
    """Take the name of an employer or agency.

    Words of occupations and places are none, unless they are a whole name or a word beside them
    means a firm."""
    if "".join(words) in lexicon.by_key:
        return words, (), ()
    places, vocabulary = lexicon.places, lexicon.vocabulary
    known = [bool(vocabulary.knows(one) or places.find([one])) for one in words]
    for length in range(min(len(words), 5), 0, -1):
        for at in range(len(words) - length + 1):
            span = words[at : at + length]
            if STOPWORDS.issuperset(span) or (
                length == 1 and span[0].endswith(several_places.FROM)
            ):
                continue
            near = {*words[max(at - 1, 0) : at], *words[at + length : at + length + 1]}
            marked = not near.isdisjoint(_FIRM_WORDS) or not _FIRM_WORDS.isdisjoint(span)
            if found := _firms_named(span, known[at : at + length], marked, lexicon, firms):
                rest = words[:at] + words[at + length :]
                rest = [word for word in rest if word not in _FIRM_WORDS]
                return rest, tuple(span), tuple(sorted(found))
    return words, (), ()


def _firms_named(
    span: list[str], known: list[bool], marked: bool, lexicon: Lexicon, firms: FirmNames
) -> frozenset[str]:
    if marked or not any(known):
        span, known = (
            [word for word in span if word not in _FIRM_WORDS],
            [here for word, here in zip(span, known, strict=True) if word not in _FIRM_WORDS],
        )
        if not span or "".join(span) in lexicon.aside:
            return frozenset()
        found = firms.find(span) or firms.find(span, guess=not all(known))
        sure = marked or len(span) > 1 or not found or firms.find(span) == found
        return found if sure or not _likely(span[0], lexicon) else frozenset()
    found = firms.find(span) if len(span) > 1 else frozenset[str]()
    if len(span) > 1 and not found and not all(known):
        found = firms.find(span, guess=True)
    return frozenset(name for name in found if firms.whole(span, name) or not all(known))


def _likely(word: str, lexicon: Lexicon) -> bool:
    """Whether a word nobody knows may be a misspelt or unfinished word of an occupation."""
    return bool(lexicon.vocabulary.meant(word)) or lexicon.places.guess(word) is not None


def _take_visa_or_employer(
    words: list[str], lexicon: Lexicon
) -> tuple[list[str], list[str], list[Name]]:
    """Take the longest name of a visa or an employer, unless it is a word of an occupation."""
    for length in range(min(len(words), 5), 0, -1):
        for at in range(len(words) - length + 1):
            span = words[at : at + length]
            names = lexicon.aside.get("".join(span))
            if names and (length == len(words) or not all(map(lexicon.vocabulary.knows, span))):
                return words[:at] + words[at + length :], span, names
    return words, [], []


def _place(words: list[str], lexicon: Lexicon) -> tuple[list[str], str | None, str | None]:
    """Take the country and the city, unless all words together name an occupation."""
    if "".join(words) in lexicon.by_key:
        return words, None, None
    for length in range(min(len(words), 4), 0, -1):
        for at in range(len(words) - length + 1):
            span = words[at : at + length]
            named = span[0] not in STOPWORDS and lexicon.places.may_begin(span[0])
            if named and (where := lexicon.places.find(span)):
                return _with_city(words[:at] + words[at + length :], where, lexicon)
    return _city_called_so(words, lexicon) or _guessed(words, lexicon) or (words, None, None)


Placed = tuple[list[str], str | None, str | None]


def _city_called_so(words: list[str], lexicon: Lexicon) -> Placed | None:
    """A city of whose name a word beside it says that it is one: “Qozon shahrida”."""
    for at, word in enumerate(words):
        for near in (at - 1, at + 1) if word in CITY_WORDS else ():
            if 0 <= near < len(words) and (where := lexicon.places.named([words[near]])):
                first, last = sorted((at, near))
                return words[:first] + words[last + 1 :], *where
    return None


def _guessed(words: list[str], lexicon: Lexicon) -> Placed | None:
    """A place with a typing error."""
    for at, word in enumerate(words):
        trade = word in STOPWORDS or lexicon.vocabulary.begins(word)
        if trade or word in CITY_WORDS or kind(word) != OTHER:
            continue
        known = lexicon.vocabulary.knows(word)  # yaponya is not Japanese, nor anglyada an angle
        where = lexicon.places.guess_country(word) if known else lexicon.places.guess(word)
        if where and not (where[1] and _is_nearly_known(word, lexicon)):
            return words[:at] + words[at + 1 :], *where
    return None


def _is_nearly_known(word: str, lexicon: Lexicon) -> bool:
    """Whether one letter makes this a word of an occupation."""
    return any(off == 1 for _, off in lexicon.vocabulary.near(word, limit=1))


def _with_city(
    words: list[str], where: tuple[str, str | None], lexicon: Lexicon
) -> tuple[list[str], str | None, str | None]:
    """Narrow a country by a city that is named too: “Seul Koreya”."""
    for at, word in enumerate(words):
        more = lexicon.places.find([word]) or _city_in(word, where[0], lexicon)
        if more and more[0] == where[0]:
            return words[:at] + words[at + 1 :], where[0], where[1] or more[1]
    return words, where[0], where[1]


def _city_in(word: str, country: str, lexicon: Lexicon) -> tuple[str, str | None] | None:
    """A misspelt city of a country that is named."""
    if word in STOPWORDS or lexicon.vocabulary.begins(word) or lexicon.vocabulary.knows(word):
        return None
    where = lexicon.places.guess(word)
    return where if where and where[1] and where[0] == country else None


def _trade(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words of the occupation, without those of wanting work.

    All words if together they are a name (dala ishlari).
    """
    if "".join(words) in lexicon.by_key and not all(word in STOPWORDS for word in words):
        return words
    return [
        word
        for word in words
        if word not in STOPWORDS and word not in ANY_WORDS and not word.isdigit()
    ]


def _understood(
    words: list[str], lexicon: Lexicon, written: Written, *, placed: bool
) -> tuple[list[str], tuple[tuple[WordMatch, ...], ...], list[str]]:
    """The words of the trade, what each may mean, and those of which nobody knows what they mean.

    Beside a known word or a place, a word that only resembles another is not taken for it.
    """
    meant = {word: tuple(lexicon.vocabulary.meant(word)) for word in words}
    sure = [word for word in words if lexicon.vocabulary.knows(word) or written(word)]
    unknown: list[str] = []
    if (sure or placed) and "".join(words) not in lexicon.by_key:
        unknown = [word for word in words if word not in sure and not _is_like(meant[word])]
        words = [word for word in words if word not in unknown]
    return words, tuple(meant[word] for word in words), unknown


def _is_like(meant: Sequence[WordMatch]) -> bool:
    """Whether an unknown word is another one with one letter wrong, or its beginning."""
    return any(one.letters_off < 2 and one.likeness >= _LIKE for one in meant)


def _strong(called: list[GroupMatch]) -> tuple[GroupMatch, ...]:
    """The matches that are likely meant, without those that share only a word.

    If none is sure, nearly equal ones get the same score.
    """
    if not called or called[0].score < POOREST:
        return ()
    best = called[0].score
    strong = [group for group in called[:30] if group.score >= max(WEAK, best / 2)]
    if best >= SURE:
        return tuple(strong)
    return tuple(
        group._replace(score=best) if group.score >= NEARLY * best else group for group in strong
    )


def _matches_for_names(names: Sequence[Name]) -> tuple[GroupMatch, ...]:
    return tuple(
        GroupMatch(name.isco08, 0.9, name)
        for name in {name.isco08: name for name in names}.values()
    )
