"""A request repeated with the same key is done once: the second time it gets the first answer again."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.actor import Role, Who
from catalog.core.errors import OtherBody, Refusal
from i18n import N_

# Shorter than 128 bits in letters, a key may be guessed, or be another visitor's by chance.
LONG = 22


class WrongKey(Refusal):
    slug = "wrong-key"
    sentence = N_("An idempotency key has 8 to 200 plain characters.")


class SentBefore(OtherBody):
    slug = "sent-before"
    sentence = N_("This form was sent once already, with other answers. Send again if these are to be kept too.")


class Once(SQLModel, table=True):
    """What was answered to a key of one person at one route."""

    __tablename__ = "once"
    key: str = Field(primary_key=True, max_length=64)
    body: str = Field(max_length=64)
    answer: bytes
    at: datetime


def do(
    session: Session,
    key: str | None,
    deed: Callable[[], dict[str, Any]],
    *,
    by: Who,
    on: datetime,
    route: str,
    body: Any,
    network: str = "",
) -> dict[str, Any]:
    """Does the deed and remembers its answer in the same transaction, or gives the answer of the first time.
    Without a key it is simply done. Refuses: WrongKey, OtherBody."""
    if key is None:
        return deed()
    if not (8 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise WrongKey
    mark, said = mark_of(key, by=by, route=route, network=network), _digest(body)
    known = session.get(Once, mark)
    if known is not None:
        if known.body != said:
            raise OtherBody
        answer: dict[str, Any] = msgspec.json.decode(known.answer)
        return answer
    answer = deed()
    session.add(Once(key=mark, body=said, answer=msgspec.json.encode(answer), at=on))
    return answer


def mark_of(key: str, *, by: Who, route: str, network: str = "") -> str:
    """By what the answer to a key of this person at this route is found. Visitors are one person: a key of theirs that may be
    guessed counts within its network only."""
    within = [network] if by.role is Role.VISITOR and len(key) < LONG else []
    return _digest([by.account, route, key, *within])


def _digest(said: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Removes answers given before a moment, at most so many at once; says how many."""
    old = select(col(Once.key)).where(col(Once.at) < before).limit(most)
    gone = session.execute(delete(Once).where(col(Once.key).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
