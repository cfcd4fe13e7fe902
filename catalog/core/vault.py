"""The vault: personal values encrypted with one key for each person, and found only by equality."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, ClassVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Field, Session, SQLModel, col

# The version in front of a sealed value, so that the method can change: AES-GCM with a nonce of
# twelve bytes.
_VERSION = b"\x01"
# Keys that must survive a change of master key, since stored blind indexes depend on them.
_LASTING = ("blind", "token", "lock")
# Stored in every database from its first day, wrapped like the keys of persons: a known text, which
# reveals a wrong master key before anything is written with it, and the key of the journal's seals.
_KNOWN, _SEALS = "~known", "~seal"
_TEXT = b"This is the right master key."


class Key(SQLModel, table=True):
    """One person's key, wrapped by the named master key.

    Without this row nothing sealed for the person can be read.
    """

    __tablename__ = "vault_keys"
    owner: str = Field(primary_key=True, max_length=24)
    master: str = Field(index=True, max_length=8)
    wrapped: bytes


# Building these takes longer than running them, and they are run all the time.
_COLUMNS = select(col(Key.owner), col(Key.master), col(Key.wrapped))
_SEALING_KEY = _COLUMNS.where(col(Key.owner) == _SEALS)
_KEYS = _COLUMNS.where(col(Key.owner).in_(bindparam("owners", expanding=True)))


class BrokenSeal(Exception):
    """A sealed value that does not open: wrong key, wrong place, or tampered with."""


class _Masters:
    """The master keys by name, the one for new values first.

    `oldest` is the last of those with which the process was started.
    """

    keys: ClassVar[dict[str, bytes]] = {}
    oldest: ClassVar[bytes] = b""
    lasting: ClassVar[dict[str, bytes]] = {}
    read: ClassVar[Callable[[], Sequence[bytes]] | None] = None


def open_with(*masters: bytes, read: Callable[[], Sequence[bytes]] | None = None) -> None:
    """Set the master keys at start: 32 bytes each, the newest first.

    `read` returns the keys as they are later; without it they do not change.
    """
    if not masters or any(len(one) != 32 for one in masters):
        raise ValueError("a master key has 32 bytes")
    _Masters.keys, _Masters.oldest = {_name(one): one for one in masters}, masters[-1]
    _Masters.lasting, _Masters.read = {}, read


def close() -> None:
    """Forget the master keys: after this nothing opens."""
    _Masters.keys, _Masters.oldest, _Masters.lasting, _Masters.read = {}, b"", {}, None


def _name(master: bytes) -> str:
    return hashlib.sha256(b"name" + master).hexdigest()[:8]


def _reload_masters() -> None:
    """Load master keys added to their file since.

    Known keys stay behind the newer ones until the process ends, since rows wrapped by them may
    still be read.
    """
    if _Masters.read is not None:
        _Masters.keys = {_name(one): one for one in _Masters.read()} | _Masters.keys


def _master(name: str) -> bytes:
    if name not in _Masters.keys:
        _reload_masters()
    if name not in _Masters.keys:
        raise BrokenSeal(f"no master key of the name {name}")
    return _Masters.keys[name]


def newest() -> str:
    """The name of the master key that wraps new keys; it reveals nothing about the key."""
    if not _Masters.keys:
        raise BrokenSeal("the vault is closed")
    return next(iter(_Masters.keys))


def has_master_key(name: str) -> bool:
    """Whether the master key of this name is loaded."""
    return name in _Masters.keys


def _purpose_key(purpose: str) -> bytes:
    """The key for one purpose: the permanent one, or one derived from the oldest master key.

    Permanent keys exist since the first change of the master key.
    """
    if not _Masters.keys:
        raise BrokenSeal("the vault is closed")
    return _Masters.lasting.get(purpose) or _derive(_Masters.oldest, purpose)


def _derive(master: bytes, purpose: str) -> bytes:
    return hmac.digest(master, purpose.encode(), "sha256")


@lru_cache(maxsize=16)
def _wrapping(master: bytes) -> AESGCM:
    """The cipher that wraps the keys of persons, cached because a list of fifty opens fifty of
    them."""
    return AESGCM(_derive(master, "wrap"))


def _encrypt(key: AESGCM, clear: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(12)
    return _VERSION + nonce + key.encrypt(nonce, clear, place.encode())


def _decrypt(key: AESGCM, sealed: bytes, place: str) -> bytes:
    if sealed[:1] != _VERSION:
        raise BrokenSeal(place)
    try:
        return key.decrypt(sealed[1:13], sealed[13:], place.encode())
    except (InvalidTag, ValueError) as reason:
        raise BrokenSeal(place) from reason


def _wrapped(owner: str, key: bytes, master: str) -> dict[str, Any]:
    """The columns of a key row, wrapped by the master key of this name."""
    return {
        "owner": owner,
        "master": master,
        "wrapped": _encrypt(_wrapping(_master(master)), key, owner),
    }


def _unwrap(row: Any) -> bytes:
    """Decrypt the key in a row, a whole one or its three columns."""
    return _decrypt(_wrapping(_master(row.master)), row.wrapped, row.owner)


def key_of(session: Session, owner: str) -> bytes:
    """The person's own key, made on first use."""
    row = session.get(Key, owner)
    if row is None:
        # A process that does not know the newest master key yet would go on wrapping with one that
        # is about to be removed.
        _reload_masters()
        row = Key(**_wrapped(owner, secrets.token_bytes(32), newest()))
        session.add(row)
    # A session forgets rows that nobody holds; the texts of one person are sealed one after another.
    session.info["last_key"] = row
    return _unwrap(row)


