"""Words of role: whether a name is that of the worker, or of a helper, manager or teacher."""

from collections.abc import Sequence
from typing import Final

from i18n.scripts import tokens

# A welder's helper, manager or teacher is not a welder.
ROLES: Final = tokens(
    "yordamchi yordamchisi помощник помощница подсобник helper assistant ассистент"
    " shogird shogirdi ученик trainee стажёр"
    " manager менеджер menejer начальник boshliq boshligʻi mudir mudiri rahbar rahbari"
    " director директор direktor supervisor"
    " foreman бригадир brigadir brigadiri foremani прораб заведующий заведующая старший главный bosh chief head"
    " instructor инструктор instruktor trainer тренер trener inspector инспектор inspektor seller продавец sotuvchisi"
)
_ADJECTIVE: Final = ("ni", "ski", "aya", "noy", "skoy", "oe", "ie", "shi")  # Russian, folded


def head(words: Sequence[str], language: str) -> str:
    """The head word of a name: that of “chopon tikuvchi” is tikuvchi, of “монтажник ферм”
    монтажник."""
    if language != "ru":
        return words[-1]
    return next((word for word in words if not word.endswith(_ADJECTIVE)), words[0])
