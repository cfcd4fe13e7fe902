"""Who was chosen, by group: shares with their base, and nobody to be found in a group of fewer than
ten."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from matching.applications.applications import Application
from matching.identity import persons
from matching.identity.persons import NewCitizen
from matching.recruiting import selection_statistics
from matching.recruiting.selection_statistics import TOGETHER, Rate
from tests.support import cast, sample_rounds
from tests.support.cast import FARIDA

NEW_YEAR = datetime(2025, 12, 31, 19, tzinfo=UTC)


@pytest.fixture
def filled(seeded, clock):
    """Thirty women of two regions, eleven men, nine of whom nobody told, and two drafts."""
    groups = [
        ("female", "1726", 20, 10),
        ("female", "1703", 10, 4),
        ("male", "1726", 11, 1),
        ("not_stated", "1703", 9, 9),
    ]
    with seeded.write() as session:
        person = persons.record(
            session, NewCitizen("Worker Invented"), by=FARIDA, on=clock()
        ).reference
        vacancy = cast.named(session, "published").reference
        items = [
            {
                "citizen": person,
                "vacancy": vacancy,
                "state": "rejected",
                "applied_at": NEW_YEAR,
                "moved_at": NEW_YEAR,
                "handed_in_at": NEW_YEAR,
                "sex": sex,
                "region": region,
                "held_until": cast.TODAY if one < had else None,
            }
            for sex, region, many, had in groups
            for one in range(many)
        ]
        items += [items[0] | {"handed_in_at": None}] * 2
        items += [items[0] | {"handed_in_at": datetime(2025, 12, 31, 18, 59, tzinfo=UTC)}]
        session.execute(
            insert(Application),
            [{"reference": f"A-{place:08}", **one} for place, one in enumerate(items)],
        )
        yield session
        session.rollback()


def test_shares_are_counted_over_what_was_handed_in_in_a_year_of_tashkent(filled):
    assert selection_statistics.rates(filled, "region", 2026) == [
        Rate("1726", 31, 11),
        Rate("1703", 19, 13),
    ]
    assert [one.share for one in selection_statistics.rates(filled, "region", 2026)] == [35, 68]
    assert selection_statistics.rates(filled, "region", 2024) == []


def test_a_small_group_stands_with_the_next_larger_one(filled):
    assert selection_statistics.rates(filled, "sex", 2026) == [
        Rate("female", 30, 14),
        Rate(TOGETHER, 20, 10),
    ]
    assert selection_statistics.rates(filled, "age_band", 2026) == [Rate("not_stated", 50, 24)]


def test_who_took_part_in_a_round_applied_whether_they_won_or_not(seeded, clock):
    with seeded.write() as session:
        job = sample_rounds.job(session, "J-A", on=clock(), seats=3)
        row = sample_rounds.opened(session, {job: 3}, on=clock())
        for number in range(11):
            sample_rounds.entered(session, row, [job], on=clock(), name=f"Worker {number}")
        assert selection_statistics.rates(session, "sex", 2026) == [], (
            "until the result is published nobody knows who was chosen"
        )
        sample_rounds.draw_and_offer(session, row, on=clock())
        assert selection_statistics.rates(session, "sex", 2026) == [Rate("female", 11, 3)]
        session.rollback()


@given(st.lists(st.integers(0, 30), max_size=9))
def test_no_group_that_is_shown_is_small_and_none_is_found_by_subtraction(sizes):
    shown = selection_statistics.pool_small_groups(
        [Rate(str(place), many, many // 2) for place, many in enumerate(sizes)]
    )
    assert all(one.handed_in >= selection_statistics.LEAST for one in shown)
    left = sum(sizes) - sum(one.handed_in for one in shown)
    assert left == 0 or not shown, "what is shown nowhere is not known from the whole"
