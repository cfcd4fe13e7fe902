"""CONTRIBUTING.md names files that exist, and commands that can be run as they stand."""

import importlib.util
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.__main__ import VERBS
from tests.support import source_tree
from tests.test_house_names import backticked, exists

TEXT = (source_tree.ROOT / "CONTRIBUTING.md").read_text()
FENCE = re.compile(r"^ *```run\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
COMMANDS = [line.strip() for block in FENCE.findall(TEXT) for line in block.splitlines()]
# The suite would run this file again.
WHOLE = "./musofir test"


def is_known(command: str) -> bool:
    """Return whether the program, verb, module and files of a command exist."""
    program, *words = shlex.split(command)
    files = [word for word in words if re.fullmatch(r"[\w/.-]+\.(py|toml|lock)", word)]
    if not all((source_tree.ROOT / one).exists() for one in files):
        return False
    if program == "./musofir":
        return bool(words) and words[0] in VERBS
    if program == ".venv/bin/python" and words[0] == "-m":
        return importlib.util.find_spec(words[1]) is not None
    if program == ".venv/bin/python" and words[0] == "-c":
        modules = re.findall(r"from (\w+) import (\w+)", words[1])
        return bool(modules) and all(importlib.util.find_spec(".".join(one)) for one in modules)
    lock = (source_tree.ROOT / "requirements-dev.lock").read_text()
    return program.startswith(".venv/bin/") and f"\n{program.rpartition('/')[2]}==" in lock


def test_each_file_that_the_guide_names_exists():
    links = re.findall(r"\]\(([\w/.-]+)\)", TEXT)
    assert len(links) > 3
    assert len(COMMANDS) > 3
    assert [one for one in links if not (source_tree.ROOT / one).exists()] == []
    assert sorted({one for one in backticked(TEXT) if not exists(one)}) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_exists(command):
    assert is_known(command)


@pytest.mark.parametrize(
    "command",
    [
        "./musofir nothing",
        "./musofir test tests/test_nothing.py",
        ".venv/bin/python -m tests.nothing",
        ".venv/bin/nothing",
    ],
)
def test_a_command_that_does_not_exist_would_be_found(command):
    assert not is_known(command)


@pytest.fixture
def clone() -> Iterator[Path]:
    """A clone on disk: its environments are too large for the folder of the run, in memory."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", str(source_tree.ROOT), folder], check=True)
        yield Path(folder)


@pytest.mark.slow
def test_the_commands_run_in_a_clean_clone(clone):
    for command in COMMANDS:
        if command != WHOLE:
            done = subprocess.run(
                shlex.split(command), cwd=clone, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (command, done.stdout + done.stderr)
    changed = subprocess.run(
        ["git", "status", "--short"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert changed.stdout == ""
