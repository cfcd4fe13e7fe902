"""The lexicon: names of occupations in five languages and slang, with their ISCO-08 unit groups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from math import log
from typing import Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from i18n.scripts import tokens
from matching.lexicon.classifier_model import ModelTrainer, Title
from matching.lexicon.places import Place, Places
from matching.lexicon.vocabulary import Vocabulary, WordMatch

Weights = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

_KINDS: Final = {
    "title": 1.0,
    "everyday": 1.0,
    "loan": 1.0,
    "activity": 0.95,
    "visa": 0.9,
    "employer": 0.9,
}
_ASIDE: Final = ("visa", "employer")  # names that say where and for whom, not which work
# A title of a classification: not searched, but used to train the classifier.
TITLE: Final = "synonym"

# A welder's helper, manager or teacher is not a welder.
_ROLES: Final = tokens(
    "yordamchi yordamchisi помощник помощница подсобник helper assistant ассистент"
    " shogird shogirdi ученик trainee стажёр"
    " manager менеджер menejer начальник boshliq boshligʻi mudir mudiri rahbar rahbari"
    " director директор direktor supervisor"
    " foreman бригадир brigadir brigadiri foremani прораб заведующий заведующая старший главный bosh chief head"
    " instructor инструктор instruktor trainer тренер trener inspector инспектор inspektor seller продавец sotuvchisi"
)
_ADJECTIVE: Final = ("ni", "ski", "aya", "noy", "skoy", "oe", "ie", "shi")  # Russian, folded

_ANOTHER_ROLE: Final = 0.65
_NOT_THE_HEAD: Final = 0.8
_WITNESS, _WITNESSES = 0.15, 4
_MOST_GROUPS: Final = 30
_ASIDE_OF: Final = 0.4  # of the best name's score; weaker names are ignored


class Name(msgspec.Struct, frozen=True):
    """One row of the lexicon: a name and its unit group.

    A visa or an employer may also give the country.
    """

    isco08: str
    kind: str
    name: str
    language: str = ""
    country: str | None = None


class GroupMatch(NamedTuple):
    """A unit group, the name by which it was found, and how well the name fits the query."""

    isco08: str
    score: float
    name: Name


class Lexicon:
    """The names, indexed for lookup; immutable."""

    def __init__(self, names: Iterable[Name], places: Iterable[Place] = ()) -> None:
        self.names: list[Name] = []
        self.keys: list[tuple[str, ...]] = []  # each distinct name as folded words
        self.meanings: list[
            list[tuple[str, int]]
        ] = []  # the unit group and the row of each name so written
        self.by_key: dict[str, int] = {}  # the name written as one word
        self.aside: dict[str, list[Name]] = defaultdict(list)
        self.titles: list[Name] = []
        self.lessons = ModelTrainer(partial(_training_titles, self.names, self.titles))
        for name in names:
            self._enter(name)
        self.vocabulary = Vocabulary(word for words in self.keys for word in words)
        self.places = Places(places, self.vocabulary)
        self._count()

    @classmethod
    def load(cls, rows: Iterable[Name], places: Iterable[Place] = ()) -> "Lexicon":
        return cls(rows, places)

    def _enter(self, name: Name) -> None:
        words = tokens(name.name)
        if not words:
            return
        if name.kind == TITLE:
            self.titles.append(name)
            return
        if name.kind in _ASIDE:
            self.aside["".join(words)].append(name)
            return
        key = self.by_key.setdefault("".join(words), len(self.keys))
        if key == len(self.keys):
            self.keys.append(tuple(words))
            self.meanings.append([])
        self.meanings[key].append((name.isco08, len(self.names)))
        self.names.append(name)

    def _count(self) -> None:
        """Build the postings from terms to names and the weights of terms, by rarity among
        occupations."""
        term_of = self.vocabulary.term_of
        holders: list[list[int]] = [[] for _ in range(len(self.vocabulary))]
        groups: list[set[str]] = [set() for _ in holders]
        for key, words in enumerate(self.keys):
            bearing = {code for code, _ in self.meanings[key]}
            for term in {term_of[word] for word in words}:
                holders[term].append(key)
                groups[term] |= bearing
        many = len({name.isco08 for name in self.names}) or 1
        self.holders: list[Ids] = [np.array(keys, np.int32) for keys in holders]
        self.rarity = np.array(
            [log(1 + many / len(group)) / log(1 + many) for group in groups], np.float32
        )
        self._rarity: list[float] = self.rarity.tolist()
        self.mass = np.full(len(self.keys), 1e-6, np.float32)
        for term, keys in enumerate(self.holders):
            self.mass[keys] += self.rarity[term]
        self.roles = {term_of[word] for word in _ROLES if word in term_of}
        self.elsewhere = np.zeros(len(self.keys), np.bool_)
        for term in self.roles:
            self.elsewhere[self.holders[term]] = True
        self.heads: Ids = np.fromiter(self._heads(), np.int32, len(self.keys))
        kinds = [
            max(_KINDS.get(self.names[row].kind, 1.0) for _, row in rows) for rows in self.meanings
        ]
        self.kind_weight: Weights = np.array(kinds, np.float32)
        # If no role was typed, a name with another role (an engineer of something) weighs less.
        self.anyone_weight: Weights = (
            np.where(self.elsewhere, _ANOTHER_ROLE, 1).astype(np.float32) * self.kind_weight
        )

    def _heads(self) -> Iterator[int]:
        """The head term of each name."""
        for words, rows in zip(self.keys, self.meanings, strict=True):
            yield self.vocabulary.term_of[_head(words, self.names[rows[0][1]].language)]

    def respelled(self, words: Sequence[str]) -> list[str]:
        """Join or split words as the lexicon has them: “avto mexanik” and “avtomexanik”."""
        spelled: list[str] = []
        for word in words:
            if (
                spelled
                and self.vocabulary.knows(spelled[-1] + word)
                and not self.vocabulary.knows(word)
            ):
                spelled[-1] += word
            elif word in self.by_key and not self.vocabulary.knows(word):
                spelled += self.keys[self.by_key[word]]
            else:
                spelled.append(word)
        return spelled

    def meant(self, words: Sequence[str]) -> list[list[WordMatch]]:
        return [self.vocabulary.meant(word) for word in words]

    def called(
        self, words: Sequence[str], meant: Sequence[Sequence[WordMatch]], limit: int = 40
    ) -> list[GroupMatch]:
        """The unit groups whose names fit the words, best first; an exact name scores 1."""
        keys, covered, filled = self._fit(meant)
        anyone = self.roles.isdisjoint(self.vocabulary.term_of.get(word, -1) for word in words)
        typed = np.full(len(self.vocabulary), _NOT_THE_HEAD, np.float32)
        typed[[choice.term for choices in meant for choice in choices]] = 1
        score = covered * (np.float32(0.29) + np.float32(0.68) * filled) * typed[self.heads[keys]]
        score *= (self.anyone_weight if anyone else self.kind_weight)[keys]
        best = _best(score, limit)
        rows, scores = keys[best].tolist(), score[best].tolist()
        exact = self.by_key.get("".join(words))
        if exact is not None:
            first = float(self.kind_weight[exact])
            at = sum(score > first for score in scores)
            rows.insert(at, exact)
            scores.insert(at, first)
        return self._by_group(rows, scores)

    def _by_group(self, keys: Sequence[int], scores: Sequence[float]) -> list[GroupMatch]:
        """Score each group by its best name; further names that fit nearly as well add to it."""
        scored: dict[str, float] = {}
        rows: dict[str, int] = {}
        witnesses: dict[str, int] = {}
        for key, score in zip(keys, scores, strict=True):
            if score < _ASIDE_OF * scores[0]:
                break
            for code, row in self.meanings[key]:
                if code not in scored:
                    scored[code], rows[code], witnesses[code] = score, row, 1
                elif witnesses[code] < _WITNESSES and scored[code] < 0.98:
                    witnesses[code] += 1
                    scored[code] = min(0.98, scored[code] + score * _WITNESS / witnesses[code])
        best = sorted(scored.items(), key=likelihood_key)[:_MOST_GROUPS]
        return [GroupMatch(code, score, self.names[rows[code]]) for code, score in best]

    def within(self, words: Sequence[str], limit: int = 40) -> tuple[list[int], Weights]:
        """The names contained in a longer text, and how well the text supports each."""
        keys, covered, filled = self._fit(self.meant(words))
        fit = filled**2 * (0.4 + 0.6 * covered)
        if len(keys) > limit:
            best = np.argpartition(-fit, limit)[:limit]
            keys, fit = keys[best], fit[best]
        return keys.tolist(), fit

    def _fit(self, meant: Sequence[Sequence[WordMatch]]) -> tuple[Ids, Weights, Weights]:
        """The matching names, with the share of the query each covers and the share of itself
        covered."""
        held = [self.heads[:0]]
        for choices in meant:
            held += [self.holders[choice.term] for choice in reversed(choices)]
        touched, each = distinct(held), iter(held[1:])
        covered, filled = np.zeros((2, len(touched)), np.float32)
        typed = 1e-6
        for choices in meant:
            weight = self._rarity[choices[0].term] if choices else 1.0
            typed += weight
            likeness, own = np.zeros((2, len(touched)), np.float32)
            for choice in reversed(choices):  # the likeliest is written last
                at = touched.searchsorted(next(each))
                likeness[at] = choice.likeness * weight
                own[at] = self._rarity[choice.term]
            covered += likeness
            filled += own
        return (
            touched,
            covered / np.float32(typed),
            np.minimum(filled / self.mass[touched], 1),
        )


def _head(words: Sequence[str], language: str) -> str:
    """The head word of a name: that of “chopon tikuvchi” is tikuvchi, of “монтажник ферм”
    монтажник."""
    if language != "ru":
        return words[-1]
    return next((word for word in words if not word.endswith(_ADJECTIVE)), words[0])


def _training_titles(names: Iterable[Name], titles: Iterable[Name]) -> Iterator[Title]:
    return ((tokens(name.name), name.isco08) for name in chain(names, titles))


def distinct(several: Sequence[Ids]) -> Ids:
    """The distinct values in order; for short rows far faster than numpy.unique."""
    every = np.concatenate(several)
    every.sort()
    first = np.ones(len(every), np.bool_)
    np.not_equal(every[1:], every[:-1], out=first[1:])
    once: Ids = every[first]
    return once


def _best(score: Weights, limit: int) -> Ids:
    """The positions of the highest scores, highest first, equal ones in their order."""
    if len(score) <= 8 * limit:
        best: Ids = np.argsort(-score, kind="stable")[:limit].astype(np.int32)
        return best
    some: Ids = np.argpartition(-score, limit)[:limit].astype(np.int32)
    some.sort()
    return some[np.argsort(-score[some], kind="stable")]


def likelihood_key(scored: tuple[str, float]) -> tuple[float, str]:
    return -scored[1], scored[0]
