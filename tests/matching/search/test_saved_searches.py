"""Saved searches: the shortest address that asks for the same, and nobody's but their person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.errors import NotFound
from catalog.core.fields import MAX_INT, MAX_MINOR
from matching.identity.persons import ErasedPerson, NewCitizen, record
from matching.search import saved_searches
from matching.search.saved_searches import EnoughSearches, NewSearch, SearchTooLong
from matching.search.search_results import Query
from service.privacy import erase
from tests.support.cast import FARIDA, IRODA
from tests.support.sample_applications import WORKER

WELDERS = Query("payvandchi", "KR", None, 100_000, "USD", "ko", True)


@pytest.fixture
def person(ground, clock):
    return record(ground, NewCitizen("Worker Invented"), by=FARIDA, on=clock())


@pytest.fixture
def save(ground, person, clock):
    def saved(asked, name="Work", tell=True):
        return saved_searches.save(
            ground, person, NewSearch(name, tell), asked, by=WORKER, on=clock()
        )

    return saved


def test_an_address_says_what_was_asked_and_no_more():
    assert (
        saved_searches.address(WELDERS)
        == "q=payvandchi&country=KR&wage_min=1000.00&currency=USD&language=ko&housing=true"
    )
    assert saved_searches.address(Query(offset=40)) == ""
    assert saved_searches.address(Query("  a   b ", housing=False)) == "q=a+b"


@given(
    st.text(max_size=128),
    st.none() | st.just("KR"),
    st.none() | st.integers(1, MAX_MINOR),
    st.sampled_from(["UZS", "USD", "KRW", "KWD"]),
    st.none() | st.sampled_from(["ko", "none"]),
    st.none() | st.just(True),
)
def test_what_is_read_back_is_what_was_asked(q, country, wage, currency, language, housing):
    words = " ".join(q.split())[:128]
    asked = Query(words, country, None, wage, currency if wage else "UZS", language, housing)
    assert saved_searches.parse_address(saved_searches.address(asked)) == asked


def test_the_same_search_is_kept_once(save, ground, person):
    first, second = save(WELDERS), save(WELDERS, "Other name", tell=False)
    assert first.id == second.id
    assert [
        (row.name, row.tell) for row in saved_searches.list_for_person(ground, person.reference)
    ] == [("Other name", False)]


def test_twenty_are_enough_and_one_can_be_too_long(save):
    for number in range(saved_searches.MOST):
        save(Query(f"work {number}"))
    with pytest.raises(EnoughSearches):
        save(Query("one more"))
    save(Query("work 3"), "Renamed")
    with pytest.raises(SearchTooLong):
        save(Query("иш" * 64))


def test_somebody_elses_search_is_not_there(save, ground, clock):
    row = save(WELDERS)
    other = record(ground, NewCitizen("Other Invented"), by=FARIDA, on=clock())
    for number in (row.id, 0, MAX_INT, 10**30):
        with pytest.raises(NotFound):
            saved_searches.get_own(ground, number, other)


def test_with_its_person_it_is_erased_and_nothing_new_is_kept(save, ground, person, clock):
    save(WELDERS)
    erase.erase(ground, person.reference, by=IRODA, on=clock())
    assert saved_searches.list_for_person(ground, person.reference) == []
    with pytest.raises(ErasedPerson):
        save(WELDERS)
