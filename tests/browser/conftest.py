"""A real browser before a real server, behind which the cast and their small register stand."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from service import accounts, app
from service.accounts import login_sessions
from service.commands.test import BROWSERS
from service.infra.database import Database
from service.infra.settings import Settings
from service.web import context as web_context
from tests.browser.desks import DESK, TELEPHONE, Desk
from tests.conftest import Clock, _cast, write_key
from tests.support import cast, databases

FLAGS = [
    *(
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ),
    *("--disable-component-update", "--disable-sync"),
]
HERE = Path(__file__).parent
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)


# The browser of this process while it is open, and what closes it.
_open: list[Browser] = []
_closing = ExitStack()


@pytest.fixture
def chromium() -> Browser:
    """The machine's own browser, opened once for all its tests that follow each other. Without one
    these tests are left out, except where CI must have it."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs chromium")
        pytest.skip("no chromium on this machine")
    if _open and not _open[0].is_connected():
        _close()
    if not _open:
        _open.append(_closing.enter_context(_launched(path)))
    return _open[0]


@contextmanager
def _launched(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _close() -> None:
    _open.clear()
    _closing.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Closes the browser before a test of another folder, whatever became of this one: while it is
    open, none of its process can start a loop of its own."""
    try:
        yield
    finally:
        if nextitem is None or HERE not in nextitem.path.parents:
            _close()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """A run that was broken off."""
    _close()


def furnished(folder: Path) -> Settings:
    """A demonstration home with the cast in it."""
    write_key(folder)
    files = databases.Files()
    shutil.copyfile(files.path(_cast(files)), folder / "musofir.sqlite3")
    return Settings(home=folder, demonstration=True)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return furnished(tmp_path_factory.mktemp("home"))


@contextmanager
def records(home: Settings) -> Iterator[Database]:
    """What the home keeps, closed whatever comes of it: a connection left open breaks the test in
    which it is found."""
    database = Database(home.url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def served(home: Settings, clock: Callable[[], datetime]) -> Iterator[str]:
    """The address of the running service, which goes by this clock."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app.create_app(home, clock), host="127.0.0.1", port=port, log_config=None)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def site(home: Settings) -> Iterator[str]:
    with served(home, lambda: NOW) as address:
        yield address


@pytest.fixture
def desk(chromium: Browser, home: Settings, site: str, clock: Clock) -> Iterator[Desk]:
    """The desk of one of the cast, as they sit down before it, or their telephone; a stranger's
    telephone for no name."""
    opened = []

    def sit(name: str, wide: int = 0) -> Page:
        context = chromium.new_context(
            viewport={"width": wide or (DESK if name else TELEPHONE), "height": 800}
        )
        opened.append(context)
        if name:
            with records(home) as database, database.write() as session:
                account = accounts.find(session, cast.email(name))
                cookie = login_sessions.create(
                    session, account, "Chromium, Linux", whole=True, on=clock()
                )
            context.add_cookies([{"name": web_context.COOKIE, "value": cookie, "url": site}])
        return context.new_page()

    yield sit
    for context in opened:
        context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A narrow telephone with scripts switched on."""
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    yield page
    page.close()


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """The same telephone without scripts."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()
