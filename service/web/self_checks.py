"""What a serving process looks at by itself. Its file must be the one it serves; the head of the
journal is kept each hour."""

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
    """Ends the process when another file was put in the place of the one it serves. Whatever it wrote would be lost."""
    while not database.replaced():
        await asyncio.sleep(EVERY)
    log.critical("the file of the records was replaced: this process ends")
    os._exit(os.EX_IOERR)


async def save_heads_hourly(house: AppState) -> None:
    """Writes the head of the journal down, soon after the start and then each hour."""
    await asyncio.sleep(SOON)
    while True:
        await asyncio.to_thread(save_head, house)
        await asyncio.sleep(HOUR)


def save_head(house: AppState) -> None:
    """Writes the head of the journal into the log and into the folder of heads, for `journal
    verify`."""
    try:
        with house.database.read() as session:
            position, mark = journal.head(session)
        if not position:
            return
        log.info("head of the journal", extra={"facts": {"position": position, "hash": mark}})
        journal_heads.append(house.settings.heads_file, Head(house.today, position, mark))
    except Exception as reason:  # noqa: BLE001 the next hour tries again, and people are served meanwhile
        log.error(
            "the head of the journal was not kept", extra={"facts": {"fault": logs.fault(reason)}}
        )
