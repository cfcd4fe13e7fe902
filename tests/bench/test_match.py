"""Matching in little: one person and one new vacancy are answered as Polars and every sheet by
itself do. `./musofir bench match` measures how fast."""

import msgspec
import pytest

from bench import match
from bench.market import Market, rates
from matching.ranking import top_matches
from matching.ranking.vacancy_columns import Columns


def test_columns_say_what_polars_and_the_sheets_say():
    found = match.run(2_000, 1_000, 20, plainly=10)
    print(match.summary(found))
    assert found["match_ratio"] > 0
    assert found["checked"] == 10


def test_the_same_seed_makes_the_same_market_however_much_of_it():
    one, other = Market(5), Market(5)
    assert one.vacancies(50) == other.vacancies(50)
    assert list(one.people(990, 1_010)) == list(other.people(0, 1_010))[990:]


def test_a_wrong_point_is_seen():
    """That all say the same is asked in earnest."""
    terms, table = Market(5).vacancies(300), rates()
    other = [msgspec.structs.replace(one, experience_years=9) for one in terms]
    engines = {"columns": match.Columned(terms, table), "polars": match.Framed(other, table)}
    asked = [(one.profiles()[0], "") for one in Market(6).people(0, 40)]
    with pytest.raises(AssertionError):
        match.right(engines, terms, asked, 0)


def test_who_is_told_is_who_the_sheets_tell():
    terms, known = (
        Market(5).vacancies(300),
        top_matches.prepare(Columns.build(Market(5).vacancies(300)), rates()),
    )
    watched = match.watches(
        Market(5).people(0, 300), known, sorted({one.isco08[:2] for one in terms})
    )
    items = [
        ({who for who, *_ in watched[one.isco08[:2]].beaten([one])}, one) for one in terms[:40]
    ]
    assert any(found for found, _ in items)
    assert [
        one for found, one in items if found != match.beaten(watched[one.isco08[:2]], one)
    ] == []
