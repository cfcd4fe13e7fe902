"""Which unit group a title of a vacancy means, by the names that stand in it; where that is in doubt, a person decides."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import Final

import msgspec
import numpy as np
from rapidfuzz import fuzz, process

from i18n.scripts import tokens
from matching.lexicon import Lexicon, Weights, likelier
from matching.noise import DROPPED

_TITLE: Final = 16  # words of a title that are looked at
_TITLE_KINDS: Final = {"everyday": 0.98, "loan": 0.98, "activity": 0.9}
MARGIN: Final = 0.05  # below it a title has no class: a person decides
LIKELY: Final = 1.25


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
    best = sorted(ranked.items(), key=likelier)[:5]
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
