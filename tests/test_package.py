"""The package as it is installed: the files in its wheel, and its commands outside a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import source_tree

PACKAGES = (*source_tree.FLOORS, "seed")
# What is read at run time: pages, catalogues, tables, texts of letters, migrations, static files.
KINDS = set(".html .po .tsv .csv .toml .typ .mako .css .js .svg .otf .py".split())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(words, cwd=source_tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("musofir-*.whl")
    return built


def test_the_wheel_has_every_file_of_the_packages(wheel):
    paths = [path for name in PACKAGES for path in (source_tree.ROOT / name).rglob("*")]
    needed = {
        str(path.relative_to(source_tree.ROOT))
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as packed:
        found = {name for name in packed.namelist() if ".dist-info/" not in name}
        (scripts,) = (name for name in packed.namelist() if name.endswith("entry_points.txt"))
        assert "musofir = service.__main__:run" in packed.read(scripts).decode()
    assert {Path(name).suffix for name in found} >= KINDS
    assert (sorted(needed - found), sorted(found - needed)) == ([], [])


@pytest.mark.repeat
def test_an_installed_package_works_outside_a_checkout(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    places = [str(tmp_path / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    given = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    given["PYTHONPATH"] = os.pathsep.join(places)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "service", *words]
        return subprocess.run(
            command, cwd=tmp_path, env=given, capture_output=True, text=True, check=False
        )

    assert run("--version").stdout == f"musofir {wheel.name.split('-')[1]}\n"
    assert run("config").stdout.startswith(f"MUSOFIR_HOME={tmp_path}/.local/state/musofir\n")
    done = run("check")
    assert (done.returncode, "needs a checkout" in done.stderr) == (2, True)
    assert "Run: musofir migrate" in run("nightly").stderr
