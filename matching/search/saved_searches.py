"""Saved searches of a person, stored as the query string that runs them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta
from sqlalchemy import delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.exchange_rates import exponent
from catalog.core.fields import MAX_INT
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.search.conditions import Terms
from matching.search.index import FLAGS
from matching.search.search_results import Query

# The most searches of one person.
MOST = 20
LONGEST = 400
_PLAIN = ("q", "country", "occupation", "wage_min", "currency")


class EnoughSearches(Refusal):
    slug = "enough-searches"
    sentence = N_("You already have 20 saved searches. Delete one first.")


class SearchTooLong(Refusal):
    slug = "search-too-long"
    sentence = N_("This search is too long to save. Make it shorter.")


class NewSearch(msgspec.Struct):
    """The name of a search, and whether its person is notified of new results."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    tell: bool


class SavedSearch(SQLModel, table=True):
    """One search of one person.

    `told_at` is when they were last notified of it, `seen_at` when they last viewed it.
    """

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
    """The shortest query string for a search: known filters only, sums in whole units as typed."""
    names = [name for name in Query.__struct_fields__ if name not in (*FLAGS, "sort", "offset")]
    values = {name: getattr(asked, name) for name in names} | {"q": " ".join(asked.q.split())[:128]}
    if asked.wage_min:
        amount = Decimal(asked.wage_min).scaleb(-exponent(asked.currency))
        values["wage_min"] = f"{amount:f}"
    else:
        values |= {"wage_min": None, "currency": None}
    values |= {name: "true" for name in FLAGS if getattr(asked, name)}
    return urlencode([(name, value) for name, value in values.items() if value not in (None, "")])


def parse_address(query: str) -> Query:
    """Parse a query string made by `address`."""
    values: dict[str, Any] = dict(parse_qsl(query))
    if "wage_min" in values:
        values["wage_min"] = int(
            Decimal(values["wage_min"]).scaleb(exponent(values.get("currency", "UZS")))
        )
    plain = {name: values[name] for name in _PLAIN if name in values}
    return Query(**plain, **msgspec.structs.asdict(msgspec.convert(values, Terms, strict=False)))


def list_for_person(session: Session, person: str) -> list[SavedSearch]:
    """A person's own searches, newest first."""
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
    """Save a search; the same one again gets the new name.

    Refuses: persons.ErasedPerson, EnoughSearches, SearchTooLong.
    """
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
    """One of a person's own searches; another's is not found. Refuses: NotFound."""
    asked = select(SavedSearch).where(
        col(SavedSearch.id) == number, col(SavedSearch.citizen) == person.reference
    )
    row: SavedSearch | None = session.execute(asked).scalar() if number <= MAX_INT else None
    if row is None:
        raise NotFound
    return row


def record_viewed(session: Session, row: SavedSearch, *, by: Actor, on: datetime) -> None:
    """Record that the person viewed the results: later ones are new."""
    row.seen_at = on
    session.flush()
    journal.write(session, "amend", "saved_search", row.citizen, by=by, on=on, fields=("seen_at",))


def set_notification(
    session: Session, row: SavedSearch, tell: bool, *, by: Actor, on: datetime
) -> None:
    """Set whether the person is notified of new results."""
    row.tell = tell
    session.flush()
    journal.write(session, "amend", "saved_search", row.citizen, by=by, on=on, fields=("tell",))


def drop(session: Session, row: SavedSearch, *, by: Actor, on: datetime) -> None:
    """Delete a search."""
    session.delete(row)
    session.flush()
    journal.write(session, "drop", "saved_search", row.citizen, by=by, on=on)


def forget(session: Session, person: str) -> None:
    """Delete the searches of a person whose file is erased."""
    session.execute(delete(SavedSearch).where(col(SavedSearch.citizen) == person))
