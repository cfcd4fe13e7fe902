"""Departure, arrival and work: application and placement keep step, whichever route is used."""

from datetime import timedelta

import pytest

from catalog.core.errors import NotAllowed
from catalog.core.fields import InTheFuture
from matching.applications.transitions import StepNotPossible
from matching.journey import check_ins, departure_arrival
from matching.journey.departure_arrival import EndTheApplication
from matching.placements import arrivals
from matching.placements.arrivals import ArrivedAlready, WrongState
from matching.placements.placements import CancellationReason, WrongOrder
from tests.support import source_tree as source
from tests.support.cast import DAVRON, ELYOR, FARIDA, HAMID, IRODA, TODAY
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import GOOD, arrived, ready, signed
from tests.support.sample_placements import ULSAN, placed


@pytest.fixture
def row(seeded_session, clock):
    """Somebody who is ready to leave."""
    row = applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )
    signed(seeded_session, row, on=clock())
    return ready(seeded_session, row, on=clock())


def by(clock, who=HAMID):
    return {"by": who, "on": clock(), "day": TODAY}


def test_left_and_arrived_by_the_agency_and_the_worker(seeded_session, row, clock):
    one = arrived(seeded_session, row, on=clock())
    assert (row.state, one.state, one.confirmed, one.arrived_on) == (
        "arrived_confirmed",
        "arrived",
        "worker",
        TODAY,
    )
    assert [
        (check.day, check.due_on)
        for check in check_ins.list_for_placements(seeded_session, [one.reference])
    ] == [
        (30, TODAY + timedelta(days=30)),
        (90, TODAY + timedelta(days=90)),
    ]
    assert departure_arrival.application(seeded_session, one) is row
    with pytest.raises(ArrivedAlready):
        departure_arrival.arrive(seeded_session, one, TODAY, **by(clock, DAVRON))


def test_left_by_the_page_of_the_placement_the_application_goes_along(seeded_session, row, clock):
    one = departure_arrival.placement(seeded_session, row)
    departure_arrival.depart(seeded_session, one, TODAY, **by(clock, FARIDA))
    assert (row.state, one.state) == ("departed", "departed")
    departure_arrival.arrive(seeded_session, one, TODAY, **by(clock, DAVRON))
    assert (row.state, one.confirmed, one.post) == ("arrived_confirmed", "post", "KR-SEOUL-EMB")


def test_whoever_is_not_ready_does_not_leave_by_any_route(seeded_session, clock):
    row = applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )
    with pytest.raises(StepNotPossible):
        departure_arrival.depart_applicant(seeded_session, row, TODAY, **by(clock))
    one = signed(seeded_session, row, on=clock())
    for action in (
        lambda: departure_arrival.depart_applicant(seeded_session, row, TODAY, **by(clock)),
        lambda: departure_arrival.depart(seeded_session, one, TODAY, **by(clock, FARIDA)),
    ):
        with pytest.raises(StepNotPossible):
            action()


def test_before_anything_is_ready_nobody_has_arrived(seeded_session, clock):
    row = applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )
    one = signed(seeded_session, row, on=clock())
    with pytest.raises(StepNotPossible), seeded_session.begin_nested():
        departure_arrival.arrive(seeded_session, one, TODAY, **by(clock, WORKER))
    seeded_session.expire_all()
    assert (row.state, one.state) == ("contract_signed", "signed")


def test_whoever_is_there_has_left_even_where_the_agency_forgot_to_say_so(
    seeded_session, row, clock
):
    one = departure_arrival.placement(seeded_session, row)
    departure_arrival.arrive(seeded_session, one, TODAY, **by(clock, WORKER))
    assert (row.state, one.state, one.departed_on) == ("arrived_confirmed", "arrived", None)


def test_absurd_days(seeded_session, row, clock):
    day = timedelta(days=1)
    for refusal, left in ((WrongOrder, TODAY - day), (InTheFuture, TODAY + day)):
        with pytest.raises(refusal), seeded_session.begin_nested():
            departure_arrival.depart_applicant(seeded_session, row, left, **by(clock))
        seeded_session.expire_all()
    one = departure_arrival.depart_applicant(seeded_session, row, TODAY, **by(clock))
    for refusal, came in ((WrongOrder, TODAY - day), (InTheFuture, TODAY + day)):
        with pytest.raises(refusal), seeded_session.begin_nested():
            departure_arrival.arrive(seeded_session, one, came, **by(clock, WORKER))
        seeded_session.expire_all()
    assert row.state == "departed"


