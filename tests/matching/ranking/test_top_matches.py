"""Many people and all vacancies: for each the same first twenty as when every sheet is weighed by
itself."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from matching.ranking import top_matches
from matching.ranking.vacancy_columns import Columns
from matching.scoring.eligibility import Level, Profile
from tests.matching.ranking.test_vacancy_columns import one
from tests.matching.sheets import PROFILES, RATES, REGISTER, WISHED, plain

PEOPLE = some.lists(
    some.tuples(some.lists(PROFILES, max_size=4, unique_by=lambda one: one.occupation), WISHED),
    max_size=8,
)


@given(REGISTER, PEOPLE)
def test_over_all_trades_and_languages_the_best_sheet_counts(terms, people):
    known = top_matches.prepare(Columns.build(terms), RATES)
    both = [(_in_both(own), wished) for own, wished in people]
    items = [(str(at), own, wished) for at, (own, wished) in enumerate(both)]
    assert top_matches.rank_people(known, items) == [
        plain(own, terms, RATES, wished)[:20] for _, own, wished in items
    ]


@given(REGISTER, PEOPLE)
def test_many_who_wish_for_the_same_countries_are_weighed_against_those_alone(terms, people):
    items = [(str(at), _in_both(own), wished) for at, (own, wished) in enumerate(people)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(top_matches, "MANY", 1)
        found = top_matches.rank_people(top_matches.prepare(Columns.build(terms), RATES), items)
    assert found == [plain(own, terms, RATES, wished)[:20] for _, own, wished in items]


def _in_both(trades: list[Profile]) -> list[Profile]:
    """A person's languages are the same in all their trades: that of the first, and English."""
    spoken = [(one.language, one.level) for one in trades[:1]] + [("en", Level.B1)]
    return [
        msgspec.structs.replace(one, language=language, level=level)
        for one in trades
        for language, level in spoken
    ]


def test_two_trades_of_one_kind_name_a_vacancy_once():
    known = top_matches.prepare(Columns.build([one("V-1"), one("V-2", "7213")]), RATES)
    items = [Profile("7212", 1), Profile("7213", 3)]
    assert top_matches.rank_people(known, [("C-1", items, "")]) == [[("V-2", 55), ("V-1", 44)]]


def test_twenty_of_more_and_the_rest_left_out():
    terms = [one(f"V-{number:03d}", "7212" if number % 2 else "7213") for number in range(60)]
    (found,) = top_matches.rank_people(
        top_matches.prepare(Columns.build(terms), RATES), [("C-1", [Profile("7212", 3)], "")]
    )
    assert found == plain([Profile("7212", 3)], terms, RATES)[:20]
    assert {points for _, points in found} == {55}


def test_nobody_no_trade_and_no_vacancy_give_nothing():
    known, empty = (
        top_matches.prepare(Columns.build(terms), RATES) for terms in ([one("V-1")], [])
    )
    assert top_matches.rank_people(known, []) == []
    assert top_matches.rank_people(known, [("C-1", [], ""), ("C-2", [Profile("5120")], "")]) == [
        [],
        [],
    ]
    assert top_matches.rank_people(empty, [("C-1", [Profile("7212")], "")]) == [[]]


def test_merged_each_vacancy_stands_once_with_what_it_weighs_most():
    owners, orders, best = (
        np.array([1, 0, 1, 1, 0]),
        np.array([5, 2, 5, 7, 2]),
        np.array([300, 200, 900, 900, -1]),
    )
    assert [each.tolist() for each in top_matches.merge_best(owners, orders, best)] == [
        [0, 1, 1],
        [2, 5, 7],
        [200, 900, 900],
    ]
