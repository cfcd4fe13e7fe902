from pathlib import Path

import pytest

from i18n.scripts import has_cyrillic, normalise_apostrophes, to_cyrillic, to_latin

WORDS = [
    line.split()
    for line in (Path(__file__).parent / "words.tsv").read_text(encoding="utf-8").splitlines()
]
PAIRS = [(latin, cyrillic) for latin, cyrillic in WORDS]


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_it_writes_the_word_in_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_it_writes_the_word_in_latin(latin: str, cyrillic: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize("typed", ["so'm", "so‘m", "so’m", "soʻm", "so`m", "soʼm", "so´m"])
def test_it_reads_every_apostrophe(typed: str) -> None:
    assert normalise_apostrophes(typed) == "soʻm"
    assert to_cyrillic(typed) == "сўм"


def test_it_tells_the_two_apostrophes_apart() -> None:
    assert (
        normalise_apostrophes("O'zbekiston ta'limi, tog' va 'qator'")
        == "Oʻzbekiston taʼlimi, togʻ va 'qator'"
    )


@pytest.mark.parametrize(
    "kept",
    [
        *(
            "%(name)s",
            "<b>",
            '<a href="/uz/ish" title="Ish">',
            "&nbsp;",
            "https://mehnat.uz/uz/ish",
            "www.mehnat.uz",
        ),
        *(
            "mehnat.uz",
            "yordam@mehnat.uz",
            "@musofir_bot",
            "PDF",
            "CSV",
            "SMS",
            "ISCO",
            "EPS-TOPIK",
            "E-9",
            "H-2",
        ),
        *(
            "B1",
            "MS-2026-4K7",
            "XX",
            "WhatsApp",
            "Telegram",
            "Excel",
            "Warszawa",
            "Co",
            "Škoda",
            "Zürich",
        ),
    ],
)
def test_it_leaves_alone_what_no_alphabet_may_touch(kept: str) -> None:
    assert to_cyrillic(kept) == kept
    assert to_latin(kept) == kept


def test_it_writes_a_whole_sentence() -> None:
    latin = "Hurmatli %(name)s, <b>E-9</b> vizasi boʻyicha arizangiz 8-martgacha PDFda qabul qilinadi: info@mehnat.uz."
    cyrillic = "Ҳурматли %(name)s, <b>E-9</b> визаси бўйича аризангиз 8-мартгача PDFда қабул қилинади: info@mehnat.uz."
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


def test_it_opens_capital_letters_of_two_signs_as_the_word_asks() -> None:
    assert to_latin("Шаҳар ШАҲАР Ёш ЁШ Ўзбек ЎЗБЕК Ш") == "Shahar SHAHAR Yosh YOSH Oʻzbek OʻZBEK Sh"


def test_a_word_of_first_letters_keeps_its_capitals_before_an_ending() -> None:
    assert to_cyrillic("OAVdagi XMTning SHahar") == "ОАВдаги ХМТнинг Шаҳар"


def test_currencies_and_foreign_abbreviations_stay_latin_and_words_in_capitals_do_not() -> None:
    kept = "13,90 EUR, TRY, JPY, PIP, MOHRE, WCAG 2.2, AA, axe, MUSOFIR_LINE"
    assert to_cyrillic(kept) == kept
    assert to_cyrillic("Soatiga 14 EURdan, Firefoxʼda") == "Соатига 14 EURдан, Firefoxда"
    assert to_cyrillic("TOP, ISH HAQI, OAVda, AQSH") == "ТОП, ИШ ҲАҚИ, ОАВда, АҚШ"


def test_it_changes_nothing_that_is_cyrillic_already() -> None:
    assert to_cyrillic("Ўзбекистон, Россия") == "Ўзбекистон, Россия"


def test_it_bears_nonsense() -> None:
    for text in (
        "",
        "'",
        "ʻʻʻ",
        "%",
        "%(",
        "<",
        "\x00",
        "🙂",
        "o'" * 2000,
        "ning" * 2000 + "x",
        "İıſK",
    ):
        to_latin(to_cyrillic(text))


def test_it_knows_cyrillic_letters_from_others() -> None:
    assert has_cyrillic("Seul, Сеул")
    assert not any(map(has_cyrillic, ("Seul", "서울", "", "123")))
