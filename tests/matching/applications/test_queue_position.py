"""Somebody's place among those who wait: honest about ties, and silent where few wait."""

import pytest

from matching.applications import applications, queue_position
from matching.applications.applications import State
from matching.applications.queue_position import Place
from tests.support import cast
from tests.support.sample_applications import WORKER, applied, worker


@pytest.fixture
def rows(seeded, clock):
    """Ten who wait, with points of their own, the first two alike."""
    with seeded.write() as session:
        found = [
            applied(session, worker(session, on=clock(), name=f"Worker {n}"), on=clock())
            for n in range(10)
        ]
        for number, row in enumerate(found):
            row.points = 90 - 5 * max(number - 1, 0)
        session.flush()
        yield session, found
        session.rollback()


def test_the_place_is_by_points_and_ties_share_it(rows):
    session, found = rows
    assert [queue_position.for_application(session, row) for row in found[:4]] == [
        Place(1, 10, 1),
        Place(1, 10, 1),
        Place(3, 10, 0),
        Place(4, 10, 0),
    ]
    assert queue_position.for_application(session, found[-1]) == Place(10, 10, 0)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.OFFERED, State.DRAFT, State.REJECTED])
def test_whoever_waits_no_longer_is_not_counted_and_has_no_place(rows, state):
    session, found = rows
    found[0].state = state.value
    session.flush()
    assert [queue_position.for_application(session, row) for row in found] == [None] * 10, (
        "nine are too few to tell of"
    )


def test_others_for_another_vacancy_do_not_count(rows, clock):
    session, found = rows
    person = worker(session, on=clock(), name="Worker of the quota")
    applied(session, person, on=clock(), to="quota")
    assert queue_position.for_application(session, found[0]).among == 10
    draft = applications.apply(
        session,
        worker(session, on=clock(), name="Draft"),
        cast.named(session, "published").reference,
        by=WORKER,
        on=clock(),
        day=clock.today,
    )
    assert queue_position.for_application(session, draft) is None
    assert queue_position.for_application(session, found[0]).among == 10
