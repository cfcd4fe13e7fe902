"""Choices of the filters of lists that no list of labels has, in the reader's language."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from catalog.core.actor import Actor
from catalog.reference import countries as country_rows
from catalog.reference.posts import Post
from i18n import N_, gettext
from service.accounts import Account
from service.web import rendering
from service.web.lists.list_view import Choices, Reading

# In place of an officer: the person who reads the list.
ME = "me"


def translated(reading: Reading, sentence: str) -> str:
    """Return a sentence of ours in the reader's language."""
    return gettext(reading.reader.lang, sentence)


def me(reading: Reading) -> str:
    """Return the label by which a person chooses what is their own."""
    return translated(reading, N_("Me"))


def yes_no(reading: Reading) -> list[tuple[str, str]]:
    return [("yes", translated(reading, N_("Yes"))), ("no", translated(reading, N_("No")))]


def countries(reading: Reading, codes: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Return countries in the order in which a form offers them."""
    return rendering.country_pairs(reading.reader.lang, codes)


def destinations(reading: Reading) -> Sequence[tuple[str, str]]:
    """Return the countries in which people work."""
    return countries(reading, country_rows.destinations(reading.session))


def by_country(reading: Reading, _asked: Any) -> Choices:
    """Return the choices of a filter that has none but the countries in which people work."""
    return {"country": destinations(reading)}


def officers(reading: Reading, held: Select[Any]) -> list[tuple[str, str]]:
    """Return the officers that a query finds in the records of a list, by name, the reader first."""
    found = select(col(Account.reference), col(Account.name)).where(
        col(Account.reference).in_(held)
    )
    rows = reading.session.execute(found.order_by(col(Account.name), col(Account.reference)))
    return [(ME, me(reading)), *((number, name) for number, name in rows)]


def officer(chosen: str, by: Actor) -> str:
    """Return the account of a chosen officer."""
    return by.account if chosen == ME else chosen


def office(reading: Reading, post: Post | None) -> str:
    """Return the kind of an office abroad and its city, or nothing."""
    return reading.reader.office(post) if post else ""
