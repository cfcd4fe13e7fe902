"""What is signed, written so that the same figures are always the same letters, and the hash over
it (SHA-256)."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from service.reporting.figures.figures import Figure


def canonical_json(value: Any) -> str:
    """As canonical JSON: sorted names, no spaces."""
    return msgspec.json.encode(msgspec.to_builtins(value), order="sorted").decode()


def fingerprint(figures: Sequence[Figure]) -> str:
    """By which it is seen that figures are those that somebody looked at."""
    return _sha256(canonical_json(figures))


def digest(row: Any, names: Sequence[str]) -> str:
    """The hash over these columns of a row and the moment at which it was signed."""
    return _sha256(
        canonical_json({name: _normalize(getattr(row, name)) for name in (*names, "signed_at")})
    )


def _normalize(value: Any) -> Any:
    """A moment is the same letters from either database."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
