"""Advice sessions put right and declared void: figures follow, and every version can be read."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import text

from catalog.core import corrections
from catalog.core.corrections import NothingCorrected
from catalog.core.errors import EditConflict
from catalog.core.fields import AlreadyOver, InTheFuture, TooLongAgo
from catalog.reference.countries import NotACountry
from catalog.reference.posts import NotAPost
from matching.identity.persons import ErasedPerson
from service.casework import people_access
from service.casework.advice import (
    advice_sessions,
    advice_texts,
    callbacks,
    claim_from_session,
    contacts,
    session_corrections,
)
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.session_corrections import VoidSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.privacy import erase
from service.reporting.figures import figures, months
from service.reporting.figures.definitions import ADVICE_FIGURES
from tests.support.cast import BARNO, CHINORA, DAVRON, SEOUL, TODAY

ASKED = NewSession(
    Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "RU", note="Told to wait"
)
WHY = "Chose the wrong line of the list"


@pytest.fixture
def log(ground, clock):
    def logged(by=BARNO, **values):
        return advice_sessions.log(
            ground, msgspec.structs.replace(ASKED, **values), by=by, on=clock(), day=TODAY
        )

    return logged


@pytest.fixture
def correct(ground, clock):
    def corrected(row, by=BARNO, **values):
        facts = msgspec.structs.replace(session_corrections.current(ground, row), **values)
        return session_corrections.correct(ground, row, facts, WHY, by=by, on=clock(), day=TODAY)

    return corrected


def counted(session, key):
    span = months.year(TODAY.year)
    found = next(one for one in ADVICE_FIGURES if one.key == key)
    rows = figures.count_figure(session, found, span)
    return {",".join((one.dimension or {}).values()): one.value for one in rows}


def test_figures_count_the_corrected_topic_and_channel_and_no_longer_the_first(
    ground, log, correct
):
    row = log()
    correct(row, topic=Topic.CONTRACT, channel=Channel.TELEGRAM, minutes=12)
    assert counted(ground, "advice.sessions_by_topic") == {"contract": 1}
    assert contacts.of_session(ground, row.reference).channel == "telegram"
    assert contacts.of_session(ground, row.reference).minutes == 12


def test_history_names_who_changed_what_and_why_newest_first(ground, log, correct):
    row = log(name="Alisher")
    correct(row, outcome=Outcome.FORWARDED)
    correct(row, by=DAVRON, note="Told to come again", country=None)
    last, first = corrections.history(ground, "advice", row.reference)
    assert (first.number, first.officer, first.reason) == (2, BARNO.account, WHY)
    assert [(one.field, one.before, one.after) for one in first.changes] == [
        ("outcome", "explained", "forwarded")
    ]
    assert (last.number, last.officer, row.version) == (3, DAVRON.account, 3)
    assert [(one.field, one.before, one.after) for one in last.changes] == [
        ("country", "RU", ""),
        ("note", "Told to wait", "Told to come again"),
    ]


def test_a_corrected_day_moves_the_session_and_its_contact(ground, log, correct):
    row = log()
    clock = row.at
    correct(row, day=TODAY - timedelta(30))
    contact = contacts.of_session(ground, row.reference)
    assert (row.at, contact.at, contact.day) == (
        clock - timedelta(30),
        clock - timedelta(30),
        TODAY - timedelta(30),
    )


def test_the_matter_opened_with_a_session_follows_it_and_an_older_one_does_not(
    ground, log, correct, clock
):
    first = log()
    clock.forward(minutes=5)
    second = log(matter=first.matter)
    correct(second, topic=Topic.CONTRACT)
    matter = ground.get(advice_sessions.Matter, first.matter)
    assert matter.topic == "unpaid_wages"
    correct(first, topic=Topic.HOUSING)
    assert matter.topic == "housing"


def test_nonsense_is_refused_beside_its_field_and_changes_nothing(ground, log, correct):
    row = log()
    for values, refusal, field in (
        ({}, NothingCorrected, None),
        ({"country": "XX"}, NotACountry, "country"),
        ({"post": "NOWHERE"}, NotAPost, "post"),
        ({"day": TODAY + timedelta(1)}, InTheFuture, "day"),
        ({"day": date(1900, 1, 1)}, TooLongAgo, "day"),
        ({"follow_up_on": TODAY - timedelta(1)}, AlreadyOver, "follow_up_on"),
    ):
        with pytest.raises(refusal) as refused:
            correct(row, **values)
        assert refused.value.field == field
    assert corrections.history(ground, "advice", row.reference) == []


def test_a_call_overdue_since_does_not_stand_in_the_way_of_another_correction(
    ground, log, correct, clock
):
    row = log(follow_up_on=TODAY)
    facts = session_corrections.current(ground, row)
    later = TODAY + timedelta(3)
    facts = msgspec.structs.replace(facts, topic=Topic.HOUSING)
    session_corrections.correct(ground, row, facts, WHY, by=BARNO, on=clock(), day=later)
    assert (row.topic, row.follow_up_on) == ("housing", TODAY)


def test_a_void_session_counts_nowhere_and_can_still_be_read(ground, log, clock):
    kept, row = log(name="Alisher"), log(name="Vali", follow_up_on=TODAY)
    session_corrections.void(ground, row, WHY, by=BARNO, on=clock())
    for key in ("advice.sessions", "advice.persons", "advice.matters", "advice.contacts"):
        assert counted(ground, key) == {"": 1}, key
    assert advice_sessions.latest(ground, by=BARNO) == [kept]
    assert advice_sessions.count(ground, by=BARNO) == 1
    assert callbacks.count_due(ground, TODAY, by=BARNO) == 0
    assert advice_sessions.get(ground, row.reference, by=BARNO).voided_at == clock()
    assert corrections.history(ground, "advice", row.reference)[0].reason == WHY


def test_a_void_session_is_final(ground, log, correct, clock):
    row = log()
    session_corrections.void(ground, row, WHY, by=BARNO, on=clock())
    with pytest.raises(VoidSession):
        session_corrections.void(ground, row, WHY, by=BARNO, on=clock())
    with pytest.raises(VoidSession):
        correct(row, topic=Topic.HOUSING)
    with pytest.raises(VoidSession):
        claim_from_session.file(ground, row, None, by=BARNO, on=clock(), day=TODAY)


def test_a_void_session_opens_no_persons_record(ground, log, clock):
    """Logged on the wrong person, it must not go on showing that person to the region."""
    row = log(by=DAVRON, name="Alisher", post=SEOUL)
    assert people_access.get(ground, row.citizen, by=DAVRON)
    person = people_access.get(ground, row.citizen, by=DAVRON)
    person.recorded_by = CHINORA.account
    session_corrections.void(ground, row, WHY, by=DAVRON, on=clock())
    assert people_access.visible_records(ground, [person], by=DAVRON) == []


def test_two_at_once_are_not_both_kept(seeded, clock):
    with seeded.write() as session:
        number = advice_sessions.log(session, ASKED, by=BARNO, on=clock(), day=TODAY).reference

    def void_what_another_changed():
        with seeded.write() as session:
            row = advice_sessions.get(session, number, by=BARNO)
            session.execute(text("UPDATE advice_sessions SET version = 2"))
            session_corrections.void(session, row, WHY, by=BARNO, on=clock())

    with pytest.raises(EditConflict):
        void_what_another_changed()
    with seeded.read() as session:
        assert corrections.history(session, "advice", number) == []


def test_erasure_takes_the_words_of_every_version(seeded, clock):
    with seeded.write() as session:
        row = advice_sessions.log(
            session,
            msgspec.structs.replace(ASKED, name="Alisher"),
            by=BARNO,
            on=clock(),
            day=TODAY,
        )
        facts = session_corrections.current(session, row)
        facts = msgspec.structs.replace(facts, note="Hides in Tver")
        session_corrections.correct(session, row, facts, WHY, by=BARNO, on=clock(), day=TODAY)
        number = row.reference
        erase.erase(session, row.citizen, by=CHINORA, on=clock())
    with seeded.write() as session:
        (version,) = corrections.history(session, "advice", number)
        assert (version.reason, version.changes[0].after) == ("", "")
        left = text("SELECT before, after, reason FROM corrections")
        assert [tuple(row) for row in session.execute(left)] == [(None, None, None)]
        row = advice_sessions.get(session, number, by=BARNO)
        with pytest.raises(ErasedPerson):
            session_corrections.void(session, row, WHY, by=BARNO, on=clock())


def test_the_advice_texts_follow_the_corrected_topic(ground, log, correct):
    row = log()
    correct(row, topic=Topic.CONTRACT, country="KR")
    given = advice_texts.versions_by_session(ground, [row.reference]).get(row.reference, [])
    assert {one.topic for one in given} <= {"contract"}
