"""The command line, run inside the test on a home of its own."""

import shutil
import sys
import threading
import warnings
from collections.abc import Callable

import pytest

from catalog.core import journal, vault
from catalog.core.actor import SYSTEM
from service import __main__
from tests.conftest import write_key
from tests.support import databases

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> Run:
    """run("import", "agencies", path) gives the exit code, what was printed and what was complained
    of."""
    monkeypatch.setenv("MUSOFIR_HOME", str(tmp_path / "home"))
    for name in ("DATABASE_URL", "MUSOFIR_MASTER_KEY_FILE", "MUSOFIR_PUBLIC_URL", "CI"):
        monkeypatch.delenv(name, raising=False)
    # What a command that serves does to the whole process ends with its test.
    for owner, hook in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
        (warnings, "showwarning"),
    ):
        monkeypatch.setattr(owner, hook, getattr(owner, hook))

    def run(*words) -> tuple[int, str, str]:
        capsys.readouterr()
        code = __main__.main([str(word) for word in words])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return run


@pytest.fixture
def settled(run, seeded, tmp_path, monkeypatch, clock) -> Run:
    """The same, in the home of the cast, on each kind of database."""
    (tmp_path / "home").mkdir()
    write_key(tmp_path / "home")
    with seeded.write() as session:
        vault.set_up(session)
        journal.begin_seals(session, by=SYSTEM, on=clock())
    monkeypatch.setenv("DATABASE_URL", seeded.engine.url.render_as_string(hide_password=False))
    return run


@pytest.fixture
def migrated(run, tmp_path):
    """A home of its own on SQLite, brought up to date: a copy of one that is made once for all
    workers."""
    made = databases.folder() / "migrated"
    with databases.alone("migrated"):
        if not made.exists():
            assert run("migrate")[0] == 0
            shutil.move(tmp_path / "home", made)
    shutil.copytree(made, tmp_path / "home")
    return run
