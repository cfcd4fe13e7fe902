"""Slow work: its turn in a queue beside the other requests, and the time of strangers' files."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from catalog.core import vault
from catalog.core.actor import Role
from service.casework.evidence import sandbox
from service.infra import counters, rate_limits
from service.input.work_queue import WorkQueue
from service.web import context
from service.web.context import Req

T = TypeVar("T")
_QUEUES = {
    # Files of strangers, each opened in a separate process.
    "files": {"slots": 1, "most": 12, "each": 4},
    # Slow work that anyone may request: documents of the report, receipts, rankings.
    "dear": {"slots": 1, "most": 8, "each": 3},
    # Files and pictures for staff.
    "desk": {"slots": 2, "most": 60, "each": 20},
}


async def run(work: Callable[..., T], request: Req, *items: Any, dear: bool = False) -> T:
    """Run work in the queue of staff or in that of strangers' files.

    Expensive work has one queue for everyone. Refuses: Busy.
    """
    stranger = context.actor(request).role in (Role.VISITOR, Role.CITIZEN)
    name = "dear" if dear else "files" if stranger else "desk"
    owner = (
        rate_limits.wide_network(context.network(request))
        if stranger
        else context.actor(request).account
    )
    kept = context.app_state(request).memory
    queue: WorkQueue = kept.get(f"queue {name}") or kept.setdefault(
        f"queue {name}", WorkQueue(name, **_QUEUES[name])
    )
    return await queue.run(owner, work, request, *items)


# Milliseconds an hour for the files of one claim or person, and of one network; a photo takes half
# a second.
_OF_ONE, _OF_NETWORK = 60_000, 1_200_000
_ONE, _NETWORK = "file time", "file time network"


@contextmanager
def count_file_time(request: Req, owner: str, field: str = "file") -> Iterator[None]:
    """Count the time that opening a file of this claim or person takes, except for staff.

    Refuses: TooManyAttempts.
    """
    if context.actor(request).role not in (Role.VISITOR, Role.CITIZEN):
        yield
        return
    network, app_state = (
        rate_limits.wide_network(context.network(request)),
        context.app_state(request),
    )
    marks = {_ONE: vault.blind(_ONE, owner), _NETWORK: vault.blind(_NETWORK, network)}
    _require_time(request, marks, field)
    with _network_lock(str(app_state.settings.home / "files.lock"), marks[_NETWORK]):
        before = sandbox.seconds()
        try:
            yield
        finally:
            if spent := int((sandbox.seconds() - before) * 1000):
                with context.writing(request) as session:
                    for kind, mark in marks.items():
                        counters.add(session, kind, mark, spent, on=app_state.clock())


def _require_time(request: Req, marks: dict[str, str], field: str) -> None:
    on = context.app_state(request).clock()
    with context.reading(request) as session:
        used = {kind: counters.amount(session, kind, mark, on=on) for kind, mark in marks.items()}
    if used[_ONE] >= _OF_ONE or used[_NETWORK] >= _OF_NETWORK:
        wait = counters.seconds_left(on)
        raise rate_limits.TooManyAttempts(field, minutes=-(-wait // 60), seconds=wait)


@contextmanager
def _network_lock(path: str, mark: str) -> Iterator[None]:
    """Keep other workers of this machine from opening a file of the same network.

    The lock is on one byte of a file.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX, 1, int(mark[:7], 16))
        yield
    finally:
        os.close(handle)
