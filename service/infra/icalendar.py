"""Calendars as telephones read them (RFC 5545): a few events, without a name or a number of
anybody."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import msgspec

from catalog.core.fields import TASHKENT

MEDIA = "text/calendar"
# A line is at most so many octets long, its end not counted (3.1).
LONGEST = 75
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Event(msgspec.Struct, frozen=True):
    """One event. A day alone lasts all day; local is said by the clock of Tashkent, anything else
    in UTC."""

    uid: str
    summary: str
    starts: datetime | date
    description: str = ""
    local: bool = False


def feed(events: Iterable[Event], *, on: datetime) -> bytes:
    """The events as one file."""
    result = list(events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Musofir//Road//EN", "CALSCALE:GREGORIAN"]
    if any(one.local for one in result):
        lines += _ZONE
    for one in result:
        lines += _event(one, on)
    return b"".join(fold(line) + b"\r\n" for line in [*lines, "END:VCALENDAR"])


# Tashkent has kept the same clock since 1992.
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
    """A text as a value (3.3.11)."""
    plain = _CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """A line cut into pieces of at most 75 octets, none of them inside a letter; each further piece
    begins with a space."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
