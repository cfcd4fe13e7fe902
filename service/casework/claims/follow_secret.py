"""The secret by which a worker follows a claim without an account: 24 letters and digits, told
once, kept only hashed."""

import hashlib
import hmac
import re

from catalog.core import vault


def secret_of(number: str) -> str:
    """The secret of a claim; it is derived, so that whoever sends the same claim again can be told
    it again."""
    return vault.token("claim", number)


# Cyrillic letters that look like Latin ones: whoever copies a secret by eye may type either.
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def hash_secret(secret: str) -> str:
    latin = secret.upper().translate(_LOOK_ALIKE)
    return hashlib.sha256(re.sub(r"[^0-9A-Z]", "", latin).encode()).hexdigest()


def verify(kept: str, secret: str) -> bool:
    """Whether this is the secret that was kept; the comparison takes as long for a wrong one."""
    return hmac.compare_digest(kept, hash_secret(secret))
