"""What was done, by whom and when: a chain of entries in which each carries the hash of the one before."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Select, event, func, insert, select, text, type_coerce
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.types import UserDefinedType
from sqlmodel import Field, Session, SQLModel, col

from catalog.ground.heads import Head
from catalog.ground.who import Who

# The advisory lock under which PostgreSQL chains entries; SQLite's single writer needs none.
_LOCK = 0x4D55534F
GENESIS = "0" * 64
_REGISTER = frozenset({"agency", "licence", "employer", "vacancy", "country", "rate", "occupation"})


class Entry(SQLModel, table=True):
    """One act on one record. No personal values: only which fields were touched."""

    __tablename__ = "journal"
    position: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime
    account: str = Field(max_length=40)
    role: str = Field(max_length=24)
    act: str = Field(max_length=32)
    noun: str = Field(max_length=24)
    reference: str = Field(max_length=80, index=True)
    fields: str = Field(max_length=500)
    # The register's own entries have a number of their own row, so that caches ask one short question.
    of_register: bool = Field(index=True)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


_TABLE: Any = Entry.__table__  # type: ignore[attr-defined]


class _Act(msgspec.Struct):
    at: datetime
    account: str
    role: str
    act: str
    noun: str
    reference: str
    fields: str


def write(
    session: Session, act: str, noun: str, reference: str, *, by: Who, on: datetime, fields: tuple[str, ...] = ()
) -> None:
    """Notes an act; it is chained and stored with the change itself when the transaction commits, or not at all."""
    write_many(session, act, noun, (reference,), by=by, on=on, fields=fields)


def write_many(
    session: Session, act: str, noun: str, references: Iterable[str], *, by: Who, on: datetime, fields: tuple[str, ...] = ()
) -> None:  # fmt: skip
    """Notes the same act on many records, in their order, as if each had been noted by itself."""
    said = (on.astimezone(UTC), by.account, by.role.value, act, noun)
    touched = ",".join(fields)[:500]
    session.info.setdefault("journal", []).extend(_Act(*said, one, touched) for one in references)


def digest(entry: Entry) -> str:
    """The hash of an entry over all it says and the hash before it (SHA-256)."""
    parts = (entry.position, entry.at.isoformat(), entry.account, entry.role, entry.act, entry.noun)
    return _hashed((*parts, entry.reference, entry.fields, entry.of_register, entry.previous))


def _hashed(said: tuple[object, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _chained(acts: list[_Act], position: int, previous: str) -> Iterator[dict[str, Any]]:
    """The rows of these acts behind an entry, each with the hash of the one before."""
    for number, act in enumerate(acts, start=position + 1):
        said, flag = (act.account, act.role, act.act, act.noun, act.reference, act.fields), act.noun in _REGISTER
        mark = _hashed((number, act.at.isoformat(), *said, flag, previous))
        row = {"position": number, "of_register": flag, "previous": previous, "hash": mark}
        yield row | msgspec.structs.asdict(act)
        previous = mark


def head(session: AnySession) -> tuple[int, str]:
    """The position and hash of the last entry."""
    row = session.execute(
        select(col(Entry.position), col(Entry.hash)).order_by(col(Entry.position).desc()).limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, GENESIS)


@event.listens_for(AnySession, "before_commit")
def _seal(session: AnySession) -> None:
    # The end of a savepoint is no commit: what it noted waits for the transaction, whose last lock this is.
    if session.in_nested_transaction() or not session.info.get("journal"):
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    acts = session.info.pop("journal")
    session.connection().execute(insert(_TABLE), list(_chained(acts, *head(session))))


@event.listens_for(AnySession, "after_transaction_create")
def _mark(session: AnySession, transaction: SessionTransaction) -> None:
    """Notes how many acts stood before a savepoint, since those are kept when it is given up."""
    if transaction.nested:
        session.info.setdefault("journal_marks", {})[transaction] = len(session.info.get("journal", ()))


@event.listens_for(AnySession, "after_rollback")
def _forget(session: AnySession) -> None:
    """Of a savepoint that is given up, while it is still the one in hand; or, without one, of the whole transaction."""
    kept = session.info.get("journal_marks", {}).get(session.get_nested_transaction(), 0)
    del session.info.get("journal", [])[kept:]


@event.listens_for(AnySession, "after_transaction_end")
def _unmark(session: AnySession, transaction: SessionTransaction) -> None:
    session.info.get("journal_marks", {}).pop(transaction, None)


def register_position(session: AnySession) -> int:
    """How far the register has moved: what was cached under another position is out of date."""
    last = select(func.max(col(Entry.position))).where(col(Entry.of_register).is_(True))
    return session.execute(last).scalar() or 0


def touched(session: AnySession, noun: str, since: int) -> list[str]:
    """The references of this noun's records that changed after a position."""
    rows = select(col(Entry.reference)).where(col(Entry.noun) == noun, col(Entry.position) > since).distinct()
    return list(session.execute(rows).scalars())


