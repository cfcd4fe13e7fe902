"""The command line: every verb is there and says what it does, and what went wrong."""

import tempfile
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from service import __main__ as main
from service.infra.settings import WrongSetting
from tests.support.source_tree import ROOT


@pytest.fixture
def failing(monkeypatch, tmp_path):
    """A command that fails as none should, with somebody's number in its error."""

    def fail(*_told, **_named):
        raise ValueError("+998901234567")

    monkeypatch.setattr(main.musofir, "main", fail)
    monkeypatch.setenv("MUSOFIR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize("verb", main.VERBS)
def test_every_verb_explains_itself(verb, capsys):
    assert main.main([verb, "--help"]) == 0
    assert "Usage: ./musofir" in capsys.readouterr().out


@pytest.mark.parametrize("checkout", [True, False])
def test_it_prints_its_version(monkeypatch, capsys, tmp_path, checkout):
    if not checkout:
        monkeypatch.setattr(main.settings, "ROOT", tmp_path)
        monkeypatch.setattr(main, "metadata", SimpleNamespace(version=lambda _name: "9.9"))
    assert main.main(["--version"]) == 0
    text = (ROOT / "pyproject.toml").read_text()
    expected = tomllib.loads(text)["project"]["version"] if checkout else "9.9"
    assert capsys.readouterr().out == f"musofir {expected}\n"


def test_a_verb_of_no_name_is_refused_in_one_sentence(capsys):
    assert main.main(["dance"]) == 2
    assert capsys.readouterr().err.startswith("musofir: ")


@pytest.mark.parametrize("records", [True, False])
def test_an_unexpected_failure_is_told_in_a_sentence_and_kept_in_a_file_of_its_owner(
    failing, capsys, tmp_path, records
):
    place = tmp_path / "home" if records else tmp_path
    if records:
        place.mkdir()
        (place / "musofir.sqlite3").touch()
    assert main.main(["config"]) == 70
    output = capsys.readouterr().err
    assert ("ValueError" in output, "998" in output, output.count("\n")) == (True, False, 1)
    log = Path(output.split()[-1])
    assert (log.parent, log.stat().st_mode & 0o777) == (place, 0o600)
    assert "ValueError: +998901234567" in log.read_text()


def test_a_home_that_is_not_there_is_not_made_for_a_log(failing, tmp_path):
    assert main.main(["config"]) == 70
    assert not (tmp_path / "home").exists()


def test_a_failure_of_an_account_without_a_home_directory_is_told_as_well(
    failing, capsys, monkeypatch
):
    def fail():
        raise WrongSetting("This account has no home directory: set MUSOFIR_HOME")

    monkeypatch.delenv("MUSOFIR_HOME", raising=False)
    monkeypatch.setattr(main.settings, "default_home", fail)
    assert main.main(["config"]) == 70
    log = Path(capsys.readouterr().err.split()[-1])
    assert log.is_file()
    log.unlink()
