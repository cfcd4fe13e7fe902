"""Detection of edit conflicts: two phones of one person never overwrite each other unseen."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from catalog.core.errors import Conflict, Refusal
from i18n import N_


class ChangedMeanwhile(Conflict):
    slug = "changed-meanwhile"
    sentence = N_(
        "This was changed after you opened it, perhaps on another telephone. If you want to "
        "keep what you wrote, send it again."
    )


def mark(values: Mapping[str, Any]) -> str:
    """Return the digest by which a page knows its source; empty if nothing was stored."""
    if not values:
        return ""
    return hashlib.sha256(msgspec.json.encode(dict(values), order="deterministic")).hexdigest()[:16]


def mark_for_page(
    values: Mapping[str, Any], typed: Mapping[str, Any], refusal: Refusal | None
) -> str:
    """Return the mark that a page carries.

    It is that of the current values, or the earlier one if only an answer was wrong.
    """
    return mark(values) if refusal is None or is_conflict(refusal) else str(typed.get("mark", ""))


def require_unchanged(values: Mapping[str, Any], typed: Mapping[str, Any], known: str) -> None:
    """Require that the stored values are those shown, or agree with the typed ones.

    Refuses: ChangedMeanwhile.
    """
    if mark(values) != known and changed_fields(values, typed):
        raise ChangedMeanwhile


def changed_fields(values: Mapping[str, Any], typed: Mapping[str, Any]) -> list[str]:
    """Return the answers in which the stored values differ from the typed ones."""
    return [name for name, value in values.items() if _plain(value) != _plain(typed.get(name))]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else " ".join(str(value or "").split())


def is_conflict(refusal: Refusal | None) -> bool:
    errors = refusal.errors if refusal else []
    return any(isinstance(error, ChangedMeanwhile) for error in errors)
