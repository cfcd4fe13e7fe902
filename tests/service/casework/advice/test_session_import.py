"""A log taken in at once is what its calls would be one by one, and what cannot be is named and
stops no other."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import SQLModel, col

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import Refusal
from catalog.core.journal import Entry
from catalog.reference.countries import Mark
from matching.identity import persons
from matching.identity.persons import Citizen, NewCitizen
from service.casework.advice import advice_sessions, advice_texts, session_import
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.advice_texts import NewText
from service.casework.advice.contacts import Call, Contact
from service.casework.advice.session_import import ImportedSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.scope import advice_tables
from tests.support import cast
from tests.support.cast import BARNO, TODAY

ASKED = NewSession(Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "RU")
AT = datetime(2026, 11, 20, 7, tzinfo=UTC)


def held(
    number: int, day: date = TODAY, person: Citizen | None = None, **values: object
) -> ImportedSession:
    noted = msgspec.structs.replace(ASKED, **values)
    return ImportedSession(
        noted, Call(AT + timedelta(minutes=number), BARNO.account, 5, f"call {number}"), day, person
    )


LOG = [
    held(1, name="Caller Invented", phone="90 000 00 77", note="Told how to file."),
    held(2, topic=Topic.HOUSING, country=None, region="1726", sex=persons.Sex.FEMALE),
    held(
        3,
        name="Another Invented",
        country="KR",
        post=cast.SEOUL,
        follow_up_on=TODAY + timedelta(days=3),
    ),
    held(4, note="Gave no name."),
]


@pytest.fixture
def ground(database, clock):
    with database.write() as session:
        cast.ground(session, on=clock())
        for topic, country, since in (
            ("unpaid_wages", None, 2),
            ("unpaid_wages", "RU", 400),
            ("housing", None, -9),
        ):
            new_text = NewText(
                Topic(topic),
                TODAY - timedelta(days=since),
                Mark.SOURCED,
                "invented",
                "a",
                "b",
                "c",
                country,
            )
            advice_texts.publish(session, new_text, by=SYSTEM, on=clock())
    return database


def stands(session) -> list[tuple]:
    """All that was kept of each call but its references, which are drawn, and what is sealed, which
    is opened."""
    rows = session.execute(
        select(advice_tables.Session).order_by(col(advice_tables.Session.at))
    ).scalars()
    return [_told(session, row) for row in rows]


def _told(session, row) -> tuple:
    person = session.get(Citizen, row.citizen) if row.citizen else None
    matter = session.get_one(advice_tables.Matter, row.matter)
    contact = session.execute(
        select(Contact).where(col(Contact.session) == row.reference)
    ).scalar_one()
    given = [
        (one.topic, one.country, one.version)
        for one in advice_texts.versions_by_session(session, [row.reference]).get(row.reference, [])
    ]
    name = (plain(person), persons.phone(session, person)) if person else None
    return (
        plain(row),
        plain(matter),
        plain(contact),
        name,
        given,
        advice_sessions.note(session, row),
        matter.citizen == row.citizen,
    )


def plain(row: SQLModel) -> dict[str, object]:
    return row.model_dump(
        exclude={"reference", "id", "citizen", "matter", "session", "note", "phone"}
    )


def test_a_log_is_what_its_calls_are_one_by_one(ground, clock):
    with ground.write() as session:
        for one in LOG:
            advice_sessions.log(
                session, one.new_session, by=SYSTEM, on=clock(), day=one.day, call=one.call
            )
        single = stands(session)
        acts = sorted(one.act for one in session.info["journal"])
        session.rollback()
    with ground.write() as session:
        assert all(
            isinstance(one, str)
            for one in session_import.log_many(session, LOG, by=SYSTEM, on=clock())
        )
        session.expire_all()
        assert stands(session) == single
        assert sorted(one.act for one in session.info["journal"]) == acts


def test_each_change_stands_in_the_chain(ground, clock):
    with ground.write() as session:
        numbers = session_import.log_many(session, LOG, by=SYSTEM, on=clock())
    with ground.read() as session:
        assert journal.verify(session) is None
        logged = (
            select(col(Entry.reference))
            .where(col(Entry.act) == "log")
            .order_by(col(Entry.position))
        )
        assert list(session.execute(logged).scalars()) == numbers


WRONG = [
    ({"country": "ZZ"}, "not-a-country"),
    ({"post": "XX-NOWHERE"}, "not-a-post"),
    ({"citizen": "C-NOBODY"}, "not-found"),
    ({"name": "A", "phone": "x"}, "not-a-phone"),
    ({"birth_year": 2090}, "not-born-yet"),
    ({"follow_up_on": date(2020, 1, 1)}, "already-over"),
    ({"matter": "M-NOWHERE"}, "not-found"),
]


@pytest.mark.parametrize(("values", "text"), WRONG, ids=[list(one)[-1] for one, _ in WRONG])
def test_what_cannot_be_is_named_and_stops_no_other(ground, clock, values, text):
    with ground.write() as session:
        wrong, right = session_import.log_many(
            session, [held(1, **values), held(2)], by=SYSTEM, on=clock()
        )
        assert (isinstance(wrong, Refusal), wrong.slug, right[:2]) == (True, text, "A-")
        assert len(stands(session)) == 1
        assert session.execute(select(Citizen)).first() is None


def test_whoever_is_known_lends_what_is_known_of_them(ground, clock):
    with ground.write() as session:
        new = NewCitizen("Known Invented", sex=persons.Sex.MALE, region="1718")
        person = persons.record(session, new, by=BARNO, on=clock())
        (number,) = session_import.log_many(
            session, [held(1, person=person, citizen=person.reference)], by=SYSTEM, on=clock()
        )
        row = session.get_one(advice_tables.Session, number)
        assert (row.citizen, row.sex, row.region) == (person.reference, "male", "1718")


def test_a_call_that_goes_on_with_an_earlier_problem_goes_on_with_it(ground, clock):
    with ground.write() as session:
        first = advice_sessions.log(session, ASKED, by=BARNO, on=clock(), day=TODAY)
        number, other = session_import.log_many(
            session, [held(1, matter=first.matter), held(2)], by=SYSTEM, on=clock()
        )
        matters = [session.get_one(advice_tables.Session, one).matter for one in (number, other)]
        assert (matters[0] == first.matter, matters[1] == first.matter) == (True, False)


def test_an_empty_log_is_nothing(ground, clock):
    with ground.write() as session:
        assert session_import.log_many(session, [], by=SYSTEM, on=clock()) == []
        assert "journal" not in session.info
