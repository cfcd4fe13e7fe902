"""A request repeated with the same key is done once: the second time it gets the first answer again."""

import hashlib
from datetime import datetime
from typing import Any

import msgspec
from sqlmodel import Field, Session, SQLModel

from catalog.ground.refusals import OtherBody, Refusal
from catalog.ground.who import Who
from i18n import N_


class WrongKey(Refusal):
    sentence = N_("An idempotency key has 8 to 200 plain characters.")


class Once(SQLModel, table=True):
    """What was answered to a key of one person at one route."""

    __tablename__ = "once"
    key: str = Field(primary_key=True, max_length=64)
    body: str = Field(max_length=64)
    answer: bytes
    at: datetime


class Turn(msgspec.Struct):
    """One request under its key; answer is what it was told the first time, if this is not the first."""

    key: str
    body: str
    answer: Any = None


def begin(session: Session, key: str | None, *, by: Who, route: str, body: Any) -> Turn | None:
    """Looks whether this was asked before. Without a key there is nothing to look up. Refuses: WrongKey, OtherBody."""
    if key is None:
        return None
    if not (8 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise WrongKey
    turn = Turn(_digest([by.account, route, key]), _digest(body))
    known = session.get(Once, turn.key)
    if known is None:
        return turn
    if known.body != turn.body:
        raise OtherBody
    turn.answer = msgspec.json.decode(known.answer)
    return turn


def keep(session: Session, turn: Turn | None, answer: Any, *, on: datetime) -> None:
    """Remembers the answer in the same transaction as the deed itself."""
    if turn is not None:
        session.add(Once(key=turn.key, body=turn.body, answer=msgspec.json.encode(answer), at=on))


def _digest(said: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()
