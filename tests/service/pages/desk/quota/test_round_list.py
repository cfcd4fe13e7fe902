"""Rounds at the desk: opened by whoever runs them, and by nobody else."""

import pytest

from matching.quota.rounds import SeatRound
from tests.support import sample_rounds

TOLD = {
    "title": "Korea, spring",
    "country": "KR",
    "opens_on": "2026-11-26",
    "closes_on": "2026-12-09",
}


def opened(client, once="k" * 20, **values):
    return client.post("/en/desk/seats", data=TOLD | values | {"once": once})


def test_a_round_is_opened_once_however_often_it_is_sent(as_, seeded):
    answers = [opened(as_("farida")) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    with seeded.read() as session:
        (row,) = sample_rounds.rows(session, SeatRound)
        assert (row.title, row.state, str(row.closes_on)) == ("Korea, spring", "open", "2026-12-09")
    assert "Korea, spring" in as_("iroda").get("/en/desk/seats").text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"country": "Korea"}, "country"),
        ({"closes_on": "2026-11-01"}, "closes_on"),
        ({"closes_on": "never"}, "closes_on"),
        ({"closes_on": "9999-12-31"}, "closes_on"),
    ],
)
def test_what_is_wrong_stands_beside_its_answer_and_what_was_typed_is_kept(
    as_, seeded, values, field
):
    answer = opened(as_("farida"), **values)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert "Korea" in answer.text
    with seeded.read() as session:
        assert sample_rounds.rows(session, SeatRound) == []


def test_others_find_no_way_here(as_):
    for name in ("barno", "chinora", "davron", "hamid", "jamshid", "komila", "laylo", "alisher"):
        assert as_(name).get("/en/desk/seats").status_code == 403
        assert opened(as_(name)).status_code == 403
        assert "/en/desk/seats" not in as_(name).get("/en/desk").text
    assert "/en/desk/seats" in as_("gulnora").get("/en/desk").text
