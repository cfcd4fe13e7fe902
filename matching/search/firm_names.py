"""Names of employers and agencies with vacancies, found by the words a query has of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from i18n.scripts import tokens
from matching.identity.name_matching import LEGAL_FORMS
from matching.lexicon.stemming import stems

# Words that tell no firm from another.
_COMMON_WORDS: Final = LEGAL_FORMS | frozenset(
    tokens(
        "ИП ЧП OK QK Co AG KG zoo z o o AS A S sro s r o Group Holding company kompaniyasi "
        "компания agency agentligi агентство firma фирма and va и the"
    )
)
_COMMON: Final = 0.2  # a word in more of the names than this tells nothing
_SHORTEST: Final = 5  # letters from which on one may be wrong, two from eight on


class FirmNames:
    """The names by each of their telling words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._owners: dict[str, set[str]] = defaultdict(set)
        distinct = set(names) - {""}
        for name in distinct:
            for word in tokens(name):
                if word not in _COMMON_WORDS:
                    self._owners[stems(word)[0]].add(name)
        most = max(_COMMON * len(distinct), 3)
        self._common = {word for word, owners in self._owners.items() if len(owners) > most}
        for word in self._common:
            del self._owners[word]
        self._words = Counter(dict.fromkeys(distinct, 0))
        for owners in self._owners.values():
            self._words.update(owners)
        self._listed = sorted(self._owners)
        self._of_word = lru_cache(maxsize=4096)(self._look_up)

    def find(self, words: Sequence[str], *, guess: bool = False) -> frozenset[str]:
        """The names that have all telling ones of these words, of which there must be one.

        With `guess`, long words may be misspelt.
        """
        found: set[str] | None = None
        for word in words:
            if word in _COMMON_WORDS or not self._common.isdisjoint(stems(word)):
                continue
            owners = self._of_word(word, guess)
            found = owners if found is None else found & owners
        return frozenset(found or ())

    def whole(self, words: Sequence[str], name: str) -> bool:
        """Whether these words are all the telling words of a name."""
        return (
            len({stems(word)[0] for word in words} - _COMMON_WORDS - self._common)
            >= self._words[name]
        )

    def _look_up(self, word: str, guess: bool) -> set[str]:
        for reading in stems(word):
            if reading in self._owners:
                return self._owners[reading]
        if not guess or len(word) < _SHORTEST:
            return set()
        slips = 1 if len(word) < 8 else 2
        near = process.extractOne(
            stems(word)[0], self._listed, scorer=OSA.distance, score_cutoff=slips
        )
        return self._owners[near[0]] if near else set()
