"""What every form of a desk does with one record: once, on what its page showed, and with what is
there."""

import pytest

from matching.applications.applications import Application
from tests.service.pages.own_desk import OWN, candidate

KEY = "k" * 20


@pytest.fixture
def number(seeded, clock) -> str:
    return candidate(seeded, clock).reference


def send(client, number: str, **values: str):
    body = {"version": "2", "act": "find_eligible", "once": KEY} | values
    return client.post(f"{OWN}/candidates/{number}/steps", data=body)


def kept(seeded, number: str) -> tuple[str, int]:
    with seeded.read() as session:
        row = session.get_one(Application, number)
        return row.state, row.version


def test_sent_twice_it_is_done_once_and_both_are_answered_alike(as_, seeded, number):
    answers = [send(as_("hamid"), number) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert kept(seeded, number) == ("eligible", 3)


def test_the_key_of_one_form_does_nothing_else(as_, seeded, number):
    assert send(as_("hamid"), number).status_code == 303
    assert send(as_("hamid"), number, version="3", act="shortlist").status_code in (409, 422)
    assert kept(seeded, number) == ("eligible", 3)


@pytest.mark.parametrize("version", ["1", "3", "", "2 ", "٢", "-2"])
def test_on_another_page_than_the_newest_nothing_is_done(as_, seeded, number, version):
    assert send(as_("hamid"), number, version=version).status_code == 412
    assert kept(seeded, number) == ("submitted", 2)


def test_what_is_refused_is_shown_with_what_was_typed(as_, seeded, number):
    answer = send(as_("hamid"), number, act="reject", why="")
    assert (answer.status_code, 'id="wrong"' in answer.text) == (422, True)
    assert kept(seeded, number) == ("submitted", 2)


def test_what_is_not_there_answers_as_such(as_, number):
    assert send(as_("hamid"), "A-NOTHING").status_code == 404
