"""Fixtures for every test: both kinds of database, empty or with the cast, and a fixed clock."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis.internal.conjecture import providers
from sqlmodel import Session

from catalog.core import fields, vault
from catalog.core.fields import tashkent_day
from service.infra.database import Database
from tests.support import cast, databases, pure_caches

MASTER_KEY = bytes(range(32))
hypothesis.settings.register_profile(
    "tests",
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ],
)
hypothesis.settings.load_profile("tests")
# Else the first such test of each worker parses every module for constants to try, for half a
# minute in a new clone, and what it tries depends on the modules that others have imported.
providers.is_local_module_file = lambda _path: False


def pytest_configure(config: pytest.Config) -> None:
    # What is collected stays until the end: see pytest_collection_finish.
    gc.disable()
    databases.compile_once()
    pure_caches.keep()
    if not hasattr(config, "workerinput"):
        databases.begin()
        # Thousands of small folders live in memory with the rest and are deleted with the run;
        # --basetemp keeps them.
        config.option.basetemp = config.option.basetemp or databases.folder() / "tmp"
    databases.draw_once()
    # No test depends on the day on which it is run.
    fields.set_clock(Clock().now)


def write_key(home: Path, key: bytes = MASTER_KEY) -> None:
    """Write a master key into a home, readable by its owner only."""
    (home / "master.key").write_text(key.hex())
    (home / "master.key").chmod(0o600)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    @property
    def today(self) -> date:
        return tashkent_day(self.now)

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _open_vault() -> None:
    vault.open_with(MASTER_KEY)


@pytest.fixture(scope="session")
def files() -> databases.Files:
    return databases.Files()


@pytest.fixture(scope="session")
def server() -> Iterator[databases.Server]:
    server = databases.Server()
    yield server
    server.leave()


# Modules whose locks and statements differ between the databases run on both in a plain run. All
# others, the migrations too, run on PostgreSQL in ./musofir test --repeats, which also runs the
# benchmarks; whole demonstrations and pages run on PostgreSQL only with --all, except for the walk
# through all pages.
DIFFERS = ("database", "database_faults", "journal", "races", "rate_limits")
_DIFFERS = re.compile(rf"test_({'|'.join(DIFFERS)})\.py")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that uses a database once on each kind.

    PostgreSQL is left out where the run would deselect it again.
    """
    own = {
        name
        for mark in metafunc.definition.iter_markers("parametrize")
        for name in re.findall(r"\w+", str(mark.args[0]))
    }
    if "place" in metafunc.fixturenames and "place" not in own:
        plain = "not repeat" in metafunc.config.getoption("markexpr")
        both = not plain or _DIFFERS.search(metafunc.definition.nodeid)
        metafunc.parametrize(
            "place", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True
        )


@pytest.fixture
def place(request: pytest.FixtureRequest) -> databases.Place:
    """A kind of database, named by the test's parameter."""
    return request.getfixturevalue("files" if request.param == "sqlite" else "server")


@pytest.fixture
def bare(place: databases.Place) -> Iterator[Database]:
    """A database without any table."""
    with place.copied(None) as url:
        yield from _opened(url)


@pytest.fixture
def database(place: databases.Place) -> Iterator[Database]:
    """A database with all its tables and no rows."""
    with place.copied(place.template("EMPTY", Database.migrate)) as url:
        yield from _opened(url)


@pytest.fixture
def seeded(place: databases.Place) -> Iterator[Database]:
    """A database with the cast and their small register."""
    with place.copied(_cast(place)) as url:
        yield from _opened(url)


def _cast(place: databases.Place) -> str:
    return place.template(
        "CAST", partial(_fill, _settle), place.template("EMPTY", Database.migrate)
    )


def _settle(session: Session, on: datetime) -> None:
    cast.settle(session, on=on)


