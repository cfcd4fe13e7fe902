"""Hotlines in the footer of every page: one in Uzbekistan, and those of the page's country."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.reference import posts
from catalog.reference.countries import Fact, Kind, Mark
from i18n import CITIZEN_LANGUAGES, Language
from matching.identity.telephones import dial, format_number


def read(session: Session, today: date) -> dict[str, list[dict[str, Any]]]:
    """Return the lines with a source by country.

    Police come first, then the posts' duty telephones and other lines, then ambulance and fire.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    dialled = col(Fact.kind) == Kind.EMERGENCY.value, col(Fact.value).is_not(None)
    facts = select(Fact).where(*dialled, col(Fact.mark) != Mark.UNCONFIRMED.value)
    for fact in session.execute(facts.order_by(col(Fact.id))).scalars():
        if (fact.valid_from or today) <= today <= (fact.valid_to or today):
            line = _line(emergency(fact), fact, "emergency") | {"service": fact.component}
            found.setdefault(fact.country, []).append(line)
    lines = posts.hotlines(session, today)
    known = {dial(line.number) for line in lines}
    for post in posts.list_shown(session, today):
        for number in post.telephones.splitlines():
            if dial(number) in known:
                continue
            line = {
                "number": format_number(number),
                "dial": dial(number),
                "kind": "post",
                "post": post.kind,
            }
            found.setdefault(post.country, []).append(
                line | {"country": post.country, "city": post.city}
            )
    for hotline in lines:
        found.setdefault(hotline.scope, []).append(_line(hotline.number, hotline, "line"))
    return {scope: sorted(here, key=_rank) for scope, here in found.items()}


def _rank(line: dict[str, Any]) -> int:
    """Return the rank of a line.

    A person who is hurt needs the police first; a number for all services reaches them too.
    """
    return {"police": 0, "all": 1, "ambulance": 3, "fire": 4}.get(line.get("service", ""), 2)


def emergency(fact: Fact) -> str:
    """Return an emergency number as dialled: at least three digits, perhaps with a leading 0."""
    return f"{fact.value or 0:03}"


def _line(number: str, row: Any, kind: str) -> dict[str, Any]:
    texts = {
        lang.value: getattr(row, lang.value.lower().replace("-", "_")) or row.uz
        for lang in CITIZEN_LANGUAGES
    }
    tongues = {
        lang.value: "uz" if lang is Language.KAA and not row.kaa else lang.value
        for lang in CITIZEN_LANGUAGES
    }
    return {
        "number": format_number(number),
        "dial": dial(number),
        "text": texts,
        "tongue": tongues,
        "kind": kind,
    }
