"""Logs for the operator: one line of JSON per request or error, without text that people wrote."""

import errno
import gzip
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

_ROOT = str(Path(__file__).resolve().parents[2]) + "/"
_OURS, _SERVER = "musofir", "uvicorn.error"
# Messages of the server that contain no text of anyone. All its other messages are logged by their
# place in the source only.
_SERVERS = frozenset(
    {
        "Invalid HTTP request received.",
        "Exceeded concurrency limit.",
        "Exception in ASGI application\n",
        "Exception in 'lifespan' protocol\n",
        "Application startup failed. Exiting.",
        "Application shutdown failed. Exiting.",
        "Unsupported upgrade request.",
    }
)
# The only message of the server below the level of a warning that is logged.
_WORKER_DIED = re.compile(r"Child process \[\d+\] died\Z")
# Frames are taken from the place of the error outwards; a deeper stack is a recursion and adds
# nothing.
_FRAMES = 30
_CAUSES = 5
requests = logging.getLogger(f"{_OURS}.requests")
_log = logging.getLogger(_OURS)


class ServerFilter(logging.Filter):
    """Pass warnings of the server and, as a warning, the message that a worker process died."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING or not record.name.startswith("uvicorn"):
            return True
        if not _WORKER_DIED.fullmatch(str(record.msg)):
            return False
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class JsonFormatter(logging.Formatter):
    """Format a record as one line of JSON.

    Only sentences of our own source are logged: their arguments are left out, as is the message of
    an exception, because databases put values into it (ASVS 5.0, 16.2.5). No input can break or
    colour a line (16.4.1).
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        values: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "from": record.name}
        values |= record.__dict__.get("facts") or {}
        if says := _sentence(record):
            values["says"] = says
        if record.levelno >= logging.WARNING:
            values.setdefault(
                "where", f"{_short(record.pathname)}:{record.lineno} {record.funcName}"
            )
        if record.exc_info and record.exc_info[1]:
            values["errors"] = [_error(one) for one in _chain(record.exc_info[1])]
        return json.dumps(values, ensure_ascii=True, default=lambda one: type(one).__name__)


def _sentence(record: logging.LogRecord) -> str | None:
    sentence = record.msg if isinstance(record.msg, str) else ""
    if record.name == _SERVER and _WORKER_DIED.fullmatch(sentence):
        return "A worker process died; another is started."
    ours = record.name == _OURS or record.name.startswith(f"{_OURS}.")
    return sentence.strip() if ours or sentence in _SERVERS else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes."""
    found: BaseException | None = error
    for _ in range(_CAUSES):
        if found is None:
            return
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _error(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    values: dict[str, Any] = {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "frames": _frames(error.__traceback__),
    }
    if isinstance(error, OSError) and isinstance(error.errno, int):
        values["errno"] = error.errno
    return values


def cause(error: BaseException) -> str:
    """Return the type and code of the first cause of an error, without its values."""
    *_, first = _chain(error)
    kind = f"{type(first).__module__}.{type(first).__qualname__}"
    number = errno.errorcode.get(first.errno or 0) if isinstance(first, OSError) else None
    result = getattr(first, "sqlite_errorname", None) or getattr(first, "sqlstate", None) or number
    return f"{kind} {result}" if result else kind


def fault(error: BaseException) -> str:
    """Return the type and place of an error, without its message."""
    result = _error(error)
    return (
        f"{result['type']} at {result['frames'][-1]}" if result["frames"] else str(result["type"])
    )


def _frames(found: TracebackType | None) -> list[str]:
    frames = []
    while found is not None:
        code = found.tb_frame.f_code
        frames.append(f"{_short(code.co_filename)}:{found.tb_lineno} {code.co_name}")
        found = found.tb_next
    return frames[-_FRAMES:]


def _short(path: str) -> str:
    """Return the path of a file within its project, without directories of this machine."""
    return path.rpartition("site-packages/")[2].removeprefix(_ROOT)


def config(least: str = "INFO") -> dict[str, Any]:
    """Return the configuration for logging.config.

    Every logger of the process, including the server's own, writes such lines to stderr.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "service.infra.logs.JsonFormatter"}},
        "filters": {"servers": {"()": "service.infra.logs.ServerFilter"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["servers"],
            }
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {_OURS: {"level": least}},
    }


def log_uncaught_errors() -> None:
    """Log uncaught errors and warnings too, instead of letting Python print them with their
    messages."""
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda values: _log_uncaught(
        values.exc_type, values.exc_value, values.exc_traceback
    )
    sys.unraisablehook = lambda values: (
        None
        if _is_discarded_gzip(values)
        else _log_uncaught(values.exc_type, values.exc_value, values.exc_traceback)
    )
    warnings.showwarning = _log_warning


def _is_discarded_gzip(value: Any) -> bool:
    """Return whether gzip complains of an answer that Litestar began to compress and discarded.

    This happens with every answer that became a refusal; nothing is lost and nothing can be done.
    """
    complaint, found = isinstance(value.exc_value, (ValueError, RuntimeError)), value.exc_traceback
    return complaint and found is not None and found.tb_frame.f_code.co_filename == gzip.__file__


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, found: TracebackType | None
) -> None:
    if not issubclass(kind, (KeyboardInterrupt, SystemExit)):
        _log.critical("uncaught", exc_info=(kind, error or kind(), found))


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    _log.warning(
        "Python warning",
        extra={"facts": {"type": category.__name__, "where": f"{_short(filename)}:{lineno}"}},
    )
