"""Rounds measured in little: both ways agree, nobody is passed over, and of many racers so many win
as there are places."""

import pytest

from bench import seats
from bench.seats import PLACES

MOST = 2.0


@pytest.mark.slow
def test_both_ways_find_the_same_and_the_audit_finds_nothing():
    found = seats.weighed(3_000, 7)
    assert (found["equal"], found["good"], found["blocking"]) == (True, True, 0)
    assert found["placed"] > found["seats"] * 0.9
    assert found["heapq_s"] < MOST


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["files", "server"])
def test_of_many_racers_so_many_win_as_there_are_places(kind, request):
    place = request.getfixturevalue(kind)
    with place.copied(None) as url, seats.register(url) as (database, vacancy):
        assert seats.raced(database, vacancy, 4, racers=12) == [PLACES] * 4
