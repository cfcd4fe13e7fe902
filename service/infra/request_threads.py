"""Threads for requests. Those that write wait in a line of their own, so that whoever reads is
answered meanwhile.

A request waits no longer than PATIENCE for its turn and for the database together; when the line
before it is longer than that, it is given up at once. Times in seconds."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from catalog.core.errors import Unavailable

MAX_WAIT = 5.0
# Whoever has no patience left tries once more.
_LEAST = 0.1
# So many that read may wait for the database, to note a look, while others read in their place.
SPARE = 8
# How much the newest request counts in how long one takes.
_NEWEST = 0.2


class QueueTooLong(Exception):
    """The line was longer than anybody waits."""


class WaitingTime:
    """For how long one request has waited so far."""

    def __init__(self) -> None:
        self.seconds = 0.0


# Set for each request that may write.
waiting_time: ContextVar[WaitingTime | None] = ContextVar("writes", default=None)
# The lanes in which this thread takes up room, if it does.
_thread_state = threading.local()


class RequestThreads(ThreadPoolExecutor):
    """The threads of one process: so many that read at once, and beside them those that write."""

    def __init__(self, reading: int, writing: int) -> None:
        super().__init__(reading + SPARE, "read")
        self.room, self.spare = threading.Semaphore(reading), threading.Semaphore(SPARE)
        self._writers, self._many = ThreadPoolExecutor(writing, "write"), writing
        self._count = threading.Lock()
        self._inside, self._each = 0, 0.0

    def submit(self, fn: Callable[..., Any], /, *items: Any, **named: Any) -> Future[Any]:
        waited = waiting_time.get()
        if waited is None:
            return super().submit(self._read, fn, items, named)
        with self._count:
            if self._inside * self._each / self._many > MAX_WAIT:
                return _unavailable()
            self._inside += 1
        future = self._writers.submit(self._write, waited, time.monotonic(), fn, items, named)
        future.add_done_callback(self._out)
        return future

    def _read(self, fn: Callable[..., Any], value: Any, named: Any) -> Any:
        self.room.acquire()
        _thread_state.lanes = self
        try:
            return fn(*value, **named)
        finally:
            release_slot()

    def _write(
        self, waited: WaitingTime, since: float, fn: Callable[..., Any], value: Any, named: Any
    ) -> Any:
        begun = time.monotonic()
        waited.seconds += begun - since
        before = waiting_time.set(waited)
        try:
            return fn(*value, **named)
        finally:
            waiting_time.reset(before)
            self._each += _NEWEST * (time.monotonic() - begun - self._each)

    def _out(self, _future: Future[Any]) -> None:
        with self._count:
            self._inside -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._writers.shutdown(wait, cancel_futures=cancel_futures)
        super().shutdown(wait, cancel_futures=cancel_futures)


def _unavailable() -> Future[Any]:
    future: Future[Any] = Future()
    reason = Unavailable()
    reason.__cause__ = QueueTooLong()
    future.set_exception(reason)
    return future


def release_slot() -> RequestThreads | None:
    """Lets somebody else read; says in which lanes, if this thread took up room at all."""
    lanes: RequestThreads | None = getattr(_thread_state, "lanes", None)
    if lanes is not None:
        _thread_state.lanes = None
        lanes.room.release()
    return lanes


@contextmanager
def wait_for_database() -> Iterator[float]:
    """While the block waits for the database, others read; tells it how long it may. Refuses:
    Unavailable."""
    waited, begun = waiting_time.get() or WaitingTime(), time.monotonic()
    lanes = release_slot()
    if lanes is not None and not lanes.spare.acquire(blocking=False):
        raise Unavailable from QueueTooLong()
    try:
        yield max(MAX_WAIT - waited.seconds, _LEAST)
    finally:
        waited.seconds += time.monotonic() - begun
        if lanes is not None:
            lanes.spare.release()
