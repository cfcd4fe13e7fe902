"""The journal: who did what and when, as a chain in which each entry has the previous one's
hash."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Select, event, func, insert, select, text, type_coerce, update
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.schema import Index
from sqlalchemy.types import UserDefinedType
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import vault
from catalog.core.actor import Actor
from catalog.core.journal_heads import Head

# The advisory lock under which PostgreSQL chains entries; SQLite has a single writer.
_LOCK = 0x4D55534F
GENESIS = "0" * 64
# The act of the entry from which on all entries are sealed.
_BEGIN = "seal"
_PUBLIC = "agency licence employer vacancy country rate occupation retention time_limit".split()
_PUBLIC += ["post", "fact", "hotline"]


class Entry(SQLModel, table=True):
    """One act on one record. It holds no personal values: only the names of the fields that
    changed."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_of_register_position", "of_register", "position"),
        Index("ix_journal_record", "reference", "noun", "act", "position"),
    )
    position: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    at: datetime
    account: str = Field(max_length=40)
    role: str = Field(max_length=24)
    act: str = Field(max_length=32)
    noun: str = Field(max_length=24)
    reference: str = Field(max_length=80)
    fields: str = Field(max_length=500)
    # Entries about the register are flagged in their row, so that caches need one short query.
    of_register: bool
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)
    # A keyed hash over the entry's hash; entries older than the key have none.
    seal: str | None = Field(default=None, max_length=64)


class SealedHead(SQLModel, table=True):
    """The sealed length of the journal, in one row. With it a journal that was cut off at the end
    is found from the database alone."""

    __tablename__ = "journal_head"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    position: int = Field(sa_type=BigInteger)
    seal: str = Field(max_length=64)


_TABLE: Any = Entry.__table__  # type: ignore[attr-defined]
_HEAD: Any = SealedHead.__table__  # type: ignore[attr-defined]
_LAST = select(col(Entry.position), col(Entry.hash)).order_by(col(Entry.position).desc()).limit(1)


class _PendingEntry(msgspec.Struct):
    at: datetime
    account: str
    role: str
    act: str
    noun: str
    reference: str
    fields: str


def write(
    session: Session,
    act: str,
    noun: str,
    reference: str,
    *,
    by: Actor,
    on: datetime,
    fields: tuple[str, ...] = (),
) -> None:
    """Record an act in the journal. It is chained and stored with the change itself when the
    transaction commits, or not at all."""
    write_many(session, act, noun, (reference,), by=by, on=on, fields=fields)


def write_many(
    session: Session,
    act: str,
    noun: str,
    references: Iterable[str],
    *,
    by: Actor,
    on: datetime,
    fields: tuple[str, ...] = (),
) -> None:
    """Record the same act on many records, in their order, with one entry for each."""
    head = (on.astimezone(UTC), by.account, by.role.value, act, noun)
    touched = ",".join(fields)[:500]
    session.info.setdefault("journal", []).extend(
        _PendingEntry(*head, one, touched) for one in references
    )


def digest(entry: Entry) -> str:
    """The hash of an entry (SHA-256) over all its fields and the previous hash."""
    parts = (entry.position, entry.at.isoformat(), entry.account, entry.role, entry.act, entry.noun)
    return _hash_fields((*parts, entry.reference, entry.fields, entry.of_register, entry.previous))


