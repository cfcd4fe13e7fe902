"""The shortcuts of the desk are listed for whoever may use them."""

import re

from tests.support import cast


def keys_of(page: str) -> set[str]:
    return set(re.findall("<kbd>([a-z])</kbd>", page))


def test_the_list_has_the_keys_of_the_pages_and_is_linked_from_each(as_):
    client = as_("elyor")
    listed = client.get("/en/desk/keys").text
    pages = [f"/en/desk/wages/{cast.CLAIM}", "/en/desk/wages", "/en/desk/advice/new"]
    texts = [client.get(path).text for path in pages]
    used = {key for text in texts for key in re.findall('accesskey="([a-z])"', text)}
    assert used <= keys_of(listed)
    assert all('href="/en/desk/keys"' in text for text in texts)


def test_nobody_is_shown_keys_that_do_nothing_for_them(as_):
    auditor = as_("komila").get("/en/desk/keys?part").text
    assert keys_of(auditor) == {"s"}
