"""Rounds for everybody: the rule, the promise before, the seed after, the result with its audit,
and nobody's name."""

import hashlib

import pytest

from matching.quota import lottery_results, result_file, rounds
from tests.support import sample_rounds


@pytest.fixture
def number(seeded, clock) -> str:
    with seeded.write() as session:
        jobs = [sample_rounds.job(session, f"J-{name}", on=clock()) for name in "AB"]
        row = sample_rounds.opened(session, dict.fromkeys(jobs, 1), on=clock())
        for at in range(3):
            sample_rounds.entered(session, row, jobs, on=clock(), name=f"Secret {at}", years=at)
        return row.reference


def test_a_round_and_its_promise_are_public_from_the_first_day(client, seeded, number):
    listed = client.get("/en/seats").text
    assert number in listed
    assert "3 people have entered" in listed
    shown = client.get(f"/en/seats/{number}").text
    seed = rounds.seed_of(number)
    assert hashlib.sha256(seed.encode()).hexdigest() in shown
    assert seed not in shown
    assert "Result file" not in shown
    assert "Rank the jobs you want" in shown


def test_the_result_is_told_with_seed_audit_and_what_was_enough(client, seeded, clock, number):
    with seeded.write() as session:
        sample_rounds.draw_and_offer(session, rounds.get(session, number), on=clock())
    shown = client.get(f"/en/seats/{number}").text
    with seeded.read() as session:
        file = lottery_results.public_file(session, number)
    assert rounds.seed_of(number) in shown
    assert file.sha256 in shown
    assert "2 of 2 places were allocated; 3 people took part." in shown
    assert "Audit: nobody was passed over" in shown
    assert all(f'<td class="n">{one.lowest}</td>' in shown for one in file.vacancies)
    assert f"/api/v1/seats/{number}?draw=1" in shown
    assert "Secret code" not in shown
    assert not any(one.code in shown for one in file.entries)
    assert list(result_file.differences(file)) == []


def test_a_draw_that_is_not_signed_shows_nothing(client, seeded, clock, number):
    with seeded.write() as session:
        sample_rounds.drawn(session, rounds.get(session, number), on=clock())
    shown = client.get(f"/en/seats/{number}").text
    assert rounds.seed_of(number) not in shown
    assert "Points needed for a place" not in shown


@pytest.mark.parametrize("path", ["/en/seats/S-NOTHING", "/en/seats/x" + "y" * 300, "/xx/seats"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_without_a_round_it_says_so(client):
    assert "There are no rounds yet." in client.get("/en/seats").text
