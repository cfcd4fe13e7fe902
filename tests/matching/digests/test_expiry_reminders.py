"""Who is reminded today: ninety and thirty days before a paper runs out, and on the day before an offer lapses."""

from datetime import timedelta

import pytest

from matching import describing, reminding, stages
from matching.describing import Held, Tongue
from matching.gates import Level
from matching.profiles import Paper
from matching.reminding import OFFERS, PAPERS
from tests.applied import WORKER, applied, worker
from tests.cast import TODAY


def due(house, day, source):
    return [
        (one.citizen, one.about, one.days)
        for one in reminding.due(house, source, day, reminding.waiting(house, source, day))
    ]


@pytest.mark.parametrize(("left", "step"), [(91, None), (90, 90), (31, 90), (30, 30), (0, 30), (-1, None)])
def test_a_later_reminder_stands_in_for_those_that_were_missed(left, step):
    assert reminding.step(TODAY + timedelta(days=left), TODAY, reminding.BEFORE) == step


def test_papers_and_tests_that_end_within_ninety_days(house, clock):
    person = worker(house, on=clock())
    how = {"by": WORKER, "on": clock(), "day": TODAY}
    held = [Held(Paper.PASSPORT, expires_on=TODAY + timedelta(days=91)), Held(Paper.HEALTH, expires_on=TODAY + timedelta(days=12)),
            Held(Paper.TRADE), Held(Paper.CRIMINAL_RECORD, expires_on=TODAY - timedelta(days=1))]  # fmt: skip
    describing.list_(house, person, Held, held, **how)
    describing.list_(house, person, Tongue, [Tongue("ko", Level.A2, None, TODAY + timedelta(days=60))], **how)
    assert due(house, TODAY, PAPERS) == [(person.reference, "health", 30), (person.reference, "ko", 90)]
    told = [about for _, about, _ in due(house, TODAY + timedelta(days=1), PAPERS)]
    assert told == ["health", "ko", "passport"], "and all of one person together"


def test_all_are_reached_some_at_a_time_and_each_once(house, clock):
    soon = TODAY + timedelta(days=40)
    people = [worker(house, on=clock(), name=f"Worker {n}", passport_until=soon) for n in range(5)]
    first = reminding.waiting(house, PAPERS, TODAY, most=2)
    rest = reminding.waiting(house, PAPERS, TODAY, first[-1])
    assert reminding.waiting(house, PAPERS, TODAY, rest[-1]) == []
    assert [*first, *rest] == sorted(person.reference for person in people)


def test_an_offer_on_the_day_before_its_last_and_not_once_it_is_accepted(house, clock):
    row = applied(house, worker(house, on=clock()), on=clock(), until="offer")
    for day, told in (
        (row.held_until - timedelta(days=2), []),
        (row.held_until - timedelta(days=1), [(row.citizen, row.reference, 1)]),
    ):
        assert due(house, day, OFFERS) == told
    stages.move(house, row, "take_offer", by=WORKER, on=clock(), day=TODAY)
    assert due(house, row.held_until - timedelta(days=1), OFFERS) == []
