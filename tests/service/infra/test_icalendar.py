"""A calendar is cut, escaped and dated as RFC 5545 says, and read back it says what was meant."""

from datetime import UTC, date, datetime

import hypothesis
from hypothesis import strategies as some

from service.infra import icalendar
from service.infra.icalendar import Event

ON = datetime(2026, 11, 25, 6, tzinfo=UTC)
CALENDAR = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Musofir//Road//EN
CALSCALE:GREGORIAN
BEGIN:VTIMEZONE
TZID:Asia/Tashkent
BEGIN:STANDARD
DTSTART:19920101T000000
TZOFFSETFROM:+0500
TZOFFSETTO:+0500
TZNAME:+05
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:a@x
DTSTAMP:20261125T060000Z
DTSTART:20261201T053000Z
SUMMARY:Interview
END:VEVENT
BEGIN:VEVENT
UID:b@x
DTSTAMP:20261125T060000Z
DTSTART;TZID=Asia/Tashkent:20261204T010000
SUMMARY:Departure
DESCRIPTION:Flight\, HY511
END:VEVENT
BEGIN:VEVENT
UID:c@x
DTSTAMP:20261125T060000Z
DTSTART;VALUE=DATE:20261231
SUMMARY:Check-in
END:VEVENT
END:VCALENDAR
"""


def unfolded(content: bytes) -> list[str]:
    """The lines as a telephone puts them together again."""
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_whole_calendar_word_for_word():
    events = [
        Event("a@x", "Interview", datetime(2026, 12, 1, 5, 30, tzinfo=UTC)),
        Event(
            "b@x", "Departure", datetime(2026, 12, 3, 20, tzinfo=UTC), "Flight, HY511", local=True
        ),
        Event("c@x", "Check-in", date(2026, 12, 31)),
    ]
    assert icalendar.feed(events, on=ON).decode().split("\r\n") == CALENDAR.split("\n")


def test_a_zone_is_told_only_where_it_is_named():
    assert b"VTIMEZONE" not in icalendar.feed([Event("c@x", "Day", date(2026, 12, 31))], on=ON)
    assert icalendar.feed([], on=ON).endswith(b"END:VCALENDAR\r\n")


def test_a_long_cyrillic_line_is_cut_at_octets_and_never_inside_a_letter():
    line = "SUMMARY:" + "Собеседование по работе " * 12
    result = icalendar.fold(line)
    pieces = result.split(b"\r\n")
    assert len(pieces) > 5
    assert max(map(len, pieces)) <= icalendar.LONGEST
    assert all(piece.decode() for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert unfolded(result) == [line]


def test_what_has_a_meaning_in_a_calendar_is_escaped():
    assert icalendar.escape("a;b,c\\d\ne\r\nf\rg") == "a\\;b\\,c\\\\d\\ne\\nf\\ng"
    assert icalendar.escape("a\x00\x07b\nBEGIN:VEVENT") == "ab\\nBEGIN:VEVENT"


@hypothesis.given(some.text(some.characters(exclude_categories=("Cs",)), max_size=300))
def test_nothing_that_is_written_breaks_out_of_its_line(text):
    result = icalendar.feed([Event("a@x", text, ON)], on=ON)
    assert max(map(len, result.split(b"\r\n"))) <= icalendar.LONGEST
    assert [line for line in unfolded(result) if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
    ]
