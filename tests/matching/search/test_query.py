"""What is typed is taken apart before anything is looked up."""

import pytest

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
    ],
)
def test_it_reads_the_country(typed: str, country: str) -> None:
    assert parse_query(typed, LEXICON).country == country


@pytest.mark.parametrize(
    "typed", ["payvan", "oshpaz", "tikuvchi", "водитель", "dala ishlari", "qorovul"]
)
def test_it_sees_no_country_in_a_trade(typed: str) -> None:
    assert parse_query(typed, LEXICON).country is None


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
