"""Changes of a post's details: proposed by one person, confirmed by another.

A proposal is a set of new texts by column, so that it can be stored and shown beside what stands now.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from zoneinfo import available_timezones

import msgspec
from sqlmodel import Session

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import Mistakes, NotAllowed, Refusal
from catalog.reference import countries
from catalog.reference.countries import Mark
from catalog.reference.posts import PRIORITY, Kind, Post
from i18n import N_
from i18n.scripts import to_latin

_DAYS = ("opened_on", "closed_on")
_LISTS = {"telephones": 40, "messengers": 100, "serves": 80}
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()/-]{1,38}[0-9]")
# The last part of a code, by kind.
_ENDINGS = {
    Kind.EMBASSY: "EMB",
    Kind.CONSULATE: "CON",
    Kind.REPRESENTATIVE: "REP",
    Kind.LABOUR_POST: "LAB",
    Kind.HONORARY: "HON",
}


class NothingChanged(Refusal):
    slug = "nothing-changed"
    sentence = N_("You have not changed anything.")


class NotATelephone(Refusal):
    slug = "not-a-telephone"
    sentence = N_("Enter each telephone number on its own line, with its country code.")


class LineTooLong(Refusal):
    slug = "line-too-long"
    sentence = N_("One of these lines is too long. Use %(most)s characters or fewer in each.")


class NotATimeZone(Refusal):
    slug = "not-a-time-zone"
    sentence = N_("We do not recognise this time zone. Enter it like this: Asia/Seoul.")


class NotACalendarDay(Refusal):
    slug = "not-a-calendar-day"
    sentence = N_("Write the date as 2026-11-25, or leave it empty.")


class ClosedBeforeOpened(Refusal):
    slug = "closed-before-opened"
    sentence = N_("A mission cannot have closed before it opened.")


class NotAPriority(Refusal):
    slug = "not-a-priority"
    sentence = N_("Enter a whole number from 1 to 999, or leave it empty if it handles no claims.")


class CityInOtherScript(Refusal):
    slug = "city-in-other-script"
    sentence = N_("Write the name of the city in Latin or Cyrillic letters.")


class PostExists(Refusal):
    slug = "post-exists"
    sentence = N_("We already have this mission. Change its details instead.")


class PostChanges(msgspec.Struct, forbid_unknown_fields=True):
    """New details of a post. What is not named stays as it is; an empty text removes a detail."""

    source: fields.Line
    reason: fields.Prose
    name: str | None = None
    address: str | None = None
    telephones: list[str] | None = None
    messengers: list[str] | None = None
    hours: str | None = None
    timezone: str | None = None
    opened: str | None = None
    closed: str | None = None
    serves: list[str] | None = None
    priority: str | None = None
    staff_contact: str | None = None


class PostOpening(msgspec.Struct, forbid_unknown_fields=True):
    """A post that we do not have yet; its other details follow as changes."""

    kind: Kind
    country: fields.CountryCode
    city: fields.Line
    timezone: str
    source: fields.Line
    reason: fields.Prose
    opened: str = ""


def may_propose(post: Post, by: Actor) -> bool:
    """Whether the actor may propose changes of this post: supervisors, and officers of the post."""
    return by.role is Role.SUPERVISOR or (by.role is Role.ATTACHE and post.code in by.posts)


def propose_change(post: Post, changes: PostChanges, *, by: Actor, day: date) -> dict[str, str]:
    """Return the new texts by column, checked; nothing is stored.

    Refuses: NotAllowed, NothingChanged, InvalidInput, NotATelephone, LineTooLong, NotATimeZone,
    NotACalendarDay, ClosedBeforeOpened, NotAPriority, fields.TooLong, fields.TooLongAgo,
    fields.TooFarAhead.
    """
    if not may_propose(post, by):
        raise NotAllowed
    checked: dict[str, Callable[[], str | None]] = {
        "name": lambda: _text(changes.name, 200, "name"),
        "address": lambda: _text(changes.address, 300, "address"),
        **{name: partial(_lines, getattr(changes, name), name) for name in _LISTS},
        "hours": lambda: _text(changes.hours, 300, "hours"),
        "timezone": lambda: _timezone(changes.timezone),
        "opened_on": lambda: _day(changes.opened, day, "opened"),
        "closed_on": lambda: _day(changes.closed, day, "closed"),
        "priority": lambda: _priority(changes.priority),
        "staff_contact": lambda: _text(changes.staff_contact, 300, "staff_contact"),
    }
    stated = _all(checked)
    now = current(post)
    new = {name: text for name, text in stated.items() if text is not None and text != now[name]}
    if changes.source != post.source:
        new["source"] = changes.source
    # To confirm what stands, without a change, is one too.
    if not new and post.confirmed_on:
        raise NothingChanged
    after = now | new
    if after["opened_on"] and after["closed_on"] and after["closed_on"] < after["opened_on"]:
        raise ClosedBeforeOpened("closed")
    return new or {"source": changes.source}


def propose_opening(
    session: Session, opening: PostOpening, *, by: Actor, day: date
) -> tuple[str, dict[str, str]]:
    """Return the code of a new post and its details by column, checked; nothing is stored.

    Refuses: NotAllowed, PostExists, countries.NotACountry, countries.WorkInUzbekistan,
    CityInOtherScript, NotATimeZone, NotACalendarDay,
    fields.TooLongAgo, fields.TooFarAhead.
    """
    if by.role is not Role.SUPERVISOR:
        raise NotAllowed
    countries.require(session, opening.country)
    countries.require_abroad(opening.country)
    code = f"{opening.country}-{_place(opening.city)}-{_ENDINGS[opening.kind]}"
    if session.get(Post, code) is not None:
        raise PostExists("city")
    checked: dict[str, Callable[[], str | None]] = {
        "city": lambda: _text(opening.city, 80, "city"),
        "timezone": lambda: _timezone(opening.timezone),
        "opened_on": lambda: _day(opening.opened, day, "opened"),
    }
    return code, {
        "kind": opening.kind.value,
        "country": opening.country,
        **{name: text or "" for name, text in _all(checked).items()},
        "priority": str(PRIORITY.get(opening.kind.value, "")),
        "source": opening.source,
    }


def _all(checked: Mapping[str, Callable[[], str | None]]) -> dict[str, str | None]:
    """Return each checked text; all mistakes are named at once.

    Refuses: InvalidInput, or the only mistake itself.
    """
    mistakes, texts = Mistakes(), {}
    for name, check in checked.items():
        with mistakes.noted():
            texts[name] = check()
    mistakes.require_none()
    return texts


def _place(city: str) -> str:
    """Return the part of a code that names a city. Refuses: CityInOtherScript."""
    plain = unicodedata.normalize("NFKD", to_latin(city)).upper()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    place = re.sub(r"[^A-Z0-9]+", "-", bare).strip("-")[:15].strip("-")
    if not place:
        raise CityInOtherScript("city")
    return place


def apply_change(
    session: Session, code: str, changes: dict[str, str], *, by: Actor, on: datetime
) -> Post:
    """Write what two persons have confirmed; a post that is not there yet is opened.

    It checks again what another request, confirmed meanwhile, may have changed.
    Refuses: PostExists, ClosedBeforeOpened.
    """
    post = session.get(Post, code, with_for_update=True)
    if post is not None and "kind" in changes:
        raise PostExists
    post = post or Post(code=code, kind="", country="", city="", timezone="", source="", mark="")
    for name, text in changes.items():
        setattr(post, name, _stored(name, text))
    if post.opened_on and post.closed_on and post.closed_on < post.opened_on:
        raise ClosedBeforeOpened("closed")
    post.mark, post.confirmed_on = Mark.CONFIRMED.value, fields.tashkent_day(on)
    session.add(post)
    session.flush()
    journal.write(session, "confirm_post", "post", code, by=by, on=on, fields=tuple(changes))
    return post


def current(post: Post) -> dict[str, str]:
    """Return what stands now, as texts by column."""
    names = ("name", "address", *_LISTS, "hours", "timezone", *_DAYS, "priority", "staff_contact")
    stated = {name: getattr(post, name) for name in (*names, "source")}
    return {name: "" if value is None else str(value) for name, value in stated.items()}


def _stored(name: str, text: str) -> object:
    if name in _DAYS:
        return date.fromisoformat(text) if text else None
    if name == "priority":
        return int(text) if text else None
    return text


def _text(text: str | None, most: int, field: str) -> str | None:
    if text is not None and len(text) > most:
        raise fields.TooLong(field, most=most)
    return text


def _lines(lines: list[str] | None, field: str) -> str | None:
    """Return the lines as one text, without empty ones and without those that stand twice."""
    if lines is None:
        return None
    bare = [line.strip() for line in lines if line.strip()]
    if any(len(line) > _LISTS[field] or "\n" in line for line in bare):
        raise LineTooLong(field, most=_LISTS[field])
    if field == "telephones" and not all(_TELEPHONE.fullmatch(line) for line in bare):
        raise NotATelephone(field)
    return _text("\n".join(dict.fromkeys(bare)), 2000 if field == "serves" else 300, field)


def _timezone(text: str | None) -> str | None:
    if text is not None and ("/" not in text or text not in available_timezones()):
        raise NotATimeZone("timezone")
    return text


def _day(text: str | None, today: date, field: str) -> str | None:
    if not text:
        return text
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise NotACalendarDay(field)
    fields.require_within(fields.FIRST_DAY, day, today + 3 * fields.YEAR, field)
    return text


def _priority(text: str | None) -> str | None:
    if text and not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise NotAPriority("priority")
    return text
