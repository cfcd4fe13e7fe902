"""Work near the one that is meant."""

from matching.search import neighbours
from matching.search.index import Index
from matching.search.query import parse_query
from tests.matching import trades

INDEX = Index.build(trades.vacancies(), trades.lexicon())


def test_nearby_work_is_of_the_same_group_and_scores_less() -> None:
    asked = parse_query("avtobus haydovchisi", INDEX.lexicon)
    found = neighbours.nearby(INDEX, asked, 2)
    assert found.relaxed == ("occupation",)
    assert all(one.score < asked.called[0].score for one in found.neighbours)
    assert {one.isco08 for one in found.neighbours}.isdisjoint(one.isco08 for one in asked.called)


def test_a_sector_is_any_of_its_work_and_nothing_is_let_go() -> None:
    asked = parse_query("ishchi", INDEX.lexicon)
    found = neighbours.in_sector(INDEX, asked, ("81", "72"))
    assert {one.isco08 for one in found.neighbours} == {"8142", "8153", "7223", "7212"}
    assert found.relaxed == ()
