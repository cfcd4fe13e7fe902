"""Idempotency: a request repeated with the same key is answered as the first was, and done once."""

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

# A shorter key has fewer than 128 bits in letters: it may be guessed, or equal another visitor's by
# chance.
UNGUESSABLE_LENGTH = 22


class InvalidKey(Refusal):
    slug = "wrong-key"
    sentence = N_("An idempotency key must be 8 to 200 plain characters long.")


class FormAlreadySent(KeyReused):
    slug = "sent-before"
    sentence = N_(
        "This form has already been sent with different answers. Send it again if you want to"
        " save these answers too."
    )


class Once(SQLModel, table=True):
    """The answer given to one idempotency key of one person at one route."""

    __tablename__ = "once"
    key: str = Field(primary_key=True, max_length=64)
    body: str = Field(max_length=64)
    answer: bytes
    at: datetime


def run_once(
    session: Session,
    key: str | None,
    action: Callable[[], dict[str, Any]],
    *,
    by: Actor,
    on: datetime,
    route: str,
    body: Any,
    network: str = "",
) -> dict[str, Any]:
    """Do the action and store its answer in the same transaction, or return the stored answer.

    Without a key the action is simply done. Refuses: InvalidKey, KeyReused.
    """
    if key is None:
        return action()
    if not (8 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise InvalidKey
    mark, digest = storage_key(key, by=by, route=route, network=network), _digest(body)
    known = session.get(Once, mark)
    if known is not None:
        if known.body != digest:
            raise KeyReused
        answer: dict[str, Any] = msgspec.json.decode(known.answer)
        return answer
    answer = action()
    session.add(Once(key=mark, body=digest, answer=msgspec.json.encode(answer), at=on))
    return answer


def stored_answer(session: Session, key: str, *, by: Actor, route: str) -> dict[str, Any] | None:
    """Return the answer stored for this person under a key of this route."""
    known = session.get(Once, storage_key(key, by=by, route=route))
    if known is None:
        return None
    answer: dict[str, Any] = msgspec.json.decode(known.answer)
    return answer


def storage_key(key: str, *, by: Actor, route: str, network: str = "") -> str:
    """Return the key under which the answer for this person and route is stored.

    Visitors count as one person, so a key of theirs that may be guessed is valid only within its
    network.
    """
    within = [network] if by.role is Role.VISITOR and len(key) < UNGUESSABLE_LENGTH else []
    return _digest([by.account, route, key, *within])


def _digest(body: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(body, order="deterministic")).hexdigest()


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Delete at most `most` answers given before a moment and return their number."""
    old = select(col(Once.key)).where(col(Once.at) < before).limit(most)
    gone = session.execute(delete(Once).where(col(Once.key).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
