"""Misspelt words of conditions, their kinds, and those of negated verbs that are not listed."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from i18n.scripts import tokens
from matching.lexicon import condition_words
from matching.lexicon.condition_kinds import FORMS, LACKING, OTHER, STEMS, kind
from matching.lexicon.stopwords import STOPWORDS

_SHORTEST: Final = 5  # letters from which on one may be wrong, two from nine on
# Kinds that state something alone: only of long words, and with one wrong letter.
_ALONE: Final = frozenset("HTcQI")
_SURE: Final = 7  # letters from which on a beginning may be misspelt too
_LANGUAGE_NAMES: Final = tuple(
    tokens(
        "корейск английск русск турецк немецк японск арабск польск koreys ingliz inglizcha koreyscha "
        "nemischa turkcha yaponcha arabcha nemis yapon polyak english german turkish japanese "
        "arabic polish russian inglisshe koreysshe nemisshe"
    )
)
# A Turkic verb in the negative: qarashmasin, etilmaydi, kutilmagan.
_NEGATIVE: Final = re.compile(
    r"[a-z]{2,}[mbp][ae](?:y|ydi|yman|ymiz|ydigan\w*|ytugin\w*|yapti|s|sa|sam|sak|sayam|sin|sdan|slar\w*|"
    r"gan\w*|slig\w*)"
)


class Misspelt(NamedTuple):
    """The letter of a misspelt word, and the word as it is written; only languages need that."""

    letter: str
    word: str


def _by_first(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= _SHORTEST:
            found[word[0]].append(word)
    return found


_WHOLE: Final = _by_first((*(form for form in FORMS if form[-1] != "*"), *_LANGUAGE_NAMES))
_BEGINNINGS: Final = {
    length: _by_first(stem for stem in (*STEMS, *_LANGUAGE_NAMES) if len(stem) == length)
    for length in range(_SURE, max(map(len, STEMS)) + 1)
}


@lru_cache(maxsize=1 << 14)
def misspelt_kind(word: str) -> Misspelt:
    """The kind of a word that nobody knows, if it nearly is a word of a condition or begins so."""
    if len(word) < _SHORTEST or not word.isalpha():
        return Misspelt(OTHER, word)
    if _NEGATIVE.fullmatch(word):
        return Misspelt("v", word)
    if LACKING.search(word):
        return Misspelt(OTHER, word)
    near = _near(word, _WHOLE.get(word[0], ()), 1 if len(word) < 9 else 2)
    for length, stems in reversed(_BEGINNINGS.items()):
        if near is None and length <= len(word):
            near = _near(word[:length], stems.get(word[0], ()), 1)
    return _as_meant(word, near) if near else Misspelt(OTHER, word)


def _as_meant(word: str, near: str) -> Misspelt:
    letter = FORMS.get(near) or STEMS.get(near) or "G"
    slips = OSA.distance(word[: len(near)] if near in STEMS else word, near)
    if letter in _ALONE and (len(near) < _SURE or slips > 1):
        return Misspelt(OTHER, word)
    return Misspelt(letter, near)


def _near(word: str, choices: Iterable[str], slips: int) -> str | None:
    found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else None


_VOCABULARY: Final = tuple(condition_words.vocabulary())
_LACKED: Final = tuple(word for word in _VOCABULARY if word.endswith("siz"))
_BEGUN: Final = 5  # letters of a last word from which on the others may be missing
_SLIPPED: Final = 6  # letters from which on one may be wrong, two from nine on


def corrected(typed: Sequence[str], known: Callable[[str], bool]) -> str:
    """The text with each word that nobody knows as the word of a condition that it nearly is, or,
    at the end, that it begins."""
    last = len(typed) - 1
    return " ".join(_corrected(word, known, at == last) for at, word in enumerate(typed))


def _corrected(word: str, known: Callable[[str], bool], last: bool) -> str:
    if len(word) < _BEGUN or not word.isalpha() or word in _VOCABULARY or word in STOPWORDS:
        return word
    if known(word) or kind(word) != OTHER:
        return word
    # Yotoqxonasiz is without a dormitory, not a slip of one.
    choices: Iterable[str] = _LACKED if word.endswith("siz") else _VOCABULARY
    if last and (begun := [one for one in choices if one.startswith(word)]):
        return min(begun, key=len)
    if len(word) < _SLIPPED:
        return word
    return _near(word, choices, 1 if len(word) < 9 else 2) or word
