"""Letters in the languages of destinations, and in our own, write days, sums and countries as their
readers do."""

from datetime import date

import pytest

from i18n import Language, formats, tongues
from i18n.tongues import LetterLanguage

NBSP = "\N{NO-BREAK SPACE}"
KO, TR = LetterLanguage.KO, LetterLanguage.TR
PL, DE = LetterLanguage.PL, LetterLanguage.DE


def test_a_day_is_written_as_in_the_country():
    assert tongues.date(KO, date(2026, 3, 8)) == "2026년 3월 8일"
    assert tongues.date(TR, date(2026, 3, 8)) == "8 Mart 2026"
    assert tongues.date(PL, date(2026, 3, 8)) == f"8{NBSP}marca 2026{NBSP}r."
    assert tongues.date(DE, date(2026, 3, 8)) == f"8.{NBSP}März 2026"


@pytest.mark.parametrize(
    ("language", "minor", "currency", "text"),
    [
        (KO, 2_900_000, "KRW", "2,900,000원"),
        (KO, 240_000_00, "RUB", f"240,000{NBSP}RUB"),
        (KO, 1_234_50, "USD", f"1,234.50{NBSP}USD"),
        (TR, 1_234_50, "TRY", f"1.234,50{NBSP}TL"),
        (TR, 28_000_00, "TRY", f"28.000{NBSP}TL"),
        (TR, 1_500_750, "KWD", f"1.500,750{NBSP}KWD"),
        (PL, 12_345_50, "PLN", f"12{NBSP}345,50{NBSP}zł"),
        (PL, 5_000_00, "EUR", f"5{NBSP}000{NBSP}EUR"),
        (DE, 12_345_50, "EUR", f"12.345,50{NBSP}€"),
        (DE, 5_000_00, "CHF", f"5.000{NBSP}CHF"),
        (KO, 5_000_00, "UZS", f"5,000{NBSP}UZS"),
        (TR, 0, "USD", f"0{NBSP}USD"),
        (KO, 10**13, "KRW", "10,000,000,000,000원"),
    ],
)
def test_a_sum_is_written_as_in_its_papers(language, minor, currency, text):
    assert tongues.money(language, minor, currency) == text


def test_a_country_has_its_name_and_an_unknown_one_stays_as_it_came():
    assert tongues.country(KO, "KR") == "대한민국"
    assert tongues.country(TR, "TR") == "Türkiye"
    assert tongues.country(PL, "UZ") == "Uzbekistan"
    assert tongues.country(DE, "AT") == "Österreich"
    assert tongues.country(TR, "QQ") == "QQ"


@pytest.mark.parametrize("language", [one for one in LetterLanguage if tongues.site_language(one)])
def test_our_own_languages_write_as_their_pages_do(language):
    lang = Language(language.value)
    assert tongues.date(language, date(2026, 3, 8)) == formats.date(lang, date(2026, 3, 8))
    assert tongues.money(language, 1_200_50, "RUB") == formats.money(lang, 1_200_50, "RUB")
    assert tongues.country(language, "KR") == formats.country(lang, "KR")


def test_every_language_of_letters_has_a_name_of_its_own():
    assert set(tongues.NAMES) == set(LetterLanguage)
    assert len(set(tongues.NAMES.values())) == len(LetterLanguage)
