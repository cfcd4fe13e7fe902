"""Digests: one message a day for what is new, by day, to those who still want it, and no word of any case."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from catalog import vacancies
from catalog.ground import outbox
from catalog.ground.outbox import Message
from i18n import Language
from matching import alerts, digests
from matching.alerts import Alert
from matching.citizens import Citizen
from matching.profiles import LookingFor
from tests.cast import FARIDA, TODAY
from tests.matching import market

WORDS = "Musofir: %d new jobs suit you better than those you know. Sign in to see them."


@pytest.fixture
def crew(seeded, clock):
    """Three who have two new vacancies each, and English."""
    with seeded.write() as session:
        crew = market.people(session, "Aziz Bek Chori", on=clock())
        for person in crew:
            person.language = "en"
        new = [market.publish(session, f"J-{name}", on=clock()).reference for name in ("NEW", "NEWER")]
        session.add_all(
            Alert(citizen=one.reference, vacancy=to, points=75, found_on=TODAY) for one in crew for to in new
        )
        return [one.reference for one in crew]


def send(session, clock, day=TODAY) -> int:
    return digests.send(session, digests.waiting(session, day), on=clock(), day=day)


def sent(session) -> list[tuple[str, str]]:
    rows = session.execute(select(Message).order_by(col(Message.put_at))).scalars()
    return [(one.number, one.words) for one in (outbox.opened(session, row) for row in list(rows))]


def test_each_gets_one_message_that_tells_how_many(seeded, crew, clock):
    with seeded.write() as session:
        assert send(session, clock) == 3
        assert sent(session) == [("+998900000071", WORDS % 2)] * 3
        assert {row.told_on for row in session.execute(select(Alert)).scalars()} == {TODAY}
        assert (digests.waiting(session, TODAY), send(session, clock)) == ([], 0)


def test_never_more_than_one_a_day(seeded, crew, clock):
    with seeded.write() as session:
        send(session, clock)
        late = market.publish(session, "J-LATE", on=clock()).reference
        session.add(Alert(citizen=crew[0], vacancy=late, points=75, found_on=TODAY))
        session.flush()
        assert (digests.waiting(session, TODAY), send(session, clock)) == ([], 0)
        clock.forward(days=1)
        assert send(session, clock, TODAY + timedelta(days=1)) == 1
        assert sent(session)[-1][1].startswith("Musofir: 1 new job suits you")


def test_what_was_withdrawn_meanwhile_is_not_counted_and_nothing_is_no_message(seeded, crew, clock):
    with seeded.write() as session:
        one, other = {row.vacancy for row in alerts.kept(session, crew[0])}
        vacancies.pause(session, one, reason="Invented", by=FARIDA, on=clock())
        assert digests.send(session, crew[:1], on=clock(), day=TODAY) == 1
        assert sent(session)[0][1].startswith("Musofir: 1 new job ")
        vacancies.pause(session, other, reason="Invented", by=FARIDA, on=clock())
        assert (send(session, clock), digests.waiting(session, TODAY + timedelta(days=1))) == (0, [])


def test_whoever_asks_no_more_or_left_no_number_is_sent_nothing(seeded, crew, clock):
    with seeded.write() as session:
        session.execute(update(LookingFor).where(col(LookingFor.citizen) == crew[0]).values(told_of=False))
        session.execute(update(Citizen).where(col(Citizen.reference) == crew[1]).values(phone=None))
        assert send(session, clock) == 1


def test_in_their_language_or_in_uzbek(seeded, crew, clock):
    with seeded.write() as session:
        session.execute(update(Citizen).where(col(Citizen.reference) == crew[1]).values(language="uz"))
        session.execute(update(Citizen).where(col(Citizen.reference) == crew[2]).values(language="tg"))
        send(session, clock)
        words = sorted(each for _, each in sent(session))
        assert len(words) == 3
        assert WORDS % 2 in words
        assert len(set(words)) == 2 or digests._words(2, Language.UZ) == WORDS % 2


def test_some_people_at_a_time(seeded, crew, monkeypatch):
    monkeypatch.setattr(digests, "SOME", 2)
    with seeded.read() as session:
        assert digests.waiting(session, TODAY) == crew[:2]
        assert digests.waiting(session, TODAY, after=crew[1]) == crew[2:]
