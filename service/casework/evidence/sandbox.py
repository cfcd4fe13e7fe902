"""A sandbox process that opens untrusted pictures and PDFs.

It has little memory, little time and no disk."""

import os
import threading
from pathlib import Path

from service.input import closed_process

_CHILD = Path(__file__).with_name("sandbox_worker.py")
# Seconds of wall time in all; the child has less processor time.
PATIENCE = 10.0
MAX_OUTPUT_BYTES = 24_000_000
PAGES = 30
_REASONS = ("broken", "too_many_dots", "locked")
_thread = threading.local()


class UnreadableFile(Exception):
    """The file cannot be accepted; the message is the reason's code."""


def picture(kind: str, data: bytes) -> tuple[str, bytes]:
    """Return a picture re-encoded from its pixels, without anything else: media type and bytes.

    Raises UnreadableFile."""
    values, _, content = _run_worker(data, "picture", kind).partition(b"\n")
    return values.decode(), content


def pages(data: bytes) -> int:
    """Return the number of pages of a PDF, after rendering the first. Raises UnreadableFile."""
    return int(_run_worker(data, "pages"))


def page(data: bytes, number: int) -> bytes:
    """Return a JPEG of one page, counted from 1. Raises UnreadableFile."""
    return _run_worker(data, "page", str(number))


def seconds() -> float:
    """Return the processor seconds used by this thread's files so far."""
    return float(getattr(_thread, "seconds", 0.0))


def _run_worker(data: bytes, *words: str) -> bytes:
    given = closed_process.memory_file(data)
    try:
        done = closed_process.run(_CHILD, words, given, patience=PATIENCE, most=MAX_OUTPUT_BYTES)
    finally:
        os.close(given)
    _thread.seconds = seconds() + done.seconds
    if done.code == 0 and 0 < len(done.output) <= MAX_OUTPUT_BYTES:
        return done.output
    reason = done.output.decode("ascii", "replace") if done.code == 3 else "broken"
    raise UnreadableFile(reason if reason in _REASONS else "broken")
