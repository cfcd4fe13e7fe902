from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from timeit import timeit

import pytest

from i18n import Language, formats
from i18n.overlays import load_table

RU, UZ, EN, KAA, CYRL = Language.RU, Language.UZ, Language.EN, Language.KAA, Language.UZ_CYRL
WOMENS_DAY = date(2026, 3, 8)


def plain(text: str) -> str:
    return text.replace(formats.NBSP, " ")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (UZ, "2026-yil 8-mart"),
        (CYRL, "2026 йил 8 март"),
        (RU, "8 марта 2026 г."),
        (EN, "8 March 2026"),
        (KAA, "2026-jıl 8-mart"),
    ],
)
def test_it_writes_a_date(lang: Language, text: str) -> None:
    assert plain(formats.date(lang, WOMENS_DAY)) == text


def test_a_month_alone_is_named_in_its_own_case() -> None:
    names = {lang: plain(formats.month(lang, WOMENS_DAY)) for lang in (UZ, CYRL, RU, EN, KAA)}
    assert list(names.values()) == [
        "2026-yil mart",
        "2026 йил март",
        "март 2026 г.",
        "March 2026",
        "2026-jıl mart",
    ]
    assert plain(formats.month(CYRL, date(2026, 10, 1))) == "2026 йил октябрь"
    assert plain(formats.day_and_month(EN, WOMENS_DAY)) == "8 Mar"


@pytest.mark.parametrize("lang", Language)
def test_it_names_twelve_months(lang: Language) -> None:
    assert len({formats.date(lang, date(2026, month, 1)) for month in range(1, 13)}) == 12


def test_it_reads_a_month_typed_as_a_word_and_never_guesses() -> None:
    for typed, number in (
        *(("июнь", 6), ("Июня", 6), ("июн", 6), ("iyun", 6), ("iyul", 7), ("июль", 7)),
        *(("май", 5), ("March", 3), ("март", 3), ("сентябр", 9), ("sentabr", 9), ("mart ", 3)),
        *(("iyu", None), ("ма", None), ("", None), ("month", None), ("\0", None)),
    ):
        assert formats.month_number(typed) == number, typed


def test_it_writes_october_with_its_soft_sign() -> None:
    assert formats.date(CYRL, date(2026, 10, 1)) == "2026 йил 1 октябрь"


@pytest.mark.parametrize(
    ("lang", "text"), [(UZ, "08.03.2026"), (KAA, "08.03.2026"), (EN, "8 Mar 2026")]
)
def test_it_writes_a_short_date(lang: Language, text: str) -> None:
    assert plain(formats.short_date(lang, WOMENS_DAY)) == text


def test_it_tells_the_time_of_tashkent() -> None:
    moment = datetime(2026, 3, 7, 20, 30, tzinfo=UTC)
    assert plain(formats.datetime_(RU, moment)) == "8 марта 2026 г., 01:30"
    assert formats.datetime_(UZ, moment.replace(tzinfo=None)) == "2026-yil 8-mart, 01:30"


def test_it_tells_the_time_of_the_post() -> None:
    moment = datetime(2026, 3, 8, tzinfo=UTC)
    assert formats.datetime_(EN, moment, timezone(timedelta(hours=9))) == "8 March 2026, 09:00"
    # In the evening of Istanbul it is the next day in Tashkent.
    evening = datetime(2026, 3, 7, 20, 30, tzinfo=UTC)
    assert formats.datetime_(EN, evening, timezone(timedelta(hours=3))) == "7 March 2026, 23:30"


@pytest.mark.parametrize(
    ("lang", "n", "text"),
    [
        (UZ, 1_234_567, "1 234 567"),
        (KAA, -1200, "-1 200"),
        (RU, 1234.5, "1 234,5"),
        (EN, Decimal("1234.50"), "1,234.5"),
        (RU, 0.1 + 0.2, "0,3"),
        (UZ, -0.001, "0"),
    ],
)
def test_it_writes_a_number(lang: Language, n: float, text: str) -> None:
    assert plain(formats.number(lang, n)) == text


@pytest.mark.parametrize(
    ("lang", "share", "text"),
    [(UZ, 0.125, "12,5%"), (RU, 0.12, "12 %"), (EN, 0.99999, "100%"), (KAA, 0, "0%")],
)
def test_it_writes_a_share(lang: Language, share: float, text: str) -> None:
    assert plain(formats.percent(lang, share)) == text


