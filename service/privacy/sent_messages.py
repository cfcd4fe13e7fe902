"""Messages sent to a person's number, for as long as the outbox keeps them."""

from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.outbox import Message
from catalog.core.vault import Key
from matching.identity import persons
from matching.identity.persons import Citizen


def numbers(session: Session, rows: list[Citizen]) -> set[str]:
    """Return the telephone numbers of these records; those that cannot be decrypted are omitted."""
    found = set()
    for row in rows:
        with suppress(vault.BrokenSeal):
            found.add(persons.phone(session, row))
    return found - {""}


def list_to_numbers(session: Session, telephones: Collection[str]) -> list[Message]:
    """Return the messages to these numbers, oldest first.

    Each is encrypted with its own key, so all have to be decrypted."""
    if not telephones:
        return []
    with_keys = (
        select(Message, Key)
        .join(Key, col(Key.owner) == col(Message.reference))
        .order_by(col(Message.put_at))
    )
    found = []
    for message, _key in list(session.execute(with_keys)):
        with suppress(vault.BrokenSeal):
            if (
                vault.unseal(session, message.reference, "outbox.number", message.number)
                in telephones
            ):
                found.append(message)
    return found
