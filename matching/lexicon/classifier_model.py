"""Which trade the words of a title speak for: each weighs as it did in the titles whose trade is
known.

Multinomial naive Bayes over stems, their pairs and runs of four letters, weighted by rarity and
with each title of one length (Rennie and others, "Tackling the poor assumptions of naive Bayes",
2003). Then each title is read by the words of all others, and the words of those that were read
wrongly are mended once: a single step of logistic regression, longer for signs that are rare (Duchi
and others, "Adaptive subgradient methods", 2011). It takes seconds, so that what officers accept is
learnt within the minute."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from threading import Lock, Thread
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.lexicon.stemming import stems

_UNSEEN: Final = 0.003  # what a word counts in a trade in which nobody has seen it
_RUN, _OF_A_RUN = 4, 0.5  # letters of a run, and what it weighs beside a word as rare
_COMMON: Final = 2_000  # a run in more titles than these says little, and costs most
_SURE: Final = (
    0.5  # how sure a score makes: a trade whose score is higher by two is e times likelier
)
_STEP, _STEADY = 3.0, 0.5  # how far a word is mended, and how often it is as if seen before
_LITTLE: Final = 0.1  # a doubt less than it mends nothing
_LEARNING: Final = Lock()  # one learns at a time
_ROWS: Final = 256  # titles that are read at once

Ids = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.intp]
Amounts = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float32]
Integers = npt.NDArray[np.signedinteger[Any]]
Title = tuple[Sequence[str], str]


class _Doubts(NamedTuple):
    """By how much a unit group should have been likelier for a title, laid out by title; less than
    nothing where it should not."""

    title: Numbers
    group: Numbers
    amount: Amounts


class TrainedModel:
    """What names and titles taught; made once, never changed."""

    def __init__(self, titles: Iterable[Title]) -> None:
        """Of each its words, folded, and its unit group."""
        self._signs, sign, seen, many, codes = _read(titles)
        self.codes, group = np.unique(codes, return_inverse=True)
        self._rarity = np.log1p(len(codes) / seen).astype(np.float32)
        self._rarest = np.log1p(len(codes))
        run = self._signs & 1 == 1
        self._rarity[run] *= _OF_A_RUN
        self._rarity[run & (seen > _COMMON)] = 0
        result = self._rarity[sign] > 0
        title = np.repeat(np.arange(len(codes), dtype=np.int32), many)[result]
        self._weigh(title, sign[result], group.astype(np.int32))

    def _weigh(self, title: Ids, sign: Ids, group: Ids) -> None:
        """Counts, reads each title by what all others said, and mends where that was wrong."""
        shape = (len(self._signs), len(self.codes))
        weight = self._even(title, sign)
        self._said, own = _count_signs(title, sign, group, weight, shape)
        doubts = self._doubts(title, sign, weight, group, own)
        step = (
            weight
            * (_STEP / np.sqrt(np.bincount(sign, weight**2) + _STEADY)).astype(np.float32)[sign]
        )
        word = self._signs[sign] & 1 == 0
        self._mended = _correct_weights(title[word], sign[word], step[word], doubts, shape)

    def _doubts(self, title: Ids, sign: Ids, weight: Weights, group: Ids, own: Amounts) -> _Doubts:
        """How much too likely or unlikely each unit group seemed by the words of all other
        titles."""
        doubts = [(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))]
        firsts = np.arange(0, len(group) + _ROWS, _ROWS, dtype=np.int32)
        for first, (begin, end) in zip(
            firsts, pairwise(np.searchsorted(title, firsts)), strict=False
        ):
            right, here = group[first : first + _ROWS], slice(begin, end)
            rows = np.arange(len(right))
            score = self._said.scores(title[here] - first, sign[here], weight[here], len(rows))
            score[rows, right] -= own[first : first + _ROWS]
            likely = np.exp(_SURE * (score - score.max(axis=1, keepdims=True)))
            doubt = -likely / likely.sum(axis=1, keepdims=True)
            doubt[rows, right] += 1
            row, of = np.nonzero(np.abs(doubt) >= _LITTLE)
            doubts.append((row + first, of, doubt[row, of]))
        return _Doubts(*map(np.concatenate, zip(*doubts, strict=True)))

    def _even(self, title: Ids, sign: Ids) -> Weights:
        """What each sign weighs in its title, whose length is one."""
        weight = self._rarity[sign]
        length = np.sqrt(np.bincount(title, weight**2)).astype(np.float32)
        even: Weights = weight / length[title]
        return even

    def likely(self, words: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
        """The unit groups that the words speak for, the likeliest first, with the logarithm of how
        much; none for words that nobody has seen."""
        asked = np.fromiter(_signs(words), np.int64)
        at = np.minimum(np.searchsorted(self._signs, asked), max(len(self._signs) - 1, 0))
        known = self._signs[at] == asked if len(self._signs) else np.zeros(len(asked), np.bool_)
        strange = np.where(asked[~known] & 1, _OF_A_RUN, 1) * self._rarest
        at = at[known]
        at = at[self._rarity[at] > 0]
        if not len(at):
            return []
        weight = self._rarity[at] / np.sqrt(
            np.sum(self._rarity[at] ** 2, dtype=np.float64) + np.sum(strange**2)
        )
        # Each process adds in an order of its own: what differs by that alone is equal.
        row = np.zeros(len(at), np.int32)
        score = np.round(
            (self._said.scores(row, at, weight, 1) + self._mended.scores(row, at, weight, 1))[0], 5
        )
        best = np.argsort(-score, kind="stable")[:most]
        return [(str(self.codes[one]), float(score[one])) for one in best]


class ModelTrainer:
    """What there is to be learnt, and what was learnt of it: once, by whoever first asks; others
    wait."""

    def __init__(self, taught: Callable[[], Iterable[Title]]) -> None:
        self._taught = taught
        self._learnt: TrainedModel | None = None
        self._over = False
        self.learning: Thread | None = None

    @property
    def learnt(self) -> TrainedModel:
        if self._learnt is None:
            with _LEARNING:
                self._learnt = self._learnt or TrainedModel(self._taught())
        return self._learnt

    def follow(self, earlier: "ModelTrainer") -> None:
        """What earlier ones taught serves until these are learnt, beside the requests; of some that
        follow each other while one is being learnt only the last is learnt as well."""
        earlier._over = True
        if earlier._learnt:
            self._learnt = earlier._learnt
            self.learning = Thread(target=self._learn, daemon=True)
            self.learning.start()

    def _learn(self) -> None:
        with _LEARNING:
            if not self._over:
                self._learnt = TrainedModel(self._taught())


class _SignWeights(NamedTuple):
    """What each sign says of each unit group, laid out by sign."""

    groups: npt.NDArray[np.int16]
    gain: npt.NDArray[np.float32]
    starts: Ids
    whole: Amounts

    def scores(self, row: Ids, sign: Ids, weight: Weights, rows: int) -> Amounts:
        """What the signs of each row say of each unit group."""
        groups = len(self.whole)
        many = self.starts[sign + 1] - self.starts[sign]
        at = _expand_ranges(self.starts[sign], many)
        cell = np.repeat(row * groups, many) + self.groups[at]
        said = np.bincount(cell, np.repeat(weight, many) * self.gain[at], rows * groups)
        amounts: Amounts = said.reshape(rows, groups) - np.outer(
            np.bincount(row, weight, rows), self.whole
        )
        return amounts


def _count_signs(
    title: Ids, sign: Ids, group: Ids, weight: Weights, shape: tuple[int, int]
) -> tuple[_SignWeights, Amounts]:
    """Counts what was said in each group; and how much of what is said of each title in its own
    group it said itself."""
    signs, groups = shape
    pair, of = np.unique(sign * np.int64(groups) + group[title], return_inverse=True)
    seen = np.bincount(of, weight, len(pair))
    whole = np.log(np.bincount(group[title], weight, groups) + _UNSEEN * max(signs, 1))
    gain, seen = np.log1p(seen / _UNSEEN), seen[of]
    own = np.bincount(
        title, weight * (gain[of] - np.log1p(np.maximum(seen - weight, 0) / _UNSEEN)), len(group)
    )
    return _sign_weights(pair, gain, whole, signs), own


def _correct_weights(
    title: Ids, sign: Ids, step: Weights, doubts: _Doubts, shape: tuple[int, int]
) -> _SignWeights:
    """How each sign has to speak otherwise, by the doubts of the titles in which it stands."""
    signs, groups = shape
    starts = np.searchsorted(doubts.title, np.arange(int(np.max(title, initial=-1)) + 2))
    many = np.diff(starts)[title]
    at = _expand_ranges(starts[title], many)
    pair, of = np.unique(
        np.repeat(sign * np.int64(groups), many) + doubts.group[at], return_inverse=True
    )
    amount = np.bincount(of, np.repeat(step, many) * doubts.amount[at], len(pair))
    return _sign_weights(pair, amount, np.zeros(groups), signs)


def _sign_weights(pair: Numbers, gain: Amounts, whole: Amounts, signs: int) -> _SignWeights:
    groups = len(whole)
    starts: Ids = np.searchsorted(pair, np.arange(signs + 1) * groups).astype(np.int32)
    return _SignWeights(
        (pair % max(groups, 1)).astype(np.int16), gain.astype(np.float32), starts, whole
    )


def _expand_ranges(starts: Integers, many: Integers) -> Numbers:
    """The places of all that stands in some stretches, one stretch after the other."""
    numbers: Numbers = np.arange(many.sum()) + np.repeat(starts - np.cumsum(many) + many, many)
    return numbers


def _read(
    titles: Iterable[Title],
) -> tuple[npt.NDArray[np.int64], Ids, Integers, "array[int]", list[str]]:
    """Each sign, once; which of them stand in the titles, one title after the other; how often each
    was seen; how many stand in each title; and whose the titles are."""
    every, many, codes = array("q"), array("i"), []
    for words, code in titles:
        signs = _signs(words)
        every.extend(signs)
        many.append(len(signs))
        codes.append(code)
    _word_signs.cache_clear()  # some forty megabytes that nobody needs any more
    result = np.frombuffer(every, np.int64) if every else np.zeros(0, np.int64)
    known, sign, seen = np.unique(result, return_inverse=True, return_counts=True)
    return known, sign.astype(np.int32), seen, many, codes


def _signs(words: Sequence[str]) -> set[int]:
    """The stem of each word, its letters in runs, and which stems stand together, first and last; a
    run is an odd number."""
    items = [_word_signs(word) for word in words]
    plain = [stem for stem, _ in items]
    signs = {sign for _, own in items for sign in own}
    signs.update(hash(("*", *two)) & ~1 for two in combinations(sorted(plain), 2))
    if plain:
        signs |= {hash(("^", plain[0])) & ~1, hash(("$", plain[-1])) & ~1}
    return signs


@lru_cache(maxsize=50_000)
def _word_signs(word: str) -> tuple[str, tuple[int, ...]]:
    stem, spaced = min(stems(word), key=len), f" {word} "
    runs = (hash(spaced[at : at + _RUN]) | 1 for at in range(len(spaced) - _RUN + 1))
    return stem, (hash(("~", stem)) & ~1, *runs)