@pytest.mark.parametrize(
    ("lang", "minor", "currency", "text"),
    [
        (UZ, 350_000_000, "UZS", "3 500 000 soʻm"),
        (CYRL, 350_000_000, "UZS", "3 500 000 сўм"),
        (RU, 350_000_050, "UZS", "3 500 001 сум"),
        (EN, 350_000_000, "UZS", "UZS 3,500,000"),
        (UZ, 2_900_000, "KRW", "2 900 000 ₩"),
        (EN, 2_900_000, "KRW", "₩2,900,000"),
        (RU, 12_000_000, "RUB", "120 000 ₽"),
        (KAA, 120_000, "EUR", "1 200 €"),
        (RU, 120_050, "EUR", "1 200,50 €"),
        (EN, -120_005, "EUR", "-€1,200.05"),
        (UZ, 1_234_500, "KWD", "1 234,500 KWD"),
        (UZ, 450_000, "PLN", "4 500 zł"),
        (UZ, 0, "USD", "0 $"),
    ],
)
def test_it_writes_a_sum_of_money(lang: Language, minor: int, currency: str, text: str) -> None:
    assert plain(formats.money(lang, minor, currency)) == text


def test_it_never_breaks_a_sum_over_two_lines() -> None:
    assert " " not in formats.money(UZ, 350_000_000, "UZS")


@pytest.mark.parametrize(
    ("lang", "low", "high", "text"),
    [
        (UZ, 2_900_000, 3_500_000, "2 900 000–3 500 000 ₩"),
        (EN, 2_900_000, 3_500_000, "₩2,900,000–3,500,000"),
        (RU, 2_900_000, 2_900_000, "2 900 000 ₩"),
        (UZ, 2_900_000, None, "kamida 2 900 000 ₩"),
        (RU, None, 3_500_000, "до 3 500 000 ₩"),
        (RU, None, None, ""),
    ],
)
def test_it_writes_a_range_of_money(
    lang: Language, low: int | None, high: int | None, text: str
) -> None:
    assert plain(formats.money_range(lang, low, high, "KRW")) == text


@pytest.mark.parametrize(
    ("lang", "code", "name"),
    [
        (UZ, "KR", "Janubiy Koreya"),
        (UZ, "US", "Amerika Qoʻshma Shtatlari"),
        (CYRL, "UZ", "Ўзбекистон"),
        (RU, "AE", "ОАЭ"),
        (RU, "kr", "Южная Корея"),
        (EN, "GB", "United Kingdom"),
        (KAA, "KR", "Qubla Koreya"),
        (KAA, "TR", "Túrkiya"),
        (KAA, "AQ", "Antarktida"),
        (UZ, "QQ", "QQ"),
    ],
)
def test_it_names_a_country(lang: Language, code: str, name: str) -> None:
    assert formats.country(lang, code) == name


DESTINATIONS = """KR RU TR KZ LT LV PL BG DE GB AE JP CZ HU RO SK HR RS SA QA KW BH OM IL US CA CN MY TH IN KG TJ
TM AZ GE BY UA MD EE FI SE NO DK NL BE FR ES PT IT GR AT CH CY MT IE EG SG HK BD PK LK JO IQ IR
VN ID MN AM AU NZ SI""".split()


@pytest.mark.parametrize("code", DESTINATIONS)
def test_it_names_every_destination_in_karakalpak(code: str) -> None:
    assert Language.KAA in load_table("countries")[code]
    assert all(formats.country(lang, code) != code for lang in Language)


def test_it_writes_uzbek_names_without_a_typewriters_apostrophe() -> None:
    names = [formats.country(UZ, code) for code in load_table("countries")]
    assert not [name for name in names if set(name) & set("'‘`")]


@pytest.mark.parametrize(
    ("lang", "code", "name"),
    [
        (UZ, "ko", "koreys tili"),
        (CYRL, "ko", "корейс тили"),
        (RU, "he", "иврит"),
        (EN, "kk", "Kazakh"),
        (KAA, "en", "inglis tili"),
        (EN, "sw", "Swahili"),
        (KAA, "zz", "zz"),
    ],
)
def test_it_names_a_language(lang: Language, code: str, name: str) -> None:
    assert formats.language_name(lang, code) == name


@pytest.mark.parametrize(
    ("lang", "code", "name"),
    [
        (UZ, "UZS", "Oʻzbekiston soʻmi"),
        (CYRL, "KRW", "Жанубий Корея вони"),
        (RU, "PLN", "польский злотый"),
        (KAA, "KZT", "Qazaqstan teńgesi"),
        (EN, "ISK", "Icelandic Króna"),
    ],
)
def test_it_names_a_currency(lang: Language, code: str, name: str) -> None:
    assert formats.currency_name(lang, code) == name


