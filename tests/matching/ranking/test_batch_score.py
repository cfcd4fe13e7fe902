"""Weighed all at once, people and vacancies get the points, gates and order that every sheet gives
by itself."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from matching.ranking import batch_score, candidate_columns
from matching.ranking.batch_score import BatchScorer
from matching.ranking.vacancy_columns import Columns
from matching.scoring.eligibility import Level, Profile
from tests.matching.ranking.test_vacancy_columns import one
from tests.matching.sheets import DAY, PROFILES, RATES, REGISTER, WISHED, plain


def ranked(
    known: Columns, profile: Profile, rates=RATES, wished: str = ""
) -> list[tuple[str, int]]:
    result = candidate_columns.values()
    people = candidate_columns.build_columns([(0, [profile], wished)], result)
    jobs = known.kind(profile.occupation[:2])
    ((_, weighed),) = batch_score.score_keys(BatchScorer(known, rates, result), jobs, people)
    rows, best = batch_score.best_keys(weighed, 20)
    points = batch_score.points(best[0]).tolist()
    return [
        (jobs.reference(row), many) for row, many in zip(rows[0], points, strict=True) if many >= 0
    ]


@given(
    REGISTER, some.lists(PROFILES, min_size=1, max_size=6), WISHED, some.sampled_from([RATES, None])
)
def test_points_gates_and_order_are_those_of_the_sheet(terms, profiles, wished, rates):
    known = Columns.build(terms)
    for profile in profiles:
        assert ranked(known, profile, rates, wished) == plain([profile], terms, rates, wished)[:20]


@given(REGISTER, PROFILES)
def test_in_a_register_of_a_million_keys_are_longer_and_say_the_same(terms, profile):
    known = Columns.build(terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_score, "_SMALL", 0)
        assert ranked(known, profile) == plain([profile], terms, RATES)[:20]


@given(REGISTER, some.lists(PROFILES, min_size=1, max_size=30))
def test_many_together_are_weighed_as_each_alone(terms, profiles):
    known, values = Columns.build(terms), candidate_columns.values()
    balance = BatchScorer(known, RATES, values)
    for kind in known.kinds():
        jobs, same = known.kind(kind), [one for one in profiles if one.occupation.startswith(kind)]
        people = candidate_columns.build_columns(
            [(at, [one], "") for at, one in enumerate(same)], values
        )
        for part, weighed in batch_score.score_keys(balance, jobs, people):
            rows, best = batch_score.best_keys(weighed, 20)
            for at, profile in enumerate(same[part]):
                found = zip(rows[at].tolist(), batch_score.points(best[at]).tolist(), strict=True)
                listed = [(jobs.reference(row), many) for row, many in found if many >= 0]
                assert listed == plain([profile], terms, RATES)[:20]


def test_some_at_a_time_they_are_the_same(monkeypatch):
    monkeypatch.setattr(batch_score, "_PAIRS", 4)
    known, values = Columns.build([one("V-1"), one("V-2", "7213")]), candidate_columns.values()
    people = candidate_columns.build_columns(
        [(at, [Profile("7212", at)], "") for at in range(5)], values
    )
    parts = list(batch_score.score_keys(BatchScorer(known, None, values), known.kind("72"), people))
    assert [part for part, _ in parts] == [slice(0, 2), slice(2, 4), slice(4, 6)]
    weighed = np.concatenate([sums for _, sums in parts], axis=1)
    assert batch_score.points(weighed // 2).tolist() == [[35, 41, 48, 55, 55], [24, 30, 37, 44, 44]]


def test_so_much_pay_that_nothing_could_hold_it_cannot_be_known():
    terms = [
        one("V-1", pay_month=2**62, currency="EUR"),
        one("V-2", pay_month=2**62, currency="UZS"),
    ]
    profile = Profile("7212", wage=1, currency="UZS")
    assert (
        ranked(Columns.build(terms), profile)
        == plain([profile], terms, RATES)
        == [("V-2", 40), ("V-1", 35)]
    )


def test_where_all_is_shut_nothing_comes_first():
    known = Columns.build(
        [one("V-1", age_max=30), one("V-2", language_required="ko:B2", age_max=30)]
    )
    assert ranked(known, Profile("7212", age=40, language="ko", level=Level.A1)) == []


def test_equal_points_go_to_where_less_is_unknown_and_then_by_reference():
    terms = [one("V-3"), one("V-1"), one("V-2", language_required="ko:C1")]
    profile = Profile("7212", language="ko", level=Level.C1)
    assert ranked(Columns.build(terms), profile) == [("V-2", 40), ("V-1", 35), ("V-3", 35)]
    result = msgspec.structs.replace(profile, level=Level.C2, available_from=DAY)
    assert ranked(Columns.build(terms), result) == plain([result], terms, RATES)
