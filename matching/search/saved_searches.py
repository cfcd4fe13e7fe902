"""Saved searches: what somebody looks for among the vacancies again and again, kept as the address
that finds it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta
from sqlalchemy import delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.exchange_rates import exponent
from catalog.core.fields import MAX_INT, Count, CountryCode, CurrencyCode, Isco, Minor
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen

# So many one person keeps.
MOST = 20
LONGEST = 400


class EnoughSearches(Refusal):
    slug = "enough-searches"
    sentence = N_("You have twenty saved searches. Delete one first.")


class SearchTooLong(Refusal):
    slug = "search-too-long"
    sentence = N_("This search is too long to be saved. Ask for less at once.")


class Query(msgspec.Struct):
    """What a search asks for; the wage is the least a month, in minor units."""

    q: str = ""
    country: CountryCode | None = None
    occupation: Isco | None = None
    wage_min: Minor | None = None
    currency: CurrencyCode = "UZS"
    language: str | None = None
    housing: bool | None = None
    offset: Count = 0


class NewSearch(msgspec.Struct):
    """Its name, and whether its person is told when something new is found."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    tell: bool


class SavedSearch(SQLModel, table=True):
    """One search of one person; told_at: when they were last written to about it, seen_at: when
    they last looked."""

    __tablename__ = "saved_searches"
    id: int | None = Field(default=None, primary_key=True)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    name: str = Field(max_length=60)
    query: str = Field(max_length=LONGEST)
    tell: bool = False
    at: datetime
    seen_at: datetime
    told_at: datetime | None = None


PERSONAL = ("citizen", "name", "query")


def address(asked: Query) -> str:
    """The shortest address that asks for the same: known filters alone, sums in whole units as they
    are typed."""
    kept: dict[str, object] = {
        "q": " ".join(asked.q.split())[:128],
        "country": asked.country,
        "occupation": asked.occupation,
    }
    if asked.wage_min:
        amount = Decimal(asked.wage_min).scaleb(-exponent(asked.currency))
        kept |= {"wage_min": f"{amount:f}", "currency": asked.currency}
    kept |= {"language": asked.language, "housing": "true" if asked.housing else None}
    return urlencode([(name, value) for name, value in kept.items() if value])


def parse_address(query: str) -> Query:
    """What an address of ours asks for."""
    values = dict(parse_qsl(query))
    currency = values.get("currency", "UZS")
    wage = (
        int(Decimal(values["wage_min"]).scaleb(exponent(currency)))
        if "wage_min" in values
        else None
    )
    return Query(
        values.get("q", ""),
        values.get("country"),
        values.get("occupation"),
        wage,
        currency,
        values.get("language"),
        True if "housing" in values else None,
    )


def list_for_person(session: Session, person: str) -> list[SavedSearch]:
    """Somebody's own searches, the newest first."""
    asked = select(SavedSearch).where(col(SavedSearch.citizen) == person)
    return list(
        session.execute(asked.order_by(col(SavedSearch.at).desc(), col(SavedSearch.id))).scalars()
    )


def save(
    session: Session,
    person: Citizen,
    new_search: NewSearch,
    asked: Query,
    *,
    by: Actor,
    on: datetime,
) -> SavedSearch:
    """Keeps a search; the same one again gets its new name. Refuses: persons.ErasedPerson,
    EnoughSearches, SearchTooLong."""
    persons.require_not_erased(session, person.reference)
    query, known = address(asked), list_for_person(session, person.reference)
    if len(query) > LONGEST:
        raise SearchTooLong("name")
    row = next((one for one in known if one.query == query), None)
    if row is None and len(known) >= MOST:
        raise EnoughSearches("name")
    row = row or SavedSearch(citizen=person.reference, name="", query=query, at=on, seen_at=on)
    row.name, row.tell = new_search.name, new_search.tell
    session.add(row)
    session.flush()
    journal.write(session, "record", "saved_search", person.reference, by=by, on=on)
    return row


def get_own(session: Session, number: int, person: Citizen) -> SavedSearch:
    """One of somebody's own searches; another's is not there. Refuses: NotFound."""
    asked = select(SavedSearch).where(
        col(SavedSearch.id) == number, col(SavedSearch.citizen) == person.reference
    )
    row: SavedSearch | None = session.execute(asked).scalar() if number <= MAX_INT else None
    if row is None:
        raise NotFound
    return row


def record_viewed(session: Session, row: SavedSearch, *, by: Actor, on: datetime) -> None:
    """Its person looks: what is new counts from now on."""
    row.seen_at = on
    session.flush()
    journal.write(session, "amend", "saved_search", row.citizen, by=by, on=on, fields=("seen_at",))


def switch(session: Session, row: SavedSearch, tell: bool, *, by: Actor, on: datetime) -> None:
    """Whether its person is written to when something new is found."""
    row.tell = tell
    session.flush()
    journal.write(session, "amend", "saved_search", row.citizen, by=by, on=on, fields=("tell",))


def drop(session: Session, row: SavedSearch, *, by: Actor, on: datetime) -> None:
    """Deletes a search."""
    session.delete(row)
    session.flush()
    journal.write(session, "drop", "saved_search", row.citizen, by=by, on=on)


def forget(session: Session, person: str) -> None:
    """Deletes somebody's searches; with their file they are erased."""
    session.execute(delete(SavedSearch).where(col(SavedSearch.citizen) == person))