class Wrong(StrEnum):
    """How a chain is wrong: an entry does not fit, the end is missing, or all fits and yet is not what was kept."""

    ENTRY = "entry"
    CUT = "cut"
    REWRITTEN = "rewritten"


class Flaw(msgspec.Struct, frozen=True):
    """The first entry that is wrong or missing; for what was written anew, the first that is known to be another one, sound
    being the last that is known to be the same. Head is the kept one that shows it."""

    position: int
    wrong: Wrong
    sound: int = 0
    head: Head | None = None


def verify(session: Session, kept: Iterable[Head] = ()) -> Flaw | None:
    """What is first found wrong in the chain, or with the heads kept elsewhere, or None when all is as it was written."""
    waiting: dict[int, list[Head]] = {}
    for head in kept:
        waiting.setdefault(head.position, []).append(head)
    previous, position, sound = GENESIS, 0, 0
    with closing(session.execute(_rows())) as rows:
        for position, (at, flag, *said, before, mark) in enumerate(rows, start=1):
            if said[0] != position or before != previous or mark != _digest(at, flag, said, before):
                return Flaw(position, Wrong.ENTRY, sound)
            previous = mark
            for head in waiting.pop(position, ()):
                if head.hash != previous:
                    return Flaw(position, Wrong.REWRITTEN, sound, head)
                sound = position
    if waiting:
        return Flaw(position + 1, Wrong.CUT, sound, waiting[min(waiting)][0])
    return None


def _rows() -> Select[Any]:
    """The whole chain, read as plainly as it is stored: a moment or a mark that is none must not stop the reading."""
    plain = (type_coerce(Entry.at, _AsStored()), type_coerce(Entry.of_register, _AsStored()))
    told = (Entry.position, Entry.account, Entry.role, Entry.act, Entry.noun, Entry.reference, Entry.fields)
    rows: Select[Any] = select(*plain, *map(col, told), col(Entry.previous), col(Entry.hash))
    return rows.order_by(col(Entry.position)).execution_options(yield_per=2_000)


class _AsStored(UserDefinedType[Any]):
    """A value as its database gives it."""

    cache_ok = True


def _digest(at: Any, flag: Any, said: list[Any], previous: str) -> str:
    """The hash that an entry must have by what is stored of it; of what was never written so, none."""
    try:
        moment = (datetime.fromisoformat(f"{at}Z") if isinstance(at, str) else at.astimezone(UTC)).isoformat()
    except (AttributeError, ValueError):
        return ""
    if flag not in (0, 1):
        return ""
    position, *words, reference, fields = said
    return _hashed((position, moment, *words, reference, fields, bool(flag), previous))


def of(session: Session, noun: str, reference: str) -> list[Entry]:
    """The history of one record, oldest first."""
    rows = select(Entry).where(col(Entry.noun) == noun, col(Entry.reference) == reference).order_by(col(Entry.position))
    return list(session.execute(rows).scalars())
