"""The worker's consent that name and number are seen: given and taken back by them alone, each time
in the journal."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.actor import SYSTEM
from catalog.core.errors import NotAllowed
from catalog.core.journal import Entry
from matching.applications import applications, consents, transitions
from matching.applications.applications import State
from matching.applications.consents import EndedAlready
from tests.support.cast import FARIDA, HAMID, IRODA, TODAY
from tests.support.sample_applications import WORKER, applied, worker


def test_taken_back_the_recruiter_sees_nothing_from_then_on(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), consent=True)
    assert applications.names_worker(row, HAMID)
    consents.withdraw(seeded_session, row, by=WORKER, on=clock())
    assert not applications.names_worker(row, HAMID)
    consents.give(seeded_session, row, by=WORKER, on=clock())
    assert applications.names_worker(row, HAMID)


def test_consent_ends_with_a_failed_application_and_not_with_a_finished_contract(
    seeded_session, clock
):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), consent=True)
    hidden = set()
    for state in State:
        row.state = state.value
        if not applications.names_worker(row, HAMID):
            hidden.add(state)
    assert hidden == applications.EXITS


def test_each_change_is_one_entry_and_the_same_again_is_none(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), consent=False)
    for action in (consents.give, consents.give, consents.withdraw, consents.withdraw):
        action(seeded_session, row, by=WORKER, on=clock())
    seeded_session.commit()
    acts = (
        select(col(Entry.act))
        .where(col(Entry.reference) == row.reference)
        .order_by(col(Entry.position))
    )
    assert list(seeded_session.execute(acts).scalars())[-2:] == ["consent", "withdraw_consent"]


def test_nobody_else_says_it_for_them(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), consent=False)
    for by in (HAMID, FARIDA, IRODA, SYSTEM):
        with pytest.raises(NotAllowed):
            consents.give(seeded_session, row, by=by, on=clock())
    assert row.consent is False


def test_of_an_application_that_has_ended_it_can_only_be_taken_back(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), consent=True)
    transitions.move(seeded_session, row, "withdraw", by=WORKER, on=clock(), day=TODAY)
    consents.withdraw(seeded_session, row, by=WORKER, on=clock())
    assert row.consent is False
    with pytest.raises(EndedAlready):
        consents.give(seeded_session, row, by=WORKER, on=clock())
