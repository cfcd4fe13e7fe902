"""The routes opened: to the world, or for a demonstration on this machine."""

from datetime import date

import pytest

from catalog.core import fields
from service.commands import demo, home, serve
from service.commands.home import ROOT
from service.infra import logs
from service.web import slow_clients
from tests.conftest import write_key


@pytest.fixture
def opened(monkeypatch):
    """What the server was asked to do, instead of doing it."""
    asked = []
    monkeypatch.setattr(serve.uvicorn, "run", lambda app, **values: asked.append((app, values)))
    monkeypatch.setattr(serve, "require_free", lambda *_: None)
    monkeypatch.setattr(serve, "_raise_connection_limit", lambda: None)
    monkeypatch.setattr(serve.app, "create_app", lambda given: given)
    return asked


@pytest.fixture
def unfilled(opened, monkeypatch):
    """A demonstration of which only the marks are made, and no records."""
    monkeypatch.setattr(demo.migrate, "bring_up_to_date", lambda *_: None)
    monkeypatch.setattr(demo.claim_evidence, "attach_files", lambda *_: None)
    return opened


def test_serve_opens_the_routes_of_a_migrated_home(migrated, opened, monkeypatch):
    caught = []
    monkeypatch.setattr(serve.logs, "log_uncaught_errors", lambda: caught.append(True))
    assert migrated("serve", "--port", "8123")[0] == 0
    ((app, values),) = opened
    assert (app, values["workers"], values["port"], values["loop"], values["http"]) == (
        "service.commands.serve:application",
        1,
        8123,
        "uvloop",
        slow_clients.TimeoutProtocol,
    )
    assert (values["proxy_headers"], values["access_log"], values["log_config"]) == (
        False,
        False,
        logs.config(),
    )
    assert values["timeout_worker_healthcheck"] >= 60, (
        "a worker that still imports is not killed for its silence"
    )
    assert (serve.application().home.name, caught) == ("home", [True])


def test_heads_beside_the_records_are_warned_of(migrated, opened, monkeypatch, tmp_path):
    assert "MUSOFIR_HEADS_DIR" in migrated("serve")[2]
    assert "Warning: The heads" in migrated("config")[1]
    monkeypatch.setenv("MUSOFIR_HEADS_DIR", str(tmp_path / "elsewhere"))
    assert "The heads" not in migrated("serve")[2] + migrated("config")[1]


def test_several_workers_count_together_in_the_home(migrated, opened, monkeypatch, tmp_path):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "kept so that it is put back")
    assert migrated("serve", "--workers", "2")[0] == 0
    assert serve.metrics.os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(
        tmp_path / "home" / "metrics"
    )
    assert opened[0][1]["workers"] == 2


@pytest.mark.parametrize("url", ["http://musofir.uz", "http://10.0.0.5:8000"])
def test_serve_refuses_to_carry_words_in_clear(migrated, opened, monkeypatch, url):
    monkeypatch.setenv("MUSOFIR_PUBLIC_URL", url)
    code, _, err = migrated("serve")
    assert (code, "https://" in err, err.count("\n"), opened) == (2, True, 1, [])


def test_serve_makes_room_for_many_and_takes_none_away(monkeypatch):
    kept = []
    monkeypatch.setattr(serve.resource, "setrlimit", lambda _kind, limits: kept.append(limits))
    for limits in ((1_024, 4_096), (1_024, serve.resource.RLIM_INFINITY), (20_000, 20_000)):
        monkeypatch.setattr(serve.resource, "getrlimit", lambda _kind, limits=limits: limits)
        serve._raise_connection_limit()
    assert kept == [(4_096, 4_096), (8_192, serve.resource.RLIM_INFINITY)]


def test_serve_refuses_a_demonstration_and_its_key(migrated, opened, tmp_path, monkeypatch):
    other = tmp_path / "demo"
    other.mkdir()
    (other / home.MARK).touch()
    write_key(other)
    monkeypatch.setenv("MUSOFIR_MASTER_KEY_FILE", str(other / "master.key"))
    assert "demonstration" in migrated("serve")[2]
    monkeypatch.setenv("MUSOFIR_HOME", str(other))
    assert "demonstration" in migrated("serve")[2]
    assert opened == []


def test_a_port_in_use_is_told(migrated):
    with serve.socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = migrated("serve", "--port", taken.getsockname()[1])
    assert (code, "--port N" in err, err.count("\n")) == (2, True, 1)


