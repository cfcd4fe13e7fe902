"""A request repeated with the same key is done once: the second time it gets the first answer
again."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.actor import Actor, Role
from catalog.core.errors import KeyReused, Refusal
from i18n import N_

# Shorter than 128 bits in letters, a key may be guessed, or be another visitor's by chance.
UNGUESSABLE_LENGTH = 22


class InvalidKey(Refusal):
    slug = "wrong-key"
    sentence = N_("An idempotency key has 8 to 200 plain characters.")


class FormAlreadySent(KeyReused):
    slug = "sent-before"
    sentence = N_(
        "This form was sent once already, with other answers. Send again if these are to be kept too."
    )


class Once(SQLModel, table=True):
    """What was answered to a key of one person at one route."""

    __tablename__ = "once"
    key: str = Field(primary_key=True, max_length=64)
    body: str = Field(max_length=64)
    answer: bytes
    at: datetime


def run_once(
    session: Session,
    key: str | None,
    deed: Callable[[], dict[str, Any]],
    *,
    by: Actor,
    on: datetime,
    route: str,
    body: Any,
    network: str = "",
) -> dict[str, Any]:
    """Does the deed and remembers its answer in the same transaction, or gives the answer of the
    first time. Without a key it is simply done. Refuses: InvalidKey, KeyReused."""
    if key is None:
        return deed()
    if not (8 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise InvalidKey
    mark, said = storage_key(key, by=by, route=route, network=network), _digest(body)
    known = session.get(Once, mark)
    if known is not None:
        if known.body != said:
            raise KeyReused
        answer: dict[str, Any] = msgspec.json.decode(known.answer)
        return answer
    answer = deed()
    session.add(Once(key=mark, body=said, answer=msgspec.json.encode(answer), at=on))
    return answer


def storage_key(key: str, *, by: Actor, route: str, network: str = "") -> str:
    """By what the answer to a key of this person at this route is found. Visitors are one person: a
    key of theirs that may be guessed counts within its network only."""
    within = [network] if by.role is Role.VISITOR and len(key) < UNGUESSABLE_LENGTH else []
    return _digest([by.account, route, key, *within])


def _digest(said: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Removes answers given before a moment, at most so many at once; says how many."""
    old = select(col(Once.key)).where(col(Once.at) < before).limit(most)
    gone = session.execute(delete(Once).where(col(Once.key).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
