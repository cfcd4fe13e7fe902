"""The calls to make: seen when they are due, made or put off by one button."""

import re
from datetime import timedelta

import pytest

from tests.support.cast import TODAY

NEW = {
    "channel": "hotline",
    "topic": "contract",
    "level": "advice",
    "outcome": "open",
    "once": "k" * 20,
}
DUE = {"due": str(TODAY), "once": "q" * 20}


@pytest.fixture
def path(as_):
    answer = as_("barno").post(
        "/en/desk/advice/new", data=NEW | {"follow_up_on": str(TODAY), "note": "Invented note"}
    )
    return answer.headers["location"]


def test_a_call_that_is_due_is_on_the_list_and_on_the_desk(as_, path):
    client = as_("barno")
    page = client.get("/en/desk/advice/callbacks").text
    assert path in page
    assert "1 call is due today or overdue" in page
    assert "Invented note" not in page, "the note is read where it is written down who read it"
    assert "call to make" in client.get("/en/desk").text


def test_one_button_says_that_it_was_made(as_, path):
    client = as_("barno")
    assert client.post(f"{path}/callback", data=DUE | {"act": "done"}).status_code == 303
    assert path not in client.get("/en/desk/advice/callbacks").text
    assert re.search(r"25 Nov(ember)? 2026: called|called", client.get(path).text)


def test_the_caller_is_named_with_the_end_of_the_number_and_what_was_said_is_logged(as_):
    client = as_("barno")
    words = {"name": "Caller Invented", "phone": "+998900001234", "follow_up_on": "bugun"}
    path = client.post("/en/desk/advice/new", data=NEW | words).headers["location"]
    page = client.get("/en/desk/advice/callbacks").text
    assert "<strong>Caller Invented</strong>" in page
    assert "234</span>" in page
    assert "900001234" not in page
    assert f'action="{path}/reveal"' in page, "the number is one press away"
    there = client.post(f"{path}/callback", data=DUE | {"act": "log"}).headers["location"]
    assert there.startswith("/en/desk/advice/new?matter=M-")
    assert path in client.get("/en/desk/advice/callbacks").text, "nothing is saved yet"
    form = client.get(there).text
    assert '<option value="contract" selected>' in form, "the topic of the problem"
    assert "Choose a topic to see its text" not in form
    assert "Caller: Caller Invented" in form
    called = re.search(r'name="called" value="([^"]*)"', form)[1]
    said = NEW | {"once": "z" * 20, "called": called, "note": "Called back"}
    assert client.post("/en/desk/advice/new", data=said).status_code == 303
    assert path not in client.get("/en/desk/advice/callbacks").text


def test_one_button_puts_it_off(as_, path):
    client = as_("barno")
    client.post(f"{path}/callback", data=DUE | {"act": "put_off", "to": "in 5 days"})
    assert path not in client.get("/en/desk/advice/callbacks").text
    assert "postponed to" in client.get(path).text


@pytest.mark.parametrize("to", ["", "yesterday", str(TODAY - timedelta(days=1)), "2199-01-01"])
def test_to_no_day_that_can_come_it_is_not_put_off(as_, path, to):
    client = as_("barno")
    page = client.post(f"{path}/callback", data=DUE | {"act": "put_off", "to": to})
    assert page.status_code == 422
    assert path in client.get("/en/desk/advice/callbacks").text


def test_of_two_officers_the_second_is_told(as_, path):
    as_("barno").post(f"{path}/callback", data=DUE | {"act": "done"})
    page = as_("barno").post(f"{path}/callback", data=DUE | {"act": "done", "once": "z" * 20})
    assert page.status_code == 422
    assert "already made or postponed this call" in page.text


def test_a_button_pressed_twice_is_one_call(as_, path):
    client = as_("barno")
    assert [
        client.post(f"{path}/callback", data=DUE | {"act": "done"}).status_code for _ in "12"
    ] == [303, 303]


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("elyor", 404), ("chinora", 403), ("iroda", 403)]
)
def test_nobody_else_makes_it(as_, path, name, status):
    assert as_(name).post(f"{path}/callback", data=DUE | {"act": "done"}).status_code == status
    assert path not in as_("elyor").get("/en/desk/advice/callbacks").text
