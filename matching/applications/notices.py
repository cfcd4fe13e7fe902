"""Notices to people who look for work: short, without personal data, and sent once each."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

import msgspec
from sqlalchemy import delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, outbox, vault
from catalog.core.actor import Actor
from catalog.core.fields import TASHKENT
from catalog.core.outbox import Channel
from i18n import N_, Language, formats, gettext
from matching.identity import deaths, persons, telephones
from matching.identity.persons import Citizen

MORNING, EVENING = time(9), time(21)
# The value for a notice that waits from this day on, and is not sent so many days before another.
FROM_NOW = -1
OFFER = N_("Musofir: there is an answer for you under “My applications”. Read it by %(day)s.")
OFFER_ENDS = N_("Musofir: your answer is needed under “My applications”. Tomorrow is the last day.")
WAITS = N_("Musofir: there is news for you under “My applications”.")
# Vacancies, saved searches and documents in one message a day, recorded under the name below.
NEWS = N_("Musofir: there is news for you about jobs or documents: %(page)s")
DAILY = "news"


class Notice(SQLModel, table=True):
    """A notice that was sent: about what (a document, an application, "news"), which day, days
    before."""

    __tablename__ = "notices"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    about: str = Field(primary_key=True, max_length=24)
    day: date = Field(primary_key=True)
    days: int = Field(primary_key=True)
    at: datetime


PERSONAL = ("citizen", "about", "day")


class DueNotice(msgspec.Struct, frozen=True):
    """A notice that is due, with its sentence."""

    citizen: str
    about: str
    day: date
    days: int
    sentence: str


def notify(
    session: Session, due: Sequence[DueNotice], *, by: Actor, on: datetime, at: str = ""
) -> int:
    """Send all due notices that were not sent before; return how many people were reached.

    Each person gets the same sentence at most once. `at` is the address of this service, for
    sentences that link to a page.
    """
    people = lock_people(session, {one.citizen for one in due})
    fresh = not_yet_sent(session, due)
    session.add_all(
        [
            Notice(citizen=one.citizen, about=one.about, day=one.day, days=one.days, at=on)
            for one in fresh
        ]
    )
    session.flush()
    values = {(one.citizen, one.sentence): one for one in fresh}
    reached = [
        one.citizen
        for one in values.values()
        if one.citizen in people and _send(session, people[one.citizen], one, on, at)
    ]
    journal.write_many(session, "notify", "profile", reached, by=by, on=on)
    return len(reached)


def notify_waiting(
    session: Session, person: str, about: str, *, by: Actor, on: datetime, day: date
) -> None:
    """Notify a person that an application of theirs waits for them, at most once a day for each."""
    notify(session, [DueNotice(person, about, day, FROM_NOW, WAITS)], by=by, on=on)


def not_yet_sent(session: Session, due: Sequence[DueNotice]) -> list[DueNotice]:
    """The due notices that were not sent before."""
    known = session.execute(
        select(col(Notice.citizen), col(Notice.about), col(Notice.day), col(Notice.days)).where(
            col(Notice.citizen).in_({one.citizen for one in due})
        )
    )
    result = {tuple(row) for row in known}
    wanted = {(one.citizen, one.about, one.day, one.days): one for one in due}
    return [one for key, one in wanted.items() if key not in result]


def lock_people(session: Session, numbers: set[str]) -> dict[str, Citizen]:
    """Lock the persons among these who are alive and not erased, so that no other process notifies
    them too."""
    asked = select(Citizen).where(
        col(Citizen.reference).in_(numbers),
        col(Citizen.erased_at).is_(None),
        deaths.is_living(col(Citizen.reference)),
    )
    rows = session.execute(asked.order_by(col(Citizen.reference)).with_for_update()).scalars()
    return {row.reference: row for row in rows}


def _send(session: Session, person: Citizen, one: DueNotice, on: datetime, at: str) -> bool:
    def words(lang: Language) -> str:
        return gettext(
            lang, one.sentence, day=formats.short_date(lang, one.day), page=f"{at}/{lang}/me/news"
        )

    return queue_message(session, person, words, on=on)


def notified_on(session: Session, people: Sequence[str], day: date) -> set[str]:
    """Which of these persons were sent the daily notice of a day."""
    asked = select(col(Notice.citizen)).where(col(Notice.about) == DAILY, col(Notice.day) == day)
    return set(session.execute(asked.where(col(Notice.citizen).in_(people))).scalars())


def queue_message(
    session: Session, person: Citizen, words: Callable[[Language], str], *, on: datetime
) -> bool:
    """Queue a message to a person for waking hours; return whether there is a number to send it to.

    It is in their language, or in Uzbek if we do not have theirs. A number whose seal is broken
    does not stop other messages. Nothing is sent to the telephone of a person who has died, and
    while an unconfirmed death is recorded the message is held.
    """
    died_on, recorded_at = deaths.state_of(session, person.reference)
    reached = person.erased_at is None and not died_on
    try:
        number = persons.phone(session, person) if reached else ""
    except vault.BrokenSeal:
        number = ""
    if number:
        lang = Language.of(person.language)
        outbox.put(
            session,
            Channel.SMS,
            telephones.international_number(number),
            words(lang),
            person=person.reference,
            held=recorded_at is not None,
            on=next_waking_time(on),
        )
    return bool(number)


def next_waking_time(moment: datetime) -> datetime:
    """This moment, or the next morning if it is night in Tashkent."""
    here = moment.astimezone(TASHKENT)
    if MORNING <= here.time() < EVENING:
        return moment
    day = here.date() + timedelta(days=here.time() >= EVENING)
    return datetime.combine(day, MORNING, TASHKENT).astimezone(moment.tzinfo)


def list_for_person(session: Session, person: str) -> list[Notice]:
    """The notices sent to a person, newest first."""
    asked = select(Notice).where(col(Notice.citizen) == person)
    return list(
        session.execute(
            asked.order_by(col(Notice.at).desc(), col(Notice.about), col(Notice.days))
        ).scalars()
    )


def forget(session: Session, person: str) -> None:
    """Delete the notices of a person whose file is erased."""
    session.execute(delete(Notice).where(col(Notice.citizen) == person))