def lived(
    place: databases.Place, name: str, fill: Callable[[Session, datetime], object]
) -> Iterator[Database]:
    """Yield the cast's database with further records, made once for all tests of the run."""
    with place.copied(place.template(name, partial(_fill, fill), _cast(place))) as url:
        yield from _opened(url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session on the empty database; what the test does not commit is rolled back."""
    yield from _writing(database)


def _writing(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session
        session.rollback()


def filled(
    place: databases.Place, name: str, fill: Callable[[Session, datetime], object]
) -> Iterator[Session]:
    """Yield a writing session on a database that was filled once for all tests of the run."""
    empty = place.template("EMPTY", Database.migrate)
    with place.copied(place.template(name, partial(_fill, fill), empty)) as url:
        for database in _opened(url):
            yield from _writing(database)


def _fill(fill: Callable[[Session, datetime], object], database: Database) -> None:
    vault.open_with(MASTER_KEY)
    with database.write() as session:
        fill(session, Clock().now)


@pytest.fixture
def ground(place: databases.Place) -> Iterator[Session]:
    """A writing session on a database with countries, posts, occupations and rates."""
    yield from filled(place, "GROUND", lambda session, on: cast.ground(session, on=on))


# On PostgreSQL a walk through all pages stands for their tests.
_WHOLE = re.compile("tests/(bench|seed|service/pages)/")
_MEASURED = re.compile("tests/bench/")


# The longest tests run first, in this order, so that no worker is left alone with one at the end.
# The walk fills the demonstration; its other tests come later, and none of them waits for that.
LONG = (
    "crawl",
    "access_matrix",
    "source_routes",
    "docs",
    "csrf",
    "year_2019",
    "bad_line",
    "database_faults",
    "day_on",
    "model",
    "package",
    "races",
    "rendering_inert",
    "indirect_reads",
    "demonstration",
    "snapshot",
)
_LONG = re.compile(rf"/test_({'|'.join(LONG)})")


def _place_among_long(item: pytest.Item) -> int:
    found = _LONG.search(item.nodeid)
    return LONG.index(found[1]) if found else len(LONG)


# A test of so many cases or fewer runs whole in a plain run, of any other the first case.
_WHOLE_CASES = 2
# Rules on the source, and words for people, are a case each; all of them are run.
_ALL_CASES = re.compile(
    r"tests/(i18n/|service/web/test_label_lists|service/infra/test_access|test_source(?!_routes))"
)


def _mark_further_cases(items: list[pytest.Item]) -> None:
    """Mark most cases of a test with many as repeat, for ./musofir test --repeats."""
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        if not {"slow", "repeat"} & set(item.keywords) and not _ALL_CASES.search(item.nodeid):
            tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for cases in tests.values():
        for item in cases[1:] if len(cases) > _WHOLE_CASES else ():
            item.add_marker("repeat")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: Any, items: list[pytest.Item]) -> None:
    """Mark tests that repeat others: slow for ./musofir test --all, repeat for --repeats."""
    items.sort(key=_place_among_long)
    begun: set[str] = set()
    for item in items:
        if "postgresql" in item.name:
            # PostgreSQL runs the first case of a test with many; the others would repeat it.
            test = item.nodeid.partition("[")[0]
            if test in begun or _WHOLE.search(item.nodeid):
                item.add_marker("slow")
            elif not _DIFFERS.search(item.nodeid):
                item.add_marker("repeat")
            begun.add(test)
        elif _MEASURED.search(item.nodeid):
            item.add_marker("repeat")
    # Whoever names a file has all of it.
    if _runs_everything(config):
        _mark_further_cases(items)
    if config.getoption("markexpr"):
        if "repeat" not in config.getoption("markexpr"):
            _drop_samples(config, items)
        return
    for item in items:
        if {"slow", "repeat"} & set(item.keywords):
            item.add_marker(pytest.mark.skip(reason="only with -m slow or -m repeat"))


def _drop_samples(config: Any, items: list[pytest.Item]) -> None:
    """Deselect the sample of a sweep that also runs whole, on SQLite."""
    samples = [
        item
        for item in items
        if {"whole": False, "place": "sqlite"}.items()
        <= getattr(getattr(item, "callspec", None), "params", {}).items()
    ]
    items[:] = [item for item in items if item not in samples]
    config.hook.pytest_deselected(items=samples)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the benchmarks, with the large libraries they load, where none of them is run."""
    plain = "not repeat" in config.getoption("markexpr")
    return True if plain and _MEASURED.search(f"{collection_path.as_posix()}/") else None


def pytest_collection(session: pytest.Session) -> None:
    """Import this worker's share of the test files before all workers collect them in one order.

    pytest rewrites the assertions of a file when it is first imported, which took most of the
    collection in a new clone; so each is rewritten by one worker and read by the others.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is None or not _runs_everything(session.config):
        return
    found = sorted((session.config.rootpath / "tests").rglob("test_*.py"))
    for path in found[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        if not pytest_ignore_collect(path, session.config):
            name = ".".join(path.relative_to(session.config.rootpath).with_suffix("").parts)
            # What is wrong with a file is reported when it is collected.
            with suppress(Exception, pytest.skip.Exception):
                import_module(name)


def _runs_everything(config: pytest.Config) -> bool:
    return [Path(one).resolve() for one in config.args] == [config.rootpath / "tests"]


def pytest_collection_finish() -> None:
    """Freeze the collected tests out of garbage collection.

    Ten thousand tests stay; collecting among them again and again took a tenth of the time.
    The service puts collections off while it starts (service/__init__.py), which would leave all
    that the tests throw away in memory, and clear it in one long pause of some test.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Collect once for all: at its end pytest collects five times, each through all that is left.

    A worker need not collect: nobody hears any more what it finds.
    """
    if not hasattr(session.config, "workerinput"):
        gc.collect()
    gc.freeze()
