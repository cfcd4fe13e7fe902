"""Results of pure functions that tests ask for again and again, kept for a whole process."""

from collections.abc import Iterable
from functools import lru_cache

from i18n import scripts
from matching.lexicon import classifier_model
from matching.lexicon.classifier_model import Title, TrainedModel


def keep() -> None:
    """Keep folded texts and trained models.

    Each test that searches the whole register makes its lexicon anew, of the same names.
    """
    scripts.fold = lru_cache(maxsize=None)(scripts.fold)
    classifier_model.TrainedModel = _train  # type: ignore[assignment, misc]


# Smaller ones take no time, and tests change how they are trained.
_LARGE = 1_000


def _train(titles: Iterable[Title]) -> TrainedModel:
    known = tuple((tuple(words), code) for words, code in titles)
    return _trained(known) if len(known) >= _LARGE else TrainedModel(known)


@lru_cache(maxsize=4)
def _trained(titles: tuple[Title, ...]) -> TrainedModel:
    return TrainedModel(titles)
