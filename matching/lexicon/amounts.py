"""Numbers and signs of money in a text, before anything is folded."""

import re
from functools import lru_cache
from typing import Final

from i18n.scripts import tokens

MILLION: Final = 1_000_000

_SIGNS: Final = {"$": "dollar", "€": "euro", "₽": "rubl", "₩": "won", "£": "pound", "₺": "lira"} | {
    "₸": "tenge",
    "¥": "yen",
    "zł": "zloty",
}
# A sign behind a number belongs to that one.
_SIGN_FIRST: Final = re.compile(r"(?<!\d)(?<!\d\s)([$€₽₩£₺₸¥])\s*(\d+)")
_THOUSANDS: Final = re.compile(r"(?<=\d)[\s.,'](?=\d{3}(?!\d))")
_TIMES: Final = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(?:(mln|млн|million\w*|миллион\w*|mln\.)|(ming|минг|тыс\w*\.?|тыщ\w*|mıń\w*|k|к)(?:dan|дан|lik|лик|ga|га|tadan|нен|nen)?(?!\w))",
    re.IGNORECASE,
)
_DAYS: Final = re.compile(r"\b([4567])\s*/\s*([123])\b")


_THOUSAND_ROUBLES: Final = re.compile(r"(\d{1,4})\s*(?:тыр|т\.?\s?р\.?|tyr)(?!\w)", re.IGNORECASE)
_CURRENCY: Final = (
    r"(?:dol|дол|usd|бакс|baks|ye?vro|евро|eur|rub|руб|won|von|вон|\$|€|tenge|теньге|тенге|теңге|teńge|"
    r"zlot|злот|lira|лир|dirham|дирхам|so[ʻ'`’]?m|сум|сўм|kron|крон|forint|форинт|yen|йен|иен|funt|фунт)"
)
_SPELLED: Final = {
    word: number
    for number, words in {
        0.5: "yarim половина yarım",
        1: "bir один одна одну one бир",
        1.5: "полтора полторы",
        2: "ikki eki два две two икки",
        3: "uch úsh три three уч",
        4: "toʻrt to'rt tort tórt четыре four тўрт",
        5: "besh bes пять five беш",
        6: "olti altı шесть six олти",
        7: "yetti jeti семь seven",
        8: "sakkiz segiz восемь eight",
        9: "toʻqqiz to'qqiz toǵız девять nine",
        10: "oʻn o'n on десять ten",
        15: "пятнадцать",
        20: "yigirma jigirma двадцать twenty",
        30: "oʻttiz o'ttiz otız тридцать thirty",
        40: "qirq qırıq сорок",
        50: "ellik eliw пятьдесят fifty",
        60: "oltmish шестьдесят",
        70: "yetmish семьдесят",
        80: "sakson восемьдесят",
        90: "toʻqson to'qson девяносто",
        100: "yuz júz сто hundred юз",
        200: "двести",
        300: "триста",
        400: "четыреста",
        500: "пятьсот",
    }.items()
    for word in words.split()
}
_NUMBER_WORD: Final = "|".join(sorted(_SPELLED, key=len, reverse=True))
# Without regard to case, “i” also matches “ı” and “İ”, so the words that match are folded.
_BY_FOLDED: Final = {"".join(tokens(word)): number for word, number in _SPELLED.items()}
_SPELLED_AMOUNT: Final = re.compile(
    rf"(?<!\w)(?<!\d )(?P<words>(?:(?:{_NUMBER_WORD})\s+){{0,3}})(?P<half>полу?)?"
    r"(?:(?P<million>million|milyon|миллион\w*|mln|млн)|ming|минг|тысяч[аиу]?|thousand|mıń|мың|тыщ\w*)\s+"
    rf"(?={_CURRENCY})",
    re.IGNORECASE,
)
# “Min” before a currency is a misspelt “ming”, a thousand.
_MIN: Final = re.compile(rf"(?<=\d)\s*(?:min|мин|мың|mıń)\s+(?={_CURRENCY})", re.IGNORECASE)
_ROUBLES: Final = re.compile(r"(?<=\d)\s*р(?!\w)\.?", re.IGNORECASE)
_HOURS: Final = re.compile(r"(?<=\d)\s*ч(?!\w)\.?", re.IGNORECASE)


def _spelled(found: re.Match[str]) -> str:
    whole, hundreds = 0.0, 0.0
    for word in found["words"].split():
        number = _BY_FOLDED["".join(tokens(word))]
        if number == 100 and whole:
            hundreds, whole = whole * 100, 0
        else:
            whole += number
    amount = (hundreds + whole or 1) * (0.5 if found["half"] else 1)
    return f"{amount * (MILLION if found['million'] else 1000):.0f} "


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text with whole numbers and with names of currencies in place of their signs."""
    text = _THOUSANDS.sub("", text)
    text = _THOUSAND_ROUBLES.sub(r"\1 тыс rubl", text)
    text = _SPELLED_AMOUNT.sub(_spelled, text)
    text = _MIN.sub("000 ", text)
    text = _TIMES.sub(_multiplied, text)
    text = _HOURS.sub(" час ", _ROUBLES.sub(" rubl ", text))
    text = _SIGN_FIRST.sub(r"\2 \1", text)
    for sign, name in _SIGNS.items():
        text = text.replace(sign, f" {name} ")
    return _DAYS.sub(r"\1 kunlik", text)


def _multiplied(found: re.Match[str]) -> str:
    amount = float(found[1].replace(",", ".")) * (MILLION if found[2] else 1000)
    return f"{amount:.0f} "
