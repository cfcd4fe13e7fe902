"""The supported Python versions: which are at hand, with an environment for each."""

import shutil
import subprocess
import sys
from pathlib import Path
from zlib import crc32

from service.commands import home

SUPPORTED = ("3.11", "3.12", "3.13")
# Without these nothing is taken in where every change is checked.
NEEDED = (SUPPORTED[0], SUPPORTED[-1])
LOCK = home.ROOT / "requirements-dev.lock"
_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def find_python(version: str) -> str | None:
    """Return the path of this Python if it is there and runs."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    path = shutil.which(f"python{version}")
    if path is None:
        return None
    result = subprocess.run([path, "-c", _VERSION], capture_output=True, text=True, check=False)
    return path if result.stdout.strip() == version else None


def environment(version: str, path: str) -> str:
    """Return the Python of an environment with all dependencies.

    It is the running one, or `.venv-3.11` beside it, which is made when it is missing or the lock
    file has changed. Raises CalledProcessError.
    """
    if path == sys.executable:
        return path
    folder = home.ROOT / f".venv-{version}"
    mark, lock = folder / "musofir.lock", f"{crc32(LOCK.read_bytes()):08x}"
    python = str(folder / "bin" / "python")
    if not mark.exists() or mark.read_text() != lock:
        uv = str(Path(sys.executable).parent / "uv")
        _run(
            uv, "venv", "--quiet", "--clear", "--no-python-downloads", "--python", path, str(folder)
        )
        _run(
            uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", str(LOCK)
        )
        mark.write_text(lock)
    return python


def _run(*words: str) -> None:
    subprocess.run(words, cwd=home.ROOT, capture_output=True, text=True, check=True)


def find_faults(python: str) -> list[str]:
    """Return what prevents our modules from being imported or a small demonstration filled."""
    words = [python, "-W", "error::SyntaxWarning", "-m", "seed.smoke"]
    done = subprocess.run(words, cwd=home.ROOT, capture_output=True, text=True, check=False)
    return done.stderr.splitlines()[-6:] if done.returncode else []