def test_a_post_says_that_they_work_there(seeded_session, row, clock):
    arrived(seeded_session, row, on=clock())
    for who in (HAMID, WORKER, FARIDA):
        with pytest.raises(NotAllowed):
            departure_arrival.begin_work(seeded_session, row, by=who, on=clock())
    assert (
        departure_arrival.begin_work(seeded_session, row, by=DAVRON, on=clock()).state == "working"
    )
    with pytest.raises(StepNotPossible):
        departure_arrival.begin_work(seeded_session, row, by=ELYOR, on=clock())


def test_who_answers_after_thirty_days_is_at_work(seeded_session, row, clock):
    one = arrived(seeded_session, row, on=clock())
    check = check_ins.list_for_placements(seeded_session, [one.reference])[0]
    clock.forward(days=30)
    departure_arrival.answer(seeded_session, check, GOOD, by=WORKER, on=clock(), day=clock.today)
    assert (row.state, check.told) == ("working", "worker")


def test_cancelled_from_the_page_of_the_placement(seeded_session, row, clock):
    one = departure_arrival.placement(seeded_session, row)
    with pytest.raises(EndTheApplication):
        departure_arrival.cancel(
            seeded_session, one, CancellationReason.MISTAKE, by=FARIDA, on=clock()
        )
    departure_arrival.depart_applicant(seeded_session, row, TODAY, **by(clock))
    departure_arrival.cancel(
        seeded_session, one, CancellationReason.TURNED_BACK, by=FARIDA, on=clock()
    )
    assert (row.state, one.state) == ("returned", "cancelled")
    with pytest.raises(WrongState):
        departure_arrival.cancel(
            seeded_session, one, CancellationReason.MISTAKE, by=IRODA, on=clock()
        )


def test_a_placement_that_nobody_applied_for_goes_as_before(seeded_session, clock):
    one = placed(seeded_session, ULSAN, of=worker(seeded_session, on=clock()).reference, on=clock())
    departure_arrival.depart(seeded_session, one, TODAY, **by(clock, FARIDA))
    departure_arrival.arrive(seeded_session, one, TODAY, **by(clock, WORKER))
    assert departure_arrival.application(seeded_session, one) is None
    assert len(check_ins.list_for_placements(seeded_session, [one.reference])) == 2
    other = placed(
        seeded_session, ULSAN, of=worker(seeded_session, on=clock()).reference, on=clock()
    )
    departure_arrival.cancel(
        seeded_session, other, CancellationReason.NO_SEAT, by=FARIDA, on=clock()
    )
    assert other.state == "cancelled"


def test_home_again(seeded_session, row, clock):
    one = arrived(seeded_session, row, on=clock())
    for refusal, came in (
        (InTheFuture, TODAY + timedelta(days=1)),
        (WrongOrder, TODAY - timedelta(days=1)),
    ):
        with pytest.raises(refusal):
            departure_arrival.record_return(seeded_session, one, came, **by(clock, WORKER))
    departure_arrival.record_return(seeded_session, one, TODAY, **by(clock, WORKER))
    assert (row.state, one.state) == ("returned", "arrived")


def test_whoever_never_arrived_was_turned_back_and_counts_nowhere(seeded_session, row, clock):
    one = departure_arrival.depart_applicant(seeded_session, row, TODAY, **by(clock))
    departure_arrival.record_return(seeded_session, one, TODAY, **by(clock, WORKER))
    assert (row.state, one.state, one.why) == ("returned", "cancelled", "turned_back")


def test_no_route_moves_one_without_the_other():
    """What leaves journeys alone with a placement would leave its application behind."""
    alone = {("journeys", verb) for verb in ("depart", "arrive", "cancel", "leave", "fall_through")}
    pages = [
        path
        for name, path in source.sources("service").items()
        if name.startswith(("service.pages", "service.api"))
    ]
    assert [
        source.where(path) for path in pages if alone & set(source.called(source.tree(path)))
    ] == []
    assert arrivals.depart is not None