def test_the_demonstration_is_made_once(run, opened, tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(demo.demonstration, "load", lambda _database, on: made.append(on))
    monkeypatch.setattr(demo.claim_evidence, "attach_files", lambda *_: None)
    monkeypatch.setattr(serve.logs, "log_uncaught_errors", lambda: None)
    for name, value in (
        ("DATABASE_URL", "postgresql://u@real/records?sslmode=verify-full"),
        ("MUSOFIR_PUBLIC_URL", "https://musofir.uz"),
        ("MUSOFIR_ALLOWED_HOSTS", "musofir.uz"),
        ("MUSOFIR_PROXY", "10.0.0.5"),
    ):
        monkeypatch.setenv(name, value)
    for _ in range(2):
        code, out, _ = run("demo", "--port", "8124")
        assert (code, "http://127.0.0.1:8124/" in out) == (0, True)
    assert (len(made), len(opened)) == (1, 2)
    given, values = opened[0]
    assert (given.public_url, given.allowed_hosts, given.proxy) == ("http://127.0.0.1:8124", (), ())
    assert values["log_config"] == logs.config("WARNING")
    assert given.demonstration
    assert home.is_demonstration(tmp_path / "home")


def test_a_demonstration_broken_off_is_made_anew(run, unfilled, monkeypatch):
    made = []

    def fail(database, on):
        made.append(on)
        if len(made) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo.demonstration, "load", fail)
    assert [run("demo")[0], run("demo")[0]] == [2, 0]
    assert len(made) == 2


def test_a_demonstration_of_an_earlier_version_is_brought_up_to_date(run, unfilled, monkeypatch):
    brought = []
    monkeypatch.setattr(demo.demonstration, "load", lambda *_: None)
    monkeypatch.setattr(demo.migrate, "bring_up_to_date", lambda *_: brought.append(True))
    assert [run("demo")[0] for _ in range(2)] == [0, 0]
    assert len(brought) == 2, "when it is filled, and again because its tables are older"


def test_any_day_can_be_shown_in_a_home_of_its_own(run, unfilled, monkeypatch):
    filled = []
    monkeypatch.setattr(demo.demonstration, "load", lambda _database, on: filled.append(on))
    monkeypatch.setattr(fields._Clock, "ahead", fields._Clock.ahead)
    for _ in range(2):
        assert run("demo", "--day", "2027-01-01")[0] == 0
        assert f"{fields.now().astimezone(fields.TASHKENT):%Y-%m-%d %H:%M}" == "2027-01-01 10:00", (
            "what it serves by"
        )
    assert [f"{on.astimezone(fields.TASHKENT):%Y-%m-%d %H:%M}" for on in filled] == [
        "2027-01-01 10:00"
    ]
    assert unfilled[-1][0].demonstration
    for words in ((), ("--day", "2027-01-02")):
        code, _, err = run("demo", *words)
        assert (code, "--day 2027-01-01" in err) == (2, True)


@pytest.mark.parametrize("day", ["2019-12-31", "2040-01-01", "2027-02-29", "tomorrow"])
def test_a_day_that_cannot_be_shown_is_told(run, opened, day):
    code, _, err = run("demo", "--day", day)
    assert (code, err.count("\n"), opened) == (2, 1, [])


def test_each_day_has_its_folder_unless_one_is_named(monkeypatch):
    monkeypatch.delenv("MUSOFIR_HOME", raising=False)
    assert (
        demo._demonstration_settings(8000, date(2027, 1, 1)).home
        == demo.home.ROOT / "var" / "demo-2027-01-01"
    )


def test_only_the_demonstration_sets_the_clock():
    found = [
        path
        for one in ("service", "catalog", "matching", "seed", "i18n")
        for path in (ROOT / one).rglob("*.py")
        if "set_clock" in path.read_text()
    ]
    assert {path.name for path in found} == {"demo.py", "fields.py"}


def test_an_invention_that_breaks_a_rule_is_a_fault_of_ours(run, unfilled, monkeypatch):
    def refuse(*_):
        raise fields.AlreadyOver("due")

    monkeypatch.setattr(demo.demonstration, "load", refuse)
    assert run("demo")[0] == 70


def test_a_home_with_real_records_is_no_demonstration(migrated, opened):
    assert "not a demonstration" in migrated("demo")[2]
