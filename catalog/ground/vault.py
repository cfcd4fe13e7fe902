"""What a person tells us, kept so that a stolen disk gives nothing: sealed per person, found again only by equality."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func, select
from sqlmodel import Field, Session, SQLModel, col

# How a value is sealed stands in front of it, so that another way can follow: AES-GCM with a nonce of twelve bytes.
_VERSION = b"\x01"
# What must outlive a change of master key, or nothing would be found again that was kept by its fingerprint.
_LASTING = ("blind", "token", "lock")


class Key(SQLModel, table=True):
    """One person's key, wrapped by the master key of this name. Destroying the row makes all that was sealed for them
    unreadable."""

    __tablename__ = "vault_keys"
    owner: str = Field(primary_key=True, max_length=24)
    master: str = Field(index=True, max_length=8)
    wrapped: bytes


class Broken(Exception):
    """A sealed value that does not open: another key, another place, or tampered with."""


class _Masters:
    """The master keys by name, the one for new values first; read again when a name is met that is not known."""

    keys: ClassVar[dict[str, bytes]] = {}
    lasting: ClassVar[dict[str, bytes]] = {}
    read: ClassVar[Callable[[], Sequence[bytes]] | None] = None


def open_with(*masters: bytes, read: Callable[[], Sequence[bytes]] | None = None) -> None:
    """Called once at start with the 32 bytes of the master key, and of those before it while values are re-wrapped."""
    if not masters or any(len(one) != 32 for one in masters):
        raise ValueError("a master key has 32 bytes")
    _Masters.keys = {_name(one): one for one in masters}
    _Masters.lasting, _Masters.read = {}, read


def _name(master: bytes) -> str:
    return hashlib.sha256(b"name" + master).hexdigest()[:8]


def _master(name: str) -> bytes:
    if name not in _Masters.keys and _Masters.read is not None:
        # Those known before stay behind the newer ones until the process ends: the last is always the oldest.
        _Masters.keys = {_name(one): one for one in _Masters.read()} | _Masters.keys
    if name not in _Masters.keys:
        raise Broken(f"no master key of the name {name}")
    return _Masters.keys[name]


def _current() -> str:
    if not _Masters.keys:
        raise Broken("the vault is closed")
    return next(iter(_Masters.keys))


def _oldest() -> bytes:
    if not _Masters.keys:
        raise Broken("the vault is closed")
    return list(_Masters.keys.values())[-1]


def _derived(purpose: str) -> bytes:
    """A key for one purpose: as it was wrapped when the master key first changed, or of the oldest master key."""
    return _Masters.lasting.get(purpose) or _from(_oldest(), purpose)


def _from(master: bytes, purpose: str) -> bytes:
    return hmac.digest(master, purpose.encode(), "sha256")


def _encrypt(key: bytes, clear: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(12)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, clear, place.encode())


def _decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], place.encode())
    except (InvalidTag, ValueError) as reason:
        raise Broken(place) from reason


def _wrap(owner: str, key: bytes, master: str) -> Key:
    return Key(owner=owner, master=master, wrapped=_encrypt(_from(_master(master), "wrap"), key, owner))


def _unwrap(row: Key) -> bytes:
    return _decrypt(_from(_master(row.master), "wrap"), row.wrapped, row.owner)


def key_of(session: Session, owner: str) -> bytes:
    """The person's own key, made on first use."""
    row = session.get(Key, owner)
    if row is None:
        key = secrets.token_bytes(32)
        session.add(_wrap(owner, key, _current()))
        return key
    return _unwrap(row)


def destroy(session: Session, owner: str) -> None:
    """Makes all that was sealed for this owner unreadable for ever."""
    row = session.get(Key, owner)
    if row is not None:
        session.delete(row)
        session.flush()


def load(session: Session) -> None:
    """Reads the lasting keys, which exist once the master key was changed; called when the house opens."""
    rows = session.execute(select(Key).where(col(Key.owner).in_([f"~{name}" for name in _LASTING]))).scalars()
    _Masters.lasting = {row.owner[1:]: _unwrap(row) for row in list(rows)}


def rotate(session: Session, most: int = 500) -> int:
    """Re-wraps so many keys by the newest master key; nothing that was sealed changes. Zero when none is left: then the
    older master keys open nothing any more. The lasting keys go first, and can be repeated after a cut."""
    newest = _current()
    if not _Masters.lasting:
        _Masters.lasting = {name: _from(_oldest(), name) for name in _LASTING}
        session.add_all(_wrap(f"~{name}", key, newest) for name, key in _Masters.lasting.items())
        session.flush()
    older = select(Key).where(col(Key.master) != newest).limit(most)
    rows = list(session.execute(older.with_for_update(skip_locked=True)).scalars())
    for row in rows:
        row.wrapped, row.master = _encrypt(_from(_master(newest), "wrap"), _unwrap(row), row.owner), newest
    session.flush()
    return len(rows)


def left(session: Session) -> int:
    """How many keys are still wrapped by an older master key."""
    return session.execute(select(func.count()).where(col(Key.master) != _current())).scalar() or 0


def seal(session: Session, owner: str, place: str, clear: str | None) -> bytes | None:
    """Encrypts a text for its owner; place ("wages.story") is bound in, so sealed values cannot be swapped about."""
    if not clear:
        return None
    return _encrypt(key_of(session, owner), clear.encode(), f"{owner}:{place}")


def unseal(session: Session, owner: str, place: str, sealed: bytes | None) -> str:
    """The text again, or an empty one when there is none or the owner's key was destroyed."""
    if sealed is None or session.get(Key, owner) is None:
        return ""
    return _decrypt(key_of(session, owner), sealed, f"{owner}:{place}").decode()


def unseal_all(session: Session, sealed: Sequence[tuple[str, str, bytes | None]]) -> list[str]:
    """Many texts, each told as (owner, place, sealed), their keys read in one question."""
    owners = {owner for owner, _, value in sealed if value is not None}
    rows = list(session.execute(select(Key).where(col(Key.owner).in_(sorted(owners)))).scalars()) if owners else []
    keys = {row.owner: _unwrap(row) for row in rows}
    return [
        _decrypt(keys[owner], value, f"{owner}:{place}").decode() if value is not None and owner in keys else ""
        for owner, place, value in sealed
    ]


def lock(purpose: str, clear: bytes) -> bytes:
    """Encrypts what leaves this house and comes back, a draft in somebody's own browser; nobody else can read or change it."""
    return _encrypt(_derived("lock"), clear, purpose)


def unlock(purpose: str, sealed: bytes) -> bytes:
    """What was locked for this purpose. Raises Broken for anything else."""
    return _decrypt(_derived("lock"), sealed, purpose)


def blind(kind: str, value: str) -> str:
    """A keyed fingerprint by which an equal phone or passport is found without keeping it readable."""
    return hmac.new(_derived("blind"), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def token(purpose: str, value: str, length: int = 24) -> str:
    """A secret derived from a lasting key, so that a repeated request can be told the same one again."""
    digest = hmac.new(_derived("token"), f"{purpose}:{value}".encode(), hashlib.sha256).digest()
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(alphabet[byte % 32] for byte in digest[:length])
