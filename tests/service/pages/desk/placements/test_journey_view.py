"""On the page of a road each reader is offered the steps that are theirs as it stands, and no
others."""

import pytest

from matching.applications.applications import State as At
from matching.contracts import contracts
from matching.journey import departure_arrival, pre_departure
from service.pages.desk.placements.journey_view import allowed_steps
from tests.support.cast import DAVRON, FARIDA, HAMID, IRODA
from tests.support.sample_applications import applied, worker
from tests.support.sample_journeys import drafted, ready, signed


@pytest.fixture
def house(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def row(house, clock):
    return applied(house, worker(house, on=clock()), on=clock(), until="take_offer")


def offered(house, row, by=HAMID) -> set[str]:
    return allowed_steps(
        house,
        row,
        contracts.for_application(house, row),
        pre_departure.for_application(house, row),
        by,
    )


def test_step_by_step(house, row, clock):
    ends = {"employer_cancel", "find_unfit", "miss"}
    assert offered(house, row) == ends | {"draft"}
    drafted(house, row, on=clock())
    assert "sign" not in offered(house, row)
    contracts.for_application(house, row).state = "accepted"
    assert "sign" in offered(house, row)
    contracts.for_application(house, row).state = "drafted"
    signed(house, row, on=clock())
    assert offered(house, row) == ends | {"apply_visa", "refuse_visa", "plan", "tick"}
    ready(house, row, on=clock())
    assert offered(house, row) == ends | {"plan", "tick", "depart"}
    departure_arrival.depart_applicant(
        house, row, clock.today, by=HAMID, on=clock(), day=clock.today
    )
    assert offered(house, row) == set()


def test_a_post_is_offered_the_arrival_and_nobody_else_anything(house, row, clock):
    signed(house, row, on=clock())
    assert offered(house, row, DAVRON) == set()
    ready(house, row, on=clock())
    assert offered(house, row, DAVRON) == {"arrive"}
    departure_arrival.arrive(
        house,
        departure_arrival.placement(house, row),
        clock.today,
        by=DAVRON,
        on=clock(),
        day=clock.today,
    )
    assert offered(house, row, DAVRON) == {"begin_work"}
    assert (offered(house, row, FARIDA), offered(house, row, IRODA)) == (set(), set())
    row.state = At.WORKING.value
    assert offered(house, row) == {"complete"}
