"""The secret with which a worker follows a claim without an account.

It has 24 letters and digits, is shown once and stored only as a hash."""

import hashlib
import hmac

from catalog.core import fields, vault


def secret_of(number: str) -> str:
    """Return the secret of a claim.

    It is derived from the claim's number, so that a repeated submission gets the same one."""
    return vault.token("claim", number)


def hash_secret(secret: str) -> str:
    return hashlib.sha256(fields.plain_code(secret).encode()).hexdigest()


def verify(kept: str, secret: str) -> bool:
    """Return whether a secret matches a stored hash, in constant time."""
    return hmac.compare_digest(kept, hash_secret(secret))
