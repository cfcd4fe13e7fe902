"""The queue of work that takes long: in turn by network, and short."""

import asyncio
import threading

import pytest

from service.input.work_queue import Busy, WorkQueue


def test_networks_take_turns_and_one_too_many_is_sent_away():
    done: list[str] = []
    go = threading.Event()

    async def all_of_them() -> None:
        queue = WorkQueue("test", slots=1, most=5, each=3)
        begun = [asyncio.ensure_future(queue.run("many", go.wait, 10))]
        begun += [
            asyncio.ensure_future(queue.run("many", done.append, f"many {n}")) for n in range(3)
        ]
        begun += [asyncio.ensure_future(queue.run("one", done.append, "one"))]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await queue.run("many", done.append, "a fourth of the same")
        begun += [asyncio.ensure_future(queue.run("other", done.append, "other"))]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await queue.run("last", done.append, "a sixth of all")
        go.set()
        await asyncio.gather(*begun)
        assert (queue.running, queue.waiting) == (0, 0)

    asyncio.run(all_of_them())
    assert done == ["many 0", "one", "other", "many 1", "many 2"]


def test_whoever_goes_away_or_fails_leaves_the_place_to_the_next():
    async def some_go() -> None:
        queue = WorkQueue("test", slots=1, most=9, each=9)
        go = threading.Event()
        first = asyncio.ensure_future(queue.run("a", go.wait, 10))
        gone = asyncio.ensure_future(queue.run("b", int, "1"))
        wrong = asyncio.ensure_future(queue.run("c", int, "x"))
        last = asyncio.ensure_future(queue.run("d", int, "7"))
        await asyncio.sleep(0)
        gone.cancel()
        go.set()
        assert await last == 7
        with pytest.raises(ValueError, match="x"):
            await wrong
        await first
        assert (queue.running, queue.waiting) == (0, 0)

    asyncio.run(some_go())
