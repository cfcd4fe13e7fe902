"""Shared and exclusive file locks between the processes of one machine."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyLocked(Exception):
    """Another process holds the lock in a mode that excludes this one."""


@contextmanager
def lock(path: Path, *, alone: bool) -> Iterator[None]:
    """Lock a file, created if missing, until the block or the process ends.

    Raises AlreadyLocked at once.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    except BlockingIOError as reason:
        raise AlreadyLocked(path) from reason
    finally:
        os.close(handle)
