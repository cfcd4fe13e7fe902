"""Digests: one message a day for what is new, by day, to those who still want it, and no word of
any case."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from catalog.core import outbox
from catalog.core.actor import SYSTEM
from catalog.core.outbox import Message
from catalog.vacancies import vacancies
from matching.applications import notices
from matching.digests import daily_digest
from matching.identity.persons import Citizen
from matching.lexicon.lexicon import Lexicon
from matching.profiles import profile_edits
from matching.profiles.profile_edits import PaperInput
from matching.profiles.profiles import LookingFor, Paper
from matching.ranking import alerts
from matching.ranking.alerts import Alert
from matching.search import new_results, saved_searches
from matching.search.saved_searches import NewSearch
from matching.search.search_results import Query
from tests.matching import market
from tests.support import cast
from tests.support.cast import FARIDA, TODAY
from tests.support.sample_applications import WORKER

WORDS = "Musofir: there is news for you about jobs or documents: https://musofir.example/en/me/news"


@pytest.fixture
def crew(seeded, clock):
    """Three who have two new vacancies each, and English."""
    with seeded.write() as session:
        crew = market.people(session, "Aziz Bek Chori", on=clock())
        for person in crew:
            person.language = "en"
        new = [
            market.publish(session, f"J-{name}", on=clock()).reference for name in ("NEW", "NEWER")
        ]
        session.add_all(
            Alert(citizen=one.reference, vacancy=to, points=75, found_on=TODAY)
            for one in crew
            for to in new
        )
        return [one.reference for one in crew]


def send(session, clock, people=None) -> int:
    new = new_results.read(session, Lexicon([]), clock() - new_results.WINDOW, clock.today)
    people = daily_digest.list_waiting(session, clock.today) if people is None else people
    return daily_digest.send(
        session, new, people, at="https://musofir.example", by=SYSTEM, on=clock()
    )


def sent(session) -> list[tuple[str, str]]:
    rows = session.execute(select(Message).order_by(col(Message.put_at))).scalars()
    return [
        (one.number, one.words) for one in (outbox.open_message(session, row) for row in list(rows))
    ]


def test_each_gets_one_message_with_the_page_that_says_of_what(seeded, crew, clock):
    with seeded.write() as session:
        assert send(session, clock) == 3
        assert sent(session) == [("+998900000071", WORDS)] * 3
        assert {row.told_on for row in session.execute(select(Alert)).scalars()} == {TODAY}
        assert (daily_digest.list_waiting(session, TODAY), send(session, clock)) == ([], 0)


def test_never_more_than_one_a_day(seeded, crew, clock):
    with seeded.write() as session:
        send(session, clock)
        late = market.publish(session, "J-LATE", on=clock()).reference
        session.add(Alert(citizen=crew[0], vacancy=late, points=75, found_on=TODAY))
        session.flush()
        assert send(session, clock) == 0
        clock.forward(days=1)
        assert send(session, clock) == 1
        assert send(session, clock) == 0
        assert len(sent(session)) == 4


def test_jobs_searches_and_papers_of_one_day_are_one_message(seeded, crew, clock):
    with seeded.write() as session:
        person = session.get_one(Citizen, crew[0])
        held = [PaperInput(Paper.PASSPORT, expires_on=TODAY + timedelta(days=80))]
        profile_edits.save_list(session, person, PaperInput, held, by=WORKER, on=clock(), day=TODAY)
        asked = NewSearch("Work", True)
        row = saved_searches.save(
            session, person, asked, Query(country="KR"), by=WORKER, on=clock()
        )
        cast.named(session, "published").published_at = clock.forward(minutes=1)
        clock.forward(minutes=1)
        assert send(session, clock, crew[:1]) == 1
        assert [words for _, words in sent(session)] == [WORDS]
        assert row.told_at == clock()
        result = {(one.about, one.day) for one in notices.list_for_person(session, crew[0])}
        assert result == {("passport", TODAY + timedelta(days=80)), (notices.DAILY, TODAY)}


def test_a_paper_waits_for_the_next_day_where_this_one_had_its_word(seeded, crew, clock):
    with seeded.write() as session:
        assert send(session, clock, crew[:1]) == 1
        held = [PaperInput(Paper.PASSPORT, expires_on=TODAY + timedelta(days=30))]
        person = session.get_one(Citizen, crew[0])
        profile_edits.save_list(session, person, PaperInput, held, by=WORKER, on=clock(), day=TODAY)
        assert send(session, clock, crew[:1]) == 0
        clock.forward(days=1)
        assert [send(session, clock, crew[:1]) for _ in range(2)] == [1, 0]


def test_what_was_withdrawn_meanwhile_is_not_counted_and_nothing_is_no_message(seeded, crew, clock):
    with seeded.write() as session:
        one, other = {row.vacancy for row in alerts.list_all(session, crew[0])}
        vacancies.pause(session, one, reason="Invented", by=FARIDA, on=clock())
        assert send(session, clock, crew[:1]) == 1
        vacancies.pause(session, other, reason="Invented", by=FARIDA, on=clock())
        assert (
            send(session, clock),
            daily_digest.list_waiting(session, TODAY + timedelta(days=1)),
        ) == (0, [])


def test_whoever_asks_no_more_or_left_no_number_is_sent_nothing(seeded, crew, clock):
    with seeded.write() as session:
        session.execute(
            update(LookingFor).where(col(LookingFor.citizen) == crew[0]).values(told_of=False)
        )
        session.execute(update(Citizen).where(col(Citizen.reference) == crew[1]).values(phone=None))
        assert send(session, clock) == 1


def test_in_their_language_or_in_uzbek(seeded, crew, clock):
    with seeded.write() as session:
        session.execute(
            update(Citizen).where(col(Citizen.reference) == crew[1]).values(language="uz")
        )
        session.execute(
            update(Citizen).where(col(Citizen.reference) == crew[2]).values(language="tg")
        )
        send(session, clock)
        words = sorted(each for _, each in sent(session))
        assert len(words) == 3
        assert WORDS in words
        assert sum(each.endswith("https://musofir.example/uz/me/news") for each in words) == 2


def test_some_people_at_a_time(seeded, crew, monkeypatch):
    monkeypatch.setattr(daily_digest, "BATCH_SIZE", 2)
    with seeded.read() as session:
        assert daily_digest.list_waiting(session, TODAY) == crew[:2]
        assert daily_digest.list_waiting(session, TODAY, after=crew[1]) == crew[2:]
