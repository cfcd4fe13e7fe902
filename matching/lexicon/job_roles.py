"""Who does the work that a name is the name of, and who only helps, leads or teaches those who
do."""

from collections.abc import Sequence
from typing import Final

from i18n.scripts import tokens

# Who helps, leads or teaches a welder is no welder.
ROLES: Final = tokens(
    "yordamchi yordamchisi помощник помощница подсобник helper assistant ассистент"
    " shogird shogirdi ученик trainee стажёр"
    " manager менеджер menejer начальник boshliq boshligʻi mudir mudiri rahbar rahbari"
    " director директор direktor supervisor"
    " foreman бригадир brigadir brigadiri foremani прораб заведующий заведующая старший главный bosh chief head"
    " instructor инструктор instruktor trainer тренер trener inspector инспектор inspektor seller продавец sotuvchisi"
)
_ADJECTIVE: Final = ("ni", "ski", "aya", "noy", "skoy", "oe", "ie", "shi")  # of Russian, folded


def head(words: Sequence[str], language: str) -> str:
    """The word that says what somebody is: a chopon tikuvchi is a tikuvchi, a монтажник ферм is a
    монтажник."""
    if language != "ru":
        return words[-1]
    return next((word for word in words if not word.endswith(_ADJECTIVE)), words[0])
