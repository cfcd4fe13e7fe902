"""What everybody has of a year until it is published: the same all day, masked, and never counted
twice in half a day."""

from datetime import timedelta

import pytest
from sqlmodel import select

from catalog.core.errors import NotFound
from service.infra.settings import DisclosureLimits
from service.reporting.annual import daily_count
from service.reporting.annual.daily_count import ReportDay
from tests.conftest import filled
from tests.service.reporting import past
from tests.service.reporting.past import YEAR

SMALLEST = DisclosureLimits()


@pytest.fixture
def world(place):
    yield from filled(place, "PAST_YEAR", past.world)


@pytest.fixture
def count(world):
    def counted(on, smallest=SMALLEST) -> None:
        daily_count.save(world, YEAR, daily_count.count(world, YEAR, smallest, on), on)

    return counted


def sessions(world, on, smallest=SMALLEST) -> int | None:
    found = daily_count.load_current(world, YEAR, smallest, on)
    return (
        next(one.value for one in found[0].figures if one.key == "advice.sessions")
        if found
        else None
    )


def more(world, many: int) -> None:
    for _ in range(many):
        past.session_of(world, past.day(8))


def test_nothing_is_kept_until_it_is_counted_and_then_no_small_number(world, clock, count):
    assert daily_count.load_current(world, YEAR, SMALLEST, clock()) is None
    count(clock())
    (row,) = world.execute(select(ReportDay)).scalars()
    year, at = daily_count.load_current(world, YEAR, SMALLEST, clock())
    assert (year.state, at) == ("provisional", clock())
    assert '"value":4' not in row.told, "four sessions were held"
    assert '"behind"' not in row.told


@pytest.mark.parametrize(("hours", "stays"), [(0, True), (11, True), (13, False), (40, False)])
def test_two_counts_are_half_a_day_apart_also_around_midnight(world, clock, count, hours, stays):
    clock.forward(hours=12)  # eleven in the evening in Tashkent
    more(world, 10)
    count(clock())
    late = clock() + timedelta(hours=hours)
    more(world, 1)
    count(late)
    assert sessions(world, late) == (14 if stays else 15)


def test_all_of_one_day_it_is_the_same(world, clock, count):
    morning = clock().replace(hour=19, minute=30) - timedelta(
        days=1
    )  # half past midnight in Tashkent
    more(world, 10)
    count(morning)
    more(world, 1)
    count(morning + timedelta(hours=23))
    assert sessions(world, morning + timedelta(hours=23)) == 14


def test_when_the_service_hides_more_it_is_counted_anew_at_once(world, clock, count):
    more(world, 10)
    count(clock())
    stricter = DisclosureLimits(people=20)
    assert sessions(world, clock(), stricter) is None
    count(clock(), stricter)
    assert daily_count.load_current(world, YEAR, SMALLEST, clock()) is None
    assert daily_count.load_current(world, YEAR, stricter, clock())


@pytest.mark.parametrize("number", [1999, 2027])
def test_a_year_out_of_range_is_not_counted(world, clock, number):
    with pytest.raises(NotFound):
        daily_count.count(world, number, SMALLEST, clock())


def test_what_an_earlier_version_kept_and_this_one_cannot_read_is_counted_anew(world, clock, count):
    count(clock())
    world.get_one(
        ReportDay, YEAR
    ).told = '{"figures": [{"name": "advice.sessions"}], "smallest": {}}'
    assert daily_count.load_current(world, YEAR, SMALLEST, clock()) is None
    count(clock())
    assert daily_count.load_current(world, YEAR, SMALLEST, clock())
