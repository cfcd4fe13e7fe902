"""Conditions in free order: kinds of words that stand near each other in one clause.

Each clause is written with a letter for each word, which matching.lexicon.condition_kinds lists, so
that one pattern reads a condition in all languages: “без опыта” is NE, “опыт не нужен” ENn, “tajriba
shart emas” EnX. A bar stands where words were taken, a plus where a benefit was.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from matching.lexicon.condition_kinds import OTHER, kind, language
from matching.lexicon.condition_words import OF_LANGUAGE
from matching.lexicon.misspelt_kinds import misspelt_kind
from matching.lexicon.sectors import groups_of
from matching.lexicon.stopwords import STOPWORDS

_SHORTEST: Final = 5  # letters of a word that may be misspelt
_TAKEN: Final = "|"
_AFTER_NOT: Final = r"(?:[Xvu]|y(?![^|])|U|N+(?=n|$|\|))"  # a negation that follows its noun
_NOT_NEGATED: Final = r"(?!&?[.n]?(?:[Xvwu]|y(?![^|])|N(?=n|$|\|)))"
_NOT_AFTER_NOT: Final = r"(?<!N)(?<!N[.nj&])"
# What belongs to no condition alone, but stands beside one.
_LEFT_OVER: Final = re.compile(r"(?<=[|+])(?:[ACf$PBZ]+|[.][C$PBZ]+)|[C$PBZ]+(?=[|+])")


class _Frame(NamedTuple):
    pattern: re.Pattern[str]
    name: str
    value: Any


def _frames(*rows: tuple[str, Any, str]) -> tuple[_Frame, ...]:
    return tuple(_Frame(re.compile(pattern), name, value) for name, value, pattern in rows)


# In this order; what one has taken, the next ones do not see.
_FRAMES: Final = _frames(
    # That one need not pay for housing, travel or meals.
    (
        "housing",
        True,
        r"(?:H[.nP]{0,2})?(?:h?R[.]?[BZ]|R[.n$HhP]{0,3}(?:[vp]|X|N(?:n{1,3}|P|$)|U))|g\$?[pv]|d[.n]?h|N[nP.]{0,2}R(?:[.]?[Hh])?"
        r"|[HhR][.]?Nn?P|NP[.$]{0,2}[HhR]|[HhR][.]?PNn?|[HhR]\$?p|[HhR]\$[vwuX]",
    ),
    ("travel", True, r"[Tti][.]?Nn?P|NP[.$]{0,2}[Tti]|[Tti][.]?PNn?|[Tti]\$?p|[Tti]\$v"),
    ("meals", True, r"M[.]?Nn?P|NP[.$]{0,2}M|M[.]?PNn?|M\$?p"),
    # No fee for agencies.
    (
        "no_fee",
        True,
        r"N[.nABP]?[ACf][AC]?|m&?p|(?:[ACf]\$?[.]?)?(?<!o)\$[A]?[.n]?[vwp]|[ACf]\$[.n]?[Xu]"
        r"|[ACf]n?[vpu]|[Cf]n?(?:X|Nn|N(?=$|\|))|N{1,2}(?:n?P(?=$|\|)|[.n]{0,2}P[.]?[$CAf])|P[.ACf]?Nn?(?=$|\|)|Q"
        r"|\$A?N[Pn]|[AC][.o]?Z|Z[C]|Z[.]?A|[ACf]NP\$?|[ACf][.]?PNn?",
    ),
)
_NEGATED: Final = re.compile(
    r"[NU]+n{0,2}[.b]?K?b?[.]?(?:E|G?L|L?G)(?:&N?(?:E|G?L|L?G))*n?"
    rf"|(?:(?:[ELG]b?&?)*[ELG]b?|(?<![LG])b)[n.&Y]{{0,3}}?{_AFTER_NOT}n*&?"
    r"|[LG]{1,2}b?[n.&]?(?:k|NK)&?|k[LG]{1,2}|[Ie]|NJ"
)
_KNOWN: Final = re.compile(
    r"(?<!N)K[.&]?GL?|GL?b?[.&no]?[Kl]K?|GL?b?Y|YGL?(?=$|[|nKl])|(?<![Nn])(?:W?b|Wl)GL?"
)
_GIVEN: Final = _frames(
    (
        "housing",
        True,
        rf"{_NOT_AFTER_NOT}(?:WH|BH|ZH|H(?:[.&]{{0,2}}[BZY]|[.]?W(?![HhMTi]))?|(?:[BZ]|W)h"
        rf"|h(?:&?[BZYW]|[.]{{1,2}}B|[.]A)|(?<!o)j[BWZ]|(?<!o)j(?:Y(?![.])))"
        rf"{_NOT_NEGATED}|(?<=M)&?[jh]&?{_NOT_NEGATED}|(?<=M&)[jh]&?{_NOT_NEGATED}|(?<!o)[jh]&?(?=M)",
    ),
    (
        "meals",
        True,
        rf"{_NOT_AFTER_NOT}(?:c|[BZW]M|M(?:[&l]?[BZYW]|[.]{{1,2}}B|[.]A)){_NOT_NEGATED}"
        rf"|(?<=\+)&?M&?(?=$|\||\+){_NOT_NEGATED}|M&?(?=\+)",
    ),
    (
        "travel",
        True,
        rf"{_NOT_AFTER_NOT}(?:T(?:[.&]{{0,2}}[BZYW])?|[BZW]T|[tT]\$(?:[.&]{{0,2}}[BZYW])?"
        rf"|t&?(?:[.]{{0,2}}B|Z)|[BZ]t|[BZW]t?i|t?i(?:&?[BZYW]|[.]{{1,2}}B|[.]A)){_NOT_NEGATED}"
        rf"|(?<=\+)&?i&?(?=$|\|){_NOT_NEGATED}",
    ),
)


def read(
    text: str, known: Callable[[str], bool], of_name: Callable[[int, int], bool]
) -> tuple[str, list[tuple[str, Any]]]:
    """Return the text with gaps where conditions were, and these as names of filters with values.

    `of_name` tells whether the words from one place to another belong to the name of an occupation.
    """
    words = text.split()
    letters = "".join(_kind(words, at, known) for at in range(len(words)))
    if not letters.strip(".|n&oN"):
        return text, []
    clause = _Clause(words, letters)
    for pattern, name, value in _FRAMES:
        for _ in clause.taken(pattern):
            clause.found.append((name, value))
    for match in clause.taken(_NEGATED):
        clause.found += _negated(clause, match)
    if not OF_LANGUAGE.search(text):
        for match in clause.taken(_KNOWN):
            clause.found += [("language", code) for code in clause.languages(match.span())]
    for pattern, name, value in _GIVEN:
        for _ in clause.taken(pattern, "+", of_name):
            clause.found.append((name, value))
    if clause.found:
        clause.sweep()
    return " ".join(clause.words), clause.found


def _kind(words: list[str], at: int, known: Callable[[str], bool]) -> str:
    """The letter of a word; the name of a language is written as it is meant."""
    word = words[at]
    if word == _TAKEN:
        return _TAKEN
    letter = kind(word)
    strange = letter == OTHER and len(word) >= _SHORTEST and word not in STOPWORDS
    if strange and not known(word) and not groups_of(word):
        letter, meant = misspelt_kind(word)
        words[at] = meant if letter == "G" else word
    return letter


def _negated(clause: "_Clause", match: re.Match[str]) -> Iterator[tuple[str, Any]]:
    """What is not required: experience, a language, or both."""
    letters = match[0]
    has_marker = not set("LGe").isdisjoint(letters)
    if not has_marker or "E" in letters:
        yield "experience_max", 0
    if has_marker:
        yield "language", "none"
        yield from (("language_not", code) for code in clause.languages(match.span()))


class _Clause:
    """The words of a query with their letters; taken words become gaps in both."""

    def __init__(self, words: list[str], letters: str) -> None:
        self.words, self.letters = words, letters
        self.found: list[tuple[str, Any]] = []

    def taken(
        self,
        pattern: re.Pattern[str],
        gap: str = _TAKEN,
        unless: Callable[[int, int], bool] | None = None,
    ) -> Iterator[re.Match[str]]:
        """Take each match out, except words of no kind between its words."""
        at = 0
        while match := pattern.search(self.letters, at):
            at = max(match.end(), at + 1)
            if match.end() == match.start() or (
                unless and len(match[0]) == 1 and unless(*match.span())
            ):
                continue
            yield match
            for place in range(*match.span()):
                if self.letters[place] != OTHER:
                    self.words[place] = gap
            middle = "".join(one if one == OTHER else gap for one in match[0])
            self.letters = self.letters[: match.start()] + middle + self.letters[match.end() :]

    def sweep(self) -> None:
        """Take what is left of a condition beside it: agencies, fees, money, paying, giving."""
        for place in _LEFT_OVER.finditer(self.letters):
            for at in range(*place.span()):
                if self.letters[at] != OTHER:
                    self.words[at] = _TAKEN

    def languages(self, span: tuple[int, int]) -> Iterator[str]:
        for place in range(*span):
            if self.letters[place] in "Ge":
                yield str(language(self.words[place]))
