"""What is offered while somebody types: trades, then where, with which visa and for whom."""

import pytest

from i18n import Language
from i18n.formats import country
from matching.completing import complete
from matching.index import Index
from matching.lexicon import Lexicon, Name
from matching.packed import Document
from matching.places import Place
from matching.suggesting import MOST

NAMES = [
    Name("7212", "title", "payvandchi", "uz"), Name("7212", "title", "сварщик", "ru"), Name("7212", "title", "welder", "en"),
    Name("5120", "title", "seul oshpazi", "uz"), Name("8219", "visa", "E-7", "", "KR"), Name("8219", "visa", "E7", "", "KR"),
    Name("8219", "visa", "E-33", "", "JP"), Name("8211", "employer", "Emaar"),
]  # fmt: skip
PLACES = [
    *(Place(name, "KR", "Seoul") for name in ("Seoul", "Seul", "Сеул")),
    *(Place(name, "KR", "Sejong") for name in ("Sejong", "Седжон")),
    *(Place(name, "RU", "Kazan") for name in ("Kazan", "Qozon", "Казань", "Қозон")),
    Place("Sendai", "JP", "Sendai"),
    *(Place(country(language, code), code) for code in ("KR", "JP", "KZ") for language in Language),
]


@pytest.fixture
def index() -> Index:
    """Two jobs in Seoul, one in Sejong, in Almaty and in Kazan, none in Japan."""
    where = [("Seul", "KR"), ("Seoul", "KR"), ("Sejong", "KR"), ("Almaty", "KZ"), ("Kazan", "RU")]
    jobs = [Document(f"V-{at}", "A job", "7212", city=city, country=code) for at, (city, code) in enumerate(where)]
    return Index.build(
        [*jobs, Document("V-9", "A job", "5120", city="Seoul", country="KR")], Lexicon.load(NAMES, PLACES)
    )


@pytest.mark.parametrize(
    ("typed", "language", "offered"),
    [
        ("payvandchi se", Language.UZ, ["payvandchi Seul", "payvandchi Sejong"]),
        ("welder se", Language.EN, ["welder Seoul", "welder Sejong"]),
        ("сварщик се", Language.RU, ["сварщик Сеул", "сварщик Седжон"]),
        ("сварщик южн", Language.RU, ["сварщик Южная Корея"]),
        ("payvandchi jan", Language.UZ, ["payvandchi Janubiy Koreya"]),
        ("пайвандчи жан", Language.UZ, ["пайвандчи Жанубий Корея"]),
        ("welder e", Language.EN, ["welder"]),
        ("welder e7", Language.EN, ["welder E-7"]),
        ("e-", Language.EN, []),
        ("em", Language.EN, []),
        ("ema", Language.EN, ["Emaar"]),
        ("сварщик каза", Language.RU, ["сварщик Казань"]),
        ("пайвандчи қоз", Language.UZ_CYRL, ["пайвандчи Қозон"]),
        ("koreya", Language.UZ, ["Janubiy Koreya"]),
    ],
)
def test_it_goes_on_as_it_was_begun(index, typed, language, offered):
    assert [one for one in complete(index, typed, language) if one in offered] == offered
    assert set(complete(index, typed, language)) <= {*offered, "welder", "пайвандчи Қозоғистон", "сварщик Казахстан"}


def test_a_name_of_two_words_is_not_doubled(index):
    assert "Janubiy Janubiy Koreya" not in complete(index, "Janubiy kor", Language.UZ)


def test_trades_come_first(index):
    assert complete(index, "seu", Language.UZ) == ["seul oshpazi", "Seul"]


@pytest.mark.parametrize("typed", ["sendai", "yaponiya", "payvandchi e33"])
def test_where_there_is_no_job_nothing_is_offered(index, typed):
    assert not {"Sendai", "Yaponiya", "payvandchi E-33"} & set(complete(index, typed, Language.UZ))


def test_a_name_in_another_language_is_not_put_before_whoever_reads_this_one(index):
    assert "пайвандчи Қозоғистон" in complete(index, "пайвандчи қоз", Language.UZ_CYRL)
    assert not any("Қозоғистон" in one for one in complete(index, "сварщик қоз", Language.RU))


@pytest.mark.parametrize("typed", ["", " ", "s", "'", "💩", "%_", "a" * 500, "a " * 200, "\0"])
def test_nonsense_offers_nothing_and_too_much_never(index, typed):
    assert len(complete(index, typed, Language.UZ)) <= MOST
    assert not any(len(one) > 600 for one in complete(index, typed, Language.UZ))
