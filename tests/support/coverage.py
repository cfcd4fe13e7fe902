"""Coverage of lines and branches by SlipCover.

It watches each place until it is reached once, and costs next to nothing after that; the workers'
results are merged at the end.
"""

import ast
import json
import marshal
import os
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest
import slipcover
from slipcover import branch, importer

SHIPPED = ["i18n", "catalog", "matching", "service"]
OMITTED = ["service/migrations/*"]
_SAID = ["raise NotImplementedError", "if __name__ == .__main__.:", "pragma: no cover"]
SEEN = pytest.StashKey[list[dict[str, Any]]]()


def _exec_module(loader: Any, module: ModuleType) -> None:
    """Run a module as SlipCover's loader does, which compiles it in every worker of every run."""
    loader.sci.register_module(module)
    exec(loader.sci.instrument(_compiled(loader.origin)), module.__dict__)


importer.SlipcoverLoader.exec_module = _exec_module


def _compiled(source: Path) -> CodeType:
    """Return a module's code with marks at its branches, from the cache beside its bytecode."""
    kept, state = Path(cache_from_source(str(source), optimization="branches")), source.stat()
    key = slipcover.__version__, str(source), state.st_mtime_ns, state.st_size
    with suppress(OSError, EOFError, ValueError, TypeError):
        known, code = marshal.loads(kept.read_bytes())
        if known == key:
            return code
    code = compile(branch.preinstrument(ast.parse(source.read_bytes())), str(source), "exec")
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(marshal.dumps((key, code)))
        part.replace(kept)
    return code


def _compile_share() -> None:
    """Compile this worker's share of all modules before it imports any; others read the result."""
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    found = [one for name in SHIPPED for one in sorted(Path(name).resolve().rglob("*.py"))]
    for source in found[number :: int(os.environ["PYTEST_XDIST_WORKER_COUNT"])]:
        if "migrations" not in source.parts:
            _compiled(source)


def _watch() -> slipcover.Slipcover:
    """Watch every module of ours that is imported from here on.

    It must load before everything else (-p tests.support.coverage).
    """
    _compile_share()
    watcher = slipcover.Slipcover(branch=True, source=SHIPPED, omit=OMITTED, exclude_lines=_SAID)
    slipcover.ImportManager(
        watcher, slipcover.FileMatcher(sources=SHIPPED, omit=OMITTED)
    ).__enter__()
    return watcher


_WATCHER = _watch() if "PYTEST_XDIST_WORKER" in os.environ else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--floor",
        type=float,
        default=0,
        help="so many per cent of lines and branches have to be run",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SEEN] = []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _WATCHER:
        session.config.workeroutput["lines"] = json.dumps(_WATCHER.get_coverage())  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if result := getattr(node, "workeroutput", {}).get("lines"):
        node.config.stash[SEEN].append(json.loads(result))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Any:
    """Fail the whole run if coverage is too low."""
    done = yield
    seen = session.config.stash[SEEN]
    for other in seen[1:]:
        slipcover.merge_coverage(seen[0], other)
    if seen and seen[0]["summary"]["percent_covered"] < session.config.getoption("floor"):
        session.testsfailed += 1
    return done


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if seen := terminalreporter.config.stash[SEEN]:
        slipcover.print_coverage(seen[0], outfile=terminalreporter._tw._file, skip_covered=True)
        values, floor = (
            seen[0]["summary"]["percent_covered"],
            terminalreporter.config.getoption("floor"),
        )
        terminalreporter.write_line(
            f"{values:.2f} % of lines and branches were run; {floor:g} % have to be."
        )
