"""What a query excludes is left out, and nothing else."""

import pytest

from matching.search.query import parse_query
from tests.matching import trades

LEXICON = trades.lexicon()


@pytest.mark.parametrize(
    ("typed", "country", "groups"),
    [
        ("не в Россию", ("RU",), ()),
        ("Rossiyadan boshqa davlatga", ("RU",), ()),
        ("Koreya va Yaponiyadan boshqa", ("KR", "JP"), ()),
        ("except Germany", ("DE",), ()),
        ("кроме Прибалтики", ("LT", "LV", "EE"), ()),
        ("Skandinaviyadan boshqa davlat", ("SE", "NO", "DK", "FI"), ()),
        ("haydovchi emas", (), ("83",)),
        ("не сварщик", (), ("72",)),
        ("не ферма", (), ("61", "8341", "92")),
        ("fermamas", (), ("61", "8341", "92")),
        ("Polshamas", ("PL",), ()),
        ("Rossiya kerakmas", ("RU",), ()),
        ("Россию не предлагать", ("RU",), ()),
        ("не мясо", (), ("7511", "8160")),
        ("payvandchi", (), ()),
    ],
)
def test_what_is_excluded_is_not_what_is_looked_for(
    typed: str, country: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    understood = parse_query(typed, LEXICON)
    assert understood.conditions.country_not == country
    assert understood.conditions.occupation_not == groups
    assert (understood.country, understood.countries) == (None, ())


def test_a_region_of_which_one_country_is_denied_is_looked_for() -> None:
    understood = parse_query("Европада фақат Польшамас, сварщик", LEXICON)
    assert understood.conditions.country_not == ("PL",)
    assert {"DE", "LT"} <= set(understood.countries)


def test_a_comma_or_a_condition_ends_what_a_negation_covers() -> None:
    wanted = parse_query("Germaniya, haydovchi emas, payvandchi", LEXICON)
    assert (wanted.country, wanted.words) == ("DE", ("payvandchi",))
    assert wanted.conditions.occupation_not == ("83",)
    seasonal = parse_query("контракт не больше полугода, сезонная работа Польша", LEXICON)
    assert (seasonal.country, seasonal.conditions.country_not) == ("PL", ())
    assert seasonal.conditions.months_max == 6


def test_excluded_work_beside_the_wanted_one_leaves_that() -> None:
    understood = parse_query("taksi emas, yuk mashinasi haydovchisi", LEXICON)
    assert understood.called[0].isco08 == "8332"
    assert not understood.called[0].isco08.startswith(understood.conditions.occupation_not)
