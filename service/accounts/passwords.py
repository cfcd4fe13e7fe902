"""Passwords: long rather than strange, not one of those that everybody tries, and kept only as slow
hashes."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from catalog.core.errors import Refusal
from i18n import N_
from service.infra.lazy_imports import Library

zxcvbn = Library("zxcvbn")
SHORTEST, LONGEST = 8, 128
# OWASP's setting for argon2id: 19 MiB, two passes, one lane; about 20 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Whoever sends a hundred at once gets no hundred times the memory.
_AT_ONCE = threading.BoundedSemaphore(2)
# Guesses, as a power of ten, within which a password must not be found: a month of one core at our
# hashing.
_GUESSES = 8
_CHECKED_LENGTH = 64
# What is near at hand for whoever thinks one up here.
_OURS = (
    "musofir",
    "migration",
    "migratsiya",
    "agentlik",
    "uzbekistan",
    "toshkent",
    "tashkent",
    "parol",
    "пароль",
)


class TooShort(Refusal):
    slug = "too-short"
    sentence = N_(
        "A password has at least %(least)s characters. A few words one after another are good."
    )


class TooLongPassword(Refusal):
    slug = "too-long-password"
    sentence = N_("A password has at most %(most)s characters.")


class TooCommon(Refusal):
    slug = "too-common"
    sentence = N_(
        "This password is among those that are tried first. Choose another, for example four words."
    )


def require_good(password: str, *, known: tuple[str, ...] = (), least: int = SHORTEST) -> None:
    """That nobody guesses it early (ASVS 5.0 6.2): length, and neither common nor made of what is
    known of the person. Refuses: TooShort, TooLongPassword, TooCommon."""
    if len(password) < least:
        raise TooShort("password", least=least)
    if len(password) > LONGEST:
        raise TooLongPassword("password", most=LONGEST)
    found = zxcvbn.zxcvbn(
        password[:_CHECKED_LENGTH],
        user_inputs=[word.lower() for word in (*known, *_OURS) if len(word) > 2],
    )
    if float(found["guesses_log10"]) < _GUESSES:
        raise TooCommon("password")


def hash_password(password: str) -> str:
    """The password as it is kept."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def verify(kept: str | None, password: str) -> bool:
    """Whether this is the password; where there is none, just as much work is done to say no."""
    with _AT_ONCE:
        try:
            found = _HASHER.verify(kept or _dummy_hash(), password[:LONGEST])
            return found and bool(kept) and len(password) <= LONGEST
        except (VerificationError, InvalidHashError):
            return False


@cache
def _dummy_hash() -> str:
    return _HASHER.hash("nobody has this password")


def needs_rehash(kept: str) -> bool:
    """Whether it was hashed by a weaker setting than today's, and is to be hashed anew at this
    sign-in."""
    return _HASHER.check_needs_rehash(kept)
