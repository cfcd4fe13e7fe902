"""What people look for in vain: words that many typed are told to officers, those of a single
person to nobody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from matching.lexicon.lexicon import Lexicon, Name
from matching.search import failed_searches
from matching.search.failed_searches import FailureReason, Miss
from matching.search.filters import Filters
from matching.search.index import Index
from matching.search.packed_vacancies import Document
from matching.search.search import find

WEEK = date(2026, 11, 23)


@pytest.fixture
def index() -> Index:
    lexicon = Lexicon.load(
        [Name("7212", "title", "payvandchi", "uz"), Name("2261", "title", "dentist", "en")]
    )
    return Index.build(
        [Document("V-1", "Payvandchi", "7212", country="KR"), Document("V-2", "Tozalash")], lexicon
    )


def typed(session, clock, words: str, *networks: int) -> None:
    for network in networks:
        failed_searches.note(
            session, words, FailureReason.UNKNOWN, "uz", f"192.0.{network}.0/24", on=clock()
        )


def words(session, why=FailureReason.UNKNOWN, week=WEEK) -> list[tuple[str, int]]:
    return [(row.words, row.times) for row in failed_searches.of_week(session, week, why)]


@pytest.mark.parametrize(
    ("asked", "filters", "text"),
    [
        ("payvandchi", Filters(), None),
        ("payvandchi kerak", Filters(), None),
        ("ish kerak", Filters(), None),
        ("", Filters(), None),
        ("gulchambar toʻquvchi", Filters(), FailureReason.UNKNOWN),
        ("tozalash", Filters(), None),
        ("dentist", Filters(), FailureReason.EMPTY),
        ("payvandchi", Filters(country="DE"), None),
        ("payvandchi Germaniya", Filters(), None),
    ],
)
def test_a_search_is_in_vain_where_no_name_fits_or_nobody_offers_it(index, asked, filters, text):
    found = find(index, asked, filters)
    assert failed_searches.failure_reason(found.understood, found.total, index.jobs) == text


def test_one_network_alone_shows_nothing_however_often_it_asks(session, clock):
    typed(session, clock, "Gulchambar toʻquvchi", 1, 1, 1, 2, 1, 2)
    assert words(session) == []
    typed(session, clock, "Gulchambar toʻquvchi", 3)
    assert words(session) == [("gulchambar toʻquvchi", 7)]
    assert session.execute(select(col(Miss.networks))).scalars().all() == [""], (
        "who sent it is forgotten then"
    )


def test_words_are_told_from_the_third_network_on(session, clock):
    typed(session, clock, "Gulchambar toʻquvchi!", *range(2))
    assert words(session) == []
    assert session.execute(select(col(Miss.words))).scalars().all() == [""]
    typed(session, clock, "toʻquvchi GULCHAMBAR", 2)
    assert words(session) == [("toʻquvchi gulchambar", 3)]
    typed(session, clock, "gulchambar toquvchi", *range(4))
    assert words(session) == [("toʻquvchi gulchambar", 7)], "however it is spelled"


def test_what_one_person_typed_stands_nowhere(session, clock):
    typed(session, clock, "Rustam Rahimov AA1234567 +998901234567", *range(2))
    row = repr(session.execute(text("SELECT * FROM search_misses")).all())
    assert not any(secret in row.lower() for secret in ("rustam", "rahimov", "1234567"))


def test_numbers_are_no_words(session, clock):
    typed(session, clock, "dala bekasi 998901234567 AB1234567", *range(3))
    assert words(session) == [("dala bekasi", 3)]
    typed(session, clock, "998901234567", *range(3))
    assert words(session) == [("dala bekasi", 3)], "nothing is left of it to tell"


def test_the_commonest_come_first_and_each_kind_by_itself(session, clock):
    typed(session, clock, "dala bekasi", *range(3))
    typed(session, clock, "gulchambarchi", *range(5))
    for network in range(3):
        failed_searches.note(
            session, "dentist", FailureReason.EMPTY, "en", f"192.0.{network}.0/24", on=clock()
        )
    assert words(session) == [("gulchambarchi", 5), ("dala bekasi", 3)]
    assert words(session, FailureReason.EMPTY) == [("dentist", 3)]


def test_each_week_counts_for_itself_and_old_ones_are_forgotten(session, clock):
    typed(session, clock, "dala bekasi", *range(3))
    typed(session, clock, "yolgʻiz", *range(1))
    clock.forward(days=7)
    typed(session, clock, "dala bekasi", *range(1))
    assert failed_searches.weeks(session) == [WEEK]
    assert failed_searches.forget(session, clock.today) == 1, (
        "what was too rare in a week that is over"
    )
    assert words(session) == [("dala bekasi", 3)]
    clock.forward(days=84)
    assert failed_searches.forget(session, clock.today) == 2
    assert failed_searches.weeks(session) == []


def test_a_week_holds_no_more_than_its_fill(session, clock, monkeypatch):
    monkeypatch.setattr(failed_searches, "MOST", 2)
    for one in ("dala bekasi", "gulchambarchi", "tuyaqushboqar"):
        typed(session, clock, one, *range(3))
    assert {word for word, _ in words(session)} == {"dala bekasi", "gulchambarchi"}


def test_a_week_begins_on_monday():
    assert {failed_searches.week_of(WEEK + timedelta(days=day)) for day in range(7)} == {WEEK}
    assert failed_searches.week_of(WEEK - timedelta(days=1)) == WEEK - timedelta(days=7)
