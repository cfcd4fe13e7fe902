"""Whether what somebody changes still says what they saw: two telephones of one person never
overwrite each other unseen."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from catalog.core.errors import Conflict, InvalidInput, Refusal
from i18n import N_


class ChangedMeanwhile(Conflict):
    slug = "changed-meanwhile"
    sentence = N_(
        "This was changed meanwhile, perhaps on another telephone. Send again if what you wrote is to stand."
    )


def mark(said: Mapping[str, Any]) -> str:
    """By what a page knows again what it was drawn from; nothing for what was never said."""
    if not said:
        return ""
    return hashlib.sha256(msgspec.json.encode(dict(said), order="deterministic")).hexdigest()[:16]


def mark_for_page(
    said: Mapping[str, Any], typed: Mapping[str, Any], refusal: Refusal | None
) -> str:
    """What a page carries along: what it is drawn from, and where only an answer was wrong what it
    was drawn from before."""
    return mark(said) if refusal is None or is_conflict(refusal) else str(typed.get("mark", ""))


def require_unchanged(said: Mapping[str, Any], typed: Mapping[str, Any], known: str) -> None:
    """That what stands is what was seen, or what is to stand anyhow. Refuses: ChangedMeanwhile."""
    if mark(said) != known and changed_fields(said, typed):
        raise ChangedMeanwhile


def changed_fields(said: Mapping[str, Any], typed: Mapping[str, Any]) -> list[str]:
    """In which answers what stands differs from what was typed."""
    return [name for name, value in said.items() if _plain(value) != _plain(typed.get(name))]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else " ".join(str(value or "").split())


def is_conflict(refusal: Refusal | None) -> bool:
    errors = refusal.errors if isinstance(refusal, InvalidInput) else [refusal]
    return any(isinstance(error, ChangedMeanwhile) for error in errors)
