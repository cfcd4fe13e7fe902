"""Who is responsible for work in Uzbekistan, and how to reach them, as far as a source says so."""

from datetime import date
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.reference import countries
from catalog.reference.countries import HOME, Fact, Kind
from service.infra import hotlines


class AuthoritiesInUzbekistan(msgspec.Struct, frozen=True):
    """What is known of the responsible bodies, each with its source, and the lines to call."""

    facts: list[Fact]
    lines: list[dict[str, Any]]


def for_country(
    session: Session, country: str | None, today: date
) -> AuthoritiesInUzbekistan | None:
    """Return the bodies for work in Uzbekistan; None for work elsewhere."""
    if country != HOME:
        return None
    known = countries.facts(session, HOME, today)
    lines = hotlines.read(session, today).get(HOME, [])
    return AuthoritiesInUzbekistan(
        [fact for fact in known if fact.kind == Kind.WAGE_REMEDY],
        [line for line in lines if line["kind"] == "line"],
    )
