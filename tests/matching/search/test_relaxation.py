"""As little as possible is let go, and it is named."""

from matching.search import relaxation
from matching.search.filters import Filters
from matching.search.index import Index
from matching.search.query import parse_query
from matching.search.relaxation import Applied
from tests.matching import trades

LEXICON = trades.lexicon()
INDEX = Index.build(trades.vacancies(), LEXICON)


def test_one_condition_is_let_go_before_several_and_the_place_last():
    stated = Applied({"housing": True, "country": "KR", "city": "KR:seul", "travel": True})
    attempts = [*stated.wider(), *stated.elsewhere()]
    assert [names for names, _ in attempts] == [
        ("travel",),
        ("housing",),
        ("city",),
        ("travel", "housing"),
        ("travel", "housing", "city"),
        ("country", "city"),
        ("country", "city", "travel"),
        ("country", "city", "housing"),
        ("country", "city", "travel", "housing"),
    ]
    assert all(set(names).isdisjoint(left.values) for names, left in attempts)
    assert stated.barest[1].values == {"country": "KR"}


def test_what_the_form_says_holds_against_the_words_and_that_is_named():
    parsed = parse_query("payvandchi Koreyaga yotoqxona bilan", LEXICON)
    stated, understood = relaxation.applied(Filters(country="DE", housing=True), parsed, None)
    assert stated.values == {}
    assert (understood.country, understood.relaxed) == (None, ("country",))


def test_pay_without_a_rate_is_named_and_not_applied():
    parsed = parse_query("payvandchi 2000$", LEXICON)
    stated, understood = relaxation.applied(Filters(), parsed, None)
    assert (stated.values, understood.relaxed) == ({}, ("wage_min",))


def test_nearby_work_is_of_the_same_group_and_scores_less() -> None:
    asked = parse_query("avtobus haydovchisi", INDEX.lexicon)
    found = relaxation.nearby(INDEX, asked, 2)
    assert found.relaxed == ("occupation",)
    assert all(one.score < asked.called[0].score for one in found.neighbours)
    assert {one.isco08 for one in found.neighbours}.isdisjoint(one.isco08 for one in asked.called)


def test_a_sector_is_any_of_its_work_and_nothing_is_let_go() -> None:
    asked = parse_query("ishchi", INDEX.lexicon)
    found = relaxation.in_sector(INDEX, asked, ("81", "72"))
    assert {one.isco08 for one in found.neighbours} == {"8142", "8153", "7223", "7212"}
    assert found.relaxed == ()
