"""Searches in vain are counted: of strangers and citizens, once a day for one network, and never in
the way of an answer."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import Unavailable
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from matching.search import failed_searches
from matching.search.failed_searches import Miss
from tests.support.cast import FARIDA

ASKED = "/en/vacancies?q=gulchambarchi"


@pytest.fixture(autouse=True)
def _lexicon(seeded, clock) -> None:
    names = [
        Name("7212", "title", "payvandchi", "uz"),
        Name("7212", "title", "welder", "en"),
        Name("2261", "title", "dentist", "en"),
    ]
    with seeded.write() as session:
        lexicon_terms.load(session, names, by=FARIDA, on=clock())


@pytest.fixture
def counted(seeded):
    def counted() -> list[tuple[int, str]]:
        with seeded.read() as session:
            return [
                (row.times, row.why)
                for row in session.execute(select(Miss).order_by(col(Miss.id))).scalars()
            ]

    return counted


def test_one_network_counts_once_a_day(as_, counted, clock):
    for _ in range(3):
        assert as_().get(ASKED).status_code == 200
    assert counted() == [(1, "unknown")]
    clock.forward(days=1, hours=1)
    as_().get(ASKED)
    assert counted() == [(2, "unknown")]


def test_programs_are_counted_as_people_are(as_, counted):
    assert as_().get("/api/v1/vacancies?q=gulchambarchi").status_code == 200
    assert as_("alisher").get("/uz/vacancies?q=dentist").status_code == 200
    assert counted() == [(1, "unknown"), (1, "empty")]


def test_what_is_found_is_no_miss_nor_is_any_work(as_, counted):
    for asked in ("payvandchi", "ish+kerak", "", "%20", "welder"):
        as_().get(f"/en/vacancies?q={asked}")
    assert counted() == []


def test_those_who_work_here_try_things_out(as_, counted):
    for name in ("farida", "hamid", "barno"):
        as_(name).get(ASKED)
    assert counted() == []


def test_an_answer_in_vain_is_kept_nowhere_so_that_the_next_one_counts(as_, counted, clock):
    first = as_().get(ASKED)
    assert "etag" not in first.headers
    clock.forward(days=1, hours=1)
    as_().get(ASKED)
    assert counted() == [(2, "unknown")]
    assert "etag" in as_().get("/en/vacancies?q=payvandchi").headers


def test_that_it_cannot_be_counted_keeps_nobody_from_an_answer(as_, counted, monkeypatch):
    def refuse(*_args, **_named):
        raise Unavailable

    monkeypatch.setattr(failed_searches, "note", refuse)
    assert as_().get(ASKED).status_code == 200
    assert counted() == []


def test_one_network_fills_no_list(as_, counted):
    for number in range(52):
        assert (
            as_()
            .get(f"/en/vacancies?q={'bdfgklmnprst'[number % 12]}uz{'bdfgk'[number // 12]}umqa")
            .status_code
            == 200
        )
    assert len(counted()) == 50
