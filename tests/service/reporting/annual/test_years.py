"""How a year stands, and which years there are."""

import pytest

from catalog.core.errors import NotFound
from service.reporting.annual import frozen_year, years
from service.reporting.annual.years import State
from tests.service.reporting import past
from tests.service.reporting.past import YEAR
from tests.support import cast
from tests.support.cast import TODAY


@pytest.fixture
def world(session, clock):
    cast.ground(session, on=clock())
    cast._register(session, clock())
    return session


def test_a_year_stands_as_far_as_it_was_signed(world):
    def state() -> State:
        return years.state_of_year(frozen_year.list_for_year(world, YEAR), YEAR, TODAY)

    assert (years.state_of_year([], 2026, TODAY), state()) == (State.OPEN, State.PROVISIONAL)
    row = past.propose(world)
    assert state() is State.SIGNED
    row.countersigned_by = "I"
    assert state() is State.CLOSED
    row.published_by = "J"
    assert state() is State.PUBLISHED


def test_what_was_closed_is_answered_whatever_came_since(world):
    row = past.close(world)
    past.place(world, "K-1")
    result = years.get_year(world, YEAR, TODAY)
    assert (result.number, result.state, result.figures) == (0, "closed", frozen_year.figures(row))
    assert years.count_live(world, YEAR, TODAY).number is None
    assert set(years.count_live(world, YEAR, TODAY).meanings) == set(frozen_year.meanings(row))


@pytest.mark.parametrize("number", [1999, 2027, 10**12, -1])
def test_a_year_out_of_range_is_not_there(world, number):
    for read in (years.get_year, years.count_live):
        with pytest.raises(NotFound):
            read(world, number, TODAY)
