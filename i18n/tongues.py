"""The languages of letters: our own, and Korean and Turkish, which our pages do not have."""

from datetime import date as Date
from decimal import Decimal
from enum import StrEnum

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from i18n import NATIVE_NAMES, Language, formats
from i18n.formats import NBSP, WITHOUT_MINOR, exponent


class LetterLanguage(StrEnum):
    """A language of letters; the value is its BCP-47 tag."""

    UZ = "uz"
    UZ_CYRL = "uz-Cyrl"
    RU = "ru"
    EN = "en"
    KO = "ko"
    TR = "tr"


ABROAD = {LetterLanguage.KO: Locale.parse("ko"), LetterLanguage.TR: Locale.parse("tr")}
NAMES = {
    tongue: NATIVE_NAMES[Language(tongue.value)]
    for tongue in LetterLanguage
    if tongue not in ABROAD
} | {
    LetterLanguage.KO: "한국어",
    LetterLanguage.TR: "Türkçe",
}
# Each country's own currency as its official documents write it; any other by its unambiguous code.
_OWN = {(LetterLanguage.KO, "KRW"): "원", (LetterLanguage.TR, "TRY"): f"{NBSP}TL"}


def site_language(tongue: LetterLanguage) -> Language | None:
    """The same language of the service, if our pages have it."""
    return None if tongue in ABROAD else Language(tongue.value)


def date(tongue: LetterLanguage, day: Date) -> str:
    """A date in words: 2026년 3월 8일 · 8 Mart 2026."""
    lang = site_language(tongue)
    return formats.date(lang, day) if lang else format_date(day, "long", ABROAD[tongue])


def money(tongue: LetterLanguage, minor: int, currency: str) -> str:
    """A sum of money: 2,900,000원 · 1.234,50 TL · 240,000 RUB."""
    if lang := site_language(tongue):
        return formats.money(lang, minor, currency)
    places = exponent(currency)
    whole = minor % 10**places == 0 or currency in WITHOUT_MINOR
    pattern = "#,##0" if whole else f"#,##0.{'0' * places}"
    amount = format_decimal(Decimal(minor).scaleb(-places), pattern, ABROAD[tongue])
    return amount + _OWN.get((tongue, currency), f"{NBSP}{currency}")


def country(tongue: LetterLanguage, iso2: str) -> str:
    if lang := site_language(tongue):
        return formats.country(lang, iso2)
    return str(ABROAD[tongue].territories.get(iso2.upper(), iso2))
