"""The list of contests at the desk is filtered by its address."""

from tests.service.pages.desk.quota.test_contest_pages import DESK, TOLD


def test_the_list_is_filtered(as_):
    client = as_("farida")
    client.post(f"{DESK}/new", data=TOLD)
    for query, found in (
        ("", True),
        ("q=welders&country=kr&state=announced", True),
        ("opens_from=2026-12-04", False),
        ("state=decided", False),
    ):
        assert (TOLD["title"] in client.get(f"{DESK}?{query}").text) == found, query
