"""Which trade the words of a title speak for: each weighs as it did in the titles whose trade is known.

Multinomial naive Bayes over stems, their pairs and runs of four letters, weighted by rarity and with each title of one
length (Rennie and others, "Tackling the poor assumptions of naive Bayes", 2003). A title that the words of all others would
read wrongly counts three times, as in boosting (Freund and Schapire, 1997): no training, only counting, so that what officers
accept today is known at once.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, combinations
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.stems import stems

_UNSEEN: Final = 0.003  # what a word counts in a trade in which nobody has seen it
_RUN, _OF_A_RUN = 4, 0.5  # letters of a run, and what it weighs beside a word as rare
_MISREAD: Final = 3
_ROWS: Final = 2_048  # titles that are read at once

Ids = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.intp]
Amounts = npt.NDArray[np.float64]
Title = tuple[Sequence[str], str]


class Learnt:
    """What names and titles taught; made once, never changed."""

    def __init__(self, names: Iterable[Title], titles: Iterable[Title] = ()) -> None:
        """Of each its words, folded, and its unit group. A name stands for itself; a title may be an exception."""
        every, many, codes, first = array("q"), array("i"), [], 0
        for place, (words, code) in chain(((0, one) for one in names), ((1, one) for one in titles)):
            signs = _signs(words)
            every.extend(signs)
            many.append(len(signs))
            codes.append(code)
            first += not place
        self.codes, group = np.unique(codes, return_inverse=True)
        self._signs, sign, seen = np.unique(np.array(every, np.int64), return_inverse=True, return_counts=True)
        self._rarity = np.log1p(len(codes) / seen)
        self._rarest = np.log1p(len(codes))
        self._weigh(np.repeat(np.arange(len(codes), dtype=np.int32), many), sign, group, first)
        _of_word.cache_clear()  # some forty megabytes that nobody needs any more

    def _weigh(self, title: Ids, sign: Numbers, group: Numbers, first: int) -> None:
        """Reads each title by the words of all others, then counts with those heavier that were read wrongly."""
        shape = (len(self._signs), len(self.codes))
        told = self._signs[sign] & 1 == 0
        times = np.ones(len(group))
        times[first:] += (_MISREAD - 1) * self._misread(title[told], sign[told], group, shape)[first:]
        self._rarity[self._signs & 1 == 1] *= _OF_A_RUN
        weight = self._even(title, sign) * times[title]
        self._said, _ = _counted(sign, group[title], weight, shape)

    def _misread(self, title: Ids, sign: Numbers, group: Numbers, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
        """Which titles the words of all others would read wrongly."""
        weight = self._even(title, sign)
        said, seen = _counted(sign, group[title], weight, shape)
        own = weight * (np.log1p(seen / _UNSEEN) - np.log1p(np.maximum(seen - weight, 0) / _UNSEEN))
        own_share = np.bincount(title, own, len(group))
        wrong = np.zeros(len(group), np.bool_)
        for first in range(0, len(group), _ROWS):
            some = slice(first, min(first + _ROWS, len(group)))
            here = slice(*np.searchsorted(title, [some.start, some.stop]))
            score = said.scores(title[here] - first, sign[here], weight[here], some.stop - first)
            score[np.arange(len(score)), group[some]] -= own_share[some]
            wrong[some] = score.argmax(axis=1) != group[some]
        return wrong

    def _even(self, title: Ids, sign: Numbers) -> Amounts:
        """What each sign weighs in its title, whose length is one."""
        weight = self._rarity[sign]
        length: Amounts = np.sqrt(np.bincount(title, weight**2))
        return weight / length[title]

    def likely(self, words: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
        """The unit groups that the words speak for, the likeliest first, with the logarithm of how much; none for words that
        nobody has seen."""
        asked = np.fromiter(_signs(words), np.int64)
        at = np.minimum(np.searchsorted(self._signs, asked), max(len(self._signs) - 1, 0))
        known = self._signs[at] == asked if len(self._signs) else np.zeros(len(asked), np.bool_)
        if not known.any():
            return []
        strange = np.where(asked[~known] & 1, _OF_A_RUN, 1) * self._rarest
        at = at[known]
        weight = self._rarity[at] / np.sqrt(np.sum(self._rarity[at] ** 2) + np.sum(strange**2))
        # Each process adds in an order of its own: what differs by that alone is equal.
        score = np.round(self._said.scores(np.zeros(len(at), np.int32), at, weight, 1)[0], 6)
        best = np.argsort(-score, kind="stable")[:most]
        return [(str(self.codes[one]), float(score[one])) for one in best]


class _Counted(NamedTuple):
    """How often, by weight, each sign was seen in each unit group; laid out by sign."""

    groups: npt.NDArray[np.int16]
    gain: npt.NDArray[np.float32]
    starts: Ids
    whole: Amounts

    def scores(self, row: Ids, sign: Numbers, weight: Amounts, rows: int) -> Amounts:
        """What the signs of each row say of each unit group."""
        groups = len(self.whole)
        many = self.starts[sign + 1] - self.starts[sign]
        ends = np.cumsum(many)
        at = np.arange(many.sum()) + np.repeat(self.starts[sign] - ends + many, many)
        cell = np.repeat(row * groups, many) + self.groups[at]
        said = np.bincount(cell, np.repeat(weight, many) * self.gain[at], rows * groups)
        told: Amounts = said.reshape(rows, groups) - np.outer(np.bincount(row, weight, rows), self.whole)
        return told


def _counted(sign: Numbers, group: Numbers, weight: Amounts, shape: tuple[int, int]) -> tuple[_Counted, Amounts]:
    """Counts what was said in each group; and how often, by weight, the sign of each was seen in its group."""
    signs, groups = shape
    pair, of = np.unique(sign * groups + group, return_inverse=True)
    seen = np.bincount(of, weight, len(pair))
    whole = np.log(np.bincount(group, weight, groups) + _UNSEEN * max(signs, 1))
    starts = np.searchsorted(pair, np.arange(signs + 1) * groups).astype(np.int32)
    gain = np.log1p(seen / _UNSEEN).astype(np.float32)
    return _Counted((pair % max(groups, 1)).astype(np.int16), gain, starts, whole), seen[of]


def _signs(words: Sequence[str]) -> set[int]:
    """The stem of each word, its letters in runs, and which stems stand together, first and last; a run is an odd number."""
    told = [_of_word(word) for word in words]
    plain = [stem for stem, _ in told]
    signs = {sign for _, own in told for sign in own}
    signs.update(hash(("*", *two)) & ~1 for two in combinations(sorted(plain), 2))
    if plain:
        signs |= {hash(("^", plain[0])) & ~1, hash(("$", plain[-1])) & ~1}
    return signs


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[str, tuple[int, ...]]:
    stem, spaced = min(stems(word), key=len), f" {word} "
    runs = (hash(spaced[at : at + _RUN]) | 1 for at in range(len(spaced) - _RUN + 1))
    return stem, (hash(("~", stem)) & ~1, *runs)
