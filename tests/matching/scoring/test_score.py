"""The sheet by which a person and a vacancy are weighed."""

from datetime import date

import pytest

from catalog.core.exchange_rates import Rate, RateTable
from matching.scoring import score
from matching.scoring.eligibility import Level, Profile, Terms
from matching.scoring.score import Part

TERMS = Terms(
    "V-1",
    "7212",
    "KR",
    2_900_000,
    "KRW",
    "employer",
    "ko:A2",
    18,
    39,
    2,
    "",
    date(2026, 10, 1),
    date(2027, 2, 28),
)


def points(profile: Profile, part: Part) -> int | None:
    return next(
        (line.points for line in score.calculate_score(profile, TERMS).lines if line.part is part),
        None,
    )


@pytest.mark.parametrize(
    ("trade", "worth"), [("7212", 35), ("7213", 24), ("7231", 12), ("5120", 0)]
)
def test_the_closer_the_trade_the_more_points(trade, worth):
    assert points(Profile(trade), Part.OCCUPATION) == worth


@pytest.mark.parametrize(("years", "worth"), [(0, 0), (1, 4), (5, 20), (40, 20)])
def test_experience_is_full_at_three_years_more_than_asked(years, worth):
    assert points(Profile("7212", years=years), Part.EXPERIENCE) == worth


@pytest.mark.parametrize(
    ("level", "worth"), [("A1", 0), ("A2", 5), ("B1", 10), ("B2", 15), ("C2", 15)]
)
def test_language_counts_above_the_level_asked_for(level, worth):
    assert points(Profile("7212", language="ko", level=Level(level)), Part.LANGUAGE) == worth


def test_what_was_not_told_is_left_out_of_what_can_be_known():
    sheet = score.calculate_score(Profile("7212", years=5), TERMS)
    assert (sheet.points, sheet.knowable) == (55, 55)
    profile = Profile(
        "7212", years=5, certificate=False, housing=True, available_from=date(2026, 12, 1)
    )
    sheet = score.calculate_score(profile, TERMS)
    assert (sheet.points, sheet.knowable) == (65, 75)


def test_a_wish_for_pay_is_compared_by_the_days_rate():
    day = date(2026, 11, 25)
    worth = {"USD": 1_100_000, "KRW": 1_600_000_000}
    table = RateTable(
        day,
        {code: Rate(currency=code, on=day, millionths=m, source="") for code, m in worth.items()},
    )
    met = score.calculate_score(Profile("7212", wage=1_900_00, currency="USD"), TERMS, table)
    missed = score.calculate_score(Profile("7212", wage=2_100_00, currency="USD"), TERMS, table)
    unknown = score.calculate_score(Profile("7212", wage=1_900_00, currency="USD"), TERMS, None)
    assert [sheet.knowable for sheet in (met, missed, unknown)] == [60, 60, 55]
    assert met.points == missed.points + 5


def test_a_vacancy_that_closes_before_one_is_free_gives_no_points_for_it():
    assert points(Profile("7212", available_from=date(2027, 3, 1)), Part.AVAILABILITY) == 0


def test_the_best_next_improvement_comes_first():
    profile = Profile("7212", years=1, certificate=False, language="ko", level=Level.A2)
    assert [lift.points for lift in score.calculate_score(profile, TERMS).lifts] == [10, 5, 4]


def test_no_more_points_than_a_part_can_give():
    profile = Profile("7212", 50, 30, "ko", Level.C2, True, 1, "KRW", True, date(2026, 1, 1))
    sheet = score.calculate_score(profile, TERMS)
    assert sheet.points == sheet.knowable == 95
    assert all(0 <= line.points <= line.most for line in sheet.lines)
