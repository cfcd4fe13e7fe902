"""Thirty and ninety days on: asked by night once, answered once, and silence is seen."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core import outbox
from catalog.core.actor import SYSTEM
from catalog.core.errors import NotAllowed, NotFound
from matching.identity.persons import Citizen, ErasedPerson
from matching.journey import check_ins
from matching.journey.check_ins import (
    AnsweredAlready,
    CheckIn,
    CheckInClosed,
    Housing,
    NotDueYet,
    Papers,
    Pay,
    Work,
)
from matching.journey.departure_arrival import cancel
from matching.placements.placements import CancellationReason, Placement
from tests.support.cast import BARNO, CHINORA, DAVRON, ELYOR, FARIDA, HAMID, IRODA, JAMSHID
from tests.support.sample_applications import WORKER, worker
from tests.support.sample_journeys import GOOD, GRAVE
from tests.support.sample_placements import ULSAN, arrived_today, placed


@pytest.fixture
def there(seeded_session, clock) -> Placement:
    """Somebody who arrived in Ulsan today."""
    person = worker(seeded_session, on=clock())
    return arrived_today(seeded_session, person.reference, on=clock())


def ask(session, clock):
    return check_ins.send_questions(session, by=SYSTEM, on=clock(), day=clock.today)


def answer(session, row, clock, answers=GOOD, by=WORKER):
    return check_ins.answer(session, row, answers, by=by, on=clock(), day=clock.today)


def test_asked_once_on_its_day_and_without_a_word_of_what_it_is_about(seeded_session, there, clock):
    assert ask(seeded_session, clock) == 0
    clock.forward(days=30)
    assert [ask(seeded_session, clock), ask(seeded_session, clock)] == [1, 0]
    (letter,) = outbox.latest(seeded_session)
    assert letter.number == "+998900000071"
    for secret in ("Invented", "Hanbit", there.reference, "Ulsan", "Korea"):
        assert secret not in letter.words
    clock.forward(days=60)
    assert ask(seeded_session, clock) == 1


def test_of_whoever_was_erased_or_whose_placement_came_to_nothing_nothing_is_sent(
    seeded_session, there, clock
):
    clock.forward(days=30)
    seeded_session.get_one(Citizen, there.citizen).erased_at = clock()
    ask(seeded_session, clock)
    assert outbox.latest(seeded_session) == []
    with pytest.raises(ErasedPerson):
        answer(
            seeded_session, seeded_session.get_one(CheckIn, (there.reference, 30)), clock, by=DAVRON
        )
    clock.forward(days=60)
    cancel(seeded_session, there, CancellationReason.MISTAKE, by=IRODA, on=clock())
    assert ask(seeded_session, clock) == 0
    seeded_session.get_one(Citizen, there.citizen).erased_at = None
    with pytest.raises(CheckInClosed):
        answer(seeded_session, seeded_session.get_one(CheckIn, (there.reference, 90)), clock)


def test_planned_once_and_not_for_what_is_long_past(seeded_session, clock):
    long_ago = clock.today - timedelta(days=100)
    one = placed(
        seeded_session,
        ULSAN,
        of=worker(seeded_session, on=clock()).reference,
        on=clock(),
        signed_on=long_ago,
        departed_on=long_ago,
        arrived_on=long_ago,
    )
    assert [
        row.day
        for row in check_ins.plan(seeded_session, one, by=WORKER, on=clock(), day=clock.today)
    ] == [90]
    assert check_ins.plan(seeded_session, one, by=WORKER, on=clock(), day=clock.today) == []
    waiting = placed(
        seeded_session, ULSAN, of=worker(seeded_session, on=clock()).reference, on=clock()
    )
    assert check_ins.plan(seeded_session, waiting, by=WORKER, on=clock(), day=clock.today) == []


def test_answered_once_by_whoever_may(seeded_session, there, clock):
    row = seeded_session.get_one(CheckIn, (there.reference, 30))
    with pytest.raises(NotDueYet):
        answer(seeded_session, row, clock)
    clock.forward(days=23)
    for by in (HAMID, BARNO, CHINORA, IRODA):
        with pytest.raises(NotAllowed):
            answer(seeded_session, row, clock, by=by)
    answer(seeded_session, row, clock, by=DAVRON)
    assert (row.told, row.pay, row.waits_since, row.threatened) == ("post", "agreed", None, False)
    with pytest.raises(AnsweredAlready):
        answer(seeded_session, row, clock, GRAVE)
    clock.forward(days=60)
    assert (
        answer(
            seeded_session, seeded_session.get_one(CheckIn, (there.reference, 90)), clock, by=FARIDA
        ).told
        == "officer"
    )


def test_what_is_trouble_and_what_is_grave():
    assert not check_ins.needs_call(GOOD)
    for changed in (
        {"pay": Pay.LESS},
        {"pay": Pay.NONE},
        {"papers": Papers.KEPT},
        {"work": Work.OTHER},
        {"work": Work.NONE},
        {"housing": Housing.NONE},
        {"threatened": True},
        {"wants_call": True},
    ):
        result = msgspec.structs.replace(GOOD, **changed)
        assert (check_ins.needs_call(result), check_ins.suggests_forced_labour(result)) == (
            True,
            False,
        ), changed
    assert not check_ins.needs_call(
        msgspec.structs.replace(GOOD, pay=Pay.LATE, housing=Housing.BAD)
    )
    assert check_ins.suggests_forced_labour(GRAVE)
    assert not check_ins.suggests_forced_labour(
        msgspec.structs.replace(GRAVE, papers=Papers.WITH_ME)
    )


def test_what_workers_said_is_not_for_whoever_recruited_them(seeded_session, there, clock):
    agency = msgspec.structs.replace(HAMID, agency="AG-STATE")
    for by in (agency, ELYOR, BARNO, JAMSHID):
        with pytest.raises(NotFound):
            check_ins.get(seeded_session, there.reference, 30, by=by)
    assert check_ins.get(seeded_session, there.reference, 30, by=DAVRON).day == 30
    with pytest.raises(NotFound):
        check_ins.get_own(
            seeded_session, there.reference, 30, worker(seeded_session, on=clock()).reference
        )
    assert check_ins.get_own(seeded_session, there.reference, 90, there.citizen).day == 90
    with pytest.raises(NotFound):
        check_ins.get_own(seeded_session, there.reference, 31, there.citizen)


def test_the_dead_are_not_asked_how_work_is_going(seeded_session, there, clock):
    clock.forward(days=30)
    seeded_session.get_one(Citizen, there.citizen).died_on = clock.today
    seeded_session.flush()
    assert ask(seeded_session, clock) == 0
