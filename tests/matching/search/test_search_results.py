"""A page of vacancies: found in memory, looked at again in the database."""

import msgspec
import pytest

from catalog.licensing import agencies, licences
from catalog.licensing.licences import NewOrder, OrderKind
from catalog.vacancies import vacancies
from matching.search import search_results
from matching.search.explain import Fact
from matching.search.filters import Filters
from matching.search.register_cache import RegisterCache
from matching.search.search_results import Query
from tests.support import cast


def least(register_cache: RegisterCache, wage: int, currency: str) -> dict[str, int]:
    return dict(
        search_results.filters(
            register_cache.rates, Query(wage_min=wage, currency=currency)
        ).wage_min
        or {}
    )


@pytest.fixture
def register_cache(seeded) -> RegisterCache:
    register_cache = RegisterCache()
    with seeded.read() as session:
        register_cache.refresh(session, cast.TODAY)
    return register_cache


def test_an_item_says_all_that_a_list_shows(seeded, register_cache):
    with seeded.read() as session:
        item = search_results.page(session, register_cache, "welder", Filters(), cast.TODAY).items[
            0
        ]
    assert (item.title, item.employer, item.seats_left, item.housing) == (
        "Welder, MIG and TIG",
        "Hanbit Shipyard",
        5,
        "employer",
    )
    assert (item.agency_name, item.agency_state, item.agency_licence_no) == (
        "Oltin Yoʻl Bandlik MCHJ",
        "valid",
        "XB-0101",
    )
    assert item.why


def test_what_the_memory_does_not_know_yet_is_not_shown(seeded, register_cache, clock):
    """The shelf is a moment old; the database has the last word."""
    with seeded.write() as session:
        licence = agencies.status(session, "AG-VALID", cast.TODAY).licence
        licences.add_order(
            session,
            licence.id,
            NewOrder(OrderKind.REVOKE, cast.TODAY, "Invented"),
            by=cast.FARIDA,
            on=clock(),
        )
        vacancies.pause(
            session,
            cast.named(session, "cook").reference,
            reason="Invented",
            by=cast.GULNORA,
            on=clock(),
        )
    with seeded.read() as session:
        found = search_results.page(session, register_cache, "", Filters(), cast.TODAY)
    assert {item.agency_state for item in found.items} == {"expiring", "state_programme"}


def test_the_order_asked_for_is_kept(seeded, register_cache):
    with seeded.read() as session:
        wanted = [
            cast.named(session, name).reference for name in ("quota", "published", "paused", "cook")
        ]
        shown = search_results.items(session, register_cache, wanted, cast.TODAY)
    assert [item.reference for item in shown] == [wanted[0], wanted[1], wanted[3]]


def test_the_next_page_begins_where_this_one_ends(seeded, register_cache):
    with seeded.read() as session:
        first = search_results.page(session, register_cache, "", Filters(), cast.TODAY, limit=3)
        last = search_results.page(
            session, register_cache, "", Filters(), cast.TODAY, limit=3, offset=3
        )
    assert (first.total, first.next_offset, len(last.items), last.next_offset) == (4, 3, 1, None)


def test_the_least_pay_is_brought_to_every_currency_with_a_rate(register_cache):
    found = least(register_cache, 1_100_00, "USD")
    assert (found["USD"], found["EUR"], found["KRW"], found["RUB"]) == (
        110_000,
        100_000,
        1_600_000,
        9_000_000,
    )
    assert "PLN" not in found


def test_pay_beyond_counting_leaves_a_currency_out(register_cache):
    found = least(register_cache, 10**15, "EUR")
    assert ("EUR" in found, "UZS" in found) == (True, False)


def test_what_was_found_as_what_is_said_once_and_not_of_the_same_word(seeded, register_cache):
    def found_as(typed: str) -> dict[str, list[str]]:
        with seeded.read() as session:
            found = search_results.page(session, register_cache, typed, Filters(), cast.TODAY)
        return search_results.found_as([*found.items, *found.items])

    assert found_as("welder") == {}
    fact = Fact("payvandchi", "Welder", "en", where="title")
    with seeded.read() as session:
        item = search_results.page(session, register_cache, "welder", Filters(), cast.TODAY).items[
            0
        ]
    items = [msgspec.structs.replace(item, why=(fact,)) for _ in range(3)]
    assert search_results.found_as(items) == {"payvandchi": ["Welder"]}
    facts = (Fact("svarka", "Welder", "en"),), (Fact("svarka", "сварщик", "ru"),)
    both = [msgspec.structs.replace(items[0], why=why) for why in facts]
    assert search_results.found_as(both, "ru") == {"svarka": ["сварщик"]}
    called = {"7212": "Газосварщик"}
    assert search_results.found_as(items, "ru", called) == {"payvandchi": ["Газосварщик"]}
    assert search_results.found_as(items, "ru", {"7212": "Payvandchi"}) == {}
    firm = [msgspec.structs.replace(items[0], why=(Fact("E-9", "EPS", "en", where="visa"),))]
    assert search_results.found_as(firm, "ru", called) == {"E-9": ["EPS"]}
    same = [msgspec.structs.replace(items[0], why=(Fact("zavodda", "Zavod ishchisi", "uz"),))]
    assert search_results.found_as(same) == {}, "an ending is no other word"
    cook = [Fact("cook", "Cook", "en"), Fact("cook", "Cook", "en"), Fact("cook", "Baker", "en")]
    mostly = [msgspec.structs.replace(items[0], why=(fact,)) for fact in cook]
    assert search_results.found_as(mostly, "en") == {}, "a cook is not said to be a baker"
    assert search_results.found_as(mostly[2:], "en") == {"cook": ["Baker"]}


def test_nothing_asked_is_no_question(seeded, register_cache):
    with seeded.read() as session:
        assert search_results.items(session, register_cache, [], cast.TODAY) == []
