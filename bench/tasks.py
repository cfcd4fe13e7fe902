"""Tasks of citizens in a browser at 320 px on a slow line, each from an empty browser.

`./musofir bench tasks` makes a demonstration, and times each task from opening the first page
until the answer stands on the screen. The line has 250 kbit/s and 400 ms; the processor is slowed
to a quarter. Exit code 1 where a limit of seconds or presses is missed.
"""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from service.commands.test import BROWSERS
from tests.browser.conftest import FLAGS

ROOT = Path(__file__).resolve().parent.parent
LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 250_000 // 8,
    "uploadThroughput": 250_000 // 8,
}
SLOWER = 4  # times, the processor of a cheap phone
RUNS = 3
WAIT = 90  # seconds until the demonstration stands


class Task(NamedTuple):
    """`steps` are presses in order; the answer is what `shown` finds at the end."""

    name: str
    steps: tuple[Callable[[Page], None], ...]
    shown: str
    seconds: float
    presses: int


def _ask_for_firm(page: Page) -> None:
    page.fill("main input[name=q]", "namuna silk road jobs")
    page.press("main input[name=q]", "Enter")


TASKS = (
    Task(
        "is this firm licensed",
        (
            lambda page: page.click("main a[href$='/agencies'], footer a[href$='/agencies']"),
            _ask_for_firm,
        ),
        "main .verdict",
        10,
        3,
    ),
    Task(
        "a number to call in Korea",
        (
            lambda page: page.click("main a[href$='/danger']"),
            lambda page: page.click("main a[href*='country=KR']"),
        ),
        "#numbers .tel",
        5,
        2,
    ),
)


def main() -> int:
    with TemporaryDirectory() as home, demonstration(Path(home)) as site, sync_playwright() as play:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        return max(_measure(browser, site, task) for task in TASKS)


def _measure(browser: Browser, site: str, task: Task) -> int:
    taken = sorted(_run(browser, site, task) for _ in range(RUNS))[RUNS // 2]
    fits = taken <= task.seconds and len(task.steps) <= task.presses
    print(
        f"{task.name:28} {taken:5.1f} s (limit {task.seconds:.0f}), "
        f"{len(task.steps)} presses (limit {task.presses})  {'holds' if fits else 'MISSED'}"
    )
    return int(not fits)


def _run(browser: Browser, site: str, task: Task) -> float:
    """Return the seconds from opening the first page until the answer is visible."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    begun = time.monotonic()
    page.goto(f"{site}/uz/", wait_until="commit")
    for step in task.steps:
        step(page)
    answer = page.locator(task.shown).first
    answer.wait_for()
    box = answer.bounding_box()
    taken = time.monotonic() - begun
    context.close()
    if box is None or not 0 <= box["y"] <= 640:
        raise SystemExit(f"{task.name}: the answer is not on the first screen ({box}).")
    return taken


@contextmanager
def demonstration(home: Path, root: Path = ROOT) -> Iterator[str]:
    """Serve a new demonstration of a checkout on this machine only, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "service", "demo", "--port", str(port)]
    with subprocess.Popen(
        words,
        cwd=root,
        env={"MUSOFIR_HOME": str(home), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}/health/ready")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_until_ready(address: str) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("The demonstration did not get ready.")


if __name__ == "__main__":
    sys.exit(main())
