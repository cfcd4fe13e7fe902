"""Dates, sums of money and names of countries in the format of each language."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from i18n import DEFAULT, LOCALES, Language, fill, plural_form
from i18n.overlays import lookup, phrase, phrase_forms
from i18n.scripts import normalise_apostrophes, to_cyrillic

NBSP = "\N{NO-BREAK SPACE}"
DASH = "–"
TASHKENT = ZoneInfo("Asia/Tashkent")


def date(lang: Language, day: Date) -> str:
    """A date in words.

    2026-yil 8-mart · 2026 йил 8 март · 8 марта 2026 г. · 8 March 2026 · 2026-jıl 8-mart
    """
    day = _local_day(day)
    month = phrase_forms(lang, "months")[day.month - 1]
    facts = {"day": day.day, "month": month, "year": day.year}
    return fill(phrase(lang, "date"), facts).replace(" г.", f"{NBSP}г.")


def short_date(lang: Language, day: Date) -> str:
    """A date for tables, such as 08.03.2026.

    English names the month, since its readers disagree on the order.
    """
    day = _local_day(day)
    if lang is Language.EN:
        return f"{day.day}{NBSP}{phrase_forms(lang, 'months')[day.month - 1][:3]}{NBSP}{day.year}"
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def month(lang: Language, day: Date) -> str:
    """A month in words, as a heading.

    2026-yil mart · 2026 йил март · март 2026 г. · March 2026 · 2026-jıl mart
    """
    name = phrase_forms(lang, "months_alone")[day.month - 1]
    facts = {"month": name, "year": day.year}
    return fill(phrase(lang, "month"), facts).replace(" г.", f"{NBSP}г.")


def day_and_month(lang: Language, day: Date) -> str:
    """A short date without its year, for the axis of a chart: 8 Mar · 08.03."""
    return short_date(lang, day)[:-5]


def month_number(typed: str) -> int | None:
    """The number of a month that was typed as a word in any of the languages, such as июнь.

    The names are as in a date; the last letter may differ or be missing.
    """
    word = typed.strip().casefold()
    months = [
        (name.casefold(), number)
        for lang in Language
        for number, name in enumerate(phrase_forms(lang, "months"), start=1)
    ]
    exact = {number for name, number in months if name == word}
    close = {number for name, number in months if name[:-1] in (word, word[:-1]) and len(word) > 2}
    found = exact or close
    return next(iter(found)) if len(found) == 1 else None


def _local_day(day: Date) -> Date:
    """Return a day, of a moment the day in Tashkent."""
    if not isinstance(day, datetime):
        return day
    return (day if day.tzinfo else day.replace(tzinfo=UTC)).astimezone(TASHKENT)


def datetime_(lang: Language, moment: datetime, zone: tzinfo = TASHKENT) -> str:
    """A moment in local time of a zone; a moment without a zone is UTC."""
    there = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)
    return f"{date(lang, there.date())}, {there:%H:%M}"


def number(lang: Language, n: float | Decimal, digits: int | None = None) -> str:
    """A number with the separators of the language.

    `digits` is the number of decimals; unless given, as many as the number has, at most two.
    """
    if isinstance(n, int) and digits is None:
        return separated(lang, f"{n:,}")
    places = 2 if digits is None else digits
    rounded = f"{Decimal(str(n)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    if digits is None:
        rounded = rounded.rstrip("0").rstrip(".")
    return separated(lang, "0" if rounded == "-0" else rounded)


def separated(lang: Language, plain: str) -> str:
    """Replace English separators by those of the language: 1,234.5 becomes 1 234,5."""
    if lang is Language.EN:
        return plain
    return plain.translate({ord(","): NBSP, ord("."): ","})


def percent(lang: Language, share: float | Decimal, digits: int = 1) -> str:
    """A share of one as a percentage: 0.125 is 12,5%.

    A whole percentage has no decimals.
    """
    whole = (Decimal(str(share)) * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = (
        number(lang, int(whole))
        if whole == int(whole)
        else number(lang, whole, digits if digits > 2 else None)
    )
    return f"{text}{NBSP}%" if lang is Language.RU else f"{text}%"


# ISO 4217: the number of decimals of the minor unit where it is not two.
EXPONENTS = dict.fromkeys(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
) | (dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3))
SIGNS = {
    "EUR": "€",
    "GBP": "£",
    "ILS": "₪",
    "INR": "₹",
    "KRW": "₩",
    "KZT": "₸",
    "RUB": "₽",
    "TRY": "₺",
    "USD": "$",
} | {"CZK": "Kč", "HUF": "Ft", "JPY": "¥", "PLN": "zł", "UAH": "₴", "VND": "₫"}
BEFORE_IN_ENGLISH = frozenset("€£₪₹₩₸₽₺$¥₴₫")
WITHOUT_MINOR = frozenset({"UZS"})  # the tiyin is no longer in use


def exponent(currency: str) -> int:
    """The number of decimals of a currency's minor unit.

    Tiyin, cents and kopeks: 2. A won has no minor unit: 0.
    """
    return EXPONENTS.get(currency, 2)


def money(lang: Language, minor: int, currency: str) -> str:
    """A sum of money: 3 500 000 soʻm, 2 900 000 ₩, 1 200 €.

    Cents are written only if there are any.
    """
    text, sign = amount(lang, minor, currency), sign_of(lang, currency)
    if lang is not Language.EN:
        return f"{text}{NBSP}{sign}"
    if sign in BEFORE_IN_ENGLISH:
        return f"-{sign}{text[1:]}" if minor < 0 else f"{sign}{text}"
    return f"{currency}{NBSP}{text}"


def amount(lang: Language, minor: int, currency: str) -> str:
    places = exponent(currency)
    value = Decimal(minor).scaleb(-places)
    whole = minor % 10**places == 0 or currency in WITHOUT_MINOR
    return number(lang, value, 0 if whole else places)


@lru_cache(maxsize=4096)  # codes come from requests, so the cache is bounded
def sign_of(lang: Language, currency: str) -> str:
    return phrase(lang, "soum") if currency == "UZS" else SIGNS.get(currency, currency)


def money_range(lang: Language, low: int | None, high: int | None, currency: str) -> str:
    """A range of money: from, up to, or both; empty if neither end is stated."""
    if low is None or high is None:
        known, wording = (high, "at most") if low is None else (low, "at least")
        return (
            ""
            if known is None
            else fill(phrase(lang, wording), {"amount": money(lang, known, currency)})
        )
    if low == high:
        return money(lang, low, currency)
    if lang is Language.EN:
        return f"{money(lang, low, currency)}{DASH}{amount(lang, high, currency)}"
    return f"{amount(lang, low, currency)}{DASH}{money(lang, high, currency)}"


@lru_cache(maxsize=4096)
def spoken_money(lang: Language, low: int, high: int, currency: str) -> str:
    """A range of money with the everyday name of its currency: 2 900 000–3 400 000 von."""
    text = amount(lang, low, currency)
    if high != low:
        text = f"{text}{DASH}{amount(lang, high, currency)}"
    places = exponent(currency)
    whole = high % 10**places == 0 or currency in WITHOUT_MINOR
    count = high // 10**places if whole else 2  # of a part the second form: 1,5 рубля
    return f"{text}{NBSP}{spoken_currency(lang, currency, count)}"


def spoken_currency(lang: Language, currency: str, count: int = 5) -> str:
    """The everyday name of a currency beside a number: von, zlotiy, dollar; else its sign."""
    forms = (lookup("currency_words", currency, lang) or sign_of(lang, currency)).split("|")
    return forms[min(plural_form(lang, count), len(forms) - 1)]


def country_order(lang: Language, code: str) -> tuple[str, ...]:
    """The place of a country among others by its name in the reader's language."""
    return sort_key(lang, country(lang, code))


