"""Checks that a serving process makes by itself: the database file and the journal heads."""

import asyncio
import logging
import os

from catalog.core import journal, journal_heads
from catalog.core.journal_heads import Head
from service.infra import logs
from service.infra.database import Database
from service.web.app_state import AppState

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
