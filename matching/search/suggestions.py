"""Suggestions while typing and for misspelt words: names of occupations with open vacancies."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from i18n import keyboards
from i18n.scripts import has_cyrillic, to_cyrillic, tokens
from matching.lexicon.lexicon import GroupMatch, Lexicon, Name
from matching.search.index import Index
from matching.search.query import NEARLY, SURE, ParsedQuery, parse_query
from matching.search.search import find

MOST: Final = 8
_SHORTEST: Final = 2  # letters before anything is suggested
_LOOKED_AT: Final = 2_000  # names with this beginning that are read
HIGHEST: Final = "\U0010ffff"  # sorts after every continuation
_OF_TRADE: Final = 2
_IN_CYRILLIC: Final = ("uz", "kaa")


class Suggestion(msgspec.Struct, frozen=True):
    """A name of an occupation in the typed script, and how many vacancies are open for it."""

    name: str
    isco08: str
    language: str
    jobs: int


def suggest(index: Index, typed: str, language: str, limit: int = MOST) -> list[Suggestion]:
    """Names that begin as typed, else those that may be meant; the reader's language first."""
    start = " ".join(tokens(typed))
    if len(start) < _SHORTEST:
        return []
    jobs = index.jobs
    begun = [one for one in _names_beginning(index.lexicon, start) if jobs[one[1].isco08]]
    begun.sort(
        key=lambda one: (
            not one[0],
            one[1].language != language,
            *_plain(one[1]),
            -jobs[one[1].isco08],
        )
    )
    names = [name for _, name in begun] or _matching_names(index, typed, jobs)
    return _distinct((_suggestion(name, typed, jobs) for name in names), limit)


def begins(lexicon: Lexicon, typed: str) -> bool:
    """Whether the name of some occupation begins as typed."""
    return next(_names_beginning(lexicon, " ".join(tokens(typed))), None) is not None


def _matching_names(index: Index, typed: str, jobs: Counter[str]) -> list[Name]:
    return [one.name for one in parse_query(typed, index.lexicon).called if jobs[one.isco08]]


def did_you_mean(index: Index, understood: ParsedQuery, typed: str) -> list[Suggestion]:
    """The occupations that a misspelt word may mean, likeliest first."""
    if not understood.called or understood.called[0].score >= SURE or not _is_guess(understood):
        return []
    jobs = index.jobs
    return _distinct((_suggestion(one.name, typed, jobs) for one in understood.called), 3)


def on_other_keyboard(index: Index, understood: ParsedQuery, typed: str) -> list[Suggestion]:
    """What the same keys write on the other keyboard, where that surely is a work or a place."""
    if not understood.words or _is_sure(understood):
        return []
    meant = keyboards.with_other_layout(typed)
    other = parse_query(meant, index.lexicon)
    placed = not other.words and (other.country or other.countries)
    if other.unknown or not (_is_sure(other) or placed):
        return []
    jobs = find(index, meant, limit=1).total
    called = other.called[0].name if other.called else None
    language = "ru" if has_cyrillic(meant) or called is None else called.language
    return [Suggestion(meant, called.isco08 if called else "", language, jobs)] if jobs else []


def _is_sure(understood: ParsedQuery) -> bool:
    return bool(understood.called and understood.called[0].score >= SURE)


def list_related(
    index: Index, called: Sequence[GroupMatch], language: str, limit: int = 5
) -> list[Suggestion]:
    """Occupations of the same minor group (first three digits of ISCO-08) with vacancies, most
    first."""
    jobs, minor = (
        index.jobs,
        {one.isco08[:3] for one in called if one.score >= NEARLY * called[0].score},
    )
    codes = [code for code, many in jobs.most_common() if many and code[:3] in minor]
    names = _first_names(index.lexicon)
    items = (names.get((code, language)) or names.get((code, "en")) for code in codes)
    return _distinct((_suggestion(name, "", jobs) for name in items if name), limit)


def _plain(name: Name) -> tuple[int, bool, int]:
    """The sort key of names: few words first, then titles of workers, then short names.

    “Welder” before “welding” and “weld grinder”.
    """
    return name.name.count(" "), name.kind != "title", len(name.name)


def _is_guess(understood: ParsedQuery) -> bool:
    return any(choices and choices[0].letters_off for choices in understood.meant)


def _distinct(suggestions: Iterable[Suggestion], limit: int) -> list[Suggestion]:
    """Each spelling once, and at most two names of one occupation."""
    found: dict[tuple[str, ...], Suggestion] = {}
    of_trade: Counter[str] = Counter()
    for one in suggestions:
        spelled = tuple(tokens(one.name))
        if spelled not in found and of_trade[one.isco08] < _OF_TRADE:
            found[spelled] = one
            of_trade[one.isco08] += 1
        if len(found) == limit:
            break
    return list(found.values())


def _suggestion(name: Name, typed: str, jobs: Counter[str]) -> Suggestion:
    cyrillic = name.language in _IN_CYRILLIC and has_cyrillic(typed)
    return Suggestion(
        to_cyrillic(name.name) if cyrillic else name.name,
        name.isco08,
        name.language,
        jobs[name.isco08],
    )


@lru_cache(maxsize=1)
def _starts(lexicon: Lexicon) -> tuple[list[str], list[int]]:
    """Each name from each of its words on, sorted, with the index of the name.

    The index is negative if the text does not start at the first word.
    """
    entries = sorted(
        (" ".join(words[at:]), -key - 1 if at else key)
        for key, words in enumerate(lexicon.keys)
        for at in range(len(words))
    )
    return [text for text, _ in entries], [key for _, key in entries]


def _names_beginning(lexicon: Lexicon, start: str) -> Iterator[tuple[bool, Name]]:
    """The names of which a word begins so, and whether it is the first word."""
    texts, keys = _starts(lexicon)
    first, last = bisect_left(texts, start), bisect_left(texts, start + HIGHEST)
    for key in keys[first : min(last, first + _LOOKED_AT)]:
        for _, row in lexicon.meanings[key if key >= 0 else -key - 1]:
            yield key >= 0, lexicon.names[row]


@lru_cache(maxsize=1)
def _first_names(lexicon: Lexicon) -> dict[tuple[str, str], Name]:
    """The first title of each unit group in each language."""
    names: dict[tuple[str, str], Name] = {}
    for name in lexicon.names:
        if name.kind == "title":
            names.setdefault((name.isco08, name.language), name)
    return names
