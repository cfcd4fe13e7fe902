"""A week of silence is seen by the post of that country, and what was answered stands with trouble
first."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from matching.journey import check_in_overview
from matching.journey.check_ins import CheckIn
from matching.placements.placements import Placement
from tests.matching.journey.test_check_ins import answer
from tests.support.cast import DAVRON, ELYOR, FARIDA, HAMID, JAMSHID
from tests.support.sample_applications import worker
from tests.support.sample_journeys import GOOD, GRAVE
from tests.support.sample_placements import arrived_today


@pytest.fixture
def there(seeded_session, clock):
    """Somebody who arrived in Ulsan today."""
    return arrived_today(seeded_session, worker(seeded_session, on=clock()).reference, on=clock())


def test_a_week_of_silence_is_seen_by_the_post_of_that_country(seeded_session, there, clock):
    clock.forward(days=36)
    assert check_in_overview.count_unanswered(seeded_session, clock.today, by=DAVRON) == 0
    clock.forward(days=1)
    assert [
        one.reference
        for _, one in check_in_overview.list_unanswered(seeded_session, clock.today, by=DAVRON)
    ] == [there.reference]
    assert {
        by.name: check_in_overview.count_unanswered(seeded_session, clock.today, by=by)
        for by in (DAVRON, ELYOR, FARIDA, HAMID, JAMSHID)
    } == {
        "Davron": 1,
        "Elyor": 0,
        "Farida": 1,
        "Hamid": 0,
        "Jamshid": 0,
    }
    answer(seeded_session, seeded_session.get_one(CheckIn, (there.reference, 30)), clock)
    assert check_in_overview.count_unanswered(seeded_session, clock.today, by=DAVRON) == 0


def test_the_list_shows_trouble_first(seeded_session, clock):
    troubles = {}
    for item in (GOOD, GRAVE, GOOD):
        one = arrived_today(
            seeded_session, worker(seeded_session, on=clock()).reference, on=clock()
        )
        troubles[one.reference] = item
    clock.forward(days=30)
    for number, item in troubles.items():
        answer(seeded_session, seeded_session.get_one(CheckIn, (number, 30)), clock, item)
    joined = select(CheckIn).join(Placement, col(Placement.reference) == col(CheckIn.placement))
    found = {
        by.name: list(
            seeded_session.execute(
                joined.where(check_in_overview.listed(clock.today, by)).order_by(
                    col(CheckIn.needs_call).desc()
                )
            ).scalars()
        )
        for by in (DAVRON, ELYOR)
    }
    assert (len(found["Davron"]), found["Davron"][0].pay, found["Elyor"]) == (3, "none", [])
