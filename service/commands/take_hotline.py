"""The hotline's own log: every call is a contact, and one that ended in advice is a session too."""

import re
from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.ground import vault
from catalog.ground.fields import TASHKENT, CountryCode, Line, Prose, tashkent_day
from catalog.ground.refusals import Refusal
from i18n import N_
from i18n.scripts import fold
from matching import citizens
from matching.citizens import Citizen, ErasedPerson
from service import access, accounts
from service.access import Permission
from service.accounts import Account
from service.casework import advice, contacts
from service.casework.advice import NewSession
from service.casework.contacts import Call, Minutes, NewContact
from service.casework.topics import Channel, Level, Outcome, Topic
from service.commands import cells
from service.commands.intake import Asked, Kind, known_countries, require_country
from service.commands.intake import Outcome as Became

HEADERS = (
    *("call_id", "at", "minutes", "answered", "topic", "country", "level", "outcome", "name", "phone", "note"),
    *("officer", "channel"),
)


class NotAMoment(Refusal):
    sentence = N_("Write day and time in Tashkent, like 2026-11-25 14:05.")


class NotYetCalled(Refusal):
    sentence = N_("This call has not come yet. Look at the day and the time.")


class NoAdviser(Refusal):
    sentence = N_("Nobody who advises has this e-mail address.")


class HalfASession(Refusal):
    sentence = N_("A session needs topic, level and outcome together; a call without a session has none of them.")


class NotAnswered(Refusal):
    sentence = N_("A call that nobody answered cannot have been advice.")


class Told(msgspec.Struct):
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


def read(told: Mapping[str, str]) -> Told:
    words = dict.fromkeys(("topic", "level", "outcome", "channel", "officer"), cells.lower)
    readers: dict[str, cells.Reader] = {"at": _moment, "answered": cells.yes, "country": cells.upper, "phone": _phone}
    found = cells.read(Told, told, readers | words, longest={"name": 200, "call_id": 200})
    parts = [found.topic, found.level, found.outcome]
    if any(parts) and not all(parts):
        raise HalfASession("topic")
    if found.topic and not found.answered:
        raise NotAnswered("answered")
    return found


def _moment(row: cells.Cells, name: str) -> datetime:
    """A moment without its zone is Tashkent's."""
    day = re.sub(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})", lambda d: f"{d[3]}-{int(d[2]):02}-{int(d[1]):02}", row[name])
    try:
        found = datetime.fromisoformat(day)
    except ValueError as reason:
        raise NotAMoment from reason
    return found if found.tzinfo else found.replace(tzinfo=TASHKENT)


def _phone(row: cells.Cells, name: str) -> str:
    return citizens.international(row[name])


def take(session: Session, batch: list[Told], asked: Asked) -> list[Became | Refusal]:
    """A call that is there already stays as it is: an officer may have gone on with its session."""
    known, codes = contacts.known(session, [one.call_id for one in batch]), known_countries(session)
    officers = _officers(session, {one.officer for one in batch})
    return [Became.SAME if one.call_id in known else _take(session, one, codes, officers, asked) for one in batch]


def _officers(session: Session, emails: set[str]) -> dict[str, Account]:
    rows = session.execute(select(Account).where(col(Account.email).in_(emails))).scalars()
    return {str(row.email): row for row in rows if access.allows(accounts.acting(row), Permission.ADVICE_WRITE)}


def _take(
    session: Session, one: Told, codes: frozenset[str], officers: dict[str, Account], asked: Asked
) -> Became | Refusal:
    try:
        if one.officer not in officers:
            raise NoAdviser("officer")
        if one.at > asked.on:
            raise NotYetCalled("at")
        if one.country:
            require_country(one.country, codes)
        _write(session, one, officers[one.officer], asked)
    except Refusal as refusal:
        return refusal
    return Became.NEW


def _write(session: Session, one: Told, officer: Account, asked: Asked) -> None:
    """By whoever takes the log in; the call itself is the officer's, and of their post."""
    call, day = Call(one.at, officer.reference, one.minutes, one.call_id), tashkent_day(one.at)
    if one.topic is None or one.level is None or one.outcome is None:
        noted = NewContact(one.channel, one.answered, one.minutes, officer.post)
        contacts.note(session, noted, by=asked.by, on=asked.on, day=day, call=call)
        return
    person = _known(session, one)
    held = NewSession(
        one.channel, one.topic, one.level, one.outcome, one.country, name=one.name, phone=one.phone, note=one.note,
        citizen=person.reference if person else None, post=officer.post,
    )  # fmt: skip
    advice.log(session, held, by=asked.by, on=asked.on, day=day, person=person, call=call)


def _known(session: Session, one: Told) -> Citizen | None:
    """Somebody of the same number and the same name, so that who calls often is one person. Refuses: ErasedPerson."""
    if not (one.name and one.phone):
        return None
    same = (col(Citizen.phone_blind) == vault.blind("phone", one.phone), col(Citizen.name_key) == fold(one.name)[:200])
    row = session.execute(select(Citizen).where(*same).order_by(col(Citizen.recorded_at))).scalars().first()
    if row is not None and row.same_as:
        row = session.get(Citizen, row.same_as)
    if row is not None and row.erased_at:
        raise ErasedPerson("name")
    return row


KIND = Kind("call_id", HEADERS, frozenset({"call_id", "at", "answered", "officer"}), read, take)
