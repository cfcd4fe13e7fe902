"""Application state: settings, database, clock and the register cache."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core.fields import tashkent_day
from matching.lexicon import city_names
from matching.search.register_cache import RegisterCache
from service.infra import hotlines
from service.infra.database import Database
from service.infra.settings import Settings


class AppState(msgspec.Struct):
    """The state of one running service: settings, database, clock and in-memory caches."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]
    memory: dict[str, Any] = {}

    def shelf(self, session: Session) -> RegisterCache:
        """Return the register cache of this process, refreshed if the register has changed."""
        if "shelf" not in self.memory:
            self.memory["shelf"] = RegisterCache()
        shelf: RegisterCache = self.memory["shelf"]
        at = self.database.version(), self.today
        if None in at or self.memory.get("shelf at") != at:
            # A transaction that is already open may read data older than that version.
            fresh = not session.in_transaction()
            self._move(shelf, session)
            self.memory["shelf at"] = at if fresh else None
        return shelf

    def _move(self, shelf: RegisterCache, session: Session) -> None:
        known, names = (shelf.position, shelf.day), shelf.lexicon
        shelf.refresh(session, self.today)
        if (shelf.position, shelf.day) != known:
            self.memory["lines"] = hotlines.read(session, self.today)
        if shelf.lexicon is not names:
            self.memory["cities"] = city_names.read(session)

    @property
    def today(self) -> date:
        return tashkent_day(self.clock())
