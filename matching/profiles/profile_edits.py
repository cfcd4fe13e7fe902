"""Edits of a profile: each part replaces what it contained before."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import delete, select
from sqlmodel import Session, col

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode, CurrencyCode, Isco, Minor
from catalog.reference.occupations import Occupation
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.profiles.profiles import Education, Hour, LookingFor, Paper
from matching.scoring.eligibility import Level

MOST_ROWS = 12
OLDEST = date(1900, 1, 1)


class TooYoung(Refusal):
    slug = "too-young"
    sentence = N_("This service is for people aged 18 and over.")


class TooManyRows(Refusal):
    slug = "too-much-told"
    sentence = N_("You can add up to %(most)s items here. Remove the least important one.")


class NoSuchTrade(Refusal):
    slug = "no-such-trade"
    sentence = N_("We do not recognise this trade. Choose one from the list.")


class RunsOutBefore(Refusal):
    slug = "runs-out-before"
    sentence = N_("This date is before the date of issue. Check both dates.")


class BasicsInput(msgspec.Struct, forbid_unknown_fields=True):
    born_on: date
    education: Education | None = None
    driving: Annotated[str, Meta(max_length=20, pattern=r"^[A-Z0-9, ]*\Z")] = ""


class PreferencesInput(msgspec.Struct, forbid_unknown_fields=True):
    countries: list[CountryCode] = []
    wage: Minor | None = None
    currency: CurrencyCode | None = None
    housing: bool | None = None
    available_from: date | None = None
    hour: Hour | None = None
    looking: bool = False
    told_of: bool = False


class TradeInput(msgspec.Struct, forbid_unknown_fields=True):
    isco08: Isco
    years: Annotated[int, Meta(ge=0, le=60)] = 0
    certificate: bool | None = None


class LanguageInput(msgspec.Struct, forbid_unknown_fields=True):
    language: Annotated[str, Meta(pattern=r"^[a-z]{2}\Z")]
    level: Level | None = None
    tested_on: date | None = None
    valid_until: date | None = None


class PaperInput(msgspec.Struct, forbid_unknown_fields=True):
    kind: Paper
    issued_on: date | None = None
    expires_on: date | None = None


def lock_profile(session: Session, person: Citizen) -> None:
    """Lock the person, so that a concurrent edit from another device waits and reads the result."""
    session.execute(
        select(col(Citizen.reference))
        .where(col(Citizen.reference) == person.reference)
        .with_for_update()
    )


def save_part(
    session: Session,
    person: Citizen,
    basics_input: BasicsInput | PreferencesInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> LookingFor:
    """Save one part of a profile in place of what it contained before.

    Refuses: persons.ErasedPerson, TooYoung, fields.TooLongAgo, fields.AlreadyOver,
    fields.TooFarAhead.
    """
    persons.require_not_erased(session, person.reference)
    values = msgspec.structs.asdict(basics_input)
    if isinstance(basics_input, BasicsInput):
        _require_grown(basics_input.born_on, day)
    else:
        fields.require_ahead(basics_input.available_from, day, "available_from")
        values["countries"] = ",".join(sorted(set(basics_input.countries)))[:60]
    row = _row(session, person, on)
    for name, value in values.items():
        setattr(row, name, value.value if isinstance(value, StrEnum) else value)
    _journal_change(session, row, tuple(values), by=by, on=on)
    return row


def _require_grown(born: date, day: date) -> None:
    fields.require_within(OLDEST, born, day, "born_on")
    if profiles.age(born, day) < 18:
        raise TooYoung("born_on")


def _row(session: Session, person: Citizen, on: datetime) -> LookingFor:
    row = session.get(LookingFor, person.reference, with_for_update=True, populate_existing=True)
    if row is None:
        row = LookingFor(citizen=person.reference, changed_at=on)
        session.add(row)
        session.flush()
    return row


def _journal_change(
    session: Session, row: LookingFor, names: Sequence[str], *, by: Actor, on: datetime
) -> None:
    row.changed_at = on
    session.flush()
    journal.write(session, "describe", "profile", row.citizen, by=by, on=on, fields=tuple(names))


_NAMES: dict[type[Any], str] = {
    TradeInput: "trades",
    LanguageInput: "tongues",
    PaperInput: "papers",
}


def save_list(
    session: Session,
    person: Citizen,
    kind: type[Any],
    items: Sequence[Any],
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Save a person's trades, languages or documents in place of those before.

    Of two items of one kind the last counts. Refuses: persons.ErasedPerson, TooManyRows,
    NoSuchTrade, fields.InTheFuture, RunsOutBefore.
    """
    persons.require_not_erased(session, person.reference)
    name = _NAMES[kind]
    table: Any = profiles.LISTS[name]
    _require_sense(session, items, name, day)
    row = _row(session, person, on)
    session.execute(delete(table).where(table.citizen == person.reference))
    kept = {msgspec.structs.astuple(one)[0]: one for one in items}
    session.add_all(
        [
            table(citizen=person.reference, **msgspec.to_builtins(one, builtin_types=(date,)))
            for one in kept.values()
        ]
    )
    _journal_change(session, row, (name,), by=by, on=on)


def _require_sense(session: Session, items: Sequence[Any], name: str, day: date) -> None:
    if len(items) > MOST_ROWS:
        raise TooManyRows(name, most=MOST_ROWS)
    if name == "trades":
        codes = {one.isco08 for one in items}
        known = select(col(Occupation.code)).where(col(Occupation.code).in_(codes))
        if codes - set(session.execute(known).scalars()):
            raise NoSuchTrade(name)
    for one in items:
        for field in ("tested_on", "issued_on"):
            if (past := getattr(one, field, None)) and past > day:
                raise fields.InTheFuture(field)
        for made, over in (("tested_on", "valid_until"), ("issued_on", "expires_on")):
            first, last = getattr(one, made, None), getattr(one, over, None)
            if first and last and last < first:
                raise RunsOutBefore(over)
