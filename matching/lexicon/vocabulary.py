"""The vocabulary of names and titles, and which of its words a typed word may mean."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.lexicon.stemming import blur, root, stems

Ids = npt.NDArray[np.int32]

_LETTERS: Final = 64  # room for a-z, 0-9 and the edge of a word in one byte
_EDGE: Final = "^"

_MOST: Final = 12  # meanings of one word
_TOO_SHORT: Final = 3  # letters of which none may be wrong
_LONG_ENOUGH: Final = 5  # letters from which on the last one may be wrong
SAME, INFLECTED, BLURRED, BEGUN, AKIN, MISTYPED = 1.0, 0.97, 0.9, 0.9, 0.7, 0.85


class WordMatch(NamedTuple):
    """A word of the vocabulary that a typed word may mean."""

    term: int
    likeness: float
    word: str
    letters_off: int


class Vocabulary:
    """Words indexed for lookup; the inflected forms of one word are one *term*."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words: list[str] = sorted(set(words), key=lambda word: (len(word), word))
        self.term_of: dict[str, int] = {}
        self._terms: dict[str, int] = {}
        self.by_stem: dict[str, list[int]] = defaultdict(list)
        self.by_root: dict[str, list[int]] = defaultdict(list)
        self.by_blur: dict[str, list[int]] = defaultdict(list)
        self.word_of_term: list[str] = []
        self._enter()
        self._alphabetical = sorted(self.words)
        self._pairs = _Pairs(self.words)

    def __len__(self) -> int:
        return len(self.word_of_term)

    def _enter(self) -> None:
        for word in self.words:
            readings = stems(word)
            term = self._terms.setdefault(readings[0], len(self._terms))
            self.term_of[word] = term
            for reading in readings:
                _note(self.by_stem[reading], term)
            if term == len(self.word_of_term):
                self.word_of_term.append(word)
                _note(self.by_blur[blur(readings[0])], term)
            _note(self.by_root[root(word)], term)

    def knows(self, word: str) -> bool:
        """Whether this word, or another form of it, is in the vocabulary."""
        return word in self.term_of or not self.by_stem.keys().isdisjoint(stems(word))

    def meant(self, word: str, guess: bool = True) -> list[WordMatch]:
        """The words that a typed word may mean, likeliest first.

        Typing errors are considered only if the word is unknown.
        """
        found: dict[int, WordMatch] = {}
        self._forms(word, found)
        known = bool(found)
        # For tarbiya as for the person who gives it, tarbiyachi.
        for term in (*self.by_root.get(root(word), ()), *self.by_root.get(word, ())):
            found.setdefault(term, WordMatch(term, AKIN, self.word_of_term[term], 0))
        if not known and guess and len(word) > 2:
            self._guesses(word, found)
        return sorted(found.values(), key=lambda meant: (-meant.likeness, meant.word))[:_MOST]

    def same(self, word: str) -> list[WordMatch]:
        """The word itself and its inflected forms, whether or not this form is in the
        vocabulary."""
        readings, found = stems(word), dict[int, WordMatch]()
        if readings[0] in self._terms:
            term = self._terms[readings[0]]
            found[term] = WordMatch(term, SAME, word, 0)
        self._inflected(readings, found)
        return list(found.values())

    def _forms(self, word: str, found: dict[int, WordMatch]) -> None:
        if word in self.term_of:
            term = self.term_of[word]
            found[term] = WordMatch(term, SAME, word, 0)
        self._inflected(stems(word), found)

    def _inflected(self, readings: Iterable[str], found: dict[int, WordMatch]) -> None:
        for reading in readings:
            for term in self.by_stem.get(reading, ()):
                found.setdefault(term, WordMatch(term, INFLECTED, self.word_of_term[term], 0))

    def _guesses(self, word: str, found: dict[int, WordMatch]) -> None:
        for term in self.by_blur.get(blur(stems(word)[0]), ()):
            _store_best(found, WordMatch(term, BLURRED, self.word_of_term[term], 1))
        for start, off in self._starts(word):
            for whole in self.begun(start):
                _store_best(
                    found,
                    WordMatch(
                        self.term_of[whole], BEGUN * (len(start) / len(whole)) ** 0.5, whole, off
                    ),
                )
        for near, off in self.near(word) if len(word) > _TOO_SHORT else ():
            likeness = MISTYPED * (1 - off / max(len(word), len(near))) ** 2
            _store_best(found, WordMatch(self.term_of[near], likeness, near, off))

    def _starts(self, word: str) -> list[tuple[str, int]]:
        """The typed beginning; if no word begins so, without its last letter.

        That letter may be half of one: c of ch.
        """
        if len(word) <= _LONG_ENOUGH or self.begins(word):
            return [(word, 0)]
        return [(word[:-1], 1)]

    def begins(self, start: str) -> bool:
        """Whether a word has this beginning."""
        if start in self.term_of:
            return True
        at = bisect_left(self._alphabetical, start)
        return at < len(self._alphabetical) and self._alphabetical[at].startswith(start)

    def begun(self, start: str, limit: int = 12) -> list[str]:
        """Words with this beginning, shortest first."""
        first = bisect_left(self._alphabetical, start)
        run = self._alphabetical[
            first : min(first + 200, bisect_left(self._alphabetical, start + "{"))
        ]
        return sorted(run, key=len)[:limit]

    def near(self, word: str, limit: int = 16) -> list[tuple[str, int]]:
        """Words a few typing errors away: one in four letters, two in nine, three in more."""
        slips = 1 if len(word) < 5 else 2 if len(word) < 10 else 3
        sharing = self._pairs.sharing(word, slips)
        choices = itemgetter(0, *sharing)(self.words)[1:] if sharing else ()
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=limit)
        return [(near, int(off)) for near, off, _ in found if off]


