"""Countries of destination and dated facts about each, with their source and mark of trust."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

import msgspec
from sqlalchemy import BigInteger, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import CountryCode
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import home_cities
from i18n import N_

# Where nobody is sent to work: the service is for work abroad.
HOME = "UZ"
# Where most people from Uzbekistan work, by the report of 2019 and the vacancies since; in the order
# in which the service offers them.
MAIN_DESTINATIONS = ("RU", "KZ", "KR", "TR", "PL", "DE", "JP", "AE", "SA")


class Mark(LabelledEnum):
    """How far a fact of law can be trusted, from least to most.

    For staff only, from any published source, from an official text (a law, a court, a ministry, an
    embassy), or confirmed by two officers."""

    UNCONFIRMED = "unconfirmed", N_("Not confirmed")
    SOURCED = (
        "sourced",
        N_("Not confirmed by an official text. Check with an adviser before you act on it."),
    )
    OFFICIAL = "official", N_("From an official text")
    CONFIRMED = "confirmed", N_("Confirmed by two officers")


class Kind(LabelledEnum):
    ENTRY_RULE = "entry_rule", N_("Entry and work permits")
    WAGE_REMEDY = "wage_remedy", N_("If you are not paid")
    WATCH_FOR = "watch_for", N_("What to watch out for")
    MINIMUM_WAGE = "minimum_wage", N_("Minimum wage")
    MONEY_RULE = "money_rule", N_("Money")
    AGREEMENT = "agreement", N_("Agreements between countries")
    EMERGENCY = "emergency", N_("Emergency numbers")


class NotACountry(Refusal):
    slug = "not-a-country"
    sentence = N_("We do not recognise this country.")


class WorkInUzbekistan(Refusal):
    slug = "work-in-uzbekistan"
    sentence = N_("This service is for work abroad. Work in Uzbekistan cannot be recorded here.")


class SameOfficer(Refusal):
    slug = "same-officer"
    sentence = N_("A second officer must confirm this fact.")


class NoSource(Refusal):
    slug = "no-source"
    sentence = N_(
        "No document is known that says this. Correct the entry and name its source first."
    )


class Confirmable(Protocol):
    """A row with a mark that two officers can raise to confirmed."""

    mark: str
    confirmed_once_by: str | None


class Country(SQLModel, table=True):
    __tablename__ = "countries"
    code: str = Field(primary_key=True, max_length=2)
    currency: str = Field(max_length=3)
    phone: str = Field(max_length=12)
    destination: bool = False


class Fact(SQLModel, table=True):
    """One dated statement about a country.

    `value` is in minor units if a currency is given, else in the unit named.
    """

    __tablename__ = "country_facts"
    id: int | None = Field(default=None, primary_key=True)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    kind: str = Field(max_length=16)
    component: str = Field(default="", max_length=40)
    value: int | None = Field(default=None, sa_type=BigInteger)
    unit: str = Field(default="", max_length=16)
    currency: str | None = Field(default=None, max_length=3)
    valid_from: date | None = None
    valid_to: date | None = None
    mark: str = Field(max_length=12)
    source: str = Field(max_length=300)
    en: str = Field(max_length=600)
    ru: str = Field(max_length=600)
    uz: str = Field(max_length=600)
    uz_cyrl: str = Field(max_length=600)
    kaa: str = Field(default="", max_length=600)
    confirmed_once_by: str | None = Field(default=None, max_length=40)


class NewCountry(msgspec.Struct):
    code: CountryCode
    currency: str
    phone: str
    destination: bool


class NewFact(msgspec.Struct):
    country: CountryCode
    kind: Kind
    mark: Mark
    source: str
    en: str
    ru: str
    uz: str
    uz_cyrl: str
    kaa: str = ""
    component: str = ""
    value: int | None = None
    unit: str = ""
    currency: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def load(session: Session, countries: Iterable[NewCountry], *, by: Actor, on: datetime) -> int:
    """Import the countries that are not stored yet."""
    known = set(session.execute(select(col(Country.code))).scalars())
    fresh = [country for country in countries if country.code not in known]
    session.add_all(Country(**msgspec.structs.asdict(country)) for country in fresh)
    session.flush()
    for country in fresh:
        journal.write(session, "load", "country", country.code, by=by, on=on)
    return len(fresh)


def state_fact(session: Session, fact: NewFact, *, by: Actor, on: datetime) -> Fact:
    """Record a fact about a country, never as confirmed: that takes two officers afterwards."""
    row = Fact(
        **msgspec.structs.asdict(fact)
        | {"mark": mark_until_confirmed(fact.mark).value, "kind": fact.kind.value}
    )
    session.add(row)
    session.flush()
    journal.write(
        session, "state_fact", "country", fact.country, by=by, on=on, fields=(fact.kind.value,)
    )
    return row


def correct_fact(session: Session, row: Fact, fact: NewFact, *, by: Actor, on: datetime) -> None:
    """Correct a fact that our own list stated wrongly.

    A fact confirmed by two officers stays as they saw it.
    """
    result = msgspec.structs.asdict(fact) | {
        "kind": fact.kind.value,
        "mark": mark_until_confirmed(fact.mark).value,
    }
    wrong = tuple(name for name, value in result.items() if getattr(row, name) != value)
    if not wrong or row.mark == Mark.CONFIRMED:
        return
    for name in wrong:
        setattr(row, name, result[name])
    row.confirmed_once_by = None
    session.flush()
    journal.write(
        session, "correct_fact", "country", row.country, by=by, on=on, fields=(row.kind, *wrong)
    )


def mark_until_confirmed(mark: Mark) -> Mark:
    """The mark of a new fact: never confirmed, since nobody has confirmed it here yet."""
    return Mark.SOURCED if mark is Mark.CONFIRMED else mark


def confirm_fact(session: Session, number: int, *, by: Actor, on: datetime) -> Fact:
    """Confirm a fact; it counts as confirmed once two officers have done so.

    Refuses: NotFound, SameOfficer.
    """
    row = require_found(session.get(Fact, number, with_for_update=True))
    if count_confirmation(row, by):
        session.flush()
        fields = (row.kind,)
        journal.write(session, "confirm_fact", "country", row.country, by=by, on=on, fields=fields)
    return row


def count_confirmation(row: Confirmable, by: Actor) -> bool:
    """Count an officer's confirmation of a row; return whether it was still needed.

    Refuses: NoSource where nobody has read a document that says so, SameOfficer.
    """
    if row.mark == Mark.CONFIRMED:
        return False
    if row.mark == Mark.UNCONFIRMED:
        raise NoSource
    require_other_person(by, SameOfficer, row.confirmed_once_by)
    row.mark = Mark.CONFIRMED.value if row.confirmed_once_by else row.mark
    row.confirmed_once_by = row.confirmed_once_by or by.account
    return True


def require(session: Session, code: str | None, field: str = "country") -> None:
    """Check that a stated country is known. Refuses: NotACountry."""
    if code is not None and session.get(Country, code) is None:
        raise NotACountry(field)


def require_abroad(code: str | None, city: str = "", field: str | None = None) -> None:
    """Check that neither the country nor the city of a worksite is in Uzbekistan.

    Refuses: WorkInUzbekistan."""
    if code == HOME:
        raise WorkInUzbekistan(field or "country")
    if home_cities.names_home_city(code, city):
        raise WorkInUzbekistan(field or "city")


def require_worksite(session: Session, code: str | None, city: str = "") -> None:
    """Check that a worksite is abroad and in a known country.

    Refuses: NotACountry, WorkInUzbekistan."""
    require(session, code)
    require_abroad(code, city)


def get(session: Session, code: str) -> Country:
    """The country of this code. Refuses: NotFound."""
    return require_found(session.get(Country, code))


def facts(session: Session, country: str, today: date, *, staff: bool = False) -> list[Fact]:
    """The facts in force in a country today; unconfirmed ones are for staff only."""
    held = select(Fact).where(
        col(Fact.country) == country,
        or_(col(Fact.valid_from).is_(None), col(Fact.valid_from) <= today),
        or_(col(Fact.valid_to).is_(None), col(Fact.valid_to) >= today),
    )
    if not staff:
        held = held.where(col(Fact.mark) != Mark.UNCONFIRMED.value)
    return list(session.execute(held.order_by(col(Fact.kind), col(Fact.id))).scalars())


# Currencies that forms offer, in this order: of what is owed abroad, and of what is paid at home.
CURRENCIES_ABROAD = ("USD", "EUR", "RUB", "UZS")
CURRENCIES_AT_HOME = ("UZS", "USD", "EUR", "RUB", "KRW")


def currencies(session: Session) -> list[str]:
    """The currencies of the countries where people from Uzbekistan work."""
    asked = select(col(Country.currency)).where(col(Country.destination)).distinct()
    return sorted(session.execute(asked).scalars())


def worksites(session: Session) -> list[str]:
    """The codes of the countries where somebody can work, Uzbekistan among them.

    Antarctica has no currency, Serbia and Montenegro are two countries today, and nobody lives on
    Bouvet Island and on Heard and McDonald Islands.
    """
    left_out = col(Country.code).in_(("BV", "CS", "HM"))
    asked = select(col(Country.code)).where(col(Country.currency) != "", ~left_out)
    return list(session.execute(asked.order_by(col(Country.code))).scalars())


_DESTINATIONS = (
    select(col(Country.code)).where(col(Country.destination)).order_by(col(Country.code))
)


def destinations(session: Session) -> list[str]:
    """The codes of the countries where people from Uzbekistan work."""
    return list(session.execute(_DESTINATIONS).scalars())
