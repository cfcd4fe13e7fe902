"""Results are shown by kind, each kind and each record once, at most ten."""

from service.pages.desk.record_search import search_results
from service.pages.desk.record_search.search_results import FoundRecord


def test_a_kind_found_twice_is_shown_once_and_says_that_there_are_more():
    rows = [FoundRecord(f"desk/wages/{number}", "A") for number in range(11)]
    first, again = search_results.kind("Claims", rows[:1]), search_results.kind("Claims", rows)
    (merged,) = search_results.merge([first, search_results.kind("People", []), again])
    assert (merged.records, merged.more) == (rows[:10], True)
    (alone,) = search_results.merge([first])
    assert not alone.more


def test_an_address_has_no_character_that_ends_it():
    assert search_results.address("desk/licences/{}", "A/1 ?#") == "desk/licences/A%2F1%20%3F%23"
