"""A worker with a contract leaves and arrives, counted once, or the contract comes to nothing;
everybody sees their own part."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import EditConflict, NotAllowed, NotFound
from catalog.core.fields import InTheFuture
from matching.identity import persons
from matching.identity.persons import NewCitizen
from matching.placements import arrivals
from matching.placements.arrivals import ArrivedAlready, Filter, WrongState
from matching.placements.placements import CancellationReason, Channel, Placement, State, WrongOrder
from service.casework import people_access as cases
from service.privacy import erase
from service.reporting.annual import years
from service.reporting.figures import definitions
from tests.support.cast import ALISHER, CHINORA, DAVRON, ELYOR, FARIDA, HAMID, IRODA, JAMSHID, TODAY
from tests.support.sample_placements import MOSCOW, ULSAN, placed

LEFT, CAME = date(2026, 9, 5), date(2026, 9, 6)


@pytest.fixture
def worker(seeded_session, clock):
    """How to write down somebody new."""
    return lambda name="Worker Invented": (
        persons.record(seeded_session, NewCitizen(name), by=FARIDA, on=clock()).reference
    )


@pytest.fixture
def row(seeded_session, worker, clock) -> Placement:
    return placed(seeded_session, of=worker(), on=clock(), by=FARIDA)


def arrive(session, row, by, day=CAME, clock=None):
    arrivals.arrive(session, row, day, by=by, on=clock(), day=TODAY)


def total(session) -> int:
    found = years.get_year(session, 2026, TODAY)
    return next(one.value for one in found.figures if one.key == "placements.total")


def test_departure_and_arrival_come_one_after_the_other(seeded_session, row, clock):
    for day, refusal in ((date(2026, 8, 31), WrongOrder), (TODAY + timedelta(days=1), InTheFuture)):
        with pytest.raises(refusal) as values:
            arrivals.depart(seeded_session, row, day, by=FARIDA, on=clock(), day=TODAY)
        assert values.value.field == "departed_on"
    arrivals.depart(seeded_session, row, LEFT, by=FARIDA, on=clock(), day=TODAY)
    with pytest.raises(WrongState):
        arrivals.depart(seeded_session, row, LEFT, by=FARIDA, on=clock(), day=TODAY)
    with pytest.raises(WrongOrder) as values:
        arrive(seeded_session, row, ELYOR, LEFT - timedelta(days=1), clock)
    assert values.value.field == "arrived_on"
    arrive(seeded_session, row, ELYOR, LEFT, clock)
    assert (row.state, row.arrived_on, row.confirmed, row.post) == (
        "arrived",
        LEFT,
        "post",
        "RU-MOSCOW-EMB",
    )


def test_an_arrival_confirmed_twice_counts_once(seeded_session, row, clock):
    before = total(seeded_session)
    arrive(seeded_session, row, ALISHER, CAME, clock)
    assert total(seeded_session) == before + 1
    for by in (ELYOR, ALISHER):
        with pytest.raises(ArrivedAlready):
            arrive(seeded_session, row, by, CAME + timedelta(days=1), clock)
    assert (total(seeded_session), row.confirmed, row.arrived_on, row.post) == (
        before + 1,
        "worker",
        CAME,
        None,
    )


def test_only_what_arrived_is_counted_and_what_is_cancelled_is_not_any_more(
    seeded_session, row, clock
):
    before = total(seeded_session)
    arrivals.depart(seeded_session, row, LEFT, by=FARIDA, on=clock(), day=TODAY)
    assert total(seeded_session) == before
    arrive(seeded_session, row, ELYOR, CAME, clock)
    arrivals.cancel(seeded_session, row, CancellationReason.MISTAKE, by=IRODA, on=clock())
    assert total(seeded_session) == before
    assert "placements.total" in {one.key for one in definitions.DEFINITIONS}


def test_whoever_placed_does_not_confirm_and_whoever_confirms_does_not_place(
    seeded_session, row, clock
):
    for by in (FARIDA, IRODA, CHINORA, JAMSHID):
        with pytest.raises(NotAllowed):
            arrive(seeded_session, row, by, CAME, clock)
    for by in (ELYOR, IRODA, ALISHER):
        with pytest.raises(NotAllowed):
            arrivals.depart(seeded_session, row, LEFT, by=by, on=clock(), day=TODAY)


def test_an_arrival_is_taken_back_by_a_supervisor_alone(seeded_session, row, clock):
    arrive(seeded_session, row, ELYOR, CAME, clock)
    for by in (FARIDA, ELYOR, ALISHER):
        with pytest.raises(NotAllowed):
            arrivals.cancel(seeded_session, row, CancellationReason.MISTAKE, by=by, on=clock())
    arrivals.cancel(seeded_session, row, CancellationReason.MISTAKE, by=IRODA, on=clock())
    assert (row.state, row.why) == ("cancelled", "mistake")
    with pytest.raises(WrongState):
        arrivals.cancel(seeded_session, row, CancellationReason.MISTAKE, by=IRODA, on=clock())
    with pytest.raises(WrongState):
        arrive(seeded_session, row, ELYOR, CAME, clock)


def test_everybody_is_offered_what_they_may_do_and_nothing_else(seeded_session, row, clock):
    def offered():
        return [sorted(arrivals.allowed_actions(row, by)) for by in (FARIDA, ELYOR, IRODA, JAMSHID)]

    assert offered() == [["cancel", "depart"], ["arrive"], ["cancel"], []]
    arrivals.depart(seeded_session, row, LEFT, by=FARIDA, on=clock(), day=TODAY)
    assert offered() == [["cancel"], ["arrive"], ["cancel"], []]
    arrive(seeded_session, row, ELYOR, CAME, clock)
    assert offered() == [[], [], ["cancel"], []]
    arrivals.cancel(seeded_session, row, CancellationReason.TURNED_BACK, by=IRODA, on=clock())
    assert offered() == [[], [], [], []]


def test_two_at_once_do_not_both_have_their_way(seeded, clock):
    with seeded.write() as session:
        person = persons.record(
            session, NewCitizen("Worker Invented"), by=FARIDA, on=clock()
        ).reference
        number = placed(session, of=person, on=clock(), by=FARIDA).reference
    with seeded.read() as other:
        seen = arrivals.get(other, number, by=ELYOR)
    with seeded.write() as session:
        arrivals.cancel(
            session,
            arrivals.get(session, number, by=FARIDA),
            CancellationReason.NO_SHOW,
            by=FARIDA,
            on=clock(),
        )
    with pytest.raises(EditConflict):
        late(seeded, seen, clock)
    with seeded.read() as session:
        assert arrivals.get(session, number, by=ELYOR).state == "cancelled"


def late(seeded, seen, clock) -> None:
    """Somebody confirms what they saw before somebody else changed it."""
    with seeded.write() as session:
        session.add(seen)
        arrivals.arrive(session, seen, CAME, by=ELYOR, on=clock(), day=TODAY)


def listed(session, asked, by):
    """Return the references of the placements that a filter finds for a person."""
    rows = select(col(Placement.reference)).where(*arrivals.terms(asked, by))
    return set(session.execute(rows).scalars())


def test_a_post_sees_its_country_an_agency_its_own_and_others_nothing(
    seeded_session, row, worker, clock
):
    korea = placed(seeded_session, ULSAN, of=worker(), on=clock(), by=FARIDA)
    nowhere = placed(seeded_session, MOSCOW, of=worker(), on=clock(), country=None)

    def seen(by):
        return listed(seeded_session, Filter(), by)

    everything = {row.reference, korea.reference, nowhere.reference}
    assert seen(FARIDA) == seen(IRODA) == seen(JAMSHID) == everything
    assert (seen(ELYOR), seen(DAVRON)) == ({row.reference}, {korea.reference})
    assert seen(HAMID) == {row.reference, nowhere.reference}
    assert seen(CHINORA) == seen(ALISHER) == set()
    with pytest.raises(NotFound):
        arrivals.get(seeded_session, row.reference, by=DAVRON)


def test_a_worker_has_their_own_contracts_and_nobody_elses(seeded_session, row, worker):
    assert arrivals.get_own(seeded_session, row.reference, row.citizen) is row
    for person in (worker("Another Invented"), None, ""):
        with pytest.raises(NotFound):
            arrivals.get_own(seeded_session, row.reference, person)


def test_the_list_is_filtered(seeded_session, row, worker, clock):
    korea = placed(seeded_session, ULSAN, of=worker(), on=clock(), arrived_on=date(2026, 8, 20))

    def found(**asked):
        return listed(seeded_session, Filter(**asked), FARIDA)

    assert found() == {row.reference, korea.reference}
    assert (
        found(state=State.ARRIVED)
        == found(country="KR")
        == found(channel=Channel.STATE_AGENCY)
        == {korea.reference}
    )
    assert found(arrived_from=date(2026, 8, 20), arrived_until=date(2026, 8, 20)) == {
        korea.reference
    }
    assert found(arrived_from=date(2026, 8, 21)) == found(arrived_until=date(2026, 8, 19)) == set()
    assert found(state=State.SIGNED, country="KR") == set()


def test_a_statistician_is_told_nobodys_name_and_of_the_erased_there_is_none(
    seeded_session, row, clock
):
    assert arrivals.workers(seeded_session, [row], by=ELYOR) == {row.reference: "Worker Invented"}
    assert arrivals.workers(seeded_session, [row], by=JAMSHID) == {}
    arrive(seeded_session, row, ELYOR, CAME, clock)
    before = total(seeded_session)
    erase.erase(seeded_session, row.citizen, by=IRODA, on=clock())
    assert arrivals.workers(seeded_session, [row], by=ELYOR) == {row.reference: ""}
    assert total(seeded_session) == before, "whoever was erased is still counted"


def test_whoever_may_see_a_placement_may_see_its_person_and_a_statistician_nobody(
    seeded_session, row
):
    def sees(by):
        return seeded_session.execute(
            select(col(persons.Citizen.reference)).where(
                col(persons.Citizen.reference) == row.citizen, cases.within(by)
            )
        ).first()

    assert [bool(sees(by)) for by in (FARIDA, ELYOR, IRODA)] == [True, True, True]
    assert [sees(by) for by in (DAVRON, JAMSHID, CHINORA)] == [None, None, None]
