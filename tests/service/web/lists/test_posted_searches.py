"""What a search by name found has an address to come back to, in which the name is not."""

import html
import re

from service.web import context
from service.web.lists import posted_searches
from tests.service.pages.desk_search import SEARCH
from tests.support import cast

FORMS = {
    SEARCH: {"q": "Alisher"},
    "/en/desk/citizens": {"name": "Alisher"},
    "/en/desk/wages/find": {"worker": "Alisher", "query": "country=RU&page=1"},
}


def test_results_can_be_opened_again_after_another_search_and_the_name_is_in_no_address(as_):
    client = as_("chinora")
    addresses = [
        client.post(path, data=typed, follow_redirects=False).headers["location"]
        for path, typed in FORMS.items()
    ]
    assert "country=RU" in addresses[-1]
    for address in addresses:
        assert "lisher" not in address
        for lang in ("en", "ru"):
            page = client.get(address.replace("/en/", f"/{lang}/", 1), follow_redirects=False)
            assert page.status_code == 200, (address, page.headers.get("location"))
            assert "Alisher" in page.text
    assert all("lisher" not in value for value in client.cookies.values())


def test_a_found_list_stays_it_when_it_is_sorted_or_a_filter_is_removed(as_):
    client = as_("chinora")
    sent = {"worker": "Nobody", "query": "country=RU"}
    none = client.post("/en/desk/wages/find", data=sent, follow_redirects=True).text
    wider = re.search(r'href="(/en/desk/wages\?[^"]*)">Country: <b>', none)[1]
    sent["worker"] = "Alisher"
    found = client.post("/en/desk/wages/find", data=sent, follow_redirects=True).text
    sorted_ = re.search(r'<th[^>]*><a href="(/en/desk/wages\?[^"]*)"', found)[1]
    pages = [client.get(html.unescape(one)).text for one in (wider, sorted_)]
    assert ['value="Nobody"' in pages[0], cast.CLAIM in pages[0]] == [True, False]
    assert 'value="Alisher"' in pages[1]


def test_a_search_is_known_in_its_browser_and_to_its_account_alone(as_):
    client = as_("chinora")
    answer = client.post(SEARCH, data={"q": "Alisher"}, follow_redirects=False)
    address, sealed = answer.headers["location"], client.cookies[posted_searches.COOKIE]
    for other in (as_("iroda"), as_("davron")):
        assert "Alisher" not in other.get(address).text
        other.cookies.set(posted_searches.COOKIE, sealed)
        assert "Alisher" not in other.get(address).text
    for broken in ("", "x", "%", sealed[:-6], "A" * 3_000):
        client.cookies.set(posted_searches.COOKIE, broken)
        assert client.get(address).status_code == 200


def test_the_cookie_is_deleted_with_all_others():
    assert posted_searches.COOKIE in context.COOKIES


def test_the_last_searches_fit_into_the_cookies_of_a_request(as_):
    client = as_("chinora")
    for letter in "абвгд":
        answer = client.post(SEARCH, data={"q": letter * 199}, follow_redirects=False)
        assert answer.status_code == 303
        assert len(client.cookies[posted_searches.COOKIE]) <= posted_searches._LONGEST
        assert letter * 199 in client.get(answer.headers["location"]).text
    assert client.get(f"/en/desk/wages/{cast.CLAIM}").status_code == 200
