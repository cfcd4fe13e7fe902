"""A page past the end of a list says so, and not that there is nothing."""

ENDED = "The list does not have this many pages."
NOTHING = (
    "There is no",
    "There are no",
    "No agency found",
    "You have not applied",
    "Try fewer",
)
# Lists that are not empty, each with somebody who reads it.
LISTS = {
    "agencies": None,
    "desk/own/vacancies": "hamid",
    "desk/licences": "farida",
    "desk/wages": "chinora",
}


def test_a_page_past_the_end_of_a_list_says_so(client, as_):
    for address, name in LISTS.items():
        as_(name)
        first, far = (client.get(f"/en/{address}?page={page}") for page in (1, 999))
        assert (first.status_code, far.status_code) == (200, 200), address
        assert ENDED not in first.text, address
        assert ENDED in far.text, address
        text = far.text.split("<main")[1]
        assert not any(one in text for one in NOTHING), address


def test_an_empty_list_says_that_there_is_nothing_and_not_that_it_ended(client, as_):
    page = as_("barno").get("/en/desk/advice/callbacks?page=999").text
    assert "No calls to make today." in page
    assert ENDED not in page
