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
def house(seeded, clock):
    with seeded.write() as session:
        names = [
            Name("7212", "title", "payvandchi", "uz"),
            Name("7112", "title", "g‘isht teruvchi", "uz"),
        ]
        lexicon_terms.load(session, names, by=FARIDA, on=clock())
        yield session
        session.rollback()


def published(house, clock, number="J-NEW", **values):
    firm = cast.named(house, "published").employer
    row, _ = vacancies.submit(
        house, vacancy(number, **values), agency="AG-VALID", employer=firm, by=FARIDA, on=clock()
    )
    vetting.publish_as_decided(house, row.reference, "Invented", by=GULNORA, on=clock())
    return row


def saved(house, clock, asked=WELDERS, name="Worker Invented", tell=True):
    return saved_searches.save(
        house,
        worker(house, on=clock(), name=name),
        NewSearch("Work", tell),
        asked,
        by=WORKER,
        on=clock(),
    )


def count(house, clock, row):
    lexicon = lexicon_terms.lexicon(house)
    return new_results.for_person(house, lexicon, [row], clock())[row.id]


def tonight(house, clock):
    new = new_results.read(
        house, lexicon_terms.lexicon(house), clock() - new_results.WINDOW, clock.today
    )
    return daily_digest.send(
        house,
        new,
        daily_digest.list_waiting(house, clock.today),
        at="https://musofir.example",
        by=SYSTEM,
        on=clock(),
    )


def test_only_what_came_since_the_last_look_is_new(house, clock):
    row = saved(house, clock)
    assert count(house, clock, row) == 0, "what stood there already is not new"
    clock.forward(minutes=1)
    published(house, clock)
    published(house, clock, "J-OTHER", isco08="7112", title="Bricklayer")
    assert count(house, clock, row) == 1
    saved_searches.record_viewed(house, row, by=WORKER, on=clock())
    assert count(house, clock, row) == 0


def test_what_opens_later_is_new_on_the_day_it_opens(house, clock):
    tomorrow = clock.today + timedelta(days=1)
    published(house, clock, opens_on=tomorrow)
    clock.forward(minutes=1)
    row = saved(house, clock)
    assert count(house, clock, row) == 0
    clock.forward(days=1)
    assert count(house, clock, row) == 1


def test_other_places_are_no_news_of_this_one(house, clock):
    row = saved(house, clock, Query("payvandchi", "PL"))
    elsewhere = saved(house, clock, Query("payvandchi Polsha"), "Second Invented")
    clock.forward(minutes=1)
    published(house, clock)
    assert (count(house, clock, row), count(house, clock, elsewhere)) == (0, 0)


def test_filters_hold_and_what_may_not_be_shown_is_no_news(house, clock):
    rich = saved(
        house, clock, Query("payvandchi", wage_min=9_000_000_00, currency="UZS"), "Rich Invented"
    )
    too_rich = saved(
        house,
        clock,
        Query("payvandchi", wage_min=900_000_000_00, currency="UZS"),
        "Richer Invented",
    )
    clock.forward(minutes=1)
    row = published(house, clock)
    assert (count(house, clock, rich), count(house, clock, too_rich)) == (1, 0)
    vacancies.pause(house, row.reference, reason="A call", by=GULNORA, on=clock())
    assert count(house, clock, rich) == 0


def test_each_is_told_once_a_day_and_again_only_of_what_is_newer(house, clock):
    row, silent = saved(house, clock), saved(house, clock, name="Silent Invented", tell=False)
    clock.forward(minutes=1)
    published(house, clock)
    assert [tonight(house, clock) for _ in range(2)] == [1, 0]
    clock.forward(minutes=1)
    published(house, clock, "J-SAME-DAY")
    assert tonight(house, clock) == 0, "the second of a day waits for the next"
    clock.forward(days=1)
    assert tonight(house, clock) == 1
    assert tonight(house, clock.forward(days=1) and clock) == 0
    assert (row.told_at is None, silent.told_at) == (False, None)
    words = {one.words for one in outbox.latest(house)}
    assert not any("payvandchi" in one or "Work" in one for one in words)


def test_whoever_looked_themselves_is_not_told_of_it(house, clock):
    row = saved(house, clock)
    published(house, clock)
    clock.forward(minutes=1)
    saved_searches.record_viewed(house, row, by=WORKER, on=clock())
    assert tonight(house, clock) == 0


def test_two_searches_of_one_person_are_one_message_and_like_ones_are_asked_once(house, clock):
    first, person = saved(house, clock), worker(house, on=clock(), name="Second Invented")
    for asked in (WELDERS, Query("payvandchi")):
        saved_searches.save(house, person, NewSearch("Work", True), asked, by=WORKER, on=clock())
    clock.forward(minutes=1)
    published(house, clock)
    new = new_results.read(
        house, lexicon_terms.lexicon(house), clock() - new_results.WINDOW, clock.today
    )
    assert len(new_results.find_for_people(house, new, new_results.list_waiting(house, ""))) == 3
    assert sorted(new.asked) == sorted({first.query, "q=payvandchi"})
    assert tonight(house, clock) == 2


def test_people_come_some_at_a_time(house, clock):
    rows = [saved(house, clock, name=f"Worker {n}") for n in range(3)]
    found = new_results.list_waiting(house, "", most=2)
    rest = new_results.list_waiting(house, found[-1], most=2)
    assert [*found, *rest] == sorted(row.citizen for row in rows)
    assert (len(found), new_results.list_waiting(house, rest[-1])) == (2, [])
