"""A queue for slow work that serves the owners of waiting requests in turn."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from catalog.core.errors import Refusal
from i18n import N_

T = TypeVar("T")


class Busy(Refusal):
    slug = "busy"
    sentence = N_(
        "A lot of people are using the service at the moment. Try again in a few seconds."
    )


class WorkQueue:
    """A queue with limits on concurrent work, on waiting work, and on waiting work of one owner."""

    def __init__(self, name: str, *, slots: int, most: int, each: int) -> None:
        self.slots, self.most, self.each = slots, most, each
        self.running = 0
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._threads = ThreadPoolExecutor(slots, name)

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    async def run(self, owner: str, work: Callable[..., T], *items: Any) -> T:
        """Run the work in turn and return its result. Refuses: Busy if too many wait."""
        await self._turn(owner)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *items)
        finally:
            self._next()

    async def _turn(self, owner: str) -> None:
        if self.running < self.slots:
            self.running += 1
            return
        if self.waiting >= self.most or len(self._waiting.get(owner, ())) >= self.each:
            raise Busy(seconds=5)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(owner, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._next()
            raise

    def _next(self) -> None:
        """Give the free slot to the owner who was served longest ago."""
        while self._waiting:
            owner, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._waiting[owner] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self.running -= 1
