"""Returns home put right, and taken back where nobody came home."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core import corrections, journal
from catalog.core.corrections import NothingCorrected
from catalog.core.errors import NotAllowed
from catalog.core.fields import InTheFuture
from matching.applications.applications import State as At
from matching.identity.persons import ErasedPerson
from matching.journey import (
    check_ins,
    departure_arrival,
    return_corrections,
    return_migration,
)
from matching.journey.return_migration import NotAnInsurance, ReturnReason
from matching.placements import placements
from matching.placements.placements import SameContract, State, WrongOrder
from service.privacy import erase
from tests.matching.journey import test_return_migration
from tests.matching.journey.test_return_migration import tell
from tests.support.cast import BARNO, DAVRON, FARIDA, HAMID, IRODA
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import arrived, ready, signed
from tests.support.sample_placements import ULSAN, placed

house, there = test_return_migration.house, test_return_migration.there
WHY = "Somebody else of the same name"


def correct(session, one, clock, by=DAVRON, **values):
    row = return_migration.for_placement(session, one.reference)
    facts = msgspec.structs.replace(return_corrections.current(row), **values)
    return return_corrections.correct(
        session, one, row, facts, WHY, by=by, on=clock(), day=clock.today
    )


def void(session, one, clock, by=DAVRON):
    row = return_migration.for_placement(session, one.reference)
    return return_corrections.void(session, one, row, WHY, by=by, on=clock())


def test_what_was_reported_is_put_right_with_its_history(house, there, clock):
    clock.forward(days=20)
    tell(house, there, clock)
    day = clock.today - timedelta(days=2)
    correct(house, there, clock, came_on=day, unpaid=False, departure_guarantee=True)
    row = correct(house, there, clock, by=FARIDA, because=ReturnReason.FAMILY)
    assert (row.came_on, row.unpaid, row.insurances) == (day, False, "departure_guarantee")
    last, first = corrections.history(house, "homecoming", there.reference)
    assert (last.officer, last.reason) == (FARIDA.account, WHY)
    assert [(one.field, one.before, one.after) for one in last.changes] == [
        ("because", "not_paid", "family")
    ]
    assert ("unpaid", "true", "false") in [
        (one.field, one.before, one.after) for one in first.changes
    ]
    assert return_corrections.version(house, row) == 3
    row.insurances = "accident"  # which the law of the country has no longer
    assert correct(house, there, clock, wants_work=not row.wants_work).insurances == "accident"


def test_what_cannot_be_is_refused(house, there, clock):
    tell(house, there, clock)
    for values, refusal in (
        ({}, NothingCorrected),
        ({"came_on": clock.today + timedelta(days=1)}, InTheFuture),
        ({"came_on": clock.today - timedelta(days=1)}, WrongOrder),
        ({"accident": True}, NotAnInsurance),
    ):
        with pytest.raises(refusal):
            correct(house, there, clock, **values)
    for by in (HAMID, BARNO):
        with pytest.raises(NotAllowed):
            correct(house, there, clock, by=by, unpaid=False)
    for by in (WORKER, HAMID, BARNO):
        with pytest.raises(NotAllowed):
            void(house, there, clock, by=by)
    erase.erase(house, there.citizen, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        correct(house, there, clock, unpaid=False)


def test_a_worker_corrects_their_own_report_until_an_officer_does(house, there, clock):
    row = tell(house, there, clock)
    return_corrections.correct(
        house,
        there,
        row,
        msgspec.structs.replace(return_corrections.current(row), unpaid=False),
        "",
        by=WORKER,
        on=clock(),
        day=clock.today,
    )
    house.commit()
    assert (row.unpaid, return_corrections.may_correct_own(house, row)) == (False, True)
    assert corrections.history(house, "homecoming", there.reference)[0].reason == ""
    correct(house, there, clock, because=ReturnReason.FAMILY)
    house.commit()
    with pytest.raises(NotAllowed):
        correct(house, there, clock, by=WORKER, unpaid=True)
    void(house, there, clock)
    again = tell(house, there, clock)
    house.commit()
    assert return_corrections.may_correct_own(house, again)


def test_a_report_taken_by_an_officer_is_not_the_workers_to_correct(house, there, clock):
    tell(house, there, clock, by=DAVRON)
    house.commit()
    with pytest.raises(NotAllowed):
        correct(house, there, clock, by=WORKER, unpaid=True)


def test_a_return_by_mistake_is_taken_back_and_can_be_reported_later(house, there, clock):
    tell(house, there, clock)
    correct(house, there, clock, unpaid=False)
    void(house, there, clock)
    assert return_migration.for_placement(house, there.reference) is None
    house.expire_all()
    waiting = check_ins.list_for_placements(house, [there.reference])
    assert all(one.waits_since == one.due_on for one in waiting)
    newest = corrections.history(house, "homecoming", there.reference)[0]
    assert ("because", "not_paid", "") in [
        (one.field, one.before, one.after) for one in newest.changes
    ]
    house.commit()
    assert journal.history(house, "homecoming", there.reference)[-1].act == "void"
    tell(house, there, clock, unpaid=False)


def test_the_application_is_again_where_it_was(house, clock):
    person = worker(house, on=clock())
    row = applied(house, person, on=clock(), until="take_offer")
    signed(house, row, on=clock())
    one = arrived(house, ready(house, row, on=clock()), on=clock())
    departure_arrival.begin_work(house, row, by=DAVRON, on=clock())
    tell(house, one, clock)
    assert row.state == At.RETURNED
    house.commit()
    void(house, one, clock)
    assert (row.state, one.state) == (At.WORKING, State.ARRIVED)


def test_who_was_turned_back_is_away_again_unless_the_contract_was_recorded_again(house, clock):
    person = worker(house, on=clock()).reference
    left = {"on": clock(), "departed_on": clock.today}
    one = placed(house, ULSAN, of=person, **left)
    tell(house, one, clock)
    assert one.state == State.CANCELLED
    void(house, one, clock)
    assert (one.state, one.why) == (State.DEPARTED, None)
    tell(house, one, clock)
    placed(house, ULSAN, of=person, **left)
    with pytest.raises(SameContract):
        void(house, one, clock)
    assert placements.State(one.state) is State.CANCELLED
