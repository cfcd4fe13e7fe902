"""Postings: which vacancies have which word in title or employer, and with what weight."""

from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from i18n.scripts import tokens
from matching.lexicon.vocabulary import Vocabulary
from matching.search.packed_vacancies import Document

Ids = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]

TITLE, EMPLOYER = 1.0, 0.8
_LONG_TITLE: Final = 0.03  # what each further word of a title takes from the weight
_MOST_WORDS: Final = 24  # of a title
_MOST_KEPT: Final = 50_000
_BATCH_SIZE: Final = 100_000  # vacancies processed at once


class Postings:
    """The vacancies that have each term of a vocabulary, in their order."""

    def __init__(self, documents: Iterable[Document]) -> None:
        words: dict[str, int] = {}
        titles, firms = _Column(words), _Column(words)
        for document in documents:
            titles.add(document.title)
            firms.add(document.employer)
        self.vocabulary = Vocabulary(words)
        term = np.array([self.vocabulary.term_of[word] for word in words], np.int32)
        owners, terms, weights = _pairs(titles, firms, term, max(len(self.vocabulary), 1))
        by_term = np.argsort(terms, kind="stable")
        starts = np.searchsorted(terms[by_term], np.arange(len(self.vocabulary) + 1))
        self._starts: list[int] = starts.tolist()
        self._owners, self._weights = owners[by_term], weights[by_term]
        self._standing: dict[str, list[tuple[int, float]]] = {}

    def bearing(self, term: int) -> tuple[Ids, Weights]:
        start, end = self._starts[term], self._starts[term + 1]
        return self._owners[start:end], self._weights[start:end]

    def standing(self, word: str) -> list[tuple[int, float]]:
        """The terms for a word of the lexicon, inflected or not; cached, since they recur."""
        known = self._standing.get(word)
        if known is None:
            known = [(meant.term, meant.likeness) for meant in self.vocabulary.same(word)]
            if len(self._standing) < _MOST_KEPT:
                self._standing[word] = known
        return known


class _Column:
    """The words of one text field of every vacancy as numbers; repeated texts are read once."""

    def __init__(self, words: dict[str, int]) -> None:
        self._words = words
        self.flat, self.counts = array("i"), array("i")
        self._read = lru_cache(maxsize=_MOST_KEPT)(self._numbers)

    def _numbers(self, text: str) -> "array[int]":
        words = self._words
        return array(
            "i", [words.setdefault(word, len(words)) for word in tokens(text)[:_MOST_WORDS]]
        )

    def add(self, text: str) -> None:
        numbers = self._read(text)
        self.flat.extend(numbers)
        self.counts.append(len(numbers))


def _pairs(titles: _Column, firms: _Column, term: Ids, many: int) -> tuple[Ids, Ids, Weights]:
    """(vacancy, term, weight) of all titles and employers, in batches to save memory."""
    edges = [
        np.concatenate([[0], np.cumsum(np.array(one.counts, np.int64))]) for one in (titles, firms)
    ]
    rows: list[tuple[Ids, Ids, Weights]] = [(term[:0], term[:0], np.zeros(0, np.float32))]
    for start in range(0, len(titles.counts), _BATCH_SIZE):
        end = min(start + _BATCH_SIZE, len(titles.counts))
        columns = [
            (
                np.diff(edge[start : end + 1]),
                term[np.array(one.flat[edge[start] : edge[end]], np.int32)],
            )
            for one, edge in zip((titles, firms), edges, strict=True)
        ]
        owners, terms, weights = _merge_terms(columns, many)
        rows.append((owners + np.int32(start), terms, weights))
    owners, terms, weights = (np.concatenate(column) for column in zip(*rows, strict=True))
    return owners, terms, weights


def _merge_terms(columns: list[tuple[Ids, Ids]], many: int) -> tuple[Ids, Ids, Weights]:
    """Merge the columns: a term in both title and employer counts once, as in the title."""
    each = [
        np.repeat(np.arange(len(counts), dtype=np.int64), counts) * many + terms
        for counts, terms in columns
    ]
    pairs, first = np.unique(np.concatenate(each), return_index=True)
    titled = first < len(each[0])
    owners, terms = (part.astype(np.int32) for part in np.divmod(pairs, many))
    lengths = np.bincount(owners[titled], minlength=len(columns[0][0]))
    of_title = TITLE - _LONG_TITLE * np.minimum(lengths - 1, 12)
    return owners, terms, np.where(titled, of_title[owners], EMPLOYER).astype(np.float32)
