"""What people call the work they do, in five languages and by its slang, and which occupation of ISCO-08 each name means."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from math import log
from typing import Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from i18n.scripts import tokens
from matching.noise import DROPPED
from matching.places import Place, Places
from matching.roles import ROLES, head
from matching.vocabulary import Meant, Vocabulary

Weights = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

_KINDS: Final = {"title": 1.0, "everyday": 1.0, "loan": 1.0, "activity": 0.95, "visa": 0.9, "employer": 0.9}
_ASIDE: Final = ("visa", "employer")  # names that say where and for whom, not what is done

_ANOTHER_ROLE: Final = 0.65
_NOT_THE_HEAD: Final = 0.8
_WITNESS, _WITNESSES = 0.15, 4
_MOST_GROUPS: Final = 30

_TITLE: Final = 16  # words of a title that are looked at
_TITLE_KINDS: Final = {"everyday": 0.98, "loan": 0.98, "activity": 0.9}
MARGIN: Final = 0.05  # below it a title has no class: a person decides
LIKELY: Final = 1.25


class Name(msgspec.Struct, frozen=True):
    """One row of the lexicon: a name and the unit group it means; a visa or an employer may also say the country."""

    isco08: str
    kind: str
    name: str
    language: str = ""
    country: str | None = None


class Called(NamedTuple):
    """A unit group and the name by which it was found, with how well the name fits what was typed."""

    isco08: str
    score: float
    name: Name


class Lexicon:
    """The names, ready to be asked; made once, never changed."""

    def __init__(self, names: Iterable[Name], places: Iterable[Place] = ()) -> None:
        self.names: list[Name] = []
        self.keys: list[tuple[str, ...]] = []  # each distinct name as folded words
        self.meanings: list[list[tuple[str, int]]] = []  # the unit group and the row of each name so written
        self.by_key: dict[str, int] = {}  # the name written in one word
        self.aside: dict[str, list[Name]] = defaultdict(list)
        self._spare: list[npt.NDArray[np.float32]] = []  # rows of zeros, to be given back so
        for name in names:
            self._enter(name)
        self.places = Places(places)
        self.vocabulary = Vocabulary(word for words in self.keys for word in words)
        self._count()

    @classmethod
    def load(cls, rows: Iterable[Name], places: Iterable[Place] = ()) -> "Lexicon":
        return cls(rows, places)

    def _enter(self, name: Name) -> None:
        words = tokens(name.name)
        if not words:
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
        """Postings from terms to names, and the weight of a term: heavy if few occupations bear it."""
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
        self.rarity = np.array([log(1 + many / len(group)) / log(1 + many) for group in groups], np.float32)
        self.mass = np.full(len(self.keys), 1e-6, np.float32)
        for term, keys in enumerate(self.holders):
            self.mass[keys] += self.rarity[term]
        self.roles = {term_of[word] for word in ROLES if word in term_of}
        self.elsewhere = np.zeros(len(self.keys), np.bool_)
        for term in self.roles:
            self.elsewhere[self.holders[term]] = True
        self.heads: Ids = np.fromiter(self._heads(), np.int32, len(self.keys))
        kinds = [max(_KINDS.get(self.names[row].kind, 1.0) for _, row in rows) for rows in self.meanings]
        self.kind_weight: Weights = np.array(kinds, np.float32)

    def _heads(self) -> Iterator[int]:
        """The term that heads each name."""
        for words, rows in zip(self.keys, self.meanings, strict=True):
            yield self.vocabulary.term_of[head(words, self.names[rows[0][1]].language)]

    def respelled(self, words: Sequence[str]) -> list[str]:
        """avto mexanik and avtomexanik as the lexicon has them."""
        spelled: list[str] = []
        for word in words:
            if spelled and self.vocabulary.knows(spelled[-1] + word) and not self.vocabulary.knows(word):
                spelled[-1] += word
            elif word in self.by_key and not self.vocabulary.knows(word):
                spelled += self.keys[self.by_key[word]]
            else:
                spelled.append(word)
        return spelled

    def meant(self, words: Sequence[str]) -> list[list[Meant]]:
        return [self.vocabulary.meant(word) for word in words]

    def called(self, words: Sequence[str], meant: Sequence[Sequence[Meant]], limit: int = 40) -> list[Called]:
        """The unit groups whose names fit the words, the best first; an exact name scores 1."""
        keys, covered, filled = self._fit(meant)
        score = covered * (0.29 + 0.68 * filled) * self.kind_weight[keys]
        typed = np.zeros(len(self.vocabulary), np.bool_)
        typed[[choice.term for choices in meant for choice in choices]] = True
        score[~typed[self.heads[keys]]] *= _NOT_THE_HEAD
        if self.roles.isdisjoint(self.vocabulary.term_of.get(word, -1) for word in words):
            score[self.elsewhere[keys]] *= _ANOTHER_ROLE
        exact = self.by_key.get("".join(words))
        if exact is not None:
            keys, score = np.append(keys, np.int32(exact)), np.append(score, self.kind_weight[exact])
        if len(keys) > limit:
            best = np.argpartition(-score, limit)[:limit]
            keys, score = keys[best], score[best]
        order = np.lexsort((keys, -score))
        return self._by_group(keys[order].tolist(), score[order].tolist())

    def _by_group(self, keys: Sequence[int], scores: Sequence[float]) -> list[Called]:
        """Each group by its best name; several names that fit nearly as well say more than one."""
        scored: dict[str, float] = {}
        rows: dict[str, int] = {}
        witnesses: dict[str, int] = {}
        for key, score in zip(keys, scores, strict=True):
            for code, row in self.meanings[key]:
                if code not in scored:
                    scored[code], rows[code], witnesses[code] = score, row, 1
                elif witnesses[code] < _WITNESSES and scored[code] < 0.98:
                    witnesses[code] += 1
                    scored[code] = min(0.98, scored[code] + score * _WITNESS / witnesses[code])
        best = sorted(scored.items(), key=_likelier)[:_MOST_GROUPS]
        return [Called(code, score, self.names[rows[code]]) for code, score in best]

    def within(self, words: Sequence[str], limit: int = 40) -> tuple[list[int], Weights]:
        """The names that stand in a longer text, and how well each is borne out by it."""
        keys, covered, filled = self._fit(self.meant(words))
        fit = filled**2 * (0.4 + 0.6 * covered)
        if len(keys) > limit:
            best = np.argpartition(-fit, limit)[:limit]
            keys, fit = keys[best], fit[best]
        return keys.tolist(), fit

    def _fit(self, meant: Sequence[Sequence[Meant]]) -> tuple[Ids, Weights, Weights]:
        """The names touched; of each the share of what was typed that it covers, and the share of itself typed."""
        try:
            rows = self._spare.pop()
        except IndexError:  # all are with other threads
            rows = np.zeros((4, len(self.keys)), np.float32)
        covered, filled, likeness, own = rows
        typed = 1e-6
        for at, choices in enumerate(meant):
            weight = float(self.rarity[choices[0].term]) if choices else 1.0
            typed += weight
            into, filling = (likeness, own) if at else (covered, filled)
            for choice in reversed(choices):  # the likeliest is written last
                keys = self.holders[choice.term]
                into[keys] = choice.likeness * weight
                filling[keys] = self.rarity[choice.term]
            if at and choices:
                keys = np.concatenate([self.holders[choice.term] for choice in choices])
                covered[keys] += likeness[keys]
                filled[keys] += own[keys]
                likeness[keys] = own[keys] = 0
        touched: Ids = np.flatnonzero(covered > 0).astype(np.int32)
        share, whole = covered[touched] / np.float32(typed), np.minimum(filled[touched] / self.mass[touched], 1)
        covered[touched] = filled[touched] = 0
        self._spare.append(rows)
        return touched, share, whole


def _likelier(scored: tuple[str, float]) -> tuple[float, str]:
    return -scored[1], scored[0]


class Classified(msgspec.Struct, frozen=True):
    """The unit groups a title may mean, the likeliest first, and how far the first stands above the second."""

    ranked: tuple[tuple[str, float], ...] = ()
    margin: float = 0.0

    @property
    def isco08(self) -> str | None:
        """The unit group, where it is beyond doubt."""
        return self.ranked[0][0] if self.ranked and self.margin >= MARGIN and self.ranked[0][1] >= LIKELY else None


def classify(lexicon: Lexicon, title: str) -> Classified:
    words = lexicon.respelled([word for word in tokens(title)[:_TITLE] if word not in DROPPED and word.isalpha()])
    keys, fit = lexicon.within(words)
    if not keys:
        return Classified()
    choices = [" ".join(lexicon.keys[key]) for key in keys]
    scores = fit + _alike(" ".join(words), choices)
    ranked: dict[str, float] = {}
    for at in np.argsort(-scores, kind="stable").tolist():
        for code, row in lexicon.meanings[keys[at]]:
            score = float(scores[at]) * _TITLE_KINDS.get(lexicon.names[row].kind, 1.0)
            ranked[code] = max(ranked.get(code, 0.0), score)
    best = sorted(ranked.items(), key=_likelier)[:5]
    margin = best[0][1] - best[1][1] if len(best) > 1 else best[0][1]
    return Classified(tuple((code, round(score, 4)) for code, score in best), round(margin, 4))


def classify_all(lexicon: Lexicon, titles: Iterable[str]) -> list[Classified]:
    """As classify, each distinct title once."""
    one = lru_cache(maxsize=None)(partial(classify, lexicon))
    return [one(title) for title in titles]


def _alike(title: str, choices: Sequence[str]) -> Weights:
    """Three ways in which a name is like a title, none of which is to be trusted alone."""
    part, whole = (
        process.cdist([title], choices, scorer=scorer, dtype=np.float32)[0] / 100
        for scorer in (fuzz.partial_ratio, fuzz.ratio)
    )
    length = np.array([min(len(choice), 20) / 20 for choice in choices], np.float32)
    alike: Weights = (part + 0.25 * whole + 0.4 * length) / np.float32(1.65)
    return alike
