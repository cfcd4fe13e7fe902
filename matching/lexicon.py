"""What people call the work they do, in five languages and by its slang, and which occupation of ISCO-08 each name means."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log
from typing import Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from i18n.scripts import tokens
from matching.places import Place, Places
from matching.vocabulary import Meant, Vocabulary

Weights = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

_KINDS: Final = {"title": 1.0, "everyday": 1.0, "loan": 1.0, "activity": 0.95, "visa": 0.9, "employer": 0.9}
_ASIDE: Final = ("visa", "employer")  # names that say where and for whom, not what is done


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
        self.meanings: list[list[int]] = []  # the rows that bear it
        self.by_key: dict[str, int] = {}  # the name written in one word
        self.aside: dict[str, list[Name]] = defaultdict(list)
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
        self.meanings[key].append(len(self.names))
        self.names.append(name)

    def _count(self) -> None:
        """Postings from terms to names, and the weight of a term: heavy if few occupations bear it."""
        term_of = self.vocabulary.term_of
        holders: list[list[int]] = [[] for _ in range(len(self.vocabulary))]
        groups: list[set[str]] = [set() for _ in holders]
        for key, words in enumerate(self.keys):
            bearing = {self.names[row].isco08 for row in self.meanings[key]}
            for term in {term_of[word] for word in words}:
                holders[term].append(key)
                groups[term] |= bearing
        many = len({name.isco08 for name in self.names}) or 1
        self.holders: list[Ids] = [np.array(keys, np.int32) for keys in holders]
        self.rarity = np.array([log(1 + many / len(group)) / log(1 + many) for group in groups], np.float32)
        self.mass = np.zeros(len(self.keys), np.float32)
        for term, keys in enumerate(self.holders):
            self.mass[keys] += self.rarity[term]
        kinds = [max(_KINDS.get(self.names[row].kind, 1.0) for row in rows) for rows in self.meanings]
        self.kind_weight: Weights = np.array(kinds, np.float32)

    def rarity_of(self, word: str) -> float:
        """How much a word says about the occupation, from 0 (worker) to 1 (welder, and words nobody has heard)."""
        terms = {term for meant in self.vocabulary.meant(word, guess=False)[:1] for term in [meant.term]}
        return max((float(self.rarity[term]) for term in terms), default=1.0)

    def meant(self, words: Sequence[str]) -> list[list[Meant]]:
        return [self.vocabulary.meant(word) for word in words]

    def called(self, words: Sequence[str], meant: Sequence[Sequence[Meant]], limit: int = 64) -> list[Called]:
        """The unit groups whose names fit the words, the best first; an exact name scores 1."""
        covered, filled = self._fit(meant)
        score = covered * (0.3 + 0.7 * np.minimum(filled / np.maximum(self.mass, 1e-6), 1.0)) * self.kind_weight * 0.97
        exact = self.by_key.get("".join(words))
        if exact is not None:
            score[exact] = self.kind_weight[exact]
        best = np.flatnonzero(score > 0.05)
        if len(best) > limit:
            best = best[np.argpartition(-score[best], limit)[:limit]]
        ranked = sorted(best.tolist(), key=lambda key: (-float(score[key]), key))
        found: dict[str, Called] = {}
        for key in ranked:
            for row in self.meanings[key]:
                name = self.names[row]
                found.setdefault(name.isco08, Called(name.isco08, float(score[key]), name))
        return list(found.values())

    def _fit(self, meant: Sequence[Sequence[Meant]]) -> tuple[Weights, Weights]:
        """Of each name: the share of what was typed that it covers, and how much of itself was typed."""
        covered = np.zeros(len(self.keys), np.float32)
        filled = np.zeros(len(self.keys), np.float32)
        typed = 0.0
        for choices in meant:
            weight = float(self.rarity[choices[0].term]) if choices else 1.0
            typed += weight
            if not choices:
                continue
            likeness = np.zeros(len(self.keys), np.float32)
            own = np.zeros(len(self.keys), np.float32)
            for choice in reversed(choices):
                keys = self.holders[choice.term]
                likeness[keys] = choice.likeness
                own[keys] = choice.likeness * self.rarity[choice.term]
            covered += likeness * weight
            filled += own
        return covered / max(typed, 1e-6), filled
