"""The classifier of titles: which unit group a vacancy title means; in doubt, a person decides.

It combines two sources: the lexicon names found in the title, and the meaning of its words learnt
from all other titles.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import Final

import msgspec

from i18n.scripts import tokens
from matching.lexicon.lexicon import Lexicon, likelihood_key
from matching.lexicon.stopwords import STOPWORDS

_TITLE: Final = 16  # words of a title that are read
_TITLE_KINDS: Final = {"everyday": 0.98, "loan": 0.98, "activity": 0.9}
_LIKELY, _TOLD = 20, 5  # unit groups that are weighed, and those that are returned
# Groups with less than this part of the first one's score are left out: nobody is asked whether a
# welder grows fruit, and no right one is lost (of 1,158 titles held out).
_FAR_BEHIND: Final = 4
_NAMED: Final = 3.0  # the weight of a name that is the whole title, beside the learnt logarithms
_WHOLLY: Final = 6  # a name that misses a word weighs little: the words count by themselves
# Below this margin a title has no class and a person decides. Above it nine of ten are right
# (bench/titles.py).
MARGIN: Final = 2.0


class Classification(msgspec.Struct, frozen=True):
    """The unit groups a title may mean, likeliest first, and the margin of the first over the
    second."""

    ranked: tuple[tuple[str, float], ...] = ()
    margin: float = 0.0

    @property
    def isco08(self) -> str | None:
        """The unit group, if it is beyond doubt."""
        return self.ranked[0][0] if self.ranked and self.margin >= MARGIN else None


def classify(lexicon: Lexicon, title: str) -> Classification:
    words = lexicon.respelled(
        [word for word in tokens(title)[:_TITLE] if word not in STOPWORDS and word.isalpha()]
    )
    ranked = dict(lexicon.lessons.learnt.likely(words, _LIKELY))
    least = min(ranked.values(), default=1.0) - 1
    for code, fit in _name_scores(lexicon, words).items():
        ranked[code] = ranked.get(code, least) + _NAMED * fit**_WHOLLY
    if not ranked:
        return Classification()
    best = sorted(ranked.items(), key=likelihood_key)[:_TOLD]
    second = best[1][1] if len(best) > 1 else least
    likely = (best[0][1] - least) / _FAR_BEHIND
    result = tuple(
        (code, round(score - least, 4)) for code, score in best if score - least >= likely
    )
    return Classification(result, round(best[0][1] - second, 4))


def classify_all(lexicon: Lexicon, titles: Iterable[str]) -> list[Classification]:
    """Classify many titles, each distinct one once."""
    one = lru_cache(maxsize=None)(partial(classify, lexicon))
    return [one(title) for title in titles]


def _name_scores(lexicon: Lexicon, words: Sequence[str]) -> dict[str, float]:
    """How well the words support the best name of each unit group; 1 if it is all of them."""
    found: dict[str, float] = {}
    for key, fit in zip(*lexicon.within(words), strict=True):
        for code, row in lexicon.meanings[key]:
            weight = float(fit) * _TITLE_KINDS.get(lexicon.names[row].kind, 1.0)
            found[code] = max(found.get(code, 0.0), weight)
    return found
