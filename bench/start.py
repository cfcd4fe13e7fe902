"""What a start costs beside the bare libraries, in processor time. Exit code 1 where a limit is
missed."""

import argparse
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAVE = "; import os; os._exit(0)"  # the cost of clean-up at exit is not part of the start
BARE = "import litestar, sqlmodel, numpy, jinja2, babel, msgspec, rapidfuzz, cryptography"
# All classes of tables, which every process has to make, and nothing else of ours.
TABLES = f"{BARE}; import service.operations.all_models"
# The application answers requests; the server that carries them (uvicorn) counts as getting ready.
APPLICATION = "import service.app"
# Limits: the application against the bare import, the ready server against the application, and
# seconds for --help.
IMPORT, READY, HELP = 1.6, 1.4, 0.35
WAIT = 60


def main() -> int:
    words = argparse.ArgumentParser(prog="./musofir bench start", description=__doc__)
    words.add_argument("--runs", type=int, default=7, help="how often each is started, in turn")
    runs = words.parse_args().runs
    # The first run compiles, as on a machine that has started the service before.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"MUSOFIR_HOME": home, "DATABASE_URL": ""}
        subprocess.run(
            [sys.executable, "-m", "service", "migrate"], cwd=ROOT, check=True, capture_output=True
        )
        kinds: dict[str, Callable[[], float]] = {
            "bare import": lambda: spent("-c", BARE + LEAVE),
            "tables": lambda: spent("-c", TABLES + LEAVE),
            "import": lambda: spent("-c", APPLICATION + LEAVE),
            "ready": until_ready,
            "help": lambda: spent("-m", "service", "--help"),
        }
        for run in kinds.values():
            run()
        taken = [{name: run() for name, run in kinds.items()} for _ in range(runs)]
    return print_times(taken)


def print_times(taken: list[dict[str, float]]) -> int:
    """Print medians, ratios within each run, and missed limits."""
    for name in taken[0]:
        print(f"{name:12} {statistics.median(one[name] for one in taken):.2f} s")
    tables = statistics.median(one["tables"] / one["bare import"] for one in taken)
    print(f"{'tables / bare import':22} {tables:.2f}  no limit: what the tables take of the import")
    ratios = {
        "import / bare import": (
            statistics.median(one["import"] / one["bare import"] for one in taken),
            IMPORT,
        ),
        "ready / import": (statistics.median(one["ready"] / one["import"] for one in taken), READY),
        "help, seconds": (statistics.median(one["help"] for one in taken), HELP),
    }
    for name, (value, limit) in ratios.items():
        print(f"{name:22} {value:.2f}  limit {limit}  {'holds' if value <= limit else 'MISSED'}")
    return int(any(value > limit for value, limit in ratios.values()))


def spent(*words: str) -> float:
    """Return the processor seconds of a Python process, in user and system mode."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def until_ready() -> float:
    """Return the processor seconds of a server with one worker until it first reports ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "service", "serve", "--port", str(port)]
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + WAIT
        while not answers(port):
            if server.poll() is not None or time.monotonic() > end:
                raise SystemExit("The server did not get ready.")
            time.sleep(0.02)
        return processor(server.pid)
    finally:
        server.terminate()
        server.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def processor(pid: int) -> float:
    """Return the processor seconds of a running process."""
    numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
