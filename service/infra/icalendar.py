"""Calendars that telephones read (RFC 5545), without names or telephone numbers of anyone."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import msgspec

from catalog.core.fields import TASHKENT

MEDIA = "text/calendar"
# The most octets in a line, without its line break (RFC 5545, 3.1).
LONGEST = 75
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Event(msgspec.Struct, frozen=True):
    """One calendar event.

    A date without a time lasts all day; a local event is given in Tashkent time, any other in UTC.
    """

    uid: str
    summary: str
    starts: datetime | date
    description: str = ""
    local: bool = False


def feed(events: Iterable[Event], *, on: datetime) -> bytes:
    """Return the events as one iCalendar file."""
    result = list(events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Musofir//Road//EN", "CALSCALE:GREGORIAN"]
    if any(one.local for one in result):
        lines += _ZONE
    for one in result:
        lines += _event(one, on)
    return b"".join(fold(line) + b"\r\n" for line in [*lines, "END:VCALENDAR"])


# Tashkent has had the same offset since 1992.
_ZONE = [
    "BEGIN:VTIMEZONE",
    f"TZID:{TASHKENT.key}",
    "BEGIN:STANDARD",
    "DTSTART:19920101T000000",
    "TZOFFSETFROM:+0500",
    "TZOFFSETTO:+0500",
    "TZNAME:+05",
    "END:STANDARD",
    "END:VTIMEZONE",
]


def _event(one: Event, on: datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{escape(one.uid)}", f"DTSTAMP:{_utc(on)}", _starts(one))
    yield f"SUMMARY:{escape(one.summary)}"
    if one.description:
        yield f"DESCRIPTION:{escape(one.description)}"
    yield "END:VEVENT"


def _starts(one: Event) -> str:
    if not isinstance(one.starts, datetime):
        return f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}"
    if one.local:
        return f"DTSTART;TZID={TASHKENT.key}:{one.starts.astimezone(TASHKENT):%Y%m%dT%H%M%S}"
    return f"DTSTART:{_utc(one.starts)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """Escape a text for use as a property value (RFC 5545, 3.3.11)."""
    plain = _CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """Fold a line into pieces of at most 75 octets, without splitting a character.

    Each further piece begins with a space.
    """
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