def has_key(session: Session, owner: str) -> bool:
    """Whether the owner has a key: one that was made and not destroyed."""
    return session.get(Key, owner) is not None


def destroy(session: Session, owner: str) -> None:
    """Delete the owner's key: all that was sealed for them becomes unreadable for ever."""
    row = session.get(Key, owner)
    if row is not None:
        session.delete(row)
        session.flush()


def load(session: Session) -> None:
    """Check the known text and load the permanent keys.

    Called when the application starts; permanent keys exist once the master key was changed. Raises
    BrokenSeal if the master key is not that of these records.
    """
    known = session.get(Key, _KNOWN)
    if known is not None and _unwrap(known) != _TEXT:
        raise BrokenSeal("the known text")
    rows = session.execute(
        select(Key).where(col(Key.owner).in_([f"~{name}" for name in _LASTING]))
    ).scalars()
    _Masters.lasting = {row.owner[1:]: _unwrap(row) for row in list(rows)}


def is_set_up(session: Session) -> bool:
    """Whether the known text and the sealing key exist."""
    rows = session.execute(select(col(Key.owner)).where(col(Key.owner).in_([_KNOWN, _SEALS])))
    return len(rows.all()) == 2


def set_up(session: Session) -> bool:
    """Store the known text and a sealing key if there are none; return whether this was done.

    Raises BrokenSeal if the master key does not open what is stored.
    """
    if is_set_up(session):
        return False
    if session.get(Key, _KNOWN) is not None:
        raise BrokenSeal("the key of seals was taken away")
    for master in count_by_master_key(session):
        row = session.execute(select(Key).where(col(Key.master) == master).limit(1)).scalar_one()
        _unwrap(row)
    for owner, key in ((_KNOWN, _TEXT), (_SEALS, secrets.token_bytes(32))):
        session.add(Key(**_wrapped(owner, key, newest())))
    session.flush()
    return True


def sealing_key(session: AnySession) -> bytes | None:
    """The key of the journal's seals; None in a database without one.

    Raises BrokenSeal if the master key is another one.
    """
    row = session.execute(_SEALING_KEY).first()
    return _unwrap(row) if row else None


def seal_of(key: bytes, place: str, text: str) -> str:
    """The seal of a text: a keyed hash (HMAC-SHA-256).

    `place` separates seals made for different purposes.
    """
    return hmac.digest(key, f"{place}:{text}".encode(), "sha256").hex()


class RotationBatch(msgspec.Struct, frozen=True):
    """One batch of a change of master key: the keys rewrapped and the last owner read ("" at the
    end)."""

    done: int
    last: str


