"""Who is reminded today: ninety and thirty days before a paper runs out, and on the day before an
offer lapses."""

from datetime import timedelta

import pytest

from matching.applications import transitions
from matching.digests import expiry_reminders
from matching.digests.expiry_reminders import OFFERS, PAPERS
from matching.profiles import profile_edits
from matching.profiles.profile_edits import LanguageInput, PaperInput
from matching.profiles.profiles import Paper
from matching.scoring.eligibility import Level
from tests.support.cast import TODAY
from tests.support.sample_applications import WORKER, applied, worker


def due(session, day, source):
    return [
        (one.citizen, one.about, one.days)
        for one in expiry_reminders.due_notices(
            session, source, day, expiry_reminders.list_waiting(session, source, day)
        )
    ]


@pytest.mark.parametrize(
    ("left", "step"), [(91, None), (90, 90), (31, 90), (30, 30), (0, 30), (-1, None)]
)
def test_a_later_reminder_stands_in_for_those_that_were_missed(left, step):
    assert (
        expiry_reminders.due_reminder(
            TODAY + timedelta(days=left), TODAY, expiry_reminders.DAYS_BEFORE
        )
        == step
    )


def test_papers_and_tests_that_end_within_ninety_days(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    how = {"by": WORKER, "on": clock(), "day": TODAY}
    held = [
        PaperInput(Paper.PASSPORT, expires_on=TODAY + timedelta(days=91)),
        PaperInput(Paper.HEALTH, expires_on=TODAY + timedelta(days=12)),
        PaperInput(Paper.TRADE),
        PaperInput(Paper.CRIMINAL_RECORD, expires_on=TODAY - timedelta(days=1)),
    ]
    profile_edits.save_list(seeded_session, person, PaperInput, held, **how)
    profile_edits.save_list(
        seeded_session,
        person,
        LanguageInput,
        [LanguageInput("ko", Level.A2, None, TODAY + timedelta(days=60))],
        **how,
    )
    assert due(seeded_session, TODAY, PAPERS) == [
        (person.reference, "health", 30),
        (person.reference, "ko", 90),
    ]
    items = [about for _, about, _ in due(seeded_session, TODAY + timedelta(days=1), PAPERS)]
    assert items == ["health", "ko", "passport"], "and all of one person together"


def test_all_are_reached_some_at_a_time_and_each_once(seeded_session, clock):
    soon = TODAY + timedelta(days=40)
    people = [
        worker(seeded_session, on=clock(), name=f"Worker {n}", passport_until=soon)
        for n in range(5)
    ]
    first = expiry_reminders.list_waiting(seeded_session, PAPERS, TODAY, most=2)
    rest = expiry_reminders.list_waiting(seeded_session, PAPERS, TODAY, first[-1])
    assert expiry_reminders.list_waiting(seeded_session, PAPERS, TODAY, rest[-1]) == []
    assert [*first, *rest] == sorted(person.reference for person in people)


def test_an_offer_on_the_day_before_its_last_and_not_once_it_is_accepted(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), until="offer")
    for day, values in (
        (row.held_until - timedelta(days=2), []),
        (row.held_until - timedelta(days=1), [(row.citizen, row.reference, 1)]),
    ):
        assert due(seeded_session, day, OFFERS) == values
    transitions.move(seeded_session, row, "take_offer", by=WORKER, on=clock(), day=TODAY)
    assert due(seeded_session, row.held_until - timedelta(days=1), OFFERS) == []
