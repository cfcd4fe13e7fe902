"""The lines to call that stand at the foot of every page: one in Uzbekistan, and those of the
country a page is about."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.reference import posts
from catalog.reference.countries import Fact, Kind, Mark
from catalog.reference.posts import Post
from i18n import CITIZEN_LANGUAGES, Language

HOME = "UZ"
# Calling codes of one and two digits; all others have three.
_COUNTRY = r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}"


def read(session: Session, today: date) -> dict[str, list[dict[str, Any]]]:
    """By country: police first, then the posts' duty telephones and other lines, ambulance and fire
    last. Only what has a source."""
    found: dict[str, list[dict[str, Any]]] = {}
    dialled = col(Fact.kind) == Kind.EMERGENCY.value, col(Fact.value).is_not(None)
    facts = select(Fact).where(*dialled, col(Fact.mark) != Mark.UNCONFIRMED.value)
    for fact in session.execute(facts.order_by(col(Fact.id))).scalars():
        if (fact.valid_from or today) <= today <= (fact.valid_to or today):
            line = _line(emergency(fact), fact, "emergency") | {"service": fact.component}
            found.setdefault(fact.country, []).append(line)
    for post in session.execute(select(Post).where(col(Post.duty_phone) != "")).scalars():
        line = {
            "number": format_number(post.duty_phone),
            "dial": dial(post.duty_phone),
            "kind": "post",
            "post": post.kind,
        }
        found.setdefault(post.country, []).append(
            line | {"country": post.country, "city": post.city}
        )
    for hotline in posts.hotlines(session):
        found.setdefault(hotline.scope, []).append(_line(hotline.number, hotline, "line"))
    return {scope: sorted(here, key=_rank) for scope, here in found.items()}


def _rank(line: dict[str, Any]) -> int:
    """Whoever is hurt needs the police first; a number for everything reaches them too."""
    return {"police": 0, "all": 1, "ambulance": 3, "fire": 4}.get(line.get("service", ""), 2)


def emergency(fact: Fact) -> str:
    """An emergency number as it is dialled; it has three digits at least, and may begin with a
    nought."""
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


def dial(number: str) -> str:
    return re.sub(r"[^0-9+]", "", number)


def format_number(number: str) -> str:
    """A number with its country as it is read out, in threes and pairs: +998 71 200 06 00, +7 925
    045 47 44. A foreign one that has its gaps already keeps them, for they know the country's own
    way."""
    bare = dial(number) if number.startswith("+998") else number
    parts = re.fullmatch(rf"(\+(?:{_COUNTRY}))(\d{{2,6}})(\d\d)(\d\d)", bare)
    if not parts:
        return number
    threes = re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", parts[2])
    return f"{parts[1]} {threes} {parts[3]} {parts[4]}".replace(" ", "\u00a0")
