"""What is new in saved searches: only what came since, only what is there, and each person told
once a day."""

from datetime import timedelta

import pytest

from catalog.core import outbox
from catalog.core.actor import SYSTEM
from catalog.vacancies import vacancies, vetting
from matching.digests import daily_digest
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from matching.search import new_results, saved_searches
from matching.search.saved_searches import NewSearch
from matching.search.search_results import Query
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, vacancy
from tests.support.sample_applications import WORKER, worker

WELDERS = Query("payvandchi", "KR")


@pytest.fixture
def seeded_session(seeded, clock):
    with seeded.write() as session:
        names = [
            Name("7212", "title", "payvandchi", "uz"),
            Name("7112", "title", "g‘isht teruvchi", "uz"),
        ]
        lexicon_terms.load(session, names, by=FARIDA, on=clock())
        yield session
        session.rollback()


def published(session, clock, number="J-NEW", **values):
    firm = cast.named(session, "published").employer
    row, _ = vacancies.submit(
        session, vacancy(number, **values), agency="AG-VALID", employer=firm, by=FARIDA, on=clock()
    )
    vetting.publish_as_decided(session, row.reference, "Invented", by=GULNORA, on=clock())
    return row


def saved(session, clock, asked=WELDERS, name="Worker Invented", tell=True):
    return saved_searches.save(
        session,
        worker(session, on=clock(), name=name),
        NewSearch("Work", tell),
        asked,
        by=WORKER,
        on=clock(),
    )


def count(session, clock, row):
    lexicon = lexicon_terms.lexicon(session)
    return new_results.for_person(session, lexicon, [row], clock())[row.id]


def tonight(session, clock):
    new = new_results.read(
        session, lexicon_terms.lexicon(session), clock() - new_results.WINDOW, clock.today
    )
    return daily_digest.send(
        session,
        new,
        daily_digest.list_waiting(session, clock.today),
        at="https://musofir.example",
        by=SYSTEM,
        on=clock(),
    )


def test_only_what_came_since_the_last_look_is_new(seeded_session, clock):
    row = saved(seeded_session, clock)
    assert count(seeded_session, clock, row) == 0, "what stood there already is not new"
    clock.forward(minutes=1)
    published(seeded_session, clock)
    published(seeded_session, clock, "J-OTHER", isco08="7112", title="Bricklayer")
    assert count(seeded_session, clock, row) == 1
    saved_searches.record_viewed(seeded_session, row, by=WORKER, on=clock())
    assert count(seeded_session, clock, row) == 0


def test_what_opens_later_is_new_on_the_day_it_opens(seeded_session, clock):
    tomorrow = clock.today + timedelta(days=1)
    published(seeded_session, clock, opens_on=tomorrow)
    clock.forward(minutes=1)
    row = saved(seeded_session, clock)
    assert count(seeded_session, clock, row) == 0
    clock.forward(days=1)
    assert count(seeded_session, clock, row) == 1


def test_other_places_are_no_news_of_this_one(seeded_session, clock):
    row = saved(seeded_session, clock, Query("payvandchi", "PL"))
    elsewhere = saved(seeded_session, clock, Query("payvandchi Polsha"), "Second Invented")
    clock.forward(minutes=1)
    published(seeded_session, clock)
    assert (count(seeded_session, clock, row), count(seeded_session, clock, elsewhere)) == (0, 0)


def test_filters_hold_and_what_may_not_be_shown_is_no_news(seeded_session, clock):
    rich = saved(
        seeded_session,
        clock,
        Query("payvandchi", wage_min=9_000_000_00, currency="UZS"),
        "Rich Invented",
    )
    too_rich = saved(
        seeded_session,
        clock,
        Query("payvandchi", wage_min=900_000_000_00, currency="UZS"),
        "Richer Invented",
    )
    clock.forward(minutes=1)
    row = published(seeded_session, clock)
    assert (count(seeded_session, clock, rich), count(seeded_session, clock, too_rich)) == (1, 0)
    vacancies.pause(seeded_session, row.reference, reason="A call", by=GULNORA, on=clock())
    assert count(seeded_session, clock, rich) == 0


def test_each_is_told_once_a_day_and_again_only_of_what_is_newer(seeded_session, clock):
    row, silent = (
        saved(seeded_session, clock),
        saved(seeded_session, clock, name="Silent Invented", tell=False),
    )
    clock.forward(minutes=1)
    published(seeded_session, clock)
    assert [tonight(seeded_session, clock) for _ in range(2)] == [1, 0]
    clock.forward(minutes=1)
    published(seeded_session, clock, "J-SAME-DAY")
    assert tonight(seeded_session, clock) == 0, "the second of a day waits for the next"
    clock.forward(days=1)
    assert tonight(seeded_session, clock) == 1
    assert tonight(seeded_session, clock.forward(days=1) and clock) == 0
    assert (row.told_at is None, silent.told_at) == (False, None)
    words = {one.words for one in outbox.latest(seeded_session)}
    assert not any("payvandchi" in one or "Work" in one for one in words)


def test_whoever_looked_themselves_is_not_told_of_it(seeded_session, clock):
    row = saved(seeded_session, clock)
    published(seeded_session, clock)
    clock.forward(minutes=1)
    saved_searches.record_viewed(seeded_session, row, by=WORKER, on=clock())
    assert tonight(seeded_session, clock) == 0


def test_two_searches_of_one_person_are_one_message_and_like_ones_are_asked_once(
    seeded_session, clock
):
    first, person = (
        saved(seeded_session, clock),
        worker(seeded_session, on=clock(), name="Second Invented"),
    )
    for asked in (WELDERS, Query("payvandchi")):
        saved_searches.save(
            seeded_session, person, NewSearch("Work", True), asked, by=WORKER, on=clock()
        )
    clock.forward(minutes=1)
    published(seeded_session, clock)
    new = new_results.read(
        seeded_session,
        lexicon_terms.lexicon(seeded_session),
        clock() - new_results.WINDOW,
        clock.today,
    )
    assert (
        len(
            new_results.find_for_people(
                seeded_session, new, new_results.list_waiting(seeded_session, "")
            )
        )
        == 3
    )
    assert sorted(new.asked) == sorted({first.query, "q=payvandchi"})
    assert tonight(seeded_session, clock) == 2


def test_people_come_some_at_a_time(seeded_session, clock):
    rows = [saved(seeded_session, clock, name=f"Worker {n}") for n in range(3)]
    found = new_results.list_waiting(seeded_session, "", most=2)
    rest = new_results.list_waiting(seeded_session, found[-1], most=2)
    assert [*found, *rest] == sorted(row.citizen for row in rows)
    assert (len(found), new_results.list_waiting(seeded_session, rest[-1])) == (2, [])
