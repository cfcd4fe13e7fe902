"""Application state: settings, database, clock and the register cache."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core.fields import tashkent_day
from catalog.licensing import working_days
from catalog.reference import country_measures
from catalog.reference.country_measures import Measure
from i18n import Language
from matching.lexicon import city_names
from matching.search.register_cache import RegisterCache
from service.infra import hotlines
from service.infra.database import Database
from service.infra.settings import Settings
from service.web.reader import Reader


class AppState(msgspec.Struct):
    """The state of one running service: settings, database, clock and in-memory caches."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]
    memory: dict[str, Any] = {}

    def register_cache(self, session: Session) -> RegisterCache:
        """Return the register cache of this process, refreshed if the register has changed."""
        if "register_cache" not in self.memory:
            self.memory["register_cache"] = RegisterCache()
        register_cache: RegisterCache = self.memory["register_cache"]
        at = self.database.version(), self.today
        if None in at or self.memory.get("register_cache_at") != at:
            # A transaction that is already open may read data older than that version.
            fresh = not session.in_transaction()
            self._move(register_cache, session)
            self.memory["register_cache_at"] = at if fresh else None
        return register_cache

    def _move(self, register_cache: RegisterCache, session: Session) -> None:
        known, names = (register_cache.position, register_cache.day), register_cache.lexicon
        register_cache.refresh(session, self.today)
        if (register_cache.position, register_cache.day) != known:
            self.memory["lines"] = hotlines.read(session, self.today)
            self.memory["calendar"] = working_days.calendar(session)
            self.memory["notices"] = country_measures.notices_by_country(session, self.today)
        if register_cache.lexicon is not names:
            self.memory["cities"] = city_names.read(session)

    def notices(self, session: Session, *countries: str | None) -> list[Measure]:
        """Return the notices to citizens about these countries that are in force today."""
        self.register_cache(session)
        found: dict[str, list[Measure]] = self.memory["notices"]
        return [one for code in dict.fromkeys(countries) for one in found.get(code or "", [])]

    @property
    def today(self) -> date:
        return tashkent_day(self.clock())

    def reader(self, lang: Language) -> Reader:
        """Return a reader of this language, with the names of cities in it."""
        return Reader(lang, partial(city_names.city_name, self.memory.get("cities", {}), lang))

    def city(self, lang: Language, session: Session | None = None) -> Callable[[str, str], str]:
        """Return what cities are called in a language, also before a page has needed it."""
        if "cities" not in self.memory:
            with nullcontext(session) if session else self.database.read() as opened:
                self.register_cache(opened)
        return self.reader(lang).city
