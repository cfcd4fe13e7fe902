"""Numbers and signs of money in a text, before anything is folded."""

import re
from functools import lru_cache
from typing import Final

MILLION: Final = 1_000_000

_SIGNS: Final = {"$": "dollar", "€": "euro", "₽": "rubl", "₩": "won", "£": "pound", "₺": "lira"} | {
    "₸": "tenge",
    "¥": "yen",
    "zł": "zloty",
}
_SIGN_FIRST: Final = re.compile(r"([$€₽₩£₺₸¥])\s*(\d+)")
_THOUSANDS: Final = re.compile(r"(?<=\d)[\s.,'](?=\d{3}(?!\d))")
_TIMES: Final = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(?:(mln|млн|million\w*|миллион\w*|mln\.)|(ming|минг|тыс\w*|тыщ\w*|mıń\w*|k|к)(?!\w))",
    re.IGNORECASE,
)
_DAYS: Final = re.compile(r"\b([4567])\s*/\s*([123])\b")


_THOUSAND_ROUBLES: Final = re.compile(r"(\d{1,4})\s*(?:тыр|т\.?\s?р\.?|tyr)(?!\w)", re.IGNORECASE)
_ONES: Final = {
    word: number
    for number, words in {
        1: "bir один одна одну one",
        2: "ikki eki два две two",
        3: "uch úsh три three",
        4: "toʻrt to'rt tórt четыре four",
        5: "besh bes пять five",
    }.items()
    for word in words.split()
}
_SPELLED_THOUSANDS: Final = re.compile(
    rf"(?<!\w)(?<!\d )(?:({'|'.join(_ONES)})\s+)?(?:ming|минг|тысяч[аиу]?|thousand|mıń|мың)\s+"
    r"(?=dol|дол|usd|бакс|ye?vro|евро|eur|rub|руб|won|вон|\$|€)",
    re.IGNORECASE,
)


def _spelled(found: re.Match[str]) -> str:
    return f"{_ONES[found[1].lower()] if found[1] else 1}000 "


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text with whole numbers and with names of currencies in place of their signs."""
    text = _THOUSANDS.sub("", text)
    text = _THOUSAND_ROUBLES.sub(r"\1 тыс rubl", text)
    text = _SPELLED_THOUSANDS.sub(_spelled, text)
    text = _TIMES.sub(_multiplied, text)
    text = _SIGN_FIRST.sub(r"\2 \1", text)
    for sign, name in _SIGNS.items():
        text = text.replace(sign, f" {name} ")
    return _DAYS.sub(r"\1 kunlik", text)


def _multiplied(found: re.Match[str]) -> str:
    amount = float(found[1].replace(",", ".")) * (MILLION if found[2] else 1000)
    return f"{amount:.0f} "
