"""Fixtures for tests over HTTP: a client of the application with the cast and its register."""

import asyncio
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from catalog.core.actor import SYSTEM, VISITOR
from service import accounts, app
from service.accounts import login_sessions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.infra.database import Database
from service.infra.settings import Settings
from service.web import context
from service.web.app_state import AppState
from tests.conftest import Clock, _cast, _opened, lived, write_key
from tests.support import canary_person, cast, databases
from tests.support import route_records as worlds
from tests.support.cast import ALISHERS_CLAIM, CLAIM, TODAY
from tests.support.page_text import without_unseen_space


@pytest.fixture
def seeded(request: pytest.FixtureRequest, place: databases.Place) -> Iterator[Database]:
    """The cast's database, with a world of records or the planted person where a test needs them.

    They are made once, because making them for each test took longer than the test.
    """
    if "world" in request.fixturenames:
        yield from lived(
            place, "WORLD", lambda session, on: worlds.keep(session, on, _beside(place))
        )
        return
    if "planted" in request.fixturenames:
        yield from lived(
            place, "PLANTED", lambda session, on: canary_person.keep(session, on, _marks(place))
        )
        return
    with place.copied(_cast(place)) as url:
        yield from _opened(url)


def _beside(place: databases.Place) -> Path:
    """Return the folder of the home and the names of the world, by kind of database."""
    return databases.folder() / f"world_{type(place).__name__}"


def _marks(place: databases.Place) -> Path:
    """Return the file with the marks of the planted person, by kind of database."""
    return databases.folder() / f"planted_{type(place).__name__}"


@pytest.fixture
def planted(place: databases.Place, seeded: Database) -> canary_person.Planted:
    """A person with a unique word in every place, in the seeded database."""
    return canary_person.of(_marks(place))


@pytest.fixture
def world(place: databases.Place, seeded: Database, settings: Settings) -> dict[str, str]:
    """The records that the placeholders of the routes stand for."""
    return worlds.of(_beside(place), settings.home)


@pytest.fixture
def settings(tmp_path: Path, seeded: Database) -> Settings:
    write_key(tmp_path)
    url = seeded.engine.url.render_as_string(hide_password=False)
    return Settings(
        home=tmp_path, database_url=url, allowed_hosts=("testserver.local", "testserver")
    )


@pytest.fixture(scope="session")
def routes() -> Litestar:
    """The routes, registered once for all tests: doing it for each took half of their time."""
    return app.build_routes()


@pytest.fixture(scope="session")
def routes_beside() -> tuple[Litestar, Litestar]:
    """The routes for a second process of the same service, and for a third."""
    return app.build_routes(), app.build_routes()


@pytest.fixture
def client(
    routes: Litestar, settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient[Litestar]]:
    """A browser at the seeded application, which does not follow redirects by itself.

    Nothing runs in the background: the first test that searches loads the register into memory.
    """
    monkeypatch.setattr(
        app,
        "_start_background_tasks",
        lambda _app_state, _senders: [asyncio.ensure_future(asyncio.sleep(0))],
    )
    with TestClient(app.attach_state(routes, settings, clock)) as client:
        client.follow_redirects = False
        client.event_hooks = {"response": [_read_as_shown]}
        yield client


class _Page(httpx.Response):
    """A page, whose text lacks the white space that a browser does not show; many are not read."""

    @cached_property
    def text(self) -> str:  # type: ignore[override]
        return without_unseen_space(super().text, between="")


def _read_as_shown(answer: httpx.Response) -> None:
    if answer.headers.get("content-type", "").startswith("text/html"):
        answer.__class__ = _Page


@pytest.fixture
def app_state(client: TestClient[Litestar]) -> AppState:
    """The state of the client's application."""
    return client.app.state["app_state"]


@pytest.fixture
def as_(
    client: TestClient[Litestar], seeded: Database, clock: Clock
) -> Callable[..., TestClient[Litestar]]:
    """A function that makes the client act as one of the cast.

    as_("davron") signs in, as_("davron", key=True) sends an API key, as_() is a visitor.
    """

    def be(
        name: str | None = None, *, key: bool = False, scopes: tuple[str, ...] = ()
    ) -> TestClient[Litestar]:
        client.cookies.delete(context.COOKIE) if context.COOKIE in client.cookies else None
        for name_of_header in ("authorization", context.TOKEN):
            client.headers.pop(name_of_header, None)
        if name is None:
            return client
        with seeded.write() as session:
            account = accounts.find(session, cast.email(name))
            if key:
                token = accounts.issue_key(session, account, list(scopes), by=SYSTEM, on=clock())
                client.headers["authorization"] = f"Bearer {token}"
            else:
                cookie = login_sessions.create(
                    session, account, "Firefox, Linux", whole=True, on=clock()
                )
                client.cookies.set(context.COOKIE, cookie, domain="testserver.local")
                seat = login_sessions.find_by_cookie(session, cookie, clock())[1]
                client.headers[context.TOKEN] = login_sessions.form_token(seat)
        return client

    return be


@pytest.fixture
def claim(ground, clock) -> Claim:
    """One claim of Alisher's just filed in Moscow."""
    return wage_claims.file(
        ground, ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY, number=CLAIM
    ).claim
