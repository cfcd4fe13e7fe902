"""Departure, arrival and work: application and placement keep step, whichever door is used."""

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
def row(house, clock):
    """Somebody who is ready to leave."""
    row = applied(house, worker(house, on=clock()), on=clock(), until="take_offer")
    signed(house, row, on=clock())
    return ready(house, row, on=clock())


def by(clock, who=HAMID):
    return {"by": who, "on": clock(), "day": TODAY}


def test_left_and_arrived_by_the_agency_and_the_worker(house, row, clock):
    one = arrived(house, row, on=clock())
    assert (row.state, one.state, one.confirmed, one.arrived_on) == (
        "arrived_confirmed",
        "arrived",
        "worker",
        TODAY,
    )
    assert [
        (check.day, check.due_on) for check in check_ins.list_for_placements(house, [one.reference])
    ] == [
        (30, TODAY + timedelta(days=30)),
        (90, TODAY + timedelta(days=90)),
    ]
    assert departure_arrival.application(house, one) is row
    with pytest.raises(ArrivedAlready):
        departure_arrival.arrive(house, one, TODAY, **by(clock, DAVRON))


def test_left_by_the_page_of_the_placement_the_application_goes_along(house, row, clock):
    one = departure_arrival.placement(house, row)
    departure_arrival.depart(house, one, TODAY, **by(clock, FARIDA))
    assert (row.state, one.state) == ("departed", "departed")
    departure_arrival.arrive(house, one, TODAY, **by(clock, DAVRON))
    assert (row.state, one.confirmed, one.post) == ("arrived_confirmed", "post", "KR-SEOUL-EMB")


def test_whoever_is_not_ready_does_not_leave_by_any_door(house, clock):
    row = applied(house, worker(house, on=clock()), on=clock(), until="take_offer")
    with pytest.raises(StepNotPossible):
        departure_arrival.depart_applicant(house, row, TODAY, **by(clock))
    one = signed(house, row, on=clock())
    for deed in (
        lambda: departure_arrival.depart_applicant(house, row, TODAY, **by(clock)),
        lambda: departure_arrival.depart(house, one, TODAY, **by(clock, FARIDA)),
    ):
        with pytest.raises(StepNotPossible):
            deed()


def test_before_anything_is_ready_nobody_has_arrived(house, clock):
    row = applied(house, worker(house, on=clock()), on=clock(), until="take_offer")
    one = signed(house, row, on=clock())
    with pytest.raises(StepNotPossible), house.begin_nested():
        departure_arrival.arrive(house, one, TODAY, **by(clock, WORKER))
    house.expire_all()
    assert (row.state, one.state) == ("contract_signed", "signed")


def test_whoever_is_there_has_left_even_where_the_agency_forgot_to_say_so(house, row, clock):
    one = departure_arrival.placement(house, row)
    departure_arrival.arrive(house, one, TODAY, **by(clock, WORKER))
    assert (row.state, one.state, one.departed_on) == ("arrived_confirmed", "arrived", None)


def test_absurd_days(house, row, clock):
    day = timedelta(days=1)
    for refusal, left in ((WrongOrder, TODAY - day), (InTheFuture, TODAY + day)):
        with pytest.raises(refusal), house.begin_nested():
            departure_arrival.depart_applicant(house, row, left, **by(clock))
        house.expire_all()
    one = departure_arrival.depart_applicant(house, row, TODAY, **by(clock))
    for refusal, came in ((WrongOrder, TODAY - day), (InTheFuture, TODAY + day)):
        with pytest.raises(refusal), house.begin_nested():
            departure_arrival.arrive(house, one, came, **by(clock, WORKER))
        house.expire_all()
    assert row.state == "departed"


def test_a_post_says_that_they_work_there(house, row, clock):
    arrived(house, row, on=clock())
    for who in (HAMID, WORKER, FARIDA):
        with pytest.raises(NotAllowed):
            departure_arrival.begin_work(house, row, by=who, on=clock())
    assert departure_arrival.begin_work(house, row, by=DAVRON, on=clock()).state == "working"
    with pytest.raises(StepNotPossible):
        departure_arrival.begin_work(house, row, by=ELYOR, on=clock())


def test_who_answers_after_thirty_days_is_at_work(house, row, clock):
    one = arrived(house, row, on=clock())
    check = check_ins.list_for_placements(house, [one.reference])[0]
    clock.forward(days=30)
    departure_arrival.answer(house, check, GOOD, by=WORKER, on=clock(), day=clock.today)
    assert (row.state, check.told) == ("working", "worker")


def test_cancelled_from_the_page_of_the_placement(house, row, clock):
    one = departure_arrival.placement(house, row)
    with pytest.raises(EndTheApplication):
        departure_arrival.cancel(house, one, CancellationReason.MISTAKE, by=FARIDA, on=clock())
    departure_arrival.depart_applicant(house, row, TODAY, **by(clock))
    departure_arrival.cancel(house, one, CancellationReason.TURNED_BACK, by=FARIDA, on=clock())
    assert (row.state, one.state) == ("returned", "cancelled")
    with pytest.raises(WrongState):
        departure_arrival.cancel(house, one, CancellationReason.MISTAKE, by=IRODA, on=clock())


def test_a_placement_that_nobody_applied_for_goes_as_before(house, clock):
    one = placed(house, ULSAN, of=worker(house, on=clock()).reference, on=clock())
    departure_arrival.depart(house, one, TODAY, **by(clock, FARIDA))
    departure_arrival.arrive(house, one, TODAY, **by(clock, WORKER))
    assert departure_arrival.application(house, one) is None
    assert len(check_ins.list_for_placements(house, [one.reference])) == 2
    other = placed(house, ULSAN, of=worker(house, on=clock()).reference, on=clock())
    departure_arrival.cancel(house, other, CancellationReason.NO_SEAT, by=FARIDA, on=clock())
    assert other.state == "cancelled"


def test_home_again(house, row, clock):
    one = arrived(house, row, on=clock())
    for refusal, came in (
        (InTheFuture, TODAY + timedelta(days=1)),
        (WrongOrder, TODAY - timedelta(days=1)),
    ):
        with pytest.raises(refusal):
            departure_arrival.record_return(house, one, came, **by(clock, WORKER))
    departure_arrival.record_return(house, one, TODAY, **by(clock, WORKER))
    assert (row.state, one.state) == ("returned", "arrived")


def test_whoever_never_arrived_was_turned_back_and_counts_nowhere(house, row, clock):
    one = departure_arrival.depart_applicant(house, row, TODAY, **by(clock))
    departure_arrival.record_return(house, one, TODAY, **by(clock, WORKER))
    assert (row.state, one.state, one.why) == ("returned", "cancelled", "turned_back")


def test_no_door_moves_one_without_the_other():
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
