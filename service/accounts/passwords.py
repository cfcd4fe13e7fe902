"""Passwords: checked for length and common choices, and stored only as slow hashes."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from catalog.core.errors import Refusal
from i18n import N_
from service.infra.lazy_imports import Library

zxcvbn = Library("zxcvbn")
SHORTEST, LONGEST = 8, 128
# The OWASP setting for argon2id: 19 MiB, two passes, one lane; about 20 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# A hundred simultaneous requests must not take a hundred times the memory.
_AT_ONCE = threading.BoundedSemaphore(2)
# Guesses, as a power of ten, within which a password must not be found: a month of one core at our
# hashing.
_GUESSES = 8
_CHECKED_LENGTH = 64
# Words that come to mind first on this site.
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
        "Your password must have at least %(least)s characters. Several words in a row work well."
    )


class TooLongPassword(Refusal):
    slug = "too-long-password"
    sentence = N_("Your password must have %(most)s characters or fewer.")


class TooCommon(Refusal):
    slug = "too-common"
    sentence = N_(
        "This password is very common and easy to guess. Choose another, for example four words."
    )


def require_good(password: str, *, known: tuple[str, ...] = (), least: int = SHORTEST) -> None:
    """Require that a password is hard to guess (ASVS 5.0 6.2).

    It has enough length, and is neither common nor made of what is known of the person. Refuses:
    TooShort, TooLongPassword, TooCommon."""
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
    """Return the hash under which a password is stored."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def verify(kept: str | None, password: str) -> bool:
    """Return whether a password is right; without a stored one, the check takes just as long."""
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
    """Return whether a hash has outdated settings and is to be renewed at this login."""
    return _HASHER.check_needs_rehash(kept)