def _hash_fields(hashed: tuple[object, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(hashed)).hexdigest()


def _chain_rows(
    acts: list[_PendingEntry], position: int, previous: str, key: bytes | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of these acts, chained to the last entry and sealed if there is a key."""
    for number, act in enumerate(acts, start=position + 1):
        columns, flag = (
            (act.account, act.role, act.act, act.noun, act.reference, act.fields),
            act.noun in _PUBLIC,
        )
        mark = _hash_fields((number, act.at.isoformat(), *columns, flag, previous))
        seal = vault.seal_of(key, "entry", mark) if key else None
        row = {
            "position": number,
            "of_register": flag,
            "previous": previous,
            "hash": mark,
            "seal": seal,
        }
        yield row | msgspec.structs.asdict(act)
        previous = mark


def head(session: AnySession) -> tuple[int, str]:
    """The position and hash of the last entry."""
    row = session.execute(_LAST).first()
    return (row[0], row[1]) if row else (0, GENESIS)


@event.listens_for(AnySession, "before_commit")
def _seal(session: AnySession) -> None:
    # The end of a savepoint is not a commit: its entries wait for the transaction, which takes this
    # lock last.
    if session.in_nested_transaction() or not session.info.get("journal"):
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    acts, before, key = session.info.pop("journal"), head(session), vault.sealing_key(session)
    rows = list(_chain_rows(acts, *before, key))
    session.connection().execute(insert(_TABLE), rows)
    if key:
        _move_head(session, key, before, (rows[-1]["position"], rows[-1]["hash"]))


def _move_head(
    session: AnySession, key: bytes, before: tuple[int, str], now: tuple[int, str]
) -> None:
    """Move the sealed head if it names the previous entry. If the end of the journal was cut off,
    the head stays where it is and so reveals it."""
    there = (_HEAD.c.position == before[0], _HEAD.c.seal == _head_seal(key, *before))
    moved = update(_HEAD).where(*there).values(position=now[0], seal=_head_seal(key, *now))
    session.connection().execute(moved)


def _head_seal(key: bytes, position: int, mark: str) -> str:
    return vault.seal_of(key, "head", f"{position} {mark}")


def begin_seals(session: Session, *, by: Actor, on: datetime) -> None:
    """Start sealing the journal, once, when the sealing key was made. The first sealed entry names
    the last unsealed entry and by its hash seals all before it."""
    key, (position, mark) = vault.sealing_key(session), head(session)
    assert key, "the key was made before"
    session.add(SealedHead(id=1, position=position, seal=_head_seal(key, position, mark)))
    session.flush()
    if position:
        write(session, _BEGIN, "journal", str(position), by=by, on=on, fields=(mark,))


def is_sealed(session: Session) -> bool:
    """Whether any entry has a seal."""
    return (
        session.execute(
            select(col(Entry.position)).where(col(Entry.seal).is_not(None)).limit(1)
        ).first()
        is not None
    )


@event.listens_for(AnySession, "after_transaction_create")
def _mark(session: AnySession, transaction: SessionTransaction) -> None:
    """Remember how many acts were pending before a savepoint, since a rollback of it keeps
    those."""
    if transaction.nested:
        session.info.setdefault("journal_marks", {})[transaction] = len(
            session.info.get("journal", ())
        )


@event.listens_for(AnySession, "after_rollback")
def _forget(session: AnySession) -> None:
    """Drop the pending acts of a savepoint that is rolled back, or of the whole transaction."""
    kept = session.info.get("journal_marks", {}).get(session.get_nested_transaction(), 0)
    del session.info.get("journal", [])[kept:]


@event.listens_for(AnySession, "after_transaction_end")
def _unmark(session: AnySession, transaction: SessionTransaction) -> None:
    session.info.get("journal_marks", {}).pop(transaction, None)


# Asked at every request.
_LAST_OF_REGISTER = select(func.max(col(Entry.position))).where(col(Entry.of_register).is_(True))


def register_position(session: AnySession) -> int:
    """The last position about the register; caches made at another one are outdated."""
    return session.execute(_LAST_OF_REGISTER).scalar() or 0


def changed_references(session: AnySession, noun: str, since: int) -> list[str]:
    """The references of this noun's records that changed after a position."""
    changed = select(col(Entry.reference)).where(col(Entry.noun) == noun).distinct()
    return list(session.execute(changed.where(col(Entry.position) > since)).scalars())


class Wrong(StrEnum):
    """How a chain is wrong. An entry does not fit, has no valid seal, is missing at the end, or
    differs from a stored head."""

    ENTRY = "entry"
    SEAL = "seal"
    CUT = "cut"
    REWRITTEN = "rewritten"


class Flaw(msgspec.Struct, frozen=True):
    """The first entry that is wrong or missing. In a rewritten chain, the first entry known to
    differ; `sound` is the last entry known to be unchanged. `head` is the stored head that shows
    it, None if it was the sealed head."""

    position: int
    wrong: Wrong
    sound: int = 0
    head: Head | None = None


class Verification(msgspec.Struct, frozen=True):
    """The result of checking the chain. Its last entry, the first sealed entry (0: none), whether
    the seals were checked, and the flaw."""

    position: int
    hash: str
    sealed_from: int
    tried: bool
    flaw: Flaw | None


def verify(session: Session, kept: Iterable[Head] = ()) -> Flaw | None:
    """The first flaw of the chain, or against the heads stored elsewhere; None if there is none."""
    return examine(session, kept).flaw


def examine(session: Session, kept: Iterable[Head] = ()) -> Verification:
    """Check the whole chain against itself, its seals and heads stored elsewhere. The hashes can be
    checked by anybody; the seals only where the master key is available."""
    try:
        key = vault.sealing_key(session)
    except vault.BrokenSeal:
        key = None
    reading = _Reading(key, kept)
    with closing(session.execute(_rows())) as rows:
        flaw = next((found for row in rows if (found := reading.read(row))), None)
    flaw = flaw or reading.end(session.get(SealedHead, 1))
    return Verification(
        reading.position, reading.previous, reading.sealed_from, key is not None, flaw
    )


class _Reading:
    """A pass over the chain from the first entry to the last."""

    def __init__(self, key: bytes | None, kept: Iterable[Head]) -> None:
        self.previous, self.position, self.sound, self.sealed_from = GENESIS, 0, 0, 0
        self.seal = hmac.new(key, b"entry:", "sha256") if key else None
        self.key = key
        self.waiting: dict[int, list[Head]] = {}
        for head in kept:
            self.waiting.setdefault(head.position, []).append(head)

    def read(self, row: Any) -> Flaw | None:
        """The flaw of the next entry, if there is one."""
        at, flag, *columns, before, mark, seal = row
        position = self.position + 1
        if (
            columns[0] != position
            or before != self.previous
            or mark != _digest(at, flag, columns, before)
        ):
            return Flaw(position, Wrong.ENTRY, self.sound)
        if not self._is_sealed(position, columns[3], mark, seal):
            return Flaw(position, Wrong.SEAL, self.sound)
        self.position, self.previous = position, mark
        for head in self.waiting.pop(position, ()):
            if head.hash != mark:
                return Flaw(position, Wrong.REWRITTEN, self.sound, head)
            self.sound = position
        return None

    def _is_sealed(self, position: int, act: str, mark: str, seal: str | None) -> bool:
        """Check the seal of an entry.

        The first sealed entry must be the first of all, or name the entries that it seals.
        """
        if seal is None:
            return not self.sealed_from
        if not self.sealed_from:
            self.sealed_from = position
            if position > 1 and act != _BEGIN:
                return False
        if self.seal is None:
            return True
        made = self.seal.copy()
        made.update(mark.encode())
        return made.hexdigest() == seal

    def end(self, head: SealedHead | None) -> Flaw | None:
        """The flaw found after the last entry, if there is one."""
        if self.waiting:
            return Flaw(
                self.position + 1, Wrong.CUT, self.sound, self.waiting[min(self.waiting)][0]
            )
        if self.key is None:
            return None
        if not self.sealed_from and self.position:
            return Flaw(self.position, Wrong.SEAL, self.sound)
        if head is None or head.position > self.position:
            return Flaw(self.position + 1, Wrong.CUT, self.sound)
        if head.position < self.position or head.seal != _head_seal(
            self.key, self.position, self.previous
        ):
            return Flaw(head.position, Wrong.REWRITTEN, self.sound)
        return None


def _rows() -> Select[Any]:
    """Select the whole chain without converting its columns, so that an invalid value cannot stop
    it."""
    plain = (type_coerce(Entry.at, _AsStored()), type_coerce(Entry.of_register, _AsStored()))
    acted = (Entry.position, Entry.account, Entry.role, Entry.act, Entry.noun, Entry.reference)
    chained = (Entry.fields, Entry.previous, Entry.hash, Entry.seal)
    rows: Select[Any] = select(*plain, *map(col, (*acted, *chained)))
    return rows.order_by(col(Entry.position)).execution_options(yield_per=2_000)


class _AsStored(UserDefinedType[Any]):
    """A column value as the database returns it."""

    cache_ok = True


def _digest(at: Any, flag: Any, columns: list[Any], previous: str) -> str:
    """The hash that a stored entry must have; empty if its values could never have been written."""
    try:
        moment = (
            datetime.fromisoformat(f"{at}Z") if isinstance(at, str) else at.astimezone(UTC)
        ).isoformat()
    except (AttributeError, ValueError):
        return ""
    if flag not in (0, 1):
        return ""
    position, *words, reference, fields = columns
    return _hash_fields((position, moment, *words, reference, fields, bool(flag), previous))


def history(session: Session, noun: str, reference: str) -> list[Entry]:
    """The history of one record, oldest first."""
    rows = (
        select(Entry)
        .where(col(Entry.noun) == noun, col(Entry.reference) == reference)
        .order_by(col(Entry.position))
    )
    return list(session.execute(rows).scalars())
