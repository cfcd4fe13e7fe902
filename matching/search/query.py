"""Parsing of queries: occupation, country, visa, employer, or any work at all."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from i18n.scripts import tokens
from matching.lexicon.lexicon import GroupMatch, Lexicon, Name
from matching.lexicon.stopwords import ANY_WORDS, STOPWORDS
from matching.lexicon.vocabulary import WordMatch

LONGEST: Final = 12  # words of a query that are read
SURE: Final = 0.95
NEARLY: Final = 0.88
WEAK: Final = 0.12  # below this a name does not match the query
_RATHER: Final = 0.75  # from this score on, words of occupations are not taken for an employer

Firms = Callable[[Sequence[str]], bool]  # whether some employer has this name


class ParsedQuery(msgspec.Struct, frozen=True):
    """A parsed query."""

    words: tuple[str, ...] = ()  # of the occupation
    meant: tuple[tuple[WordMatch, ...], ...] = ()  # what each of them may mean
    called: tuple[GroupMatch, ...] = ()  # the matching unit groups, best first
    country: str | None = None
    city: str | None = None
    named: tuple[str, ...] = ()  # a visa or an employer
    dropped: tuple[str, ...] = ()
    browse: bool = False  # any work: newest first
    relaxed: bool = False  # nothing was found, so the place was dropped


def parse_query(text: str, lexicon: Lexicon, firms: Firms | None = None) -> ParsedQuery:
    typed = tokens(text)[:LONGEST]
    found = _read(typed, lexicon)
    if firms and found.called and found.called[0].score < SURE:
        rest, firm = _firm(typed, found.called[0].score, lexicon, firms)
        if firm:
            found = _read(rest, lexicon)
            found = msgspec.structs.replace(found, named=(*found.named, *firm))
    return found


def _read(typed: list[str], lexicon: Lexicon) -> ParsedQuery:
    rest, named, aside = _take_visa_or_employer(typed, lexicon)
    rest, country, city = _place(rest, lexicon)
    country = country or next((name.country for name in aside if name.country), None)
    words = lexicon.respelled(_trade(rest, lexicon))
    meant = lexicon.meant(words)
    called = _strong(lexicon.called(words, meant)) if words else _matches_for_names(aside)
    return ParsedQuery(
        words=tuple(words),
        meant=tuple(map(tuple, meant)),
        called=called,
        country=country,
        city=city,
        named=tuple(named),
        dropped=tuple(word for word in rest if word not in words),
        browse=not words and not named,
    )


def _firm(
    words: list[str], sure: float, lexicon: Lexicon, firms: Firms
) -> tuple[list[str], list[str]]:
    """Take the shortest employer's name from the beginning or the end of the words.

    The rest must be exactly the name of an occupation.
    """
    for length in range(1, len(words)):
        for span, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            if "".join(_trade(rest, lexicon)) not in lexicon.by_key:
                continue
            plain = not all(map(lexicon.vocabulary.knows, span)) or (length > 1 and sure < _RATHER)
            place = lexicon.places.find(span, lexicon.vocabulary)
            if plain and not place and STOPWORDS.isdisjoint(span) and firms(span):
                return rest, span
    return words, []


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
            where = None if span[0] in STOPWORDS else lexicon.places.find(span, lexicon.vocabulary)
            if where:
                return _with_city(words[:at] + words[at + length :], where, lexicon)
    for at, word in enumerate(words):
        trade = (
            word in STOPWORDS or lexicon.vocabulary.knows(word) or lexicon.vocabulary.begun(word, 1)
        )
        where = None if trade else lexicon.places.guess(word)
        if where:
            return words[:at] + words[at + 1 :], where[0], where[1]
    return words, None, None


def _with_city(
    words: list[str], where: tuple[str, str | None], lexicon: Lexicon
) -> tuple[list[str], str | None, str | None]:
    """Narrow a country by a city that is named too: “Seul Koreya”."""
    for at, word in enumerate(words):
        more = lexicon.places.find([word], lexicon.vocabulary)
        if more and more[0] == where[0]:
            return words[:at] + words[at + 1 :], where[0], where[1] or more[1]
    return words, where[0], where[1]


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


def _strong(called: list[GroupMatch]) -> tuple[GroupMatch, ...]:
    """The matches that are likely meant, without those that share only a word.

    If none is sure, nearly equal ones get the same score.
    """
    if not called:
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
