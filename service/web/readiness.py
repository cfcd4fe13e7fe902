"""Readiness: whether this process can serve people; and what it checks by itself meanwhile."""

import asyncio
import logging
import os
import shutil
import time

import msgspec
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from catalog.core import journal, journal_heads
from catalog.core.errors import Refusal
from catalog.core.journal_heads import Head
from service.accounts import code_levels
from service.infra import logs, request_threads
from service.infra.database import Database
from service.input import closed_process
from service.operations import maintenance
from service.operations.maintenance import Work
from service.web.app_state import AppState

# Anyone may ask, so the result is cached; in seconds.
CACHE_SECONDS = 5.0
# In bytes: with less, the next photo or the nightly rewriting of the database may not fit.
MIN_FREE_BYTES = 100_000_000


class Readiness(msgspec.Struct, frozen=True):
    """The result of a check; reason and cause are empty if people can be served."""

    position: int = 0
    warnings: list[str] = []
    reason: str = ""
    cause: str = ""


def cached_check(app_state: AppState) -> Readiness:
    """Return the cached result, or check now."""
    known: tuple[float, Readiness] | None = app_state.memory.get("readiness")
    if known is not None and time.monotonic() - known[0] < CACHE_SECONDS:
        return known[1]
    found = check(app_state)
    app_state.memory["readiness"] = time.monotonic(), found
    return found


def check(app_state: AppState) -> Readiness:
    """Check what every request needs: disk space, current tables, a write and a read."""
    free = shutil.disk_usage(app_state.settings.home).free
    if free < MIN_FREE_BYTES:
        return Readiness(reason=f"The disk is full: {free // 1_000_000} MB are left.", cause="disk")
    # Monitoring does not wait as long as people do.
    asked = request_threads.WaitingTime()
    asked.seconds = request_threads.MAX_WAIT - 2
    request_threads.waiting_time.set(asked)
    try:
        if not app_state.database.migrated():
            return Readiness(
                reason="The tables are older or newer than this version.", cause="tables"
            )
        with app_state.database.write() as session:
            maintenance.record_success(session, Work.READY, on=app_state.clock())
        with app_state.database.read() as session:
            return Readiness(journal.register_position(session), _warnings(app_state, session))
    except (Refusal, DBAPIError) as reason:
        return Readiness(reason="The database does not take a row.", cause=logs.cause(reason))


def _warnings(app_state: AppState, session: Session) -> list[str]:
    now = app_state.clock()
    items = [
        f"{work.value}: it never went well, or not for more than a day."
        for work in maintenance.list_overdue(session, now)
    ]
    if code_levels.long_codes(session, on=now):
        items.append("codes: very many wrong ones are typed. New ones have eight digits.")
    if busy := code_levels.countries(session, on=now):
        items.append(
            f"messages: very many go to numbers that begin with {', '.join(f'+{code}' for code in busy)}."
        )
    if lacking := closed_process.missing_support():
        items.append(lacking)
    if app_state.settings.heads_beside:
        items.append("heads: they lie in the home, beside the records. Set MUSOFIR_HEADS_DIR.")
    if not app_state.settings.line:
        items.append("line: people are shown no advice line to call. Set MUSOFIR_LINE.")
    if not all(msgspec.structs.astuple(app_state.settings.head_office)):
        items.append(
            "office: the head of letters lacks an address, a telephone or an e-mail. Set MUSOFIR_OFFICE."
        )
    return items


log = logging.getLogger("musofir")
EVERY, SOON, HOUR = 1.0, 60.0, 3600.0


async def watch_database_file(database: Database) -> None:
    """End the process when another file has replaced the database that it serves.

    Whatever it wrote would be lost.
    """
    while not database.replaced():
        await asyncio.sleep(EVERY)
    log.critical("the file of the records was replaced: this process ends")
    os._exit(os.EX_IOERR)


async def save_heads_hourly(app_state: AppState) -> None:
    """Save the head of the journal soon after the start and then each hour."""
    await asyncio.sleep(SOON)
    while True:
        await asyncio.to_thread(save_head, app_state)
        await asyncio.sleep(HOUR)


def save_head(app_state: AppState) -> None:
    """Write the head of the journal to the log and to the heads file, for `journal verify`."""
    try:
        with app_state.database.read() as session:
            position, mark = journal.head(session)
        if not position:
            return
        log.info("head of the journal", extra={"facts": {"position": position, "hash": mark}})
        journal_heads.append(app_state.settings.heads_file, Head(app_state.today, position, mark))
    except Exception as reason:  # noqa: BLE001 the next hour tries again, and serving goes on
        log.error(
            "the head of the journal could not be stored",
            extra={"facts": {"fault": logs.fault(reason)}},
        )
