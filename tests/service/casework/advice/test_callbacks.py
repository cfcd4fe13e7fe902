"""Callbacks: what is due today is seen, made or put off once, and remembered."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core import journal
from catalog.core.fields import AlreadyOver, TooFarAhead
from matching.identity.persons import ErasedPerson
from service.casework.advice import advice_sessions, callbacks
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.callbacks import AlreadyCalled
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.privacy import erase
from tests.support.cast import BARNO, DAVRON, ELYOR, IRODA, TODAY

ASKED = NewSession(Channel.HOTLINE, Topic.CONTRACT, Level.ADVICE, Outcome.OPEN, "RU")
LATER = TODAY + timedelta(days=4)


@pytest.fixture
def log(ground, clock):
    def logged(by=BARNO, due=TODAY, **values):
        asked = msgspec.structs.replace(ASKED, follow_up_on=due, **values)
        return advice_sessions.log(ground, asked, by=by, on=clock(), day=TODAY - timedelta(days=9))

    return logged


def put_off(ground, clock, row, due=TODAY, to=LATER):
    callbacks.put_off(ground, row, due, to, by=BARNO, on=clock(), day=TODAY)


def test_overdue_first_then_today_and_nothing_that_is_still_ahead(ground, log):
    today, ahead, late = log(), log(due=LATER), log(due=TODAY - timedelta(days=3))
    assert callbacks.list_due(ground, TODAY, by=BARNO) == [late, today]
    assert callbacks.count_due(ground, TODAY, by=BARNO) == 2
    assert callbacks.list_due(ground, TODAY, by=BARNO, limit=1, offset=1) == [today]
    assert ahead in callbacks.list_due(ground, LATER, by=BARNO)


def test_each_sees_the_calls_of_their_own_sessions(ground, log):
    of_seoul = log(by=DAVRON)
    assert callbacks.list_due(ground, TODAY, by=ELYOR) == []
    assert callbacks.list_due(ground, TODAY, by=DAVRON) == [of_seoul]
    assert callbacks.count_due(ground, TODAY, by=IRODA) == 1


def test_a_call_that_was_made_waits_no_more_and_is_remembered(ground, log, clock):
    row = log()
    callbacks.record_call(ground, row, TODAY, by=BARNO, on=clock())
    assert callbacks.list_due(ground, TODAY, by=BARNO) == []
    (act,) = callbacks.by_sessions(ground, [row.reference])[row.reference]
    assert (act.due, act.put_off_to, act.officer) == (TODAY, None, BARNO.account)


def test_a_call_that_is_put_off_waits_for_its_new_day(ground, log, clock):
    row = log()
    put_off(ground, clock, row)
    assert row.follow_up_on == LATER
    assert callbacks.list_due(ground, TODAY, by=BARNO) == []
    assert callbacks.by_sessions(ground, [row.reference])[row.reference][0].put_off_to == LATER


def test_of_two_officers_at_once_only_the_first_decides(ground, log, clock):
    row = log()
    put_off(ground, clock, row)
    with pytest.raises(AlreadyCalled):
        callbacks.record_call(ground, row, TODAY, by=BARNO, on=clock())
    callbacks.record_call(ground, row, LATER, by=BARNO, on=clock())
    with pytest.raises(AlreadyCalled):
        put_off(ground, clock, row, due=LATER)


@pytest.mark.parametrize(("days", "refusal"), [(-1, AlreadyOver), (3 * 366 + 1, TooFarAhead)])
def test_it_is_put_off_to_a_day_that_can_come(ground, log, clock, days, refusal):
    row = log()
    with pytest.raises(refusal):
        put_off(ground, clock, row, to=TODAY + timedelta(days=days))
    assert row.follow_up_on == TODAY


def test_nothing_is_written_about_somebody_erased(ground, log, clock):
    row = log(name="Caller Invented")
    erase.erase(ground, row.citizen, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        callbacks.record_call(ground, row, TODAY, by=BARNO, on=clock())


def test_both_stand_in_the_journal(ground, log, clock):
    row = log()
    put_off(ground, clock, row)
    callbacks.record_call(ground, row, LATER, by=BARNO, on=clock())
    ground.commit()
    assert [one.act for one in journal.history(ground, "advice", row.reference)] == [
        "log",
        "put_off",
        "call_back",
    ]
