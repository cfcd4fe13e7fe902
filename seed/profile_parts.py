"""Profiles of invented workers: parts and lists, saved as workers save them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from matching.identity.persons import Citizen
from matching.profiles import profile_edits


def save(session: Session, person: Citizen, *parts: Any, by: Actor, on: datetime) -> None:
    """Save each part of a profile; a part that is a list has trades, languages or papers."""
    arguments: dict[str, Any] = {"by": by, "on": on, "day": tashkent_day(on)}
    for part in parts:
        if isinstance(part, list):
            profile_edits.save_list(session, person, type(part[0]), part, **arguments)
        else:
            profile_edits.save_part(session, person, part, **arguments)
