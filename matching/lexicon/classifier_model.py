"""The model behind the classifier: the weight of each word for each unit group.

Multinomial naive Bayes over stems, their pairs and runs of four letters, weighted by rarity and
normalised to one length for each title (Rennie and others, "Tackling the poor assumptions of naive
Bayes", 2003). Then each title is scored by the words of all others, and the weights of those scored
wrongly are corrected once: a single step of logistic regression, longer for rare signs (Duchi and
others, "Adaptive subgradient methods", 2011). Training takes seconds, so that what officers accept
is learnt within a minute.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from threading import Lock, Thread
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.lexicon.stemming import stems

_UNSEEN: Final = 0.003  # the count of a word in a group where it was never seen
_RUN, _OF_A_RUN = 4, 0.5  # letters of a run, and its weight relative to an equally rare word
_COMMON: Final = 2_000  # a run in more titles than these says little and costs most
_SURE: Final = 0.5  # the scale of scores: two more make a group e times likelier
_STEP, _STEADY = 3.0, 0.5  # the size of a correction, and the prior count of each word
_LITTLE: Final = 0.1  # a smaller doubt corrects nothing
_LEARNING: Final = Lock()  # one thread trains at a time
_BEGINNING: Final = Lock()  # and one begins to
_ROWS: Final = 256  # titles scored at once
_MOMENT: Final = 1.0  # seconds that a page waits for a model

Ids = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.intp]
Amounts = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float32]
Integers = npt.NDArray[np.signedinteger[Any]]
Title = tuple[Sequence[str], str]


class _Doubts(NamedTuple):
    """By how much a unit group should have been likelier for a title, ordered by title.

    Negative where it should have been less likely.
    """

    title: Numbers
    group: Numbers
    amount: Amounts


class TrainedModel:
    """A model trained on names and titles; immutable."""

    def __init__(self, titles: Iterable[Title]) -> None:
        """Train on titles, each with its folded words and its unit group."""
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
        """Count the signs, score each title by all others and correct wrong scores."""
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
        """How much too likely or unlikely each unit group was by the words of all other titles."""
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
        """The weight of each sign in its title, whose length is normalised to one."""
        weight = self._rarity[sign]
        length = np.sqrt(np.bincount(title, weight**2)).astype(np.float32)
        even: Weights = weight / length[title]
        return even

    def likely(self, words: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
        """The likeliest unit groups for the words, with the logarithm of their likelihood.

        None for words that were never seen.
        """
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
        # Processes add in different orders, so differences that small are rounded off.
        row = np.zeros(len(at), np.int32)
        score = np.round(
            (self._said.scores(row, at, weight, 1) + self._mended.scores(row, at, weight, 1))[0], 5
        )
        best = np.argsort(-score, kind="stable")[:most]
        return [(str(self.codes[one]), float(score[one])) for one in best]


class ModelTrainer:
    """Training data and the model trained on it, once; who needs the model waits for it."""

    def __init__(self, taught: Callable[[], Iterable[Title]]) -> None:
        self._taught = taught
        self._learnt: TrainedModel | None = None
        self._over = False
        self.learning: Thread | None = None

    @property
    def learnt(self) -> TrainedModel:
        return self.learn()

    def learn(self) -> TrainedModel:
        """Return the model, and train it first unless that was done."""
        if self._learnt is None:
            with _LEARNING:
                self._learnt = self._learnt or TrainedModel(self._taught())
        return self._learnt

    def begin(self) -> None:
        """Train the model in the background, unless that was begun before."""
        with _BEGINNING:
            if self._learnt is None and self.learning is None:
                self.learning = Thread(target=self._learn, daemon=True)
                self.learning.start()

    def is_ready(self) -> bool:
        """Return whether the model is trained, or begin to train it.

        A page waits a moment for a small one; a large one takes seconds, so the page does without.
        """
        self.begin()
        if self._learnt is None and self.learning:
            self.learning.join(_MOMENT)
        return self._learnt is not None

    def follow(self, earlier: "ModelTrainer") -> None:
        """Use an earlier model until this one is trained in the background.

        If several follow each other during training, only the last is trained as well.
        """
        earlier._over = True
        if earlier._learnt:
            self._learnt = earlier._learnt
            self.learning = Thread(target=self._learn, daemon=True)
            self.learning.start()
        elif earlier.learning:
            self.begin()

    def _learn(self) -> None:
        earlier = self._learnt
        with _LEARNING:
            # Who needed the model in the meantime has trained it.
            if not self._over and self._learnt is earlier:
                self._learnt = TrainedModel(self._taught())


class _SignWeights(NamedTuple):
    """The weight of each sign for each unit group, ordered by sign."""

    groups: npt.NDArray[np.int16]
    gain: npt.NDArray[np.float32]
    starts: Ids
    whole: Amounts

    def scores(self, row: Ids, sign: Ids, weight: Weights, rows: int) -> Amounts:
        """The score of each unit group by the signs of each row."""
        groups = len(self.whole)
        many = self.starts[sign + 1] - self.starts[sign]
        at = _expand_ranges(self.starts[sign], many)
        cell = np.repeat(row * groups, many) + self.groups[at]
        sums = np.bincount(cell, np.repeat(weight, many) * self.gain[at], rows * groups)
        amounts: Amounts = sums.reshape(rows, groups) - np.outer(
            np.bincount(row, weight, rows), self.whole
        )
        return amounts


def _count_signs(
    title: Ids, sign: Ids, group: Ids, weight: Weights, shape: tuple[int, int]
) -> tuple[_SignWeights, Amounts]:
    """Count the signs of each group.

    Also returns how much of its own group's score each title contributed itself.
    """
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
    """The corrections of sign weights, from the doubts of the titles that have the sign."""
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
    """The indexes of all elements of some ranges, one range after the other."""
    numbers: Numbers = np.arange(many.sum()) + np.repeat(starts - np.cumsum(many) + many, many)
    return numbers


def _read(
    titles: Iterable[Title],
) -> tuple[npt.NDArray[np.int64], Ids, Integers, "array[int]", list[str]]:
    """Read the titles.

    Returns each sign once, the signs of the titles one after the other, how often each was seen,
    how many each title has, and the unit groups of the titles.
    """
    every, many, codes = array("q"), array("i"), []
    for words, code in titles:
        signs = _signs(words)
        every.extend(signs)
        many.append(len(signs))
        codes.append(code)
    _word_signs.cache_clear()  # frees some forty megabytes
    result = np.frombuffer(every, np.int64) if every else np.zeros(0, np.int64)
    known, sign, seen = np.unique(result, return_inverse=True, return_counts=True)
    return known, sign.astype(np.int32), seen, many, codes


def _signs(words: Sequence[str]) -> set[int]:
    """The signs of a title: stems, letter runs, pairs of stems, and the first and last stem.

    A letter run is an odd number.
    """
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