def _note(terms: list[int], term: int) -> None:
    if term not in terms:
        terms.append(term)


def _store_best(found: dict[int, WordMatch], meant: WordMatch) -> None:
    if meant.term not in found or found[meant.term].likeness < meant.likeness:
        found[meant.term] = meant


class _Pairs:
    """Index of words by pairs of letters: only words that share most pairs are compared."""

    def __init__(self, words: list[str]) -> None:
        """Build the index from words ordered by length."""
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        self._longest = int(lengths[-1]) if words else 0
        self._first: list[int] = np.searchsorted(lengths, np.arange(self._longest + 2)).tolist()
        letters = (
            np.frombuffer("".join(f"{_EDGE}{word}{_EDGE}" for word in words).encode(), np.uint8)
            % _LETTERS
        )
        owner = np.repeat(np.arange(len(words)), lengths + 2)
        inside = owner[:-1] == owner[1:]
        codes = (letters[:-1].astype(np.int64) * _LETTERS + letters[1:])[inside]
        pairs = np.unique(codes * max(len(words), 1) + owner[:-1][inside])
        codes, owners = np.divmod(pairs, max(len(words), 1))
        self._owners: Ids = owners.astype(np.int32)
        shelves = np.arange(_LETTERS * _LETTERS * (self._longest + 2))
        self._starts: list[int] = np.searchsorted(
            codes * (self._longest + 2) + lengths[owners], shelves
        ).tolist()

    def sharing(self, word: str, slips: int) -> list[int]:
        shortest, longest = max(len(word) - slips, 0), min(len(word) + slips, self._longest)
        if shortest > longest:
            return []
        letters = [ord(letter) % _LETTERS for letter in f"{_EDGE}{word}{_EDGE}"]
        shelves = {(a * _LETTERS + b) * (self._longest + 2) for a, b in pairwise(letters)}
        rows = [
            self._owners[self._starts[at + shortest] : self._starts[at + longest + 1]]
            for at in shelves
        ]
        low = self._first[shortest]
        counts = np.bincount(np.concatenate(rows) - low)
        near: list[int] = (
            np.flatnonzero(counts >= max(2, len(shelves) - 2 * slips)) + low
        ).tolist()
        return near
