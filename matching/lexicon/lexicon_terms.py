"""The stored lexicon: names of occupations with unit group, kind and language, and cities."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.reference.countries import Country
from i18n import CITIZEN_LANGUAGES, formats
from matching.lexicon.lexicon import Lexicon, Name
from matching.lexicon.places import Place


class Term(SQLModel, table=True):
    """One name in one unit group; `country` if the name implies one (a visa, an employer)."""

    __tablename__ = "lexicon"
    id: int | None = Field(default=None, primary_key=True)
    isco08: str = Field(max_length=4, index=True)
    kind: str = Field(max_length=10)
    name: str = Field(max_length=120)
    language: str = Field(default="", max_length=8)
    country: str | None = Field(default=None, max_length=2)


class City(SQLModel, table=True):
    """A city abroad with its common spellings, joined by bars."""

    __tablename__ = "cities"
    country: str = Field(primary_key=True, foreign_key="countries.code", max_length=2)
    name: str = Field(primary_key=True, max_length=80)
    names: str = Field(max_length=500)


_COLUMNS: tuple[Any, ...] = (Term.isco08, Term.kind, Term.name, Term.language, Term.country)


def load(session: Session, names: Iterable[Name], *, by: Actor, on: datetime) -> int:
    """Import the names that are not stored yet."""
    known = {tuple(row) for row in session.execute(select(*_COLUMNS))}
    fresh = [
        name
        for name in names
        if (name.isco08, name.kind, name.name, name.language, name.country) not in known
    ]
    if fresh:
        rows = [
            {
                "isco08": n.isco08,
                "kind": n.kind,
                "name": n.name,
                "language": n.language,
                "country": n.country,
            }
            for n in fresh
        ]
        session.execute(insert(Term), rows)
        journal.write(session, "load", "occupation", "lexicon", by=by, on=on)
    return len(fresh)


def load_cities(
    session: Session, cities: Iterable[tuple[str, str, str]], *, by: Actor, on: datetime
) -> int:
    """Import cities as (country, name, spellings) that are not stored yet."""
    known = {tuple(row) for row in session.execute(select(col(City.country), col(City.name)))}
    fresh = [
        {"country": country, "name": name, "names": names}
        for country, name, names in cities
        if (country, name) not in known
    ]
    if fresh:
        session.execute(insert(City), fresh)
        journal.write(session, "load", "occupation", "cities", by=by, on=on)
    return len(fresh)


def lexicon(session: Session) -> Lexicon:
    """Build the lexicon.

    Takes about half a second, once in each process and when names change.
    """
    names = [Name(*row) for row in session.execute(select(*_COLUMNS).order_by(col(Term.id)))]
    places = [
        Place(spelling, country, name)
        for country, name, names_ in session.execute(
            select(col(City.country), col(City.name), col(City.names))
        )
        for spelling in names_.split("|")
    ]
    for code in session.execute(select(col(Country.code)).order_by(col(Country.code))).scalars():
        places += [
            Place(name, code)
            for name in sorted({formats.country(language, code) for language in CITIZEN_LANGUAGES})
        ]
    return Lexicon.load(names, places)