def sort_key(lang: Language, name: str) -> tuple[str, ...]:
    """The place of a name in the alphabet of a language.

    Uzbek Latin has oʻ, gʻ, sh and ch as letters after z; Cyrillic Uzbek has ў, қ, ғ, ҳ after я.
    """
    letters = _LETTERS.get(lang, ())
    text = name.casefold()
    for at, letter in enumerate(letters):
        text = text.replace(letter, chr(0xE000 + at))
    return tuple("".join(one for one in text if one not in "ʻʼ'").replace("ё", "е"))


_LETTERS = {
    Language.UZ: ("oʻ", "gʻ", "sh", "ch"),
    Language.UZ_CYRL: ("ў", "қ", "ғ", "ҳ"),
}


@lru_cache(maxsize=4096)
def currency_name(lang: Language, currency: str) -> str:
    return display_name("currencies", lang, currency.upper())


@lru_cache(maxsize=4096)
def country(lang: Language, iso2: str) -> str:
    """The name of a country; an unknown code is shown unchanged."""
    return display_name("countries", lang, iso2.upper())


@lru_cache(maxsize=4096)
def language_name(lang: Language, code: str) -> str:
    return display_name("languages", lang, code.lower())


def languages_needed(lang: Language, codes: str) -> str:
    """Return the languages of "ko:A2,en:B1" by name, each with its level: Korean A2, English B1."""
    pairs = (one.partition(":") for one in codes.split(",") if one)
    return ", ".join(f"{language_name(lang, code)} {level}".strip() for code, _, level in pairs)


def display_name(kind: str, lang: Language, code: str) -> str:
    """The name of a code in our own table, else in CLDR, else in Uzbek in the reader's alphabet."""
    own = lookup(kind, code, lang)
    if own:
        return own
    if found := unicode_name(kind, lang, code):
        return normalise_apostrophes(found) if lang is Language.UZ else found
    uzbek = lookup(kind, code, DEFAULT) or normalise_apostrophes(
        unicode_name(kind, DEFAULT, code) or code
    )
    return to_cyrillic(uzbek) if lang is Language.UZ_CYRL and uzbek != code else uzbek


def unicode_name(kind: str, lang: Language, code: str) -> str | None:
    """The name in CLDR.

    Its Karakalpak is in Cyrillic letters, which we do not show.
    """
    if lang is Language.KAA:
        return None
    locale = LOCALES[lang]
    names = {
        "countries": locale.territories,
        "currencies": locale.currencies,
        "languages": locale.languages,
    }[kind]
    found: str | None = names.get(code)
    return found


def list_(lang: Language, items: Sequence[str], last: str = "and") -> str:
    """A list in words: “olma, nok va uzum”; with `last="or"`, “yoki”."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {phrase(lang, last)} {items[-1]}"


def period(lang: Language, code: str) -> str:
    """The period of a wage: hour, day, shift, week, month, year, contract or piece."""
    return phrase(lang, f"per {code}")


def wage(lang: Language, low: int | None, high: int | None, currency: str, code: str) -> str:
    """A wage with its period, as `money_range` and `period` write them."""
    return f"{money_range(lang, low, high, currency)} {period(lang, code)}"


def days_left(lang: Language, n: int) -> str:
    if n == 0:
        return phrase(lang, "last day")
    forms = phrase_forms(lang, "days left" if n > 0 else "days late")
    return fill(forms[plural_form(lang, n)], {"n": number(lang, abs(n))})
