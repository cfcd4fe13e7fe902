"""Back home: asked once why, what was not paid, and which insurances of that country are still the
worker's."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core.actor import SYSTEM
from catalog.core.errors import NotAllowed
from catalog.core.fields import InTheFuture
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from matching.journey import (
    check_ins,
    departure_arrival,
    return_corrections,
    return_migration,
)
from matching.journey.check_ins import CheckInClosed
from matching.journey.return_corrections import ReportAgain
from matching.journey.return_migration import (
    AlreadyRecorded,
    ArrivalMissing,
    HasArrived,
    NotAnInsurance,
    ReturnInput,
    ReturnReason,
)
from matching.placements.arrivals import WrongState
from tests.support.cast import BARNO, DAVRON, FARIDA, HAMID, TODAY
from tests.support.sample_applications import WORKER, worker
from tests.support.sample_journeys import GOOD
from tests.support.sample_placements import ULSAN, arrived_today, placed


@pytest.fixture
def seeded_session(seeded, clock):
    with seeded.write() as session:
        for name, mark in (
            ("departure_guarantee", Mark.SOURCED),
            ("wage_guarantee", Mark.UNCONFIRMED),
        ):
            fact = NewFact(
                "KR", Kind.MONEY_RULE, mark, "invented", *["Invented"] * 4, component=name
            )
            countries.state_fact(session, fact, by=SYSTEM, on=clock())
        yield session
        session.rollback()


@pytest.fixture
def there(seeded_session, clock):
    return arrived_today(seeded_session, worker(seeded_session, on=clock()).reference, on=clock())


def tell(session, one, clock, by=WORKER, **changed):
    facts = {
        "came_on": clock.today,
        "because": ReturnReason.NOT_PAID,
        "unpaid": True,
        "certificate": False,
        "wants_work": True,
    }
    return return_migration.record(
        session, one, ReturnInput(**facts | changed), by=by, on=clock(), day=clock.today
    )


def test_told_once_and_nothing_is_asked_abroad_any_more(seeded_session, there, clock):
    clock.forward(days=20)
    kept = tell(seeded_session, there, clock, insurances=["departure_guarantee"])
    assert (kept.because, kept.insurances, kept.told) == (
        "not_paid",
        "departure_guarantee",
        "worker",
    )
    seeded_session.expire_all()
    rows = check_ins.list_for_placements(seeded_session, [there.reference])
    assert [row.waits_since for row in rows] == [None, None]
    with pytest.raises(CheckInClosed):
        check_ins.answer(seeded_session, rows[0], GOOD, by=WORKER, on=clock(), day=clock.today)
    with pytest.raises(AlreadyRecorded):
        tell(seeded_session, there, clock)
    assert return_migration.for_placement(seeded_session, there.reference).unpaid is True


def test_whoever_comes_home_is_turned_back_only_if_they_say_so(seeded_session, clock):
    """An arrival that nobody recorded is asked for; an unpaid worker was not stopped at a border."""
    rows = [
        placed(seeded_session, ULSAN, of=worker(seeded_session, on=clock()).reference, on=clock())
        for _ in range(2)
    ]
    for one in rows:
        departure_arrival.depart(seeded_session, one, TODAY, by=FARIDA, on=clock(), day=TODAY)
    with pytest.raises(ArrivalMissing):
        tell(seeded_session, rows[0], clock)
    with pytest.raises(HasArrived):
        tell(seeded_session, rows[0], clock, because=ReturnReason.TURNED_BACK, arrived_on=TODAY)
    tell(seeded_session, rows[0], clock, arrived_on=TODAY, by=FARIDA)
    tell(seeded_session, rows[1], clock, because=ReturnReason.TURNED_BACK)
    assert [(one.state, one.arrived_on, one.why) for one in rows] == [
        ("arrived", TODAY, None),
        ("cancelled", None, "turned_back"),
    ]
    for placed_, because, refusal, by in (
        (rows[1], ReturnReason.FAMILY, ReportAgain, WORKER),
        (rows[0], ReturnReason.TURNED_BACK, HasArrived, FARIDA),
    ):
        kept = return_migration.for_placement(seeded_session, placed_.reference)
        facts = msgspec.structs.replace(return_corrections.current(kept), because=because)
        with pytest.raises(refusal):  # a report made again would be refused for the same reason
            return_corrections.correct(
                seeded_session, placed_, kept, facts, "Why", by=by, on=clock(), day=TODAY
            )


def test_only_insurances_that_somebody_gave_a_source_for(seeded_session, there, clock):
    assert list(return_migration.insurances(seeded_session, "KR", TODAY)) == ["departure_guarantee"]
    assert return_migration.insurances(seeded_session, None, TODAY) == {}
    for item in (["wage_guarantee"], ["anything"]):
        with pytest.raises(NotAnInsurance):
            tell(seeded_session, there, clock, insurances=item)


def test_by_telephone_to_an_officer_or_a_post_and_to_nobody_else(seeded_session, there, clock):
    for by in (HAMID, BARNO):
        with pytest.raises(NotAllowed):
            tell(seeded_session, there, clock, by=by)
    assert tell(seeded_session, there, clock, by=DAVRON).told == "post"


def test_whoever_never_left_does_not_come_back_and_no_day_is_ahead(seeded_session, there, clock):
    waiting = placed(
        seeded_session, ULSAN, of=worker(seeded_session, on=clock()).reference, on=clock()
    )
    with pytest.raises(WrongState):
        tell(seeded_session, waiting, clock, by=FARIDA)
    with pytest.raises(InTheFuture):
        tell(seeded_session, there, clock, came_on=TODAY + timedelta(days=1))
