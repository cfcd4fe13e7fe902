"""The form of a claim's next step."""

import re

from service.web import list_neighbours
from tests.support import cast

PAGE = f"/en/desk/wages/{cast.CLAIM}"
STEP = {"to": "acknowledged", "next_action": "Call the worker", "due": "2026-11-27"}


def hidden(client):
    return dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(PAGE).text))


def send(client, **values):
    return client.post(f"{PAGE}/steps", data=hidden(client) | values)


def test_a_step_can_lead_to_the_next_claim_of_the_list(as_):
    client = as_("chinora")
    assert "open the next claim" not in client.get(PAGE).text, "no list was opened"
    listed = list_neighbours.remember("/desk/wages", "", "", [cast.CLAIM, "W-OTHER"])
    client.cookies.set(list_neighbours.COOKIE, listed)
    assert "open the next claim" in client.get(PAGE).text
    answer = send(client, **STEP, then="next")
    assert answer.headers["location"] == "/en/desk/wages/W-OTHER"
    assert "Received → Acknowledged" in client.get(PAGE).text


def test_the_same_step_from_a_second_tab_is_named_as_taken_before(as_):
    client = as_("chinora")
    first = hidden(client)
    assert client.post(f"{PAGE}/steps", data=first | STEP).status_code == 303
    again = hidden(client) | STEP
    assert "Perhaps you took this step before" in client.post(f"{PAGE}/steps", data=again).text
