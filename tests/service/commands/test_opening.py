"""The doors opened: to the world, or for a demonstration on this machine."""

import pytest

from service.commands import demo, serve
from service.settings import Settings
from tests.conftest import MASTER_KEY


@pytest.fixture
def opened(monkeypatch):
    """What the server was asked to do, instead of doing it."""
    asked = []
    monkeypatch.setattr(serve.uvicorn, "run", lambda app, **told: asked.append((app, told)))
    monkeypatch.setattr(serve, "require_free", lambda *_: None)
    monkeypatch.setattr(serve.app, "create", lambda given: given)
    return asked


def test_serve_opens_the_doors_of_a_migrated_home(migrated, opened):
    assert migrated("serve", "--workers", "2", "--port", "8123")[0] == 0
    ((app, told),) = opened
    assert (app, told["workers"], told["port"], told["loop"], told["http"]) == (
        "service.commands.serve:application", 2, 8123, "uvloop", "httptools",
    )  # fmt: skip
    assert serve.application().home.name == "home"


def test_serve_refuses_a_demonstration_and_its_key(migrated, opened, tmp_path, monkeypatch):
    other = tmp_path / "demo"
    other.mkdir()
    (other / demo.MARK).touch()
    (other / "master.key").write_text(MASTER_KEY.hex())
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
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@real/records")
    for _ in range(2):
        code, out, _ = run("demo", "--port", "8124")
        assert (code, "http://127.0.0.1:8124/" in out) == (0, True)
    assert (len(made), len(opened)) == (1, 2)
    assert Settings(home=tmp_path / "home").demonstration


def test_a_demonstration_broken_off_is_made_anew(run, opened, tmp_path, monkeypatch):
    made = []

    def fail(database, on):
        made.append(on)
        if len(made) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo.demonstration, "load", fail)
    assert [run("demo")[0], run("demo")[0]] == [2, 0]
    assert len(made) == 2


def test_a_home_with_real_records_is_no_demonstration(migrated, opened):
    assert "not a demonstration" in migrated("demo")[2]
