"""Seats by the rule: nobody is passed over, nobody gains by a trick, and the same seed always gives
the same result."""

import hashlib
import itertools
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as some

from bench import seats as peer
from matching.quota import deferred_acceptance
from matching.quota.deferred_acceptance import Applicant

DAYS = [date(2026, 11, day) for day in (1, 2)]
SEED = "a" * 64


def market(dice: Random, people: int, vacancies: int, most: int = 4, points: int = 4):
    """A small invented market with many ties; some rank a vacancy that is not in the round."""
    names = [f"V-{number}" for number in range(vacancies)]
    seats = {name: dice.randint(0, 3) for name in names}
    wish = lambda: tuple((name, dice.randrange(points)) for name in wished())  # noqa: E731
    wished = lambda: dice.sample([*names, "V-gone"], dice.randint(0, min(most, vacancies + 1)))  # noqa: E731
    applicants = [Applicant(f"E-{number}", dice.choice(DAYS), wish()) for number in range(people)]
    return seats, applicants


markets = some.builds(
    lambda number, people, vacancies: market(Random(number), people, vacancies),
    some.integers(0, 10**9),
    some.integers(0, 30),
    some.integers(1, 6),
)


@given(markets)
@settings(max_examples=150, deadline=None)
def test_nobody_wants_a_seat_that_somebody_behind_them_has(market):
    seats, applicants = market
    result = deferred_acceptance.allocate(seats, applicants, SEED)
    found = deferred_acceptance.audit(seats, applicants, SEED, result)
    assert found.good
    assert found.placed == len(result)


