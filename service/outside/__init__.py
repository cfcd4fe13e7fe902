"""Delivery of outbox messages to suppliers, repeated until they are accepted."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlmodel import Session

from catalog.core import outbox
from catalog.core.outbox import Channel, OpenedMessage
from service.infra.database import Database
from service.infra.settings import Settings, WrongSetting
from service.outside.sms import Sms
from service.outside.supplier import ChannelUnavailable, NotDelivered, require_https, token
from service.outside.telegram import Telegram

log = logging.getLogger("musofir")
# httpx would log each request with its address, which concerns nobody but the supplier.
logging.getLogger("httpx").setLevel(logging.WARNING)

# Messages are sent in parallel, so a batch ends within the patience for one: far less than the
# minute after which another sender takes over.
BATCH_SIZE = 8
EVERY, AFTER_TROUBLE = 1.0, 10.0
# A supplier that failed this often is replaced where another channel exists.
MAX_TRIES = 2


class Sender(Protocol):
    async def send(self, letter: OpenedMessage) -> None:
        """Hand over one message.

        Raises NotDelivered, or ChannelUnavailable where this channel cannot reach the person.
        """


Senders = Mapping[Channel, Sender]


def make_senders(given: Settings) -> dict[Channel, Sender]:
    """Return a sender for each channel that is configured.

    A demonstration has none, because nothing leaves it. Raises WrongSetting.
    """
    if given.demonstration:
        return {}
    found: dict[Channel, Sender] = {}
    if given.sms_url or given.sms_token_file:
        # Telegram messages go by SMS where no Telegram is configured.
        found[Channel.SMS] = found[Channel.TELEGRAM] = _http_sender(
            "MUSOFIR_SMS", given.sms_url, given.sms_token_file
        )
    if given.mail_url or given.mail_token_file:
        found[Channel.EMAIL] = _http_sender("MUSOFIR_MAIL", given.mail_url, given.mail_token_file)
    if given.telegram_token_file:
        found[Channel.TELEGRAM] = Telegram(
            token("MUSOFIR_TELEGRAM_TOKEN_FILE", given.telegram_token_file)
        )
    return found


def _http_sender(name: str, url: str, file: Path | None) -> Sms:
    """Return the sender for the URL and token file of a setting; SMS and e-mail are sent alike."""
    if not url or file is None:
        raise WrongSetting(f"{name}_URL and {name}_TOKEN_FILE belong together: set both or neither")
    return Sms(require_https(f"{name}_URL", url), token(f"{name}_TOKEN_FILE", file))


def deliver(database: Database, senders: Senders, clock: Callable[[], datetime]) -> int:
    """Deliver one batch of due messages and return its size.

    Messages are sent while no transaction is open; their outcomes are recorded afterwards.
    """
    with database.read() as session:
        if not outbox.has_due(session, senders, on=clock()):
            return 0
    with database.write() as session:
        letters = outbox.lease(session, senders, on=clock(), most=BATCH_SIZE)
    outcomes = asyncio.run(_send_all(letters, senders))
    with database.write() as session:
        for letter, trouble in zip(letters, outcomes, strict=True):
            _record_outcome(session, letter, trouble, senders, clock())
    return len(letters)


async def _send_all(letters: list[OpenedMessage], senders: Senders) -> list[Exception | None]:
    return list(
        await asyncio.gather(*(_try_send(letter, senders[letter.channel]) for letter in letters))
    )


async def _try_send(letter: OpenedMessage, sender: Sender) -> Exception | None:
    """Send one message and return the error, which names no number and no text, or None."""
    try:
        await sender.send(letter)
    except (NotDelivered, ChannelUnavailable) as trouble:
        return trouble
    except Exception as reason:  # noqa: BLE001 one unforeseen error must not hold up the others
        return NotDelivered(type(reason).__name__)
    return None


def _record_outcome(
    session: Session,
    letter: OpenedMessage,
    trouble: Exception | None,
    senders: Senders,
    on: datetime,
) -> None:
    if trouble is None:
        outbox.mark_sent(session, letter, on=on)
        return
    facts = {
        "message": letter.reference,
        "channel": letter.channel.value,
        "tries": letter.tries,
        "why": str(trouble),
    }
    log.warning("a message was not accepted by its provider", extra={"facts": facts})
    if _has_other_channel(letter, senders) and (
        isinstance(trouble, ChannelUnavailable) or letter.tries >= MAX_TRIES
    ):
        outbox.change_channel(session, letter, Channel.SMS, on=on)
    else:
        outbox.mark_failed(session, letter, on=on)


def _has_other_channel(letter: OpenedMessage, senders: Senders) -> bool:
    return letter.channel is Channel.TELEGRAM and senders.get(Channel.SMS) not in (
        None,
        senders[letter.channel],
    )


async def send_continuously(
    database: Database, senders: Senders, clock: Callable[[], datetime]
) -> None:
    """Send due messages every second until cancelled.

    Each worker runs one such task; without a supplier it ends at once.
    """
    if not senders:
        return
    loop = asyncio.get_running_loop()
    # A separate thread, so that pages are still answered while a supplier is silent.
    with ThreadPoolExecutor(1, "sender") as thread:
        try:
            while True:
                await asyncio.sleep(
                    await loop.run_in_executor(thread, _round, database, senders, clock)
                )
        finally:
            # Queued behind a round that may be running, so that sent messages are recorded before
            # shutdown.
            await loop.run_in_executor(thread, int)


def _round(database: Database, senders: Senders, clock: Callable[[], datetime]) -> float:
    """Deliver one batch, whatever happens, and return the seconds until the next round."""
    try:
        return 0.0 if deliver(database, senders, clock) == BATCH_SIZE else EVERY
    except Exception as reason:  # noqa: BLE001 sending goes on after a failure of the database
        log.error(
            "sending messages was interrupted", extra={"facts": {"type": type(reason).__name__}}
        )
        return AFTER_TROUBLE
