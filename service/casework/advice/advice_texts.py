"""Advice texts by topic and country, in versions; a session records the versions of its day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import delete, insert, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.fields import CountryCode
from catalog.reference import countries
from catalog.reference.countries import Mark
from i18n import Language
from i18n.scripts import to_cyrillic
from service.casework.advice.topics import Topic

TextBody = Annotated[str, Meta(min_length=1, max_length=4_000)]
# Texts for every country have no country code.
GENERAL = ""


class Text(SQLModel, table=True):
    """One version of an advice text.

    It has steps, one a line; after an empty line what is known of the law, one fact a line."""

    __tablename__ = "advice_texts"
    topic: str = Field(primary_key=True, max_length=16)
    country: str = Field(primary_key=True, max_length=2)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    valid_from: date
    mark: str = Field(max_length=12)
    source: str = Field(max_length=400)
    en: str = Field(max_length=4_000)
    ru: str = Field(max_length=4_000)
    uz: str = Field(max_length=4_000)


class Given(SQLModel, table=True):
    """The version of a text shown to the officer when a session was held."""

    __tablename__ = "advice_given"
    session: str = Field(primary_key=True, foreign_key="advice_sessions.reference", max_length=24)
    country: str = Field(primary_key=True, max_length=2)
    topic: str = Field(max_length=16)
    version: int


class NewText(msgspec.Struct, forbid_unknown_fields=True):
    topic: Topic
    valid_from: date
    mark: Mark
    source: Annotated[str, Meta(min_length=1, max_length=400)]
    en: TextBody
    ru: TextBody
    uz: TextBody
    country: CountryCode | None = None


class LocalisedText(msgspec.Struct, frozen=True):
    """An advice text in one language.

    `lang` is the language of its words; Karakalpak readers get Uzbek."""

    country: str
    version: int
    valid_from: date
    mark: str
    source: str
    lang: str
    steps: list[str]
    facts: list[str]


_VERSION_FIELDS = ("valid_from", "mark", "source", "en", "ru", "uz")


def publish(db: Session, new_text: NewText, *, by: Actor, on: datetime) -> Text:
    """Publish an advice text on a topic from a day on.

    A changed text becomes a new version; an unchanged one has no effect. Refuses:
    countries.NotACountry."""
    countries.require(db, new_text.country)
    topic, country = new_text.topic.value, new_text.country or GENERAL
    last = (
        select(Text)
        .where(col(Text.topic) == topic, col(Text.country) == country)
        .order_by(col(Text.version).desc())
    )
    known: Text | None = db.execute(last.limit(1)).scalars().first()
    words = {name: getattr(new_text, name) for name in _VERSION_FIELDS} | {
        "mark": new_text.mark.value
    }
    if known is not None and all(getattr(known, name) == value for name, value in words.items()):
        return known
    row = Text(topic=topic, country=country, version=known.version + 1 if known else 1, **words)
    db.add(row)
    db.flush()
    journal.write(
        db,
        "publish",
        "advice_text",
        f"{topic} {country}".strip(),
        by=by,
        on=on,
        fields=(f"v{row.version}",),
    )
    return row


def current(
    db: Session, topic: str, country: str | None, day: date, *, staff: bool = False
) -> list[Text]:
    """Return the texts on a topic on a day: the general one, then the country's.

    Unconfirmed texts are for staff only."""
    places = [GENERAL, country] if country else [GENERAL]
    asked = select(Text).where(
        col(Text.topic) == topic, col(Text.country).in_(places), col(Text.valid_from) <= day
    )
    if not staff:
        asked = asked.where(col(Text.mark) != Mark.UNCONFIRMED.value)
    rows = db.execute(asked.order_by(col(Text.country), col(Text.version))).scalars()
    return list({row.country: row for row in rows}.values())


def countries_of(db: Session, topic: str, day: date) -> list[str]:
    """Return the countries that have their own text on a topic."""
    asked = select(col(Text.country)).where(
        col(Text.topic) == topic,
        col(Text.country) != GENERAL,
        col(Text.valid_from) <= day,
        col(Text.mark) != Mark.UNCONFIRMED.value,
    )
    return sorted(db.execute(asked.distinct()).scalars())


def topics(db: Session) -> set[str]:
    """Return the topics that have a text."""
    return set(db.execute(select(col(Text.topic)).distinct()).scalars())


def localise(text: Text, lang: Language) -> LocalisedText:
    """Return a text in this language."""
    by_language = {
        Language.EN: text.en,
        Language.RU: text.ru,
        Language.UZ_CYRL: to_cyrillic(text.uz),
    }
    words, language = by_language.get(lang, text.uz), Language.UZ if lang is Language.KAA else lang
    steps, _, facts = words.partition("\n\n")
    kept = {
        name: getattr(text, name) for name in ("country", "version", "valid_from", "mark", "source")
    }
    return LocalisedText(
        lang=language.value, steps=steps.splitlines(), facts=facts.splitlines(), **kept
    )


def save_versions(db: Session, session: str, topic: str, country: str | None, day: date) -> None:
    """Store which versions of the texts were current for a session on its day."""
    for text in current(db, topic, country, day, staff=True):
        db.add(Given(session=session, country=text.country, topic=text.topic, version=text.version))


def replace_versions(db: Session, session: str, topic: str, country: str | None, day: date) -> None:
    """Store the versions again for a session whose topic, country or day was corrected."""
    db.execute(delete(Given).where(col(Given.session) == session))
    save_versions(db, session, topic, country, day)


def save_versions_many(db: Session, held: Iterable[tuple[str, str, str | None, date]]) -> None:
    """Store the current versions for many sessions, reading the texts once.

    Each session is given by its reference, topic, country and day."""
    items = (col(Text.topic), col(Text.country), col(Text.version), col(Text.valid_from))
    stood: dict[tuple[str, str], list[tuple[int, date]]] = {}
    for topic, country, version, since in db.execute(select(*items).order_by(col(Text.version))):
        stood.setdefault((topic, country), []).append((version, since))
    rows = [
        {"session": session, "country": place, "topic": topic, "version": versions[-1]}
        for session, topic, country, day in held
        for place in ([GENERAL, country] if country else [GENERAL])
        if (
            versions := [
                version for version, since in stood.get((topic, place), ()) if since <= day
            ]
        )
    ]
    if rows:
        db.execute(insert(Given), rows)


def versions_by_session(db: Session, sessions: list[str]) -> dict[str, list[Given]]:
    """Return the stored versions by session, the general text first."""
    asked = (
        select(Given)
        .where(col(Given.session).in_(sessions))
        .order_by(col(Given.session), col(Given.country))
    )
    found: dict[str, list[Given]] = {}
    for row in db.execute(asked).scalars():
        found.setdefault(row.session, []).append(row)
    return found