@given(markets, some.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_they_are_told_does_not_matter_and_another_way_finds_the_same(
    market, dice
):
    seats, applicants = market
    mixed = dice.sample(applicants, len(applicants))
    names = dice.sample(sorted(seats), len(seats))
    result = deferred_acceptance.allocate(seats, applicants, SEED)
    assert result == deferred_acceptance.allocate(
        {name: seats[name] for name in names}, mixed, SEED
    )
    assert result == peer.by_rounds(seats, mixed, SEED)


def key(one: Applicant, vacancy: str):
    """Who stands before whom, written anew: points, the day, the lottery; the smallest is the
    foremost."""
    lot = hashlib.sha256(f"{SEED}:{one.code}".encode()).hexdigest()
    return -dict(one.choices)[vacancy], one.complete_on, lot


def stable(seats, applicants, result) -> bool:
    for one in applicants:
        for vacancy, _ in one.choices:
            if vacancy == result[one.code]:
                break
            if vacancy not in seats or seats[vacancy] == 0:
                continue
            holders = [other for other in applicants if result[other.code] == vacancy]
            if len(holders) < seats[vacancy] or any(
                key(other, vacancy) > key(one, vacancy) for other in holders
            ):
                return False
    return all(
        sum(got == vacancy for got in result.values()) <= free for vacancy, free in seats.items()
    )


def best_by_trying(seats, applicants):
    """Of all results that are stable the one in which every applicant has the best they have in
    any."""
    wishes = [
        [vacancy for vacancy, _ in one.choices if vacancy in seats] + [None] for one in applicants
    ]
    codes = [one.code for one in applicants]
    found = [dict(zip(codes, one, strict=True)) for one in itertools.product(*wishes)]
    found = [one for one in found if stable(seats, applicants, one)]
    rank = {one.code: [vacancy for vacancy, _ in one.choices] + [None] for one in applicants}
    best = {code: min((one[code] for one in found), key=rank[code].index) for code in codes}
    assert best in found
    return {code: vacancy for code, vacancy in best.items() if vacancy}


def test_of_all_stable_results_it_is_the_best_for_every_applicant():
    for number in range(120):
        dice = Random(number)
        seats, applicants = market(dice, dice.randint(1, 5), 3, most=3)
        assert deferred_acceptance.allocate(seats, applicants, SEED) == best_by_trying(
            seats, applicants
        )


def test_nobody_gains_by_ranking_in_another_order_or_leaving_out_what_they_want():
    for number in range(60):
        seats, applicants = market(Random(number), 5, 3, most=3)
        honest = deferred_acceptance.allocate(seats, applicants, SEED)
        for at, one in enumerate(applicants):
            wishes = [vacancy for vacancy, _ in one.choices]
            got = honest.get(one.code)
            place = wishes.index(got) if got else len(wishes)
            for many in range(len(wishes) + 1):
                for other in itertools.permutations(one.choices, many):
                    tricky = [*applicants]
                    tricky[at] = Applicant(one.code, one.complete_on, other)
                    would = deferred_acceptance.allocate(seats, tricky, SEED).get(one.code)
                    assert would is None or wishes.index(would) >= place


def test_points_come_first_then_the_day_then_the_lottery():
    wish = lambda points: (("V-1", points),)  # noqa: E731
    many = [Applicant("E-late", DAYS[1], wish(9)), Applicant("E-early", DAYS[0], wish(8))]
    assert deferred_acceptance.allocate({"V-1": 1}, many, SEED) == {"E-late": "V-1"}
    same = [Applicant("E-late", DAYS[1], wish(8)), Applicant("E-early", DAYS[0], wish(8))]
    assert deferred_acceptance.allocate({"V-1": 1}, same, SEED) == {"E-early": "V-1"}
    drawn = [Applicant(f"E-{number}", DAYS[0], wish(8)) for number in range(9)]
    won = {
        next(iter(deferred_acceptance.allocate({"V-1": 1}, drawn, f"{seed:064x}")))
        for seed in range(30)
    }
    assert len(won) > 4, "another seed, another winner"
    first = min(
        (one.code for one in drawn),
        key=lambda code: hashlib.sha256(f"{SEED}:{code}".encode()).hexdigest(),
    )
    assert deferred_acceptance.allocate({"V-1": 1}, drawn, SEED) == {first: "V-1"}


def test_points_are_those_that_count_at_that_vacancy():
    items = [
        Applicant("E-1", DAYS[0], (("V-1", 1), ("V-2", 9))),
        Applicant("E-2", DAYS[0], (("V-1", 2), ("V-2", 3))),
    ]
    result = deferred_acceptance.allocate({"V-1": 1, "V-2": 1}, items, SEED)
    assert result == {"E-1": "V-2", "E-2": "V-1"}
    assert deferred_acceptance.lowest(items, result) == {"V-1": 2, "V-2": 9}


def test_the_audit_sees_whoever_was_passed_over_put_in_too_many_or_where_nobody_asked():
    items = [Applicant("E-1", DAYS[0], (("V-1", 1),)), Applicant("E-2", DAYS[0], (("V-1", 2),))]
    for result, wrong in (
        ({"E-1": "V-1"}, "blocking"),
        ({}, "blocking"),
        ({"E-1": "V-1", "E-2": "V-1"}, "overfull"),
        ({"E-2": "V-1", "E-9": "V-1"}, "unasked"),
        ({"E-2": "V-1", "E-1": "V-2"}, "unasked"),
    ):
        found = deferred_acceptance.audit({"V-1": 1, "V-2": 1}, items, SEED, result)
        assert not found.good
        assert getattr(found, wrong) > 0, result
    assert deferred_acceptance.audit({}, [], SEED, {}).good


def test_where_there_is_no_seat_nobody_blocks():
    items = [Applicant("E-1", DAYS[0], (("V-1", 1), ("V-gone", 3)))]
    assert deferred_acceptance.allocate({"V-1": 0}, items, SEED) == {}
    assert deferred_acceptance.audit({"V-1": 0}, items, SEED, {}).good


@given(markets, some.randoms())
@settings(max_examples=60, deadline=None)
def test_the_audit_counts_as_one_counts_by_hand(market, dice):
    """On results that are mostly wrong, so that it is asked in earnest."""
    seats, applicants = market
    chosen = {
        one.code: dice.choice(one.choices)[0]
        for one in applicants
        if one.choices and dice.random() < 0.7
    }
    result = {code: vacancy for code, vacancy in chosen.items() if vacancy in seats}
    counted = 0
    for one in applicants:
        for vacancy, _ in one.choices:
            if vacancy == result.get(one.code):
                break
            if not seats.get(vacancy):
                continue
            holders = [other for other in applicants if result.get(other.code) == vacancy]
            counted += len(holders) < seats[vacancy] or any(
                key(other, vacancy) > key(one, vacancy) for other in holders
            )
    assert deferred_acceptance.count_blocking_pairs(seats, applicants, SEED, result) == counted
