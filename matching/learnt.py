"""Which trade the words of a title speak for: each weighs as it did in the titles whose trade is known.

Multinomial naive Bayes over stems, their pairs and runs of four letters, weighted by rarity and with each title of one
length (Rennie and others, "Tackling the poor assumptions of naive Bayes", 2003): no training, only counting, so that what
officers accept today is known at once.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from matching.stems import stems

_UNSEEN: Final = 0.003  # what a word counts in a trade in which nobody has seen it
_RUN: Final = 4

Ids = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.intp]
Amounts = npt.NDArray[np.float64]


class Learnt:
    """What titles taught; made once, never changed."""

    def __init__(self, titles: Iterable[tuple[Sequence[str], str]]) -> None:
        """`titles`: the words of each, folded, and its unit group."""
        every, many, codes = array("q"), array("i"), []
        for words, code in titles:
            signs = _signs(words)
            every.extend(signs)
            many.append(len(signs))
            codes.append(code)
        self.codes, group = np.unique(codes, return_inverse=True)
        title = np.repeat(np.arange(len(codes), dtype=np.int32), many)
        self._signs, sign, seen = np.unique(np.array(every, np.int64), return_inverse=True, return_counts=True)
        self._rarity = np.log1p(len(codes) / seen)
        self._rarest = np.log1p(len(codes))
        self._count(sign, title, group[title])
        _of_word.cache_clear()  # some forty megabytes that nobody needs any more

    def _count(self, sign: Numbers, title: Ids, group: Numbers) -> None:
        """How often, by weight, each sign was seen in each group; laid out by sign."""
        weight = self._rarity[sign]
        length = np.sqrt(np.bincount(title, weight**2))
        weight /= length[title]
        pair, where = np.unique(sign * len(self.codes) + group, return_inverse=True)
        seen = np.bincount(where, weight, len(pair))
        self._groups = (pair % max(len(self.codes), 1)).astype(np.int16)
        self._gain = np.log1p(seen / _UNSEEN).astype(np.float32)
        self._starts = np.searchsorted(pair, np.arange(len(self._signs) + 1) * len(self.codes)).astype(np.int32)
        whole = np.bincount(group, weight, len(self.codes)) + _UNSEEN * len(self._signs)
        self._whole: Amounts = np.log(whole)

    def likely(self, words: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
        """The unit groups that the words speak for, the likeliest first, with the logarithm of how much; none for words that
        nobody has seen."""
        asked = np.fromiter(_signs(words), np.int64)
        at = np.minimum(np.searchsorted(self._signs, asked), max(len(self._signs) - 1, 0))
        at = at[self._signs[at] == asked] if len(self._signs) else at[:0]
        if not len(at):
            return []
        unheard = (len(asked) - len(at)) * self._rarest**2
        weight = self._rarity[at] / np.sqrt(np.sum(self._rarity[at] ** 2) + unheard)
        score = -np.sum(weight) * self._whole
        for sign, heavy in zip(at.tolist(), weight.tolist(), strict=True):
            first, last = self._starts[sign], self._starts[sign + 1]
            score[self._groups[first:last]] += heavy * self._gain[first:last]
        # Each process adds in an order of its own: what differs by that alone is equal.
        score = np.round(score, 6)
        best = np.argsort(-score, kind="stable")[:most]
        return [(str(self.codes[one]), float(score[one])) for one in best]


def _signs(words: Sequence[str]) -> set[int]:
    """The stem of each word, its letters in runs, and which stems stand together, first and last."""
    told = [_of_word(word) for word in words]
    plain = [stem for stem, _ in told]
    signs = {sign for _, own in told for sign in own}
    signs.update(hash(("*", *two)) for two in combinations(sorted(plain), 2))
    if plain:
        signs |= {hash(("^", plain[0])), hash(("$", plain[-1]))}
    return signs


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[str, tuple[int, ...]]:
    stem, spaced = min(stems(word), key=len), f" {word} "
    runs = (spaced[at : at + _RUN] for at in range(len(spaced) - _RUN + 1))
    return stem, (hash(("~", stem)), *map(hash, runs))
