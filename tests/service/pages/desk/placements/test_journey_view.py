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
def seeded_session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def row(seeded_session, clock):
    return applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )


def offered(session, row, by=HAMID) -> set[str]:
    return allowed_steps(
        session,
        row,
        contracts.for_application(session, row),
        pre_departure.for_application(session, row),
        by,
    )


def test_step_by_step(seeded_session, row, clock):
    ends = {"employer_cancel", "find_unfit", "miss"}
    assert offered(seeded_session, row) == ends | {"draft"}
    drafted(seeded_session, row, on=clock())
    assert "sign" not in offered(seeded_session, row)
    contracts.for_application(seeded_session, row).state = "accepted"
    assert "sign" in offered(seeded_session, row)
    contracts.for_application(seeded_session, row).state = "drafted"
    signed(seeded_session, row, on=clock())
    assert offered(seeded_session, row) == ends | {"apply_visa", "refuse_visa", "plan", "tick"}
    ready(seeded_session, row, on=clock())
    assert offered(seeded_session, row) == ends | {"plan", "tick", "depart"}
    departure_arrival.depart_applicant(
        seeded_session, row, clock.today, by=HAMID, on=clock(), day=clock.today
    )
    assert offered(seeded_session, row) == set()


def test_a_post_is_offered_the_arrival_and_nobody_else_anything(seeded_session, row, clock):
    signed(seeded_session, row, on=clock())
    assert offered(seeded_session, row, DAVRON) == set()
    ready(seeded_session, row, on=clock())
    assert offered(seeded_session, row, DAVRON) == {"arrive"}
    departure_arrival.arrive(
        seeded_session,
        departure_arrival.placement(seeded_session, row),
        clock.today,
        by=DAVRON,
        on=clock(),
        day=clock.today,
    )
    assert offered(seeded_session, row, DAVRON) == {"begin_work"}
    assert (offered(seeded_session, row, FARIDA), offered(seeded_session, row, IRODA)) == (
        set(),
        set(),
    )
    row.state = At.WORKING.value
    assert offered(seeded_session, row) == {"complete"}
