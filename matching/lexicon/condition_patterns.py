"""Patterns of words and phrases over folded text, in which the conditions of a query are found."""

import re
from functools import cached_property, lru_cache
from typing import Final

from i18n.scripts import tokens


def words(text: str) -> str:
    """A pattern that matches any of these phrases, which are separated by bars."""
    phrases = dict.fromkeys(_phrase(one) for one in text.split("|") if one.strip())
    return f"(?:{'|'.join(sorted(phrases, key=len, reverse=True))})"


def _phrase(text: str) -> str:
    return " ".join(map(_word, text.split()))


def _word(typed: str) -> str:
    folded = "".join(tokens(typed))
    if not typed.endswith("*"):
        _WORDS.add(folded)
        return folded
    _BEGINNINGS.add(folded)
    return folded + "\\w*"


# The folded words of all phrases, and how those with any ending begin.
_WORDS: Final[set[str]] = set()
_BEGINNINGS: Final[set[str]] = set()
_ENDINGS: Final = ("siz", "li")  # “without” and “with” after a benefit: uysiz, uyli


@lru_cache(maxsize=1 << 14)
def may_state(word: str) -> bool:
    """Whether a pattern may begin to match at this folded word; most words of a query are none."""
    if word in _WORDS or not word.isalpha():
        return True
    beginnings = ((word[:end], word[end:]) for end in range(1, len(word) + 1))
    return any(
        start in _BEGINNINGS or (start in _WORDS and rest.startswith(_ENDINGS))
        for start, rest in beginnings
    )


class Pattern:
    """A regular expression that is compiled when it is first used, so that a start need not wait."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text, self._flags = text, flags
        _PATTERNS.append(self)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        return self.compiled.search(text, at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def sub(self, by: str, text: str) -> str:
        return self.compiled.sub(by, text)


_PATTERNS: Final[list[Pattern]] = []


def compile_all() -> None:
    """Compile every pattern, so that the first search need not wait."""
    for one in _PATTERNS:
        _ = one.compiled


def pattern(text: str, flags: int = 0) -> Pattern:
    """A pattern of whole words."""
    return Pattern(rf"(?<!\S){text}(?!\S)", flags)
