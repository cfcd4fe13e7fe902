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
    placement_corrections,
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

seeded_session, there = test_return_migration.seeded_session, test_return_migration.there
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


def test_what_was_reported_is_put_right_with_its_history(seeded_session, there, clock):
    clock.forward(days=20)
    tell(seeded_session, there, clock)
    day = clock.today - timedelta(days=2)
    correct(seeded_session, there, clock, came_on=day, unpaid=False, departure_guarantee=True)
    row = correct(seeded_session, there, clock, by=FARIDA, because=ReturnReason.FAMILY)
    assert (row.came_on, row.unpaid, row.insurances) == (day, False, "departure_guarantee")
    last, first = corrections.history(seeded_session, "homecoming", there.reference)
    assert (last.officer, last.reason) == (FARIDA.account, WHY)
    assert [(one.field, one.before, one.after) for one in last.changes] == [
        ("because", "not_paid", "family")
    ]
    assert ("unpaid", "true", "false") in [
        (one.field, one.before, one.after) for one in first.changes
    ]
    assert return_corrections.version(seeded_session, row) == 3
    row.insurances = "accident"  # which the law of the country has no longer
    assert (
        correct(seeded_session, there, clock, wants_work=not row.wants_work).insurances
        == "accident"
    )


def test_what_cannot_be_is_refused(seeded_session, there, clock):
    tell(seeded_session, there, clock)
    for values, refusal in (
        ({}, NothingCorrected),
        ({"came_on": clock.today + timedelta(days=1)}, InTheFuture),
        ({"came_on": clock.today - timedelta(days=1)}, WrongOrder),
        ({"accident": True}, NotAnInsurance),
    ):
        with pytest.raises(refusal):
            correct(seeded_session, there, clock, **values)
    for by in (HAMID, BARNO):
        with pytest.raises(NotAllowed):
            correct(seeded_session, there, clock, by=by, unpaid=False)
    for by in (HAMID, BARNO):
        with pytest.raises(NotAllowed):
            void(seeded_session, there, clock, by=by)
    erase.erase(seeded_session, there.citizen, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        correct(seeded_session, there, clock, unpaid=False)


def test_a_worker_corrects_their_own_report_until_an_officer_does(seeded_session, there, clock):
    row = tell(seeded_session, there, clock)
    return_corrections.correct(
        seeded_session,
        there,
        row,
        msgspec.structs.replace(return_corrections.current(row), unpaid=False),
        "",
        by=WORKER,
        on=clock(),
        day=clock.today,
    )
    seeded_session.commit()
    assert (row.unpaid, return_corrections.may_correct_own(seeded_session, row)) == (False, True)
    assert corrections.history(seeded_session, "homecoming", there.reference)[0].reason == ""
    correct(seeded_session, there, clock, because=ReturnReason.FAMILY)
    seeded_session.commit()
    with pytest.raises(NotAllowed):
        correct(seeded_session, there, clock, by=WORKER, unpaid=True)
    with pytest.raises(NotAllowed):
        void(seeded_session, there, clock, by=WORKER)
    void(seeded_session, there, clock)
    again = tell(seeded_session, there, clock)
    seeded_session.commit()
    assert return_corrections.may_correct_own(seeded_session, again)


def test_a_report_taken_by_an_officer_is_not_the_workers_to_correct(seeded_session, there, clock):
    tell(seeded_session, there, clock, by=DAVRON)
    seeded_session.commit()
    with pytest.raises(NotAllowed):
        correct(seeded_session, there, clock, by=WORKER, unpaid=True)


def test_a_return_by_mistake_is_taken_back_and_can_be_reported_later(seeded_session, there, clock):
    tell(seeded_session, there, clock)
    correct(seeded_session, there, clock, unpaid=False)
    void(seeded_session, there, clock)
    assert return_migration.for_placement(seeded_session, there.reference) is None
    seeded_session.expire_all()
    waiting = check_ins.list_for_placements(seeded_session, [there.reference])
    assert all(one.waits_since == one.due_on for one in waiting)
    newest = corrections.history(seeded_session, "homecoming", there.reference)[0]
    assert ("because", "not_paid", "") in [
        (one.field, one.before, one.after) for one in newest.changes
    ]
    seeded_session.commit()
    assert journal.history(seeded_session, "homecoming", there.reference)[-1].act == "void"
    tell(seeded_session, there, clock, unpaid=False)


def test_the_application_is_again_where_it_was(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    row = applied(seeded_session, person, on=clock(), until="take_offer")
    signed(seeded_session, row, on=clock())
    one = arrived(seeded_session, ready(seeded_session, row, on=clock()), on=clock())
    departure_arrival.begin_work(seeded_session, row, by=DAVRON, on=clock())
    tell(seeded_session, one, clock)
    assert row.state == At.RETURNED
    seeded_session.commit()
    void(seeded_session, one, clock)
    assert (row.state, one.state) == (At.WORKING, State.ARRIVED)


def test_who_was_turned_back_is_away_again_unless_the_contract_was_recorded_again(
    seeded_session, clock
):
    person = worker(seeded_session, on=clock()).reference
    left = {"on": clock(), "departed_on": clock.today}
    one = placed(seeded_session, ULSAN, of=person, **left)
    tell(seeded_session, one, clock, because=ReturnReason.TURNED_BACK)
    assert one.state == State.CANCELLED
    void(seeded_session, one, clock)
    assert (one.state, one.why) == (State.DEPARTED, None)
    tell(seeded_session, one, clock, because=ReturnReason.TURNED_BACK)
    placed(seeded_session, ULSAN, of=person, **left)
    with pytest.raises(SameContract):
        void(seeded_session, one, clock)
    assert placements.State(one.state) is State.CANCELLED


def test_an_arrival_known_from_a_return_by_mistake_alone_goes_back_with_it(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    row = applied(seeded_session, person, on=clock(), until="take_offer")
    one = signed(seeded_session, row, on=clock())
    ready(seeded_session, row, on=clock())
    day = {"by": HAMID, "on": clock(), "day": clock.today}
    departure_arrival.depart_applicant(seeded_session, row, clock.today, **day)

    def report() -> None:
        clock.forward(days=1)
        tell(seeded_session, one, clock, arrived_on=one.departed_on)
        seeded_session.commit()
        assert (one.state, row.state) == (State.ARRIVED, At.RETURNED)

    for _ in range(2):
        report()
        void(seeded_session, one, clock)
        seeded_session.commit()
        assert (one.state, one.arrived_on, one.confirmed) == (State.DEPARTED, None, None)
        assert row.state == At.DEPARTED
        assert check_ins.list_for_placements(seeded_session, [one.reference]) == []
    assert journal.history(seeded_session, "placement", one.reference)[-1].act == "amend"
    report()
    facts = msgspec.structs.replace(placement_corrections.current(one), arrived_on=clock.today)
    placement_corrections.correct(
        seeded_session, one, facts, WHY, by=FARIDA, on=clock(), day=clock.today
    )
    seeded_session.commit()
    void(seeded_session, one, clock)
    assert (one.state, one.arrived_on) == (State.ARRIVED, clock.today), "an officer confirmed it"