@pytest.mark.parametrize("name", ["countries", "currencies", "languages", "phrases"])
def test_it_has_whole_tables(name: str) -> None:
    needed = {KAA} if name == "countries" else {UZ, RU, EN, KAA}
    assert all(needed <= set(row) for row in load_table(name).values())


@pytest.mark.parametrize(
    ("lang", "items", "text"),
    [
        (UZ, ["non", "choy", "tuz"], "non, choy va tuz"),
        (CYRL, ["нон", "чой"], "нон ва чой"),
        (RU, ["хлеб", "чай"], "хлеб и чай"),
        (KAA, ["nan", "shay"], "nan hám shay"),
        (KAA, [], ""),
    ],
)
def test_it_joins_a_list(lang: Language, items: list[str], text: str) -> None:
    assert formats.list_(lang, items) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    [(UZ, "oyiga"), (CYRL, "ойига"), (RU, "в месяц"), (EN, "per month"), (KAA, "ayına")],
)
def test_it_says_what_a_wage_is_paid_per(lang: Language, text: str) -> None:
    assert formats.period(lang, "month") == text


@pytest.mark.parametrize(
    ("lang", "n", "text"),
    [
        (RU, 1, "остался 1 день"),
        (RU, 11, "осталось 11 дней"),
        (RU, 21, "остался 21 день"),
        (RU, -2, "просрочено на 2 дня"),
        (EN, 2, "2 days left"),
        (EN, 0, "today is the last day"),
        (UZ, 5, "5 kun qoldi"),
        (CYRL, 5, "5 кун қолди"),
    ],
)
def test_it_counts_the_days_left(lang: Language, n: int, text: str) -> None:
    assert formats.days_left(lang, n) == text


def test_it_formats_fast_enough_for_a_long_list() -> None:
    def item() -> None:
        formats.money_range(UZ, 2_900_000, 3_500_000, "KRW")
        formats.country(KAA, "KR")
        formats.date(CYRL, WOMENS_DAY)
        formats.period(RU, "month")

    item()
    assert min(timeit(item, number=200) for _ in range(5)) / 200 < 50e-6


def test_more_digits_than_two_are_written_where_they_are_asked_for():
    assert formats.percent(Language.EN, Decimal("0.33875"), 3) == "33.875%"
    assert formats.percent(Language.RU, Decimal("0.33870"), 3) == "33,870\N{NO-BREAK SPACE}%"
    assert formats.percent(Language.EN, Decimal("0.5"), 3) == "50%"


@pytest.mark.parametrize(
    ("lang", "low", "high", "currency", "text"),
    [
        ("uz", 2_900_000, 3_400_000, "KRW", "2 900 000–3 400 000 von"),
        ("ru", 2_900_000, 2_900_000, "KRW", "2 900 000 вон"),
        ("ru", 675_000, 675_500, "PLN", "6 750–6 755 злотых"),
        ("ru", 2_100, 2_100, "USD", "21 доллар"),
        ("ru", 150, 150, "EUR", "1,50 евро"),
        ("en", 100, 100, "USD", "1 dollar"),
        ("en", 2_000_00, 2_000_00, "USD", "2,000 dollars"),
        ("uz-Cyrl", 30_000_00, 30_000_00, "UZS", "30 000 сўм"),
        ("kaa", 250_000_00, 250_000_00, "KZT", "250 000 teńge"),
        ("en", 500, 500, "XAF", "500 XAF"),
    ],
)
def test_a_currency_is_called_as_people_call_it(lang, low, high, currency, text):
    assert formats.spoken_money(Language(lang), low, high, currency).replace("\xa0", " ") == text


def test_every_currency_of_a_destination_has_a_name_in_all_languages_and_forms():
    for code, names in load_table("currency_words").items():
        for lang in Language:
            forms = formats.lookup("currency_words", code, lang).split("|")
            assert len(forms) in (1, {Language.RU: 3, Language.EN: 2}.get(lang, 1)), (code, lang)
        assert Language.KAA in names, code


def test_uzbek_letters_are_sorted_as_in_the_alphabet():
    names = ["Choʻl", "Gʻozgʻon", "Oʻzbekiston", "Shvetsiya", "Zambiya", "Gruziya", "Ozarbayjon"]
    assert sorted(names, key=lambda name: formats.sort_key(Language.UZ, name)) == [
        "Gruziya",
        "Ozarbayjon",
        "Zambiya",
        "Oʻzbekiston",
        "Gʻozgʻon",
        "Shvetsiya",
        "Choʻl",
    ]
    cyrillic = sorted("ҳўяқз", key=lambda name: formats.sort_key(Language.UZ_CYRL, name))
    assert "".join(cyrillic) == "зяўқҳ"
