"""Several places in a query: taken together, apart from where somebody comes from."""

import pytest

from i18n.scripts import tokens
from matching.search import several_places
from matching.search.query import parse_query
from tests.matching import trades

LEXICON = trades.lexicon()


@pytest.mark.parametrize(
    ("typed", "left", "where"),
    [
        ("svarshik Rossiya yoki Koreya", "svarshik", {"RU", "KR"}),
        ("сварщик Россия, Корея", "сварщик", {"RU", "KR"}),
        ("welder in Korea", "welder in Korea", set()),
    ],
)
def test_of_countries_side_by_side_any_will_do_and_one_alone_stays(typed, left, where):
    rest, found, cities = several_places.take(tokens(typed), LEXICON)
    assert (rest, set(found), cities) == (tokens(left), where, ())


def test_a_country_that_somebody_comes_from_is_not_one_of_several():
    words = tokens("из Узбекистана Корея")
    assert several_places.take(words, LEXICON)[0] == words


@pytest.mark.parametrize(
    ("typed", "cities"),
    [
        ("welder Seoul or Dubai", ("KR:seoul", "AE:dubay")),
        ("сварщик в Сеул или Дубай", ("KR:seoul", "AE:dubay")),
        ("сварщик в Сеуле или в Дубае", ("KR:seoul", "AE:dubay")),
        ("payvandchi Seul, Dubay", ("KR:seoul", "AE:dubay")),
        ("welder Seoul", ()),
        ("сварщик из Сеула в Дубай", ()),
        ("Seoul welder Dubai", ()),
    ],
)
def test_several_cities_are_any_of_them(typed: str, cities: tuple[str, ...]) -> None:
    understood = parse_query(typed, LEXICON)
    assert understood.cities == cities
    if cities:
        assert (understood.countries, len(understood.words)) == (("KR", "AE"), 1)
