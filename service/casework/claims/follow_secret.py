"""The secret with which a worker follows a claim without an account.

It has 24 letters and digits, is shown once and stored only as a hash."""

import hashlib
import hmac
import re

from catalog.core import vault


def secret_of(number: str) -> str:
    """Return the secret of a claim.

    It is derived from the claim's number, so that a repeated submission gets the same one."""
    return vault.token("claim", number)


# Cyrillic letters that look like Latin ones: a person who copies a secret by eye may type either.
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def hash_secret(secret: str) -> str:
    latin = secret.upper().translate(_LOOK_ALIKE)
    return hashlib.sha256(re.sub(r"[^0-9A-Z]", "", latin).encode()).hexdigest()


def verify(kept: str, secret: str) -> bool:
    """Return whether a secret matches a stored hash, in constant time."""
    return hmac.compare_digest(kept, hash_secret(secret))
