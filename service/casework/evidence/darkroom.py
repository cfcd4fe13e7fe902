"""Where strangers' pictures and papers are opened: in a process of its own, with little memory, little time and no disk."""

import subprocess
import sys
import threading
from pathlib import Path

from catalog.ground.refusals import Unavailable

_CHILD = Path(__file__).with_name("developing.py")
# Seconds for all of it; the child itself may use the processor for fewer.
PATIENCE = 10.0
MOST = 24_000_000
PAGES = 30
_AT_ONCE = threading.BoundedSemaphore(2)
_REASONS = ("broken", "too_many_dots", "locked")


class Spoilt(Exception):
    """The file cannot be taken; its words are the reason's code."""


def picture(kind: str, data: bytes) -> tuple[str, bytes]:
    """A picture drawn anew from its dots, so that nothing else of it is left: its media type and bytes. Raises Spoilt."""
    told, _, content = _developed(data, "picture", kind).partition(b"\n")
    return told.decode(), content


def pages(data: bytes) -> int:
    """How many pages a PDF has, the first of them drawn for a trial. Raises Spoilt."""
    return int(_developed(data, "pages"))


def page(data: bytes, number: int) -> bytes:
    """A picture (JPEG) of one page, counted from 1. Raises Spoilt."""
    return _developed(data, "page", str(number))


def _developed(data: bytes, *words: str) -> bytes:
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        raise Unavailable
    try:
        code, said = _run(data, words)
    finally:
        _AT_ONCE.release()
    if code == 0 and 0 < len(said) <= MOST:
        return said
    reason = said.decode("ascii", "replace") if code == 3 else "broken"
    raise Spoilt(reason if reason in _REASONS else "broken")


def _run(data: bytes, words: tuple[str, ...]) -> tuple[int, bytes]:
    """What the child answered: its exit code and at most a little more than may be; it is killed when its time is over."""
    command = [sys.executable, "-I", "-B", str(_CHILD), *words]
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null, env={}, start_new_session=True) as child:
        assert child.stdout
        clock = threading.Timer(PATIENCE, child.kill)
        feeding = threading.Thread(target=_feed, args=(child, data))
        clock.start()
        feeding.start()
        said = child.stdout.read(MOST + 1)
        if len(said) > MOST:
            child.kill()
        code = child.wait()
        clock.cancel()
        feeding.join()
    return code, said


def _feed(child: subprocess.Popen[bytes], data: bytes) -> None:
    assert child.stdin
    try:
        child.stdin.write(data)
        child.stdin.close()
    except OSError:
        # It has ended already, and says why by its exit code.
        return
