"""From a record one goes on to the next of the list that it was opened from, and back to the list."""

import pytest

from service.web import list_neighbours

LIST = "/desk/wages"
# The cookie is not signed, and what is in it may become an address.
FOREIGN = list_neighbours.remember("/desk/wages", "", "", ["W-2", "Ж"])
COOKIE = list_neighbours.remember(LIST, "country=KR", "2", ["W-1", "W-2", "W-3"])


def test_a_record_leads_to_the_ones_beside_it_and_back_to_its_page_of_the_list():
    middle = list_neighbours.find(COOKIE, LIST, "W-2")
    assert (middle.previous, middle.following) == (f"{LIST}/W-1", f"{LIST}/W-3")
    assert middle.back == f"{LIST}?country=KR&page=2"
    assert (middle.place, middle.of) == (2, 3)
    assert list_neighbours.find(COOKIE, LIST, "W-1").previous == f"{LIST}?country=KR"
    assert list_neighbours.find(COOKIE, LIST, "W-3").following == ""
    more = list_neighbours.remember(LIST, "", "1", ["W-1"], more=True)
    assert list_neighbours.find(more, LIST, "W-1").following == f"{LIST}?page=2"


def test_a_record_that_was_opened_otherwise_has_none():
    assert list_neighbours.find(COOKIE, LIST, "W-9") is None
    assert list_neighbours.find(COOKIE, "/desk/advice", "W-2") is None


@pytest.mark.parametrize(
    "cookie", ["", "x", "%%%", "e30", "A" * 9000, "W10", "Ж", "WyJhIl0", FOREIGN]
)
def test_an_absurd_cookie_leads_nowhere(cookie):
    assert list_neighbours.find(cookie, LIST, "W-2") is None
