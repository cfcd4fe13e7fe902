"""Amounts as citizens type them: "10,000 $" is ten thousand dollars.

Programs and files of staff are read by `forms.with_minor_units`, which guesses nothing.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from catalog.core.errors import Refusal
from catalog.core.exchange_rates import exponent
from catalog.core.fields import CURRENCIES
from i18n import N_
from i18n.scripts import fold
from service.input import forms

# The currencies of a sign or a word; the first is meant where none was chosen.
_SIGNS: Final = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD"),
    "€": ("EUR",),
    "₽": ("RUB",),
    "₩": ("KRW",),
    "£": ("GBP",),
    "₺": ("TRY",),
    "₸": ("KZT",),
    "¥": ("JPY", "CNY"),
    "zł": ("PLN",),
}
_WORDS: Final = {
    fold(word): codes
    for word, codes in {
        "dollar": _SIGNS["$"],
        "euro": ("EUR",),
        "yevro": ("EUR",),
        "evro": ("EUR",),
        "soʻm": ("UZS",),
        "som": ("UZS", "KGS"),
        "sum": ("UZS",),
        "rubl": ("RUB",),
        "rub": ("RUB",),
        "won": ("KRW",),
    }.items()
}
_NUMBER: Final = re.compile(r"[0-9][0-9 .,]*[0-9]|[0-9]")
# Three digits after each mark, and no others: thousands.
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\1[0-9]{3})*")
# A short number with a word for thousands or millions; a longer one, or one with marks of thousands
# or three decimals, leaves doubt.
_TIMES: Final = re.compile(
    r"(?<![0-9.,])(?<![0-9] )([0-9]{1,4})(?:[.,]([0-9]{1,2}))? ?"
    r"(?:(тыс(?:яч[аи]?)?|тыщ[аи]?|минг|мың|ming|mıń|thousand|[kк])|(?:млн|mln|миллион(?:а|ов)?|million))"
    r"(?!\w)\.?",
    re.IGNORECASE,
)


class OtherCurrency(Refusal):
    slug = "other-currency"
    sentence = N_("The currency beside this amount is not the one that you chose.")


def with_minor_units(typed: Mapping[str, Any], amount: str, currency: str) -> dict[str, Any]:
    """Return the typed answers with an amount of a citizen as minor units.

    A currency beside the amount chooses it where none was chosen. What was not understood is
    replaced by its refusal.
    """
    values = dict(typed)
    plain = _TIMES.sub(_multiplied, " ".join(str(values.get(amount) or "").split()))
    found = _NUMBER.search(plain)
    if not found:
        return forms.with_minor_units(values, amount, currency)
    values[amount] = plain
    beside = f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    chosen = str(values.get(currency) or "")
    if beside and (codes := _currencies(beside)):
        if chosen and chosen not in codes:
            return values | {amount: OtherCurrency()}
        values |= {currency: chosen or codes[0]}
        plain = found[0]
    if exponent(str(values.get(currency) or "")) == 2 and _THOUSANDS.fullmatch(plain):
        plain = re.sub(r"[.,]", "", plain)
    return forms.with_minor_units(values | {amount: plain}, amount, currency)


def _multiplied(found: re.Match[str]) -> str:
    """Return the number in full, with a gap before what follows it."""
    decimals = found[2] or ""
    return f"{found[1]}{decimals.ljust(3 if found[3] else 6, '0')} "


def _currencies(beside: str) -> tuple[str, ...]:
    """Return the currencies that a sign, code or word may mean; none if it is something else."""
    word = beside.rstrip(".").casefold()
    if word.upper() in CURRENCIES:
        return (word.upper(),)
    return _SIGNS.get(word) or _WORDS.get(fold(word)) or ()
