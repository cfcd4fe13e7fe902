"""What is typed is taken apart before anything is looked up."""

import pytest

from matching.search.conditions import Pay
from matching.search.firm_names import FirmNames
from matching.search.query import parse_query
from tests.matching import trades

LEXICON = trades.lexicon()


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Koreyaga", "KR"),
        ("в Корею", "KR"),
        ("Южную Корею", "KR"),
        ("janubiy koreyada ish", "KR"),
        ("Германии", "DE"),
        ("Germaniyada", "DE"),
        ("germany", "DE"),
        ("germanya", "DE"),
        ("Польше", "PL"),
        ("Rossiyaga ish", "RU"),
        ("Emirat", "AE"),
        ("Дубае", "AE"),
        ("сеул", "KR"),
        ("в Корее", "KR"),
        ("Южной Кореей", "KR"),
        ("из Кореи", "KR"),
        ("koreada", "KR"),
        ("Кореядан", "KR"),
        ("Germaniyadan", "DE"),
        ("Германияга", "DE"),
        ("в Германию", "DE"),
        ("rossiya", "RU"),
        ("в России", "RU"),
        ("Россией", "RU"),
        ("polshadaǵı", "PL"),
        ("в Польшу", "PL"),
        ("anglyada", "GB"),
        ("Англии", "GB"),
        ("в Японии", "JP"),
        ("yaponya", "JP"),
        ("elektrik ish yaponya", "JP"),
        ("Казахстане", "KZ"),
        ("Эмиратах", "AE"),
        ("Czech Republic", "CZ"),
        ("czech", "CZ"),
        ("Qozoqqa", "KZ"),
        ("Dubayda", "AE"),
        ("Seuldan", "KR"),
    ],
)
def test_it_reads_the_country(typed: str, country: str) -> None:
    assert parse_query(typed, LEXICON).country == country


@pytest.mark.parametrize(
    "typed", ["payvan", "oshpaz", "tikuvchi", "водитель", "dala ishlari", "qorovul"]
)
def test_it_sees_no_country_in_a_trade(typed: str) -> None:
    assert parse_query(typed, LEXICON).country is None


def test_a_region_or_several_countries_are_any_of_them() -> None:
    assert {"DE", "PL"} <= set(parse_query("haydovchi Yevropaga", LEXICON).countries)
    assert parse_query("Koreya yoki Yaponiya", LEXICON).countries == ("KR", "JP")
    assert parse_query("Yevropa Polsha", LEXICON).country == "PL", "the narrower one holds"


def test_a_place_of_several_words_of_which_none_is_one_alone_is_found() -> None:
    assert parse_query("сварщик Чешская Республика", LEXICON).country == "CZ"
    assert "EE" in parse_query("welder Балтийские страны", LEXICON).countries


def test_a_city_learnt_after_somebody_asked_for_it_is_found() -> None:
    own = trades.lexicon()
    assert parse_query("welder Hereford", own).city is None
    own.places.learn("Hereford", "GB")
    assert parse_query("welder Hereford", own).city == "GB:hereford"


def test_the_currency_of_the_pay_names_no_country() -> None:
    assert parse_query("svarshik 8000 zlotiy", LEXICON).country is None
    either = parse_query("svarshik Polsha yoki Germaniya 8000 zlotiy", LEXICON)
    assert (either.country, set(either.countries)) == (None, {"PL", "DE"})


FIRMS = FirmNames(["Hanbit Shipyard", "Namuna Silk Road Jobs LLC", "Yevro Kadr MCHJ"])


@pytest.mark.parametrize(
    ("typed", "firm", "words"),
    [
        ("Hanbit Shipyardda payvandchi", "Hanbit Shipyard", ("payvandchi",)),
        ("payvandchi hanbit", "Hanbit Shipyard", ("payvandchi",)),
        ("Silk Road Jobs agentligi", "Namuna Silk Road Jobs LLC", ()),
        ("Hambit shipyad", "Hanbit Shipyard", ()),
        ("payvandchi", "", ("payvandchi",)),
        ("Seulda oshpaz", "", ("oshpaz",)),
    ],
)
def test_a_firm_is_known_by_its_name(typed: str, firm: str, words: tuple[str, ...]) -> None:
    understood = parse_query(typed, LEXICON, FIRMS)
    assert ("".join(understood.firm), understood.words) == (firm, words)


def test_a_famous_employer_without_vacancies_is_named_as_not_applied() -> None:
    understood = parse_query("kia zavodi", LEXICON, FIRMS)
    assert (understood.firm, understood.conditions.not_applied) == ((), ("firm",))
    assert parse_query("kia zavodi", LEXICON, FirmNames(["Kia zavodi Co"])).firm == (
        "Kia zavodi Co",
    )


def test_pay_without_a_currency_is_in_that_of_the_country_or_named() -> None:
    for query, pay, refused in (
        ("от 120к сварщик Россия", Pay(120_000_00, "RUB"), ()),
        ("120 ming Rossiya", Pay(120_000_00, "RUB"), ()),
        ("maosh 1500 Germaniya", Pay(1500_00, "EUR"), ()),
        ("maosh 1500 Rossiya", None, ("wage_min",)),
        ("maosh 2000", None, ("wage_min",)),
    ):
        stated = parse_query(query, LEXICON).conditions
        assert (stated.pay, stated.not_applied) == (pay, refused), query


def test_words_of_wanting_and_asking_are_no_work() -> None:
    for query in (
        "Хочу работы в Польше",
        "Polshaga ketmoqchiman",
        "qaysi hafta ketsam boʻladi Polshaga",
        "jumıs bar ma Polshada",
    ):
        understood = parse_query(query, LEXICON)
        assert (understood.country, understood.words, understood.browse) == ("PL", (), True), query


def test_a_word_nobody_knows_is_ignored_beside_a_trade_or_a_place_and_kept() -> None:
    """Two letters off is no trade there; one is, and so is a word that a vacancy has."""
    beside = parse_query("payvandchi qwertyu", LEXICON)
    assert (beside.words, beside.unknown) == (("payvandchi",), ("kvertyu",))
    placed = parse_query("qwertyu Polsha", LEXICON)
    assert (placed.country, placed.browse, placed.unknown) == ("PL", True, ("kvertyu",))
    slip = parse_query("payvanchi Polsha", LEXICON)
    assert (slip.called[0].isco08, slip.unknown) == ("7212", ())
    assert parse_query("qwertyu Polsha", LEXICON, None, {"kvertyu"}.__contains__).unknown == ()


def test_letters_that_mean_nothing_are_no_work() -> None:
    assert parse_query("abc", LEXICON).called == ()
    assert parse_query("qwerty zzz", LEXICON).called == ()


def test_it_drops_the_words_around_the_trade() -> None:
    understood = parse_query("Срочно нужна швея с проживанием, ayollar uchun", LEXICON)
    assert understood.words == ("shveya",)
    assert not understood.browse


def test_it_keeps_the_word_work_where_it_belongs_to_the_name() -> None:
    assert parse_query("dala ishlari", LEXICON).called[0].isco08 == "9211"


def test_it_puts_the_doer_before_the_helper() -> None:
    called = [group.isco08 for group in parse_query("oshpaz", LEXICON).called]
    assert called[0] == "5120"


def test_it_takes_a_visa_with_a_trade_for_the_country_only() -> None:
    understood = parse_query("E-9 payvandchi", LEXICON)
    assert (understood.country, understood.called[0].isco08) == ("KR", "7212")
