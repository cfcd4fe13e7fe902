"""Threads for requests. Those that write wait in a line of their own, so that whoever reads is answered meanwhile.

A request waits no longer than PATIENCE for its turn and for the database together; when the line before it is longer than that,
it is given up at once. Times in seconds.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from catalog.core.errors import Unavailable

PATIENCE = 5.0
# Whoever has no patience left tries once more.
_LEAST = 0.1
# So many that read may wait for the database, to note a look, while others read in their place.
SPARE = 8
# How much the newest request counts in how long one takes.
_NEWEST = 0.2


class TooLong(Exception):
    """The line was longer than anybody waits."""


class Waited:
    """For how long one request has waited so far."""

    def __init__(self) -> None:
        self.seconds = 0.0


# Set for each request that may write.
writes: ContextVar[Waited | None] = ContextVar("writes", default=None)
# The lanes in which this thread takes up room, if it does.
_here = threading.local()


class Lanes(ThreadPoolExecutor):
    """The threads of one process: so many that read at once, and beside them those that write."""

    def __init__(self, reading: int, writing: int) -> None:
        super().__init__(reading + SPARE, "read")
        self.room, self.spare = threading.Semaphore(reading), threading.Semaphore(SPARE)
        self._writers, self._many = ThreadPoolExecutor(writing, "write"), writing
        self._count = threading.Lock()
        self._inside, self._each = 0, 0.0

    def submit(self, fn: Callable[..., Any], /, *told: Any, **named: Any) -> Future[Any]:
        waited = writes.get()
        if waited is None:
            return super().submit(self._read, fn, told, named)
        with self._count:
            if self._inside * self._each / self._many > PATIENCE:
                return _given_up()
            self._inside += 1
        future = self._writers.submit(self._write, waited, time.monotonic(), fn, told, named)
        future.add_done_callback(self._out)
        return future

    def _read(self, fn: Callable[..., Any], told: Any, named: Any) -> Any:
        self.room.acquire()
        _here.lanes = self
        try:
            return fn(*told, **named)
        finally:
            leave_room()

    def _write(self, waited: Waited, since: float, fn: Callable[..., Any], told: Any, named: Any) -> Any:
        begun = time.monotonic()
        waited.seconds += begun - since
        before = writes.set(waited)
        try:
            return fn(*told, **named)
        finally:
            writes.reset(before)
            self._each += _NEWEST * (time.monotonic() - begun - self._each)

    def _out(self, _future: Future[Any]) -> None:
        with self._count:
            self._inside -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._writers.shutdown(wait, cancel_futures=cancel_futures)
        super().shutdown(wait, cancel_futures=cancel_futures)


def _given_up() -> Future[Any]:
    future: Future[Any] = Future()
    reason = Unavailable()
    reason.__cause__ = TooLong()
    future.set_exception(reason)
    return future


def leave_room() -> Lanes | None:
    """Lets somebody else read; says in which lanes, if this thread took up room at all."""
    lanes: Lanes | None = getattr(_here, "lanes", None)
    if lanes is not None:
        _here.lanes = None
        lanes.room.release()
    return lanes


@contextmanager
def waiting() -> Iterator[float]:
    """While the block waits for the database, others read; tells it how long it may. Refuses: Unavailable."""
    waited, begun = writes.get() or Waited(), time.monotonic()
    lanes = leave_room()
    if lanes is not None and not lanes.spare.acquire(blocking=False):
        raise Unavailable from TooLong()
    try:
        yield max(PATIENCE - waited.seconds, _LEAST)
    finally:
        waited.seconds += time.monotonic() - begun
        if lanes is not None:
            lanes.spare.release()
