"""One’s own days as a calendar file: the same event under the same name, and nobody’s name or
number in it."""

from datetime import UTC, datetime

import pytest

from matching.applications import transitions
from matching.applications.applications import Application
from tests.support.cast import HAMID
from tests.support.job_seekers import citizen
from tests.support.sample_applications import applied, described
from tests.support.sample_journeys import ready, signed
from tests.support.sample_placements import arrived_today


@pytest.fixture
def numbers(seeded, clock) -> tuple[str, str]:
    """Alisher is to leave for Ulsan, and came there once before."""
    with seeded.write() as session:
        person = citizen(session, "alisher")
        described(session, person, on=clock())
        row = applied(session, person, on=clock(), until="take_offer")
        signed(session, row, on=clock())
        ready(session, row, on=clock())
        one = arrived_today(session, person.reference, on=clock())
        return row.reference, one.reference


def lines(answer) -> list[str]:
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "no-store"
    return answer.content.decode().split("\r\n")


def test_all_that_lies_ahead(as_, numbers):
    client = as_("alisher")
    result = lines(client.get("/en/me/calendar.ics"))
    assert [line for line in result if line.startswith("DTSTART")] == [
        "DTSTART:19920101T000000",
        "DTSTART;TZID=Asia/Tashkent:20261128T110000",
        "DTSTART;VALUE=DATE:20261225",
        "DTSTART;VALUE=DATE:20270223",
    ]
    whole = "\n".join(result)
    for secret in ("Alisher", "Invented", "Hanbit", "+998", *numbers):
        assert secret not in whole
    again = lines(client.get("/ru/me/calendar.ics"))
    assert [line for line in result if line.startswith("UID")] == [
        line for line in again if line.startswith("UID")
    ]


def test_one_event_by_itself(as_, numbers):
    client = as_("alisher")
    result = lines(client.get(f"/en/me/calendar/departure-{numbers[0]}.ics"))
    assert result.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Departure for work" in result
    result = lines(client.get(f"/en/me/calendar/check-in-{numbers[1]}-30.ics"))
    assert "SUMMARY:Sign in to Musofir" in result


def test_an_interview_is_told_in_utc_until_it_is_over(as_, seeded, clock):
    with seeded.write() as session:
        person = citizen(session, "rustam")
        described(session, person, on=clock())
        row = applied(session, person, on=clock())
        transitions.move(session, row, "find_eligible", by=HAMID, on=clock(), day=clock.today)
        transitions.invite(
            session,
            row,
            datetime(2026, 12, 1, 5, tzinfo=UTC),
            by=HAMID,
            on=clock(),
            day=clock.today,
        )
        number = row.reference
    result = lines(as_("rustam").get(f"/en/me/calendar/interview-{number}.ics"))
    assert "DTSTART:20261201T050000Z" in result
    with seeded.write() as session:
        transitions.move(
            session,
            session.get_one(Application, number),
            "miss",
            by=HAMID,
            on=clock(),
            day=clock.today,
        )
    assert as_("rustam").get(f"/en/me/calendar/interview-{number}.ics").status_code == 404


def test_anothers_days_are_not_there(as_, numbers):
    for name in ("rustam", "hamid"):
        client = as_(name)
        assert client.get(f"/en/me/calendar/departure-{numbers[0]}.ics").status_code == 404
    assert lines(as_("rustam").get("/en/me/calendar.ics")).count("BEGIN:VEVENT") == 0
    assert as_("farida").get("/en/me/calendar.ics").status_code == 404
