"""What a person tells us, kept so that a stolen disk gives nothing: sealed per person, found again only by equality."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Field, Session, SQLModel

_VERSION = b"\x01"


class Key(SQLModel, table=True):
    """One person's key, wrapped by the master key. Destroying the row makes all that was sealed for them unreadable."""

    __tablename__ = "vault_keys"
    owner: str = Field(primary_key=True, max_length=24)
    wrapped: bytes


class Broken(Exception):
    """A sealed value that does not open: another key, another place, or tampered with."""


class _Master:
    key: bytes | None = None


def open_with(master: bytes) -> None:
    """Called once at start with the 32 bytes of the master key."""
    if len(master) != 32:
        raise ValueError("the master key has 32 bytes")
    _Master.key = master


def _derived(purpose: bytes) -> bytes:
    if _Master.key is None:
        raise Broken("the vault is closed")
    return hmac.digest(_Master.key, purpose, "sha256")


def _encrypt(key: bytes, clear: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(12)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, clear, place.encode())


def _decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], place.encode())
    except (InvalidTag, ValueError) as reason:
        raise Broken(place) from reason


def key_of(session: Session, owner: str) -> bytes:
    """The person's own key, made on first use."""
    row = session.get(Key, owner)
    if row is None:
        key = secrets.token_bytes(32)
        session.add(Key(owner=owner, wrapped=_encrypt(_derived(b"wrap"), key, owner)))
        return key
    return _decrypt(_derived(b"wrap"), row.wrapped, owner)


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


def lock(purpose: str, clear: bytes) -> bytes:
    """Encrypts what leaves this house and comes back, a draft in somebody's own browser; nobody else can read or change it."""
    return _encrypt(_derived(b"lock"), clear, purpose)


def unlock(purpose: str, sealed: bytes) -> bytes:
    """What was locked for this purpose. Raises Broken for anything else."""
    return _decrypt(_derived(b"lock"), sealed, purpose)


def blind(kind: str, value: str) -> str:
    """A keyed fingerprint by which an equal phone or passport is found without keeping it readable."""
    return hmac.new(_derived(b"blind"), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def token(purpose: str, value: str, length: int = 24) -> str:
    """A secret derived from the master key, so that a repeated request can be told the same one again."""
    digest = hmac.new(_derived(b"token"), f"{purpose}:{value}".encode(), hashlib.sha256).digest()
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(alphabet[byte % 32] for byte in digest[:length])
