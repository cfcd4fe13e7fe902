"""The hotline's own log taken in: contacts and sessions, each call once, every mistake by its line
and column."""

import csv
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from matching.identity import counted_persons
from matching.identity.persons import Citizen
from service import accounts
from service.casework.advice import advice_sessions
from service.casework.advice.contacts import Contact
from service.casework.scope import advice_tables
from service.input import spreadsheets
from service.privacy import erase
from tests.support import cast

CALL = {
    "call_id": "20261120-0001",
    "at": "2026-11-20 01:30",
    "minutes": "12",
    "answered": "yes",
    "topic": "unpaid_wages",
    "country": "ru",
    "level": "advice",
    "outcome": "explained",
    "name": "Caller Invented",
    "phone": "90 000 00 77",
    "note": "Told how to file.",
    "officer": "Barno@musofir.example",
}
SESSION = ("topic", "country", "level", "outcome", "name", "phone", "note")
MISSED = (
    CALL
    | dict.fromkeys(SESSION, "")
    | {"call_id": "20261120-0002", "answered": "no", "minutes": ""}
)


@pytest.fixture
def table(tmp_path):
    def write(*rows, name="calls.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(CALL), restval="")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / name

    return write


def taken(seeded) -> list[Contact]:
    with seeded.read() as session:
        rows = select(Contact).where(col(Contact.call).is_not(None)).order_by(col(Contact.id))
        return list(session.execute(rows).scalars())


def test_a_call_becomes_a_contact_and_a_session_of_its_officer_and_its_own_day(
    settled, seeded, table
):
    assert "1 new" in settled("import", "hotline", table(CALL))[1]
    (contact,) = taken(seeded)
    assert (contact.day, contact.answered, contact.minutes) == (date(2026, 11, 20), True, 12)
    assert contact.at == datetime(2026, 11, 19, 20, 30, tzinfo=UTC), (
        "what stands in the log is Tashkent's time"
    )
    with seeded.read() as session:
        held = session.get_one(advice_tables.Session, contact.session)
        assert (held.day, held.topic, held.country, held.channel) == (
            contact.day,
            "unpaid_wages",
            "RU",
            "hotline",
        )
        assert held.officer == accounts.find(session, cast.email("barno")).reference
        assert advice_sessions.note(session, held) == "Told how to file."
        assert session.get_one(Citizen, held.citizen).name == "Caller Invented"


def test_a_call_that_nobody_answered_is_a_contact_and_no_session(settled, seeded, table):
    settled("import", "hotline", table(MISSED))
    (contact,) = taken(seeded)
    assert (contact.answered, contact.session) == (False, None)


def test_a_second_run_takes_no_call_twice(settled, seeded, table):
    settled("import", "hotline", table(CALL, MISSED))
    again = settled("import", "hotline", table(CALL | {"note": "other words"}, MISSED))
    assert "0 new, 0 changed, 2 unchanged" in again[1]
    assert len(taken(seeded)) == 2


def test_a_dry_run_says_so_and_writes_nothing(settled, seeded, table):
    assert "Would be imported: 1 new" in settled("import", "hotline", table(CALL), "--dry-run")[1]
    assert taken(seeded) == []


def test_who_calls_again_under_the_same_name_and_number_is_one_person(settled, seeded, table):
    again = CALL | {"call_id": "2", "phone": "+998 90 0000077", "name": "caller INVENTED"}
    other = CALL | {"call_id": "3", "name": "Somebody Else"}
    settled("import", "hotline", table(CALL, again, other))
    counted = select(counted_persons.counted_reference()).join(
        advice_tables.Session, col(Citizen.reference) == col(advice_tables.Session.citizen)
    )
    with seeded.read() as session:
        people = [
            session.execute(
                counted.where(col(advice_tables.Session.reference) == one.session)
            ).scalar_one()
            for one in taken(seeded)
        ]
    assert (people[0] == people[1], people[0] == people[2]) == (True, False)


def test_the_log_of_somebody_erased_brings_them_back_in_no_way(settled, seeded, table, clock):
    settled("import", "hotline", table(CALL))
    with seeded.write() as session:
        number = session.get_one(advice_tables.Session, taken(seeded)[0].session).citizen
        erase.erase(session, number, by=cast.IRODA, on=clock())
    assert "1 unchanged" in settled("import", "hotline", table(CALL))[1]
    with seeded.read() as session:
        named = (
            select(func.count()).select_from(Citizen).where(col(Citizen.name) == "Caller Invented")
        )
        assert session.execute(named).scalar() == 0


WRONG = [
    ({"at": "yesterday"}, "at: Enter the date and time"),
    ({"at": "2199-01-01 10:00"}, "at: This call is in the future"),
    ({"at": "31.02.2026 10:00"}, "at: Enter the date and time"),
    ({"minutes": "-3"}, "minutes: This number is too small or too large"),
    ({"answered": "perhaps"}, "answered: Enter yes or no"),
    ({"topic": "weather"}, "topic: Enter one of these words"),
    ({"level": ""}, "topic: An advice session must have a topic, a level and an outcome"),
    ({"answered": "no"}, "answered: An unanswered call cannot be"),
    ({"country": "ZZ"}, "country: We do not recognise this country"),
    ({"phone": "x"}, "phone: Enter a phone number"),
    ({"officer": "nobody@musofir.example"}, "officer: No adviser has this"),
    ({"officer": "jamshid@musofir.example"}, "officer: No adviser has this"),
    ({"name": "x" * 201}, "name: This is too long"),
    ({"call_id": ""}, "call_id: This cell is empty"),
]


@pytest.mark.parametrize(("values", "text"), WRONG, ids=[text[:24] for _, text in WRONG])
def test_a_row_that_cannot_be_is_named_and_stops_no_other(settled, seeded, table, values, text):
    code, out, _ = settled("import", "hotline", table(CALL | values, MISSED))
    assert f"line 2, {text}" in out
    assert (code, "1 new" in out, [one.answered for one in taken(seeded)]) == (0, True, [False])


def test_the_same_call_twice_in_one_file_is_named(settled, seeded, table):
    out = settled("import", "hotline", table(MISSED, MISSED))[1]
    assert "line 3, call_id: This record is already on line 2" in out
    assert len(taken(seeded)) == 1


def test_a_workbook_is_read_as_well(settled, seeded, tmp_path):
    spreadsheets.write_xlsx(
        tmp_path / "calls.xlsx", list(CALL), [list(CALL.values()), list(MISSED.values())]
    )
    assert "2 new" in settled("import", "hotline", tmp_path / "calls.xlsx")[1]


def test_nothing_of_a_call_s_number_can_be_read(settled, seeded, table):
    settled("import", "hotline", table(CALL | {"call_id": "+998900000077-1"}))
    assert "998900000077" not in str(taken(seeded)[0].call)
