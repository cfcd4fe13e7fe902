"""The published file, taken by a program and worked out again."""

import hashlib
import json

import pytest

from matching.quota import lottery, result_file, rounds, seat_offers
from tests.support import sample_applications, sample_rounds
from tests.support.cast import FARIDA, GULNORA, TODAY


@pytest.fixture
def number(seeded, clock) -> str:
    with seeded.write() as session:
        job = sample_rounds.job(session, "J-A", on=clock())
        row = sample_rounds.opened(session, {job: 1}, on=clock())
        for at in range(3):
            sample_rounds.entered(session, row, [job], on=clock(), name=f"Secret {at}", years=at)
        return row.reference


def test_whoever_takes_the_file_finds_the_same_result(client, seeded, clock, number):
    address = f"/api/v1/seats/{number}"
    assert client.get(address).status_code == 404
    with seeded.write() as session:
        sample_rounds.draw_and_offer(session, rounds.get(session, number), on=clock())
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/json"
    result = json.loads(answer.content)
    assert result["audit"]["blocking"] == 0
    assert hashlib.sha256(result["seed"].encode()).hexdigest() == result["commitment"]
    assert list(result_file.differences(result_file.decode(answer.content))) == []
    assert client.get(f"{address}?draw=1").content == answer.content == client.get(address).content


def test_each_draw_has_its_file_and_there_is_no_other(client, seeded, clock, number):
    with seeded.write() as session:
        row = rounds.get(session, number)
        sample_rounds.draw_and_offer(session, row, on=clock())
        seat = sample_rounds.rows(session, seat_offers.Seat)[0]
        seat_offers.leave(
            session,
            session.get_one(seat_offers.Entry, seat.code),
            by=sample_applications.WORKER,
            on=clock(),
            day=TODAY,
        )
        lottery.refill(session, number, by=FARIDA, on=clock(), day=sample_rounds.after(row))
    address = f"/api/v1/seats/{number}"
    first = client.get(address).json()
    assert first["draw"] == 1, "the second is not signed"
    assert client.get(f"{address}?draw=2").status_code == 404
    with seeded.write() as session:
        lottery.sign(session, number, by=GULNORA, on=clock())
    assert client.get(address).json()["draw"] == 2
    assert client.get(f"{address}?draw=1").json() == first


@pytest.mark.parametrize("draw", ["0", "9", "x", "-1", "1&draw=1", "99999999999999999999"])
def test_a_draw_that_is_none_is_refused(client, seeded, clock, number, draw):
    with seeded.write() as session:
        sample_rounds.draw_and_offer(session, rounds.get(session, number), on=clock())
    assert client.get(f"/api/v1/seats/{number}?draw={draw}").status_code in (404, 422)


def test_no_more_files_are_kept_in_memory_than_a_few(client, seeded, clock, app_state):
    for name in "ABCDEF":
        with seeded.write() as session:
            job = sample_rounds.job(session, f"J-{name}", on=clock())
            row = sample_rounds.opened(session, {job: 1}, on=clock())
            sample_rounds.entered(session, row, [job], on=clock(), name=f"Secret {name}")
            sample_rounds.draw_and_offer(session, row, on=clock())
        assert client.get(f"/api/v1/seats/{row.reference}").status_code == 200
    assert len(app_state.memory["seat_files"]) == 4


def test_what_is_not_there_is_not_found(client):
    assert client.get("/api/v1/seats/S-NOTHING").status_code == 404
