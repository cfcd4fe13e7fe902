"""Ages in queries: of the person who looks for work, in years."""

import re
from typing import Final

from matching.lexicon.condition_patterns import pattern, words

_MY_AGE: Final = words("мне|men|i am|im|возраст|yoshim")
_YEARS_OLD: Final = words(
    "yosh*|jas|jasta*|jasar|jasqa|jaslı|лет|years old|года|year old|летн*|years of age"
)
_ONLY_AGE: Final = words("yosh*|jas*|years old|year old|years of age")
_YOUNGER: Final = words(
    "до|младше|моложе|не старше|under|below|younger than|up to|age under|under age|ниже",
)
_YOUNGER_AFTER: Final = words(
    "gacha|shekem|deyin|kichik|toʻlmagan*|tolmaǵan*|yetmagan*|or younger|and under",
)
OLD: Final = pattern(
    rf"(?:(?P<mine>{_MY_AGE}) )?(?:(?P<younger>{_YOUNGER}) )?(?P<age>\d{{2}}) (?P<unit>{_YEARS_OLD})"
    rf"(?: (?P<after>{_YOUNGER_AFTER}))?"
)
UNDER: Final = pattern(words("under|below|younger than|младше|моложе|under age") + r" (?P<age>1\d)")
MINORS: Final = pattern(
    words(
        "несовершеннолетн*|подростк*|школьник*|voyaga yetmagan*|oʻsmir*|maktab oʻquvchi*|"
        "teenager*|teen|teens|underage|minors|jasóspirim*|kámelet jasına jetpegen*"
    )
)
ADULT: Final = 18
_YOUNGEST: Final = 14  # fewer years are no age of one who works


def is_age(match: re.Match[str]) -> bool:
    """Whether a person's age is stated, not the length of a contract."""
    sure = match["mine"] or re.fullmatch(_ONLY_AGE, match["unit"])
    return bool(sure) or int(match["age"]) >= _YOUNGEST


def is_minor(match: re.Match[str]) -> bool:
    """Whether the age is of somebody who is not yet an adult: 17, or up to 18."""
    younger = match["younger"] or match["after"] or "gacha" in match["unit"]
    return int(match["age"]) < ADULT + bool(younger)
