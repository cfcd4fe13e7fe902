"""The languages of letters: our own, and those of destinations, which our pages do not have."""

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
    PL = "pl"
    DE = "de"


ABROAD = {
    LetterLanguage.KO: Locale.parse("ko"),
    LetterLanguage.TR: Locale.parse("tr"),
    LetterLanguage.PL: Locale.parse("pl"),
    LetterLanguage.DE: Locale.parse("de"),
}
NAMES = {
    language: NATIVE_NAMES[Language(language.value)]
    for language in LetterLanguage
    if language not in ABROAD
} | {
    LetterLanguage.KO: "한국어",
    LetterLanguage.TR: "Türkçe",
    LetterLanguage.PL: "Polski",
    LetterLanguage.DE: "Deutsch",
}
# Each country's own currency as its official documents write it; any other by its unambiguous code.
_OWN = {
    (LetterLanguage.KO, "KRW"): "원",
    (LetterLanguage.TR, "TRY"): f"{NBSP}TL",
    (LetterLanguage.PL, "PLN"): f"{NBSP}zł",
    (LetterLanguage.DE, "EUR"): f"{NBSP}€",
}
# As official papers write a day: Polish has "r." after the year, which CLDR leaves out, and a day
# stays on one line with its month.
_DAYS = {
    LetterLanguage.PL: f"d{NBSP}MMMM y{NBSP}'r.'",
    LetterLanguage.DE: f"d.{NBSP}MMMM y",
}


def site_language(language: LetterLanguage) -> Language | None:
    """The same language of the service, if our pages have it."""
    return None if language in ABROAD else Language(language.value)


def date(language: LetterLanguage, day: Date) -> str:
    """A date in words: 2026년 3월 8일 · 8 Mart 2026 · 8 marca 2026 r. · 8. März 2026."""
    if lang := site_language(language):
        return formats.date(lang, day)
    return format_date(day, _DAYS.get(language, "long"), ABROAD[language])


def money(language: LetterLanguage, minor: int, currency: str) -> str:
    """A sum of money: 2,900,000원 · 1.234,50 TL · 12 345,50 zł · 240.000 RUB."""
    if lang := site_language(language):
        return formats.money(lang, minor, currency)
    places = exponent(currency)
    whole = minor % 10**places == 0 or currency in WITHOUT_MINOR
    pattern = "#,##0" if whole else f"#,##0.{'0' * places}"
    amount = format_decimal(Decimal(minor).scaleb(-places), pattern, ABROAD[language])
    return amount + _OWN.get((language, currency), f"{NBSP}{currency}")


def country(language: LetterLanguage, iso2: str) -> str:
    if lang := site_language(language):
        return formats.country(lang, iso2)
    return str(ABROAD[language].territories.get(iso2.upper(), iso2))
