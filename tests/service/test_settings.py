"""What whoever runs the service may set."""

import os
from pathlib import Path

import pytest

from service import settings
from service.settings import Settings, WrongSetting


def test_without_anything_set_the_records_live_in_var():
    assert settings.load({}).url == f"sqlite:///{Path('var') / 'musofir.sqlite3'}"


def test_everything_can_be_set_by_environment():
    given = settings.load({
        "MUSOFIR_HOME": "/srv/musofir", "DATABASE_URL": "postgresql://db/musofir", "MUSOFIR_MASTER_KEY_FILE": "/keys/master",
        "MUSOFIR_ALLOWED_HOSTS": "musofir.uz, www.musofir.uz ,", "MUSOFIR_PUBLIC_URL": "https://musofir.uz", "PATH": "/bin",
    })  # fmt: skip
    assert (given.home, given.url) == (Path("/srv/musofir"), "postgresql://db/musofir")
    assert (given.master_key_file, given.public_url) == (Path("/keys/master"), "https://musofir.uz")
    assert given.allowed_hosts == ("musofir.uz", "www.musofir.uz")


def test_an_empty_setting_is_none():
    assert settings.load(dict.fromkeys(settings.NAMES, "")) == Settings()


def test_it_reads_the_environment_of_the_process(monkeypatch):
    for name in settings.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(os.environ, "MUSOFIR_HOME", "elsewhere")
    assert settings.load().home == Path("elsewhere")


def test_another_kind_of_database_is_refused():
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        settings.load({"DATABASE_URL": "mysql://db/musofir"})


def test_a_home_carries_the_mark_of_the_demonstration(tmp_path):
    assert not Settings(home=tmp_path).demonstration
    (tmp_path / "DEMONSTRATION").touch()
    assert Settings(home=tmp_path).demonstration


def test_a_master_key_is_made_once_and_for_its_owner_alone(tmp_path):
    home = Settings(home=tmp_path / "new")
    key = settings.master_key(home)
    assert len(key) == 32
    assert settings.master_key(home) == key
    assert (tmp_path / "new" / "master.key").stat().st_mode & 0o077 == 0


def test_a_key_file_that_is_named_is_never_made(tmp_path):
    with pytest.raises(WrongSetting, match="does not exist"):
        settings.master_key(Settings(home=tmp_path, master_key_file=tmp_path / "gone"))


@pytest.mark.parametrize(("content", "why"), [("not hexadecimal", "hexadecimal"), ("abcd", "64"), ("", "64")])
def test_a_key_file_that_holds_no_key_is_refused(tmp_path, content, why):
    (tmp_path / "key").write_text(content)
    with pytest.raises(WrongSetting, match=why):
        settings.master_key(Settings(home=tmp_path, master_key_file=tmp_path / "key"))
