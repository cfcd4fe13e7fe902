"""The lines to call that stand at the foot of every page: one in Uzbekistan, and those of the country a page is about."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog import posts
from catalog.countries import Fact, Kind, Mark
from catalog.posts import Post
from i18n import CITIZEN

HOME = "UZ"


def read(session: Session, today: date) -> dict[str, list[dict[str, Any]]]:
    """By country: emergency numbers first, then the posts' duty telephones, then other lines; only what has a source."""
    found: dict[str, list[dict[str, Any]]] = {}
    facts = select(Fact).where(col(Fact.kind) == Kind.EMERGENCY.value, col(Fact.mark) != Mark.UNCONFIRMED.value)
    for fact in session.execute(facts.order_by(col(Fact.id))).scalars():
        if (fact.valid_from or today) <= today <= (fact.valid_to or today):
            found.setdefault(fact.country, []).append(_line(str(fact.value), fact, "emergency"))
    for post in session.execute(select(Post).where(col(Post.duty_phone) != "")).scalars():
        line = {"number": spaced(post.duty_phone), "dial": dial(post.duty_phone), "kind": "post", "post": post.kind}
        found.setdefault(post.country, []).append(line | {"city": post.city})
    for hotline in posts.hotlines(session):
        found.setdefault(hotline.scope, []).append(_line(hotline.number, hotline, "line"))
    return found


def _line(number: str, row: Any, kind: str) -> dict[str, Any]:
    texts = {lang.value: getattr(row, lang.value.lower().replace("-", "_")) or row.uz for lang in CITIZEN}
    return {"number": spaced(number), "dial": dial(number), "text": texts, "kind": kind}


def dial(number: str) -> str:
    return re.sub(r"[^0-9+]", "", number)


def spaced(number: str) -> str:
    """An Uzbek number as it is read out: +998 71 200 06 00."""
    home = re.fullmatch(r"\+998(\d{2})(\d{3})(\d{2})(\d{2})", dial(number))
    return f"+998 {home[1]} {home[2]} {home[3]} {home[4]}".replace(" ", "\u00a0") if home else number
