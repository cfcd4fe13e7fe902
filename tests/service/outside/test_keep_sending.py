"""The sender of a worker: it looks every second, outlives every trouble, and ends when the service
closes."""

import asyncio
import time

import pytest

from catalog.core import outbox
from catalog.core.outbox import Channel
from service import outside
from service.outside import supplier
from service.outside.sms import Sms


def put(database, clock, code: str = "493027") -> str:
    with database.write() as session:
        return outbox.put(
            session, Channel.SMS, "+998900000077", f"Invented: {code}", code=code, on=clock()
        )


def waiting(database):
    with database.read() as session:
        return outbox.oldest_waiting(session)


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    monkeypatch.setattr(outside, "EVERY", 0.02)
    monkeypatch.setattr(outside, "AFTER_TROUBLE", 0.02)


def run_until(done, database, senders, clock, *, most: float = 5.0) -> bool:
    """Whether it came to that before the sender was stopped."""

    async def running() -> bool:
        task = asyncio.ensure_future(outside.send_continuously(database, senders, clock))
        until = time.monotonic() + most
        while not done() and not task.done() and time.monotonic() < until:
            await asyncio.sleep(0.01)
        reached = done()
        task.cancel()
        await asyncio.wait([task])
        return reached and (task.cancelled() or task.exception() is None)

    return asyncio.run(running())


def test_without_a_supplier_it_does_not_start(database, clock):
    asyncio.run(asyncio.wait_for(outside.send_continuously(database, {}, clock), 1))


def test_what_is_put_while_it_runs_is_sent(database, clock, delivers):
    by_sms = {Channel.SMS: Sms(delivers.url, "x")}
    numbers = {put(database, clock) for _ in range(outside.BATCH_SIZE * 2 + 1)}
    assert run_until(lambda: waiting(database) is None, database, by_sms, clock)
    assert {body["id"] for _, _, body in delivers.asked} == numbers


def test_while_nothing_is_due_it_only_reads(database, clock, monkeypatch):
    rounds = []
    monkeypatch.setattr(database, "write", lambda: rounds.append("written"))
    monkeypatch.setattr(outside.outbox, "has_due", lambda *_told, **_at: rounds.append("read"))
    assert run_until(lambda: len(rounds) > 3, database, {Channel.SMS: object()}, clock)
    assert set(rounds) == {"read"}


def test_no_trouble_ends_it(database, clock, monkeypatch, delivers):
    put(database, clock)
    whole, troubles = (
        outside.deliver,
        [ZeroDivisionError(), OSError(), MemoryError(), ExceptionGroup("x", [ValueError()])],
    )

    def deliver(*items: object) -> int:
        if troubles:
            raise troubles.pop()
        return whole(*items)

    monkeypatch.setattr(outside, "deliver", deliver)
    by_sms = {Channel.SMS: Sms(delivers.url, "x")}
    assert run_until(lambda: waiting(database) is None, database, by_sms, clock)


def test_what_is_on_its_way_when_it_ends_is_noted(database, clock):
    put(database, clock)
    begun = []

    class Slow:
        async def send(self, letter) -> None:
            begun.append(letter.reference)
            await asyncio.sleep(0.4)

    assert run_until(lambda: begun, database, {Channel.SMS: Slow()}, clock)
    assert waiting(database) is None, "it is not sent a second time after the start"


def test_the_service_goes_on_while_the_supplier_is_silent(database, clock, delivers, monkeypatch):
    """T-37: in the threads of the service there is room for everything else."""
    monkeypatch.setattr(supplier, "PATIENCE", 2.0)
    delivers.answer = delivers.silence
    for _ in range(outside.BATCH_SIZE):
        put(database, clock)
    by_sms, waits = {Channel.SMS: Sms(delivers.url, "x")}, []

    async def running() -> None:
        sending = asyncio.ensure_future(outside.send_continuously(database, by_sms, clock))
        while not delivers.asked:
            await asyncio.sleep(0.01)
        for _ in range(3):
            began = time.monotonic()
            await asyncio.to_thread(waiting, database)
            put(database, clock)
            waits.append(time.monotonic() - began)
        sending.cancel()
        await asyncio.wait([sending])

    asyncio.run(running())
    assert delivers.asked
    assert max(waits) < 1.5, "neither a thread nor the database is held"
