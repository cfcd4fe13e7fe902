"""Coverage of lines and branches by SlipCover.

It watches each place until it is reached once, and costs next to nothing after that; the workers'
results are merged at the end.
"""

import json
import os
from typing import Any

import pytest
import slipcover

SHIPPED = ["i18n", "catalog", "matching", "service"]
OMITTED = ["service/migrations/*"]
_SAID = ["raise NotImplementedError", "if __name__ == .__main__.:", "pragma: no cover"]
SEEN = pytest.StashKey[list[dict[str, Any]]]()


def _watch() -> slipcover.Slipcover:
    """Watch every module of ours that is imported from here on.

    It must load before everything else (-p tests.support.coverage).
    """
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
