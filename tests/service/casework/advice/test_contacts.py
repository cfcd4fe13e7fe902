"""Contacts: every call counts once, and none of them as advice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.reference.posts import NotAPost
from service.casework.advice import advice_sessions, contacts
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.contacts import Call, Contact, MinutesWithoutAnswer, NewContact
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.scope import advice_tables
from tests.support.cast import BARNO, DAVRON, MOSCOW, SEOUL, TODAY

ASKED = NewSession(Channel.HOTLINE, Topic.CONTRACT, Level.ADVICE, Outcome.EXPLAINED, "RU")


def note(ground, clock, by=BARNO, **values):
    return contacts.record(
        ground, NewContact(Channel.HOTLINE, **values), by=by, on=clock(), day=TODAY
    )


def test_a_call_that_nobody_answered_is_a_contact_and_no_session(ground, clock):
    row = note(ground, clock)
    assert (row.answered, row.session, row.day, row.officer) == (False, None, TODAY, BARNO.account)
    assert ground.execute(select(advice_tables.Session)).all() == []


def test_every_session_is_one_contact_that_ended_as_a_session(ground, clock):
    held = advice_sessions.log(ground, ASKED, by=DAVRON, on=clock(), day=TODAY)
    (row,) = ground.execute(select(Contact)).scalars()
    assert (row.session, row.answered, row.channel, row.post) == (
        held.reference,
        True,
        "hotline",
        SEOUL,
    )


def test_what_nobody_answered_took_no_minutes(ground, clock):
    with pytest.raises(MinutesWithoutAnswer):
        note(ground, clock, minutes=3)
    assert note(ground, clock, answered=True, minutes=3).minutes == 3


def test_an_attache_notes_the_calls_of_their_own_post(ground, clock):
    assert note(ground, clock, by=DAVRON).post == SEOUL
    with pytest.raises(NotAPost):
        note(ground, clock, by=DAVRON, post=MOSCOW)


def test_a_call_of_another_log_keeps_its_own_time_and_officer_and_is_known_again(ground, clock):
    call = Call(clock() - timedelta(days=2), DAVRON.account, 7, "pbx-17")
    held = advice_sessions.log(
        ground, ASKED, by=BARNO, on=clock(), day=TODAY - timedelta(days=2), call=call
    )
    assert (held.at, held.officer) == (call.at, DAVRON.account)
    row = ground.execute(select(Contact)).scalars().one()
    assert (row.minutes, "pbx-17" in row.call) == (7, False)
    assert contacts.already_imported(ground, ["pbx-17", "pbx-18"]) == {"pbx-17"}


def test_it_stands_in_the_journal(ground, clock):
    row = note(ground, clock)
    ground.commit()
    assert [one.act for one in journal.history(ground, "contact", str(row.id))] == ["note"]
