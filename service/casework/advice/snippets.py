"""Text snippets that an officer often writes into notes, each on a key of the keyboard."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from i18n import N_

# One for each of the keys 1 to 9.
MAX_PHRASES = 9


class TooManyPhrases(Refusal):
    slug = "enough-phrases"
    sentence = N_("You already have nine texts, one for each number key. Delete one first.")


class Phrase(SQLModel, table=True):
    """One text snippet of one officer.

    It is encrypted with the key of their account, since it may contain a caller's words."""

    __tablename__ = "note_phrases"
    id: int | None = Field(default=None, primary_key=True)
    officer: str = Field(index=True, max_length=40)
    number: int
    name: str = Field(max_length=40)
    text: bytes | None


PERSONAL = ("text",)


class NewPhrase(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    text: Annotated[str, Meta(min_length=1, max_length=2_000)]


class OwnPhrase(msgspec.Struct, frozen=True):
    """A snippet with its text decrypted; `number` is its key."""

    number: int
    name: str
    text: str


def list_own(db: Session, *, by: Actor) -> list[OwnPhrase]:
    """Return the actor's own snippets, in the order of their keys."""
    rows = db.execute(
        select(Phrase).where(col(Phrase.officer) == by.account).order_by(col(Phrase.number))
    ).scalars()
    kept = list(rows)
    texts = vault.unseal_all(db, [(row.officer, "note_phrases.text", row.text) for row in kept])
    return [OwnPhrase(row.number, row.name, text) for row, text in zip(kept, texts, strict=True)]


def save(db: Session, new_phrase: NewPhrase, *, by: Actor, on: datetime) -> int:
    """Save a snippet under the first free key, and return the key. Refuses: TooManyPhrases."""
    taken = {one.number for one in list_own(db, by=by)}
    free = next((number for number in range(1, MAX_PHRASES + 1) if number not in taken), None)
    if free is None:
        raise TooManyPhrases("name")
    row = Phrase(officer=by.account, number=free, name=new_phrase.name, text=None)
    row.text = vault.seal(db, by.account, "note_phrases.text", new_phrase.text)
    db.add(row)
    db.flush()
    journal.write(db, "record", "phrase", by.account, by=by, on=on)
    return free


def remove(db: Session, number: int, *, by: Actor, on: datetime) -> None:
    """Delete one of the actor's own snippets. Refuses: NotFound."""
    asked = select(Phrase).where(col(Phrase.officer) == by.account, col(Phrase.number) == number)
    row = require_found(db.execute(asked).scalars().first())
    db.delete(row)
    db.flush()
    journal.write(db, "drop", "phrase", by.account, by=by, on=on)
