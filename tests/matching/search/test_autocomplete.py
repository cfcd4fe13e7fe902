"""What is offered while somebody types: trades, then where, with which visa and for whom."""

import pytest

from i18n import Language
from i18n.formats import country
from matching.lexicon.lexicon import Lexicon, Name
from matching.lexicon.places import Place
from matching.search.autocomplete import complete
from matching.search.index import Index
from matching.search.packed_vacancies import Document
from matching.search.suggestions import MOST

NAMES = [
    Name("7212", "title", "payvandchi", "uz"),
    Name("7212", "title", "сварщик", "ru"),
    Name("7212", "title", "welder", "en"),
    Name("5120", "title", "seul oshpazi", "uz"),
    Name("8219", "visa", "E-7", "", "KR"),
    Name("8219", "visa", "E7", "", "KR"),
    Name("8219", "visa", "E-33", "", "JP"),
    Name("8211", "employer", "Emaar"),
    Name("8211", "employer", "Samsung", "", "KR"),
]
PLACES = [
    *(Place(name, "KR", "Seoul") for name in ("Seoul", "Seul", "Сеул")),
    *(Place(name, "KR", "Sejong") for name in ("Sejong", "Седжон")),
    *(Place(name, "RU", "Kazan") for name in ("Kazan", "Qozon", "Казань", "Қозон")),
    Place("Sendai", "JP", "Sendai"),
    Place("New York", "US", "New York"),
    *(Place(country(language, code), code) for code in ("KR", "JP", "KZ") for language in Language),
]


@pytest.fixture
def index() -> Index:
    """Two jobs in Seoul, one in Sejong, in Almaty, in Kazan and at Emaar in New York, none in
    Japan."""
    where = [("Seul", "KR"), ("Seoul", "KR"), ("Sejong", "KR"), ("Almaty", "KZ"), ("Kazan", "RU")]
    jobs = [
        Document(f"V-{at}", "A job", "7212", city=city, country=code)
        for at, (city, code) in enumerate(where)
    ]
    jobs += [Document("V-8", "A job", "7212", "Emaar LLC", "New York", "US")]
    return Index.build(
        [*jobs, Document("V-9", "A job", "5120", city="Seoul", country="KR")],
        Lexicon.load(NAMES, PLACES),
    )


@pytest.mark.parametrize(
    ("typed", "language", "offered"),
    [
        ("payvandchi se", Language.UZ, ["payvandchi Seul", "payvandchi Sejong"]),
        ("welder se", Language.EN, ["welder Seoul", "welder Sejong"]),
        ("сварщик се", Language.RU, ["сварщик Сеул", "сварщик Седжон"]),
        ("сварщик каза", Language.RU, ["сварщик Казахстан", "сварщик Казань"]),
        ("пайвандчи қозо", Language.UZ_CYRL, ["пайвандчи Қозоғистон", "пайвандчи Қозон"]),
        ("payvandchi kor", Language.UZ, ["payvandchi Janubiy Koreya"]),
        ("сварщик кор", Language.RU, ["сварщик Южная Корея"]),
        ("пайвандчи кор", Language.UZ, ["пайвандчи Жанубий Корея"]),
        ("koreya", Language.UZ, ["Janubiy Koreya"]),
        ("welder e7", Language.EN, ["welder E-7"]),
        ("ema", Language.EN, ["Emaar"]),
        ("em", Language.EN, []),
        ("e-", Language.EN, []),
    ],
)
def test_it_goes_on_as_it_was_begun(index, typed, language, offered):
    assert complete(index, typed, language) == offered


@pytest.mark.parametrize(
    ("typed", "language", "offered"),
    [
        ("New Yor", Language.EN, ["New York"]),
        ("welder new yor", Language.EN, ["welder New York"]),
        ("Janubiy kor", Language.UZ, ["Janubiy Koreya"]),
        ("сварщик южная кор", Language.RU, ["сварщик Южная Корея"]),
    ],
)
def test_of_a_name_of_two_words_the_first_is_not_told_twice(index, typed, language, offered):
    assert complete(index, typed, language) == offered


def test_trades_come_first(index):
    assert complete(index, "seu", Language.UZ) == ["seul oshpazi", "Seul"]
    assert complete(index, "welder", Language.EN)[0] == "welder"


@pytest.mark.parametrize("typed", ["sendai", "yaponiya", "payvandchi e33", "samsung"])
def test_where_there_is_no_job_nothing_is_offered(index, typed):
    assert not {"Sendai", "Yaponiya", "payvandchi E-33", "Samsung"} & set(
        complete(index, typed, Language.UZ)
    )


def test_a_name_in_another_language_is_not_put_before_whoever_reads_this_one(index):
    assert "пайвандчи Қозоғистон" in complete(index, "пайвандчи қоз", Language.UZ_CYRL)
    assert not any("Қозоғистон" in one for one in complete(index, "сварщик қоз", Language.RU))


@pytest.mark.parametrize("typed", ["", " ", "s", "'", "💩", "%_", "a" * 500, "a " * 200, "\0"])
def test_nonsense_offers_nothing_and_too_much_never(index, typed):
    assert len(complete(index, typed, Language.UZ)) <= MOST
    assert not any(len(one) > 600 for one in complete(index, typed, Language.UZ))
