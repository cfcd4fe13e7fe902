"""Documents are short, their links lead to files, their commands run, their lists are complete."""

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.__main__ import VERBS
from tests.support import code_figures, source_tree
from tests.test_source_names import DOCS
from tests.test_source_tables import TABLES

ROOT = source_tree.ROOT
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text()
# The suite would run this file again.
WHOLE = "./musofir test"


def commands(page: str, kind: str) -> list[str]:
    """Return the commands in the fences of a page that are marked so."""
    fences = re.findall(rf"^ *```{kind}\n(.*?)^ *```$", page, re.DOTALL | re.MULTILINE)
    return [line.strip() for block in fences for line in block.splitlines()]


def is_known(command: str) -> bool:
    """Return whether the program, verb, module and files of a command exist."""
    program, *words = shlex.split(command)
    files = [word for word in words if re.fullmatch(r"[\w/.-]+\.(py|toml|lock)", word)]
    if not all((ROOT / one).exists() for one in files):
        return False
    if program == "./musofir":
        return bool(words) and (words[0] in VERBS or words == ["--version"])
    if program == ".venv/bin/python" and words[0] == "-m":
        return importlib.util.find_spec(words[1]) is not None
    if program == ".venv/bin/python" and words[0] == "-c":
        modules = re.findall(r"from (\w+) import (\w+)", words[1])
        return bool(modules) and all(importlib.util.find_spec(".".join(one)) for one in modules)
    lock = (ROOT / "requirements-dev.lock").read_text()
    return program.startswith(".venv/bin/") and f"\n{program.rpartition('/')[2]}==" in lock


def test_the_pages_have_at_most_18_000_words():
    assert code_figures.count_doc_words() <= 18_000


def test_the_index_names_every_page():
    linked = set(LINK.findall((DOCS / "README.md").read_text()))
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md", "road.md"}
    assert linked & pages == pages


def test_each_link_leads_to_a_file():
    links = [(page, link) for page in PAGES for link in LINK.findall(page.read_text())]
    assert len(links) > 50
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_pages_that_code_names_exist():
    texts = [
        path.read_text(errors="replace")
        for top in ("service", "matching", "catalog", "i18n", "seed", "bench", "tests", ".github")
        for path in (ROOT / top).rglob("*")
        if path.suffix in {".py", ".tsv", ".md", ".html", ".po", ".yml"}
    ]
    named = {name for text in texts for name in re.findall(r"\bdocs/[\w-]+\.md", text)}
    assert len(named) > 5
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """A scratch home, and nothing of the environment in which the tests run but the path."""
    folder = tmp_path_factory.mktemp("pages")
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "MUSOFIR_HOME": str(folder / "home"),
    }


@pytest.mark.parametrize(
    "page", [one for one in PAGES if commands(one.read_text(), "run")], ids=lambda page: page.name
)
def test_the_commands_of_a_page_run(page, environment):
    """In the order of the page."""
    programs = Path(sys.executable)
    for command in commands(page.read_text(), "run"):
        line = re.sub(r"^\./musofir\b", f"{shlex.quote(str(programs))} -m service", command)
        line = re.sub(r"^\.venv/bin\b", shlex.quote(str(programs.parent)), line)
        done = subprocess.run(
            ["sh", "-euc", line],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout + done.stderr)


def test_each_command_of_the_guide_for_contributors_exists():
    longer = commands(GUIDE, "sh")
    assert len(longer) > 3
    assert [one for one in longer if not is_known(one)] == []


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
        subprocess.run(["git", "clone", "-q", str(ROOT), folder], check=True)
        yield Path(folder)


@pytest.mark.slow
def test_the_longer_commands_run_in_a_clean_clone(clone):
    for command in commands(GUIDE, "sh"):
        if command != WHOLE:
            done = subprocess.run(
                shlex.split(command), cwd=clone, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (command, done.stdout + done.stderr)
    changed = subprocess.run(
        ["git", "status", "--short"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert changed.stdout == ""


def packages() -> str:
    """Return the picture of packages as the import contracts have them, for Mermaid."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = [one for one in contracts["contracts"] if one["type"] == "layers"]
    lines = ["flowchart TB"]
    for one in layers:
        [container] = one.get("containers", [""])
        if container == "catalog.core":
            continue
        rows = [re.split(r" [|:] ", row) for row in one["layers"] if row != "__main__"]
        if container:
            boxes = [f'{one["id"]}{at}["{"<br>".join(row)}"]' for at, row in enumerate(rows)]
            lines += [f'subgraph {one["id"]}["{container}"]', "-->".join(boxes), "end"]
        else:
            lines.append("-->".join(row[0] for row in rows))
    return "\n".join(["```mermaid", *lines, "```"]) + "\n"


def tables() -> str:
    """Return a line for each package that has tables, with their names."""
    found: dict[str, list[str]] = {}
    modules = source_tree.sources()
    for name, cls in sorted(TABLES.items()):
        module = cls.__module__
        package = module if modules[module].name == "__init__.py" else module.rpartition(".")[0]
        found.setdefault(package, []).append(f"`{name}`")
    return "".join(f"- `{package}`: {', '.join(found[package])}\n" for package in sorted(found))


@pytest.mark.parametrize("made", [packages, tables])
def test_the_lists_of_the_architecture_are_complete(made):
    page = (DOCS / "architecture.md").read_text()
    written = page.partition(f"<!-- {made.__name__} -->\n")[2].partition("<!-- /")[0]
    assert written == made(), f"write what {made.__name__}() returns between the two marks"
