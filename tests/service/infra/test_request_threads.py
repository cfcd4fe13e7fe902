"""Who writes waits in a line of their own, and not for ever."""

import sqlite3
import threading
from concurrent.futures import Future
from contextlib import closing, contextmanager

import pytest

from catalog.core.errors import Unavailable
from service.infra import request_threads
from service.infra.request_threads import RequestThreads, WaitingTime


@pytest.fixture
def two():
    made = RequestThreads(2, 1)
    yield made
    made.shutdown()


@pytest.fixture
def writing():
    """As a request that may write."""
    before = request_threads.waiting_time.set(WaitingTime())
    yield
    request_threads.waiting_time.reset(before)


@contextmanager
def locked(database):
    """The database while another process writes."""
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_readers_are_answered_while_a_writer_waits(two):
    go = threading.Event()
    before = request_threads.waiting_time.set(WaitingTime())
    waiting = [two.submit(go.wait) for _ in range(3)]
    request_threads.waiting_time.reset(before)
    assert two.submit(int).result(1) == 0
    go.set()
    assert [one.result(1) for one in waiting] == [True] * 3


def test_looks_that_wait_for_the_database_let_others_read(two):
    go, inside = threading.Event(), threading.Semaphore(0)

    def look() -> None:
        with request_threads.wait_for_database():
            inside.release()
            go.wait()

    looks = [two.submit(look) for _ in range(request_threads.SPARE)]
    assert all(inside.acquire(timeout=1) for _ in looks)
    assert two.submit(int).result(1) == 0
    with pytest.raises(Unavailable):
        two.submit(look).result(1)
    go.set()
    assert [one.result(1) for one in looks] == [None] * request_threads.SPARE
    assert two.room._value == 2


def test_a_line_longer_than_the_patience_is_refused_at_once(two, writing):
    go = threading.Event()
    two._each = 3.0
    first, second = two.submit(go.wait), two.submit(int)
    refused: Future[int] = two.submit(int)
    assert (refused.done(), type(refused.exception())) == (True, Unavailable)
    go.set()
    assert (first.result(1), second.result(1)) == (True, 0)


def test_the_time_in_the_line_counts_against_the_time_for_the_database(two, writing, monkeypatch):
    clock = iter([100.0, 103.5, 104.0, 104.0, 104.0, 104.0])
    monkeypatch.setattr(request_threads.time, "monotonic", lambda: next(clock, 104.0))

    def patience() -> float:
        with request_threads.wait_for_database() as left:
            return left

    assert two.submit(patience).result(1) == request_threads.MAX_WAIT - 3.5


PHONE = {"phone": "901234567"}


@pytest.fixture
def alone(app_state):
    if not app_state.database.sqlite:
        pytest.skip("on PostgreSQL writers do not wait for each other")
    return app_state.database


def test_pages_are_read_and_life_is_told_while_forms_wait_for_the_database(client, alone):
    answers: list = []
    with locked(alone):
        sent = [
            threading.Thread(target=lambda: answers.append(client.post("/uz/sign-in", data=PHONE)))
            for _ in range(2)
        ]
        for one in sent:
            one.start()
        for path in ("/health/live", "/uz/danger", "/uz/sign-in"):
            assert client.get(path).status_code == 200, path
        assert answers == [], "both still wait"
    for one in sent:
        one.join()
    assert [one.status_code for one in answers] == [303, 303]


def test_a_form_that_waited_in_vain_keeps_what_was_typed_and_says_when_to_come_again(
    client, alone, monkeypatch
):
    monkeypatch.setattr(request_threads, "MAX_WAIT", 0.05)
    with locked(alone):
        answer = client.post("/uz/sign-in", data=PHONE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert PHONE["phone"] in answer.text
