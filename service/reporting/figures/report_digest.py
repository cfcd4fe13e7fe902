"""Canonical serialization of signed figures, and the SHA-256 hash over it."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from service.reporting.figures.figures import Figure


def canonical_json(value: Any) -> str:
    """Encode as canonical JSON: sorted names, no spaces."""
    return msgspec.json.encode(msgspec.to_builtins(value), order="sorted").decode()


def fingerprint(figures: Sequence[Figure]) -> str:
    """Return the hash that shows that figures are those a person has reviewed."""
    return _sha256(canonical_json(figures))


def digest(row: Any, names: Sequence[str]) -> str:
    """Return the hash over these columns of a row and its time of signature."""
    return _sha256(
        canonical_json({name: _normalize(getattr(row, name)) for name in (*names, "signed_at")})
    )


def _normalize(value: Any) -> Any:
    """Return a moment as the same text from either database."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
