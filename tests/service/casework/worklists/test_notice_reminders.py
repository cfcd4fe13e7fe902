"""Reminders of the morning: to the officer who has the claim, for as long as they are true."""

from datetime import timedelta

import pytest

from catalog.core import staff_notices
from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service import accounts
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import NewClock
from service.operations import nightly
from tests.service.casework.colleagues import filed, known
from tests.support import cast
from tests.support.cast import TODAY


@pytest.fixture
def claims(seeded, clock) -> dict[int, str]:
    """Claims of Elyor by the days since they were due."""
    with seeded.write() as session:
        owner = known(session, "elyor").account
        made = {days: filed(session, owner, on=clock()) for days in (-1, 0, 1)}
        for days, claim in made.items():
            claim.due = TODAY - timedelta(days=days)
        return {days: claim.reference for days, claim in made.items()}


def own(seeded, name="elyor") -> set[tuple[str, str]]:
    with seeded.read() as session:
        rows = staff_notices.list_own(session, by=known(session, name))
        return {(one.kind, one.reference) for one in rows if one.read_at is None}


def test_what_is_late_and_what_is_due_today_is_reminded_of_once(seeded, clock, claims):
    assert nightly.remind_officers(seeded, on=clock()) == 2
    assert own(seeded) == {("overdue", claims[1]), ("due_today", claims[0])}
    assert nightly.remind_officers(seeded, on=clock()) == 0
    assert own(seeded, "davron") == set()


def test_what_is_no_longer_due_or_anothers_is_dropped_next_morning(seeded, clock, claims):
    nightly.remind_officers(seeded, on=clock())
    with seeded.write() as session:
        late = session.get_one(cast.Claim, claims[1])
        late.owner = known(session, "chinora").account
        session.get_one(cast.Claim, claims[0]).due = TODAY + timedelta(days=9)
    clock.forward(days=1)
    nightly.remind_officers(seeded, on=clock())
    assert own(seeded) == {("due_today", claims[-1])}
    assert own(seeded, "chinora") == {("overdue", claims[1])}


def test_a_claim_that_is_late_by_a_service_level_alone_is_not_called_overdue(seeded, clock, claims):
    level = NewClock("acknowledge", 1, TODAY, None, Mark.SOURCED, "invented.example")
    with seeded.write() as session:
        service_level_rules.load(session, [level], by=SYSTEM, on=clock())
        for number in claims.values():
            session.get_one(cast.Claim, number).filed_at = clock() - timedelta(days=9)
    assert nightly.remind_officers(seeded, on=clock()) == 3
    kinds = {-1: "late", 0: "due_today", 1: "overdue"}
    assert own(seeded) == {(kind, claims[days]) for days, kind in kinds.items()}


def test_a_disabled_account_is_not_reminded(seeded, clock, claims):
    with seeded.write() as session:
        accounts.find(session, cast.email("elyor")).disabled_at = clock()
    assert nightly.remind_officers(seeded, on=clock()) == 0


def test_a_call_is_due_to_whoever_held_the_session(seeded, clock):
    with seeded.write() as session:
        row = session.execute(cast.select(cast.advice_sessions.Session)).scalars().first()
        row.follow_up_on, row.officer = TODAY, known(session, "barno").account
        number = row.reference
    nightly.remind_officers(seeded, on=clock())
    assert own(seeded, "barno") == {("call_due", number)}
