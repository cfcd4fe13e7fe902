"""Import of the hotline's log: each call is a contact; one that ended in advice is a session."""

import re
from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.fields import TASHKENT, CountryCode, Line, Prose, tashkent_day
from i18n import N_
from matching.identity import telephones
from service import accounts
from service.accounts import Account
from service.casework.advice import contacts, session_import
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.contacts import Call, Minutes, NewContact
from service.casework.advice.session_import import ImportedSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.commands.import_options import (
    ImportContext,
    ImportKind,
    known_countries,
    require_country,
)
from service.commands.import_options import Outcome as Became
from service.infra import access
from service.infra.access import Permission
from service.input import cell_parsing

HEADERS = (
    *(
        "call_id",
        "at",
        "minutes",
        "answered",
        "topic",
        "country",
        "level",
        "outcome",
        "name",
        "phone",
        "note",
    ),
    *("officer", "channel"),
)


class NotADateTime(Refusal):
    slug = "not-a-moment"
    sentence = N_("Enter the date and time in Tashkent time, for example 2026-11-25 14:05.")


class CallInFuture(Refusal):
    slug = "not-yet-called"
    sentence = N_("This call is in the future. Check the date and time.")


class UnknownAdviser(Refusal):
    slug = "no-adviser"
    sentence = N_("No adviser has this email address.")


class IncompleteSession(Refusal):
    slug = "half-a-session"
    sentence = N_(
        "An advice session must have a topic, a level and an outcome. For a call without an "
        "advice session, leave all three empty."
    )


class UnansweredCall(Refusal):
    slug = "not-answered"
    sentence = N_("An unanswered call cannot be an advice session.")


class HotlineRow(msgspec.Struct):
    call_id: Line
    at: datetime
    answered: bool
    officer: Line
    channel: Channel = Channel.HOTLINE
    minutes: Minutes | None = None
    topic: Topic | None = None
    level: Level | None = None
    outcome: Outcome | None = None
    country: CountryCode | None = None
    name: str = ""
    phone: str = ""
    note: Prose | None = None


def read(values: Mapping[str, str]) -> HotlineRow:
    words = dict.fromkeys(("topic", "level", "outcome", "channel", "officer"), cell_parsing.lower)
    readers: dict[str, cell_parsing.Reader] = {
        "at": _parse_moment,
        "answered": cell_parsing.parse_yes_no,
        "country": cell_parsing.upper,
        "phone": _phone,
    }
    found = cell_parsing.read(
        HotlineRow, values, readers | words, longest={"name": 200, "call_id": 200}
    )
    parts = [found.topic, found.level, found.outcome]
    if any(parts) and not all(parts):
        raise IncompleteSession("topic")
    if found.topic and not found.answered:
        raise UnansweredCall("answered")
    return found


def _parse_moment(row: cell_parsing.Cells, name: str) -> datetime:
    """Parse a moment; without a time zone it is Tashkent time."""
    day = re.sub(
        r"^(\d{1,2})\.(\d{1,2})\.(\d{4})",
        lambda d: f"{d[3]}-{int(d[2]):02}-{int(d[1]):02}",
        row[name],
    )
    try:
        found = datetime.fromisoformat(day)
    except ValueError as reason:
        raise NotADateTime from reason
    return found if found.tzinfo else found.replace(tzinfo=TASHKENT)


def _phone(row: cell_parsing.Cells, name: str) -> str:
    return telephones.international_number(row[name])


def import_batch(
    session: Session, batch: list[HotlineRow], asked: ImportContext
) -> list[Became | Refusal]:
    """Import calls; one that is there already stays, since an officer may have continued it."""
    known, codes = (
        contacts.already_imported(session, [one.call_id for one in batch]),
        known_countries(session),
    )
    officers = _officers(session, {one.officer for one in batch})
    found: list[Became | Refusal] = [
        Became.SAME if one.call_id in known else _refusal(one, codes, officers, asked) or Became.NEW
        for one in batch
    ]
    fresh = [place for place, became in enumerate(found) if became is Became.NEW]
    held = [place for place in fresh if batch[place].topic]
    for place in fresh:
        if not batch[place].topic:
            _record_contact(session, batch[place], officers[batch[place].officer], asked)
    for place, refusal in zip(
        held,
        _record_sessions(session, [batch[place] for place in held], officers, asked),
        strict=True,
    ):
        found[place] = refusal or Became.NEW
    return found


def _officers(session: Session, emails: set[str]) -> dict[str, Account]:
    rows = session.execute(select(Account).where(col(Account.email).in_(emails))).scalars()
    return {
        str(row.email): row
        for row in rows
        if access.allows(accounts.actor_for(row), Permission.ADVICE_WRITE)
    }


def _refusal(
    one: HotlineRow, codes: frozenset[str], officers: dict[str, Account], asked: ImportContext
) -> Refusal | None:
    try:
        if one.officer not in officers:
            raise UnknownAdviser("officer")
        if one.at > asked.on:
            raise CallInFuture("at")
        if one.country:
            require_country(one.country, codes)
    except Refusal as refusal:
        return refusal
    return None


def _record_contact(
    session: Session, one: HotlineRow, officer: Account, asked: ImportContext
) -> None:
    """Record a call that did not become a session."""
    noted = NewContact(one.channel, one.answered, one.minutes, officer.post)
    contacts.record(
        session, noted, by=asked.by, on=asked.on, day=tashkent_day(one.at), call=_call(one, officer)
    )


def _call(one: HotlineRow, officer: Account) -> Call:
    """Return a call recorded by the importing account, but held by the officer and their mission."""
    return Call(one.at, officer.reference, one.minutes, one.call_id)


def _record_sessions(
    session: Session, calls: list[HotlineRow], officers: dict[str, Account], asked: ImportContext
) -> list[Refusal | None]:
    """Record the calls that ended in advice, and return why a call was refused."""
    held = [_session_to_import(one, officers[one.officer]) for one in calls]
    done = session_import.log_many(session, held, by=asked.by, on=asked.on)
    return [one if isinstance(one, Refusal) else None for one in done]


def _session_to_import(one: HotlineRow, officer: Account) -> ImportedSession:
    assert one.topic
    assert one.level
    assert one.outcome
    new_session = NewSession(
        one.channel,
        one.topic,
        one.level,
        one.outcome,
        one.country,
        name=one.name,
        phone=one.phone,
        note=one.note,
        post=officer.post,
    )
    return ImportedSession(new_session, _call(one, officer), tashkent_day(one.at))


KIND = ImportKind(
    "call_id", HEADERS, frozenset({"call_id", "at", "answered", "officer"}), read, import_batch
)
