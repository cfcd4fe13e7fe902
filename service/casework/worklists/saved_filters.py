"""Saved filters of the lists of the desk, named by their owner."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import bindparam, func, null, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import MAX_INT
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.worklists import claim_list
from service.input import listing

# The most filters of one person for one list.
MAX_FILTERS = 20
CLAIMS = "wages"
LONGEST = 500


class TooManyFilters(Refusal):
    slug = "enough-filters"
    sentence = N_("You already have 20 saved filters. Delete one first.")


class NameTaken(Refusal):
    slug = "name-taken"
    sentence = N_("You already have a saved filter with this name. Choose another name.")


class FilterTooLong(Refusal):
    slug = "filter-too-long"
    sentence = N_("This filter is too long to save. Use fewer conditions.")


class SavedFilter(SQLModel, table=True):
    """One filter of one account for one list; it never contains a person's name."""

    __tablename__ = "saved_filters"
    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(index=True, max_length=40)
    # The name of the list, as in its `ListView`.
    list_name: str = Field(
        default=CLAIMS, max_length=24, sa_column_kwargs={"server_default": CLAIMS}
    )
    name: str = Field(max_length=60)
    query: str = Field(max_length=LONGEST)
    at: datetime


class NewName(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=60)]


_OWN = (
    select(SavedFilter)
    .where(
        col(SavedFilter.account) == bindparam("account"),
        col(SavedFilter.list_name) == bindparam("list_name"),
    )
    .order_by(col(SavedFilter.name), col(SavedFilter.id))
)


def list_own(session: Session, list_name: str = CLAIMS, *, by: Actor) -> list[SavedFilter]:
    """Return the actor's own filters for a list, by name."""
    return list(session.execute(_OWN, {"account": by.account, "list_name": list_name}).scalars())


def save(
    session: Session,
    new_name: NewName,
    query: str,
    list_name: str = CLAIMS,
    *,
    by: Actor,
    on: datetime,
) -> SavedFilter:
    """Save a filter, as the query string of its list, which names no person.

    Refuses: TooManyFilters, NameTaken, FilterTooLong."""
    known = list_own(session, list_name, by=by)
    if len(known) >= MAX_FILTERS:
        raise TooManyFilters("name")
    if len(query) > LONGEST:
        raise FilterTooLong("name")
    _require_free(known, new_name.name)
    row = SavedFilter(
        account=by.account, list_name=list_name, name=new_name.name, query=query, at=on
    )
    session.add(row)
    session.flush()
    journal.write(session, "record", "saved_filter", by.account, by=by, on=on)
    return row


def _require_free(known: Sequence[SavedFilter], name: str) -> None:
    if name.casefold() in {one.name.casefold() for one in known}:
        raise NameTaken("name")


def _get_own(session: Session, number: int, by: Actor) -> SavedFilter:
    asked = select(SavedFilter).where(
        col(SavedFilter.id) == number, col(SavedFilter.account) == by.account
    )
    row: SavedFilter = require_found(
        session.execute(asked).scalars().first() if number <= MAX_INT else None
    )
    return row


def rename(
    session: Session, number: int, new_name: NewName, *, by: Actor, on: datetime
) -> SavedFilter:
    """Rename one of the actor's own filters. Refuses: NotFound, NameTaken."""
    row = _get_own(session, number, by)
    _require_free(
        [one for one in list_own(session, row.list_name, by=by) if one.id != row.id], new_name.name
    )
    row.name = new_name.name
    session.flush()
    journal.write(session, "amend", "saved_filter", by.account, by=by, on=on, fields=("name",))
    return row


def drop(session: Session, number: int, *, by: Actor, on: datetime) -> None:
    """Delete one of the actor's own filters. Refuses: NotFound."""
    session.delete(_get_own(session, number, by))
    session.flush()
    journal.write(session, "drop", "saved_filter", by.account, by=by, on=on)


class FilterWithCount(msgspec.Struct, frozen=True):
    """A saved filter and how many claims it finds now; none if it is not understood any more."""

    number: int
    name: str
    query: str
    claims: int | None


def list_with_counts(session: Session, *, by: Actor, now: datetime) -> list[FilterWithCount]:
    """Return the actor's own filters with their counts, all counted in one query."""
    rows = list_own(session, by=by)
    if not rows:
        return []
    times = claim_list.times(session, now)
    read = (claim_list.read(dict(listing.pairs(row.query))) for row in rows)
    counts = [
        null()
        if errors
        else select(func.count())
        .select_from(Claim)
        .where(*claim_list.terms(asked, by, times))
        .scalar_subquery()
        for asked, errors in read
    ]
    found = session.execute(select(*counts)).one()
    return [
        FilterWithCount(row.id or 0, row.name, row.query, n)
        for row, n in zip(rows, found, strict=True)
    ]
