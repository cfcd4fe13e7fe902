"""Threads for requests, with a separate queue for writers so that readers are still answered.

A request waits no longer than MAX_WAIT for its turn and for the database together; if the queue
before it is longer than that, it is refused at once. Times are in seconds.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from catalog.core.errors import Unavailable

MAX_WAIT = 5.0
# A request with no waiting time left tries once more for this long.
_LEAST = 0.1
# The number of readers that may wait for the database, to record a view, while others read in their
# place.
SPARE = 8
# The weight of the newest request in the average duration.
_NEWEST = 0.2


class QueueTooLong(Exception):
    """The queue is longer than the longest waiting time."""


class WaitingTime:
    """The time that one request has waited so far, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0


# Set for each request that may write.
waiting_time: ContextVar[WaitingTime | None] = ContextVar("writes", default=None)
# The pool in which this thread holds a reading slot, if it holds one.
_thread_state = threading.local()


class RequestThreads(ThreadPoolExecutor):
    """The threads of one process: concurrent readers and, apart from them, writers."""

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
    """Release the reading slot of this thread and return its pool, or None if it held no slot."""
    lanes: RequestThreads | None = getattr(_thread_state, "lanes", None)
    if lanes is not None:
        _thread_state.lanes = None
        lanes.room.release()
    return lanes


@contextmanager
def wait_for_database() -> Iterator[float]:
    """Let others read while the block waits for the database; yield how long it may wait.

    Refuses: Unavailable.
    """
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
