"""The measurement of searches with conditions, in little."""

from bench import conditions
from bench.conditions import Answer, Labelled, Wanted
from matching.search.query import ParsedQuery
from matching.search.search_results import Listing

ASKED = Labelled("svarshik s jilem", "ru", Wanted(occupations=("7212",), housing=True), True)


def answer(*unmet: tuple[str, ...]) -> Answer:
    return Answer(ASKED, Listing([], len(unmet), None, ParsedQuery()), list(unmet))


def test_a_hit_meets_everything_and_no_result_fails_a_condition():
    assert answer((), ("occupations",)).hit
    assert not answer((), ("housing",)).hit
    assert not answer(("occupations",)).hit
    assert not answer().hit


def test_every_query_is_read_and_says_something():
    some = conditions.queries(conditions.OWN)
    assert len(some) > 300
    assert all(one.wants != Wanted() for one in some)
    assert set(conditions._MEETS) == set(Wanted.__struct_fields__)