def rotate(session: Session, after: str = "", most: int = 500) -> RotationBatch:
    """Rewrap the next keys with the newest master key, in the order of their owners.

    Sealed values do not change. Before the first of them, the permanent keys are wrapped too. Safe
    to interrupt and repeat. Raises BrokenSeal if a master key is missing without which the blind
    indexes would change.
    """
    load(session)
    if not _Masters.lasting:
        _wrap_permanent_keys(session)
    older = select(col(Key.owner), col(Key.master), col(Key.wrapped)).where(
        col(Key.master) != newest()
    )
    next_ones = older.where(col(Key.owner) > after).order_by(col(Key.owner)).limit(most)
    rows = session.execute(next_ones.with_for_update(skip_locked=True)).all()
    again = [
        _wrapped(row.owner, _unwrap(row), newest()) for row in rows if has_master_key(row.master)
    ]
    if again:
        session.execute(update(Key), again)
    return RotationBatch(len(again), rows[-1].owner if rows else "")


def _wrap_permanent_keys(session: Session) -> None:
    """Wrap the permanent keys before the oldest master key is removed.

    They count only once the database has them: a transaction rolled back must not leave this
    process believing otherwise.
    """
    if any(not has_master_key(name) for name in count_by_master_key(session)):
        raise BrokenSeal("a master key is missing")
    session.add_all(
        Key(**_wrapped(f"~{name}", _derive(_Masters.oldest, name), newest())) for name in _LASTING
    )
    session.flush()


def count_by_master_key(session: Session) -> dict[str, int]:
    """How many keys each master key wraps, by its name."""
    rows = session.execute(select(col(Key.master), func.count()).group_by(col(Key.master)))
    return {name: int(count) for name, count in rows}


def count_outdated(session: Session) -> int:
    """How many keys are still wrapped by an older master key."""
    return sum(count for name, count in count_by_master_key(session).items() if name != newest())


def seal(session: Session, owner: str, place: str, clear: str | None) -> bytes | None:
    """Encrypt a text for its owner.

    The place ("claims.story") is authenticated, so that sealed values cannot be swapped.
    """
    return (
        _encrypt(AESGCM(key_of(session, owner)), clear.encode(), f"{owner}:{place}")
        if clear
        else None
    )


def unseal(session: Session, owner: str, place: str, sealed: bytes | None) -> str:
    """Decrypt a text; empty if there is none or the owner's key was destroyed."""
    return unseal_all(session, [(owner, place, sealed)])[0]


def unseal_all(session: Session, sealed: Sequence[tuple[str, str, bytes | None]]) -> list[str]:
    """Decrypt many texts, each given as (owner, place, sealed), with one query for their keys."""
    keys = _keys(session, {owner for owner, _, value in sealed if value is not None})
    return [
        _decrypt(keys[owner], value, f"{owner}:{place}").decode()
        if value is not None and owner in keys
        else ""
        for owner, place, value in sealed
    ]


def _keys(session: Session, owners: set[str]) -> dict[str, AESGCM]:
    """The keys of these owners, if they have one.

    A read-only session caches them (Database.read).
    """
    known: dict[str, AESGCM] = session.info.get("keys", {})
    if new := sorted(owners - known.keys()):
        rows = session.execute(_KEYS, {"owners": new})
        known |= {row.owner: AESGCM(_unwrap(row)) for row in rows}
    return known


def sealer(key: bytes) -> tuple[Callable[[bytes, str], bytes], Callable[[bytes, str], bytes]]:
    """Functions that encrypt and decrypt parts of a file with a person's key.

    Each part is bound to its place.
    """
    return partial(_encrypt, AESGCM(key)), partial(_decrypt, AESGCM(key))


def lock(purpose: str, clear: bytes) -> bytes:
    """Encrypt what leaves the server and comes back, such as a draft stored in the browser."""
    return _encrypt(AESGCM(_purpose_key("lock")), clear, purpose)


def unlock(purpose: str, sealed: bytes) -> bytes:
    """Decrypt what was locked for this purpose. Raises BrokenSeal for anything else."""
    return _decrypt(AESGCM(_purpose_key("lock")), sealed, purpose)


def blind(kind: str, value: str) -> str:
    """The blind index of a value: a keyed hash to find an equal phone or passport number."""
    return hmac.new(_purpose_key("blind"), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def token(purpose: str, value: str, length: int = 24) -> str:
    """A secret derived from a permanent key, so that a repeated request gets the same one."""
    digest = hmac.new(_purpose_key("token"), f"{purpose}:{value}".encode(), hashlib.sha256).digest()
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(alphabet[byte % 32] for byte in digest[:length])
