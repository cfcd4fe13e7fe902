"""What the operator reads, and what nobody reads there."""

import gc
import gzip
import io
import json
import logging
import re
import sqlite3
import subprocess
import sys
import threading
import warnings

import pytest
from sqlalchemy import text

from catalog.core.errors import Unavailable
from service.infra import logs
from service.pages.public import danger
from service.web import context
from tests.support import source_tree

# What people tell us and what opens routes, planted wherever a request or a fault can carry it.
PASSPORT, PINFL, PHONE, CODE, PASSWORD = (
    "AB9087612",
    "31507851230017",
    "+998901117733",
    "904417",
    "tulpor-Qizil-88",
)
NAME, STORY, MAIL = "Gulbahorxon Toʻraqulova", "he locked us in at night", "gulbahor.t@mail.example"
COOKIE, KEY, TOKEN = "cookieQ8w2bTz1", "mk_planted_9f8e7d6c", "csrf-planted-5a5a"
MARKERS = [
    PASSPORT,
    PINFL,
    PHONE,
    CODE,
    PASSWORD,
    NAME,
    STORY,
    MAIL,
    COOKIE,
    KEY,
    TOKEN,
    "pathmark-1",
    "pathmark-2",
    "querymark-1",
    "querymark-2",
    "fieldmark-1",
    "fieldmark-2",
    "jsonmark-1",
    "jsonmark-2",
    "headermark-1",
    "headermark-2",
    "agentmark-1",
    "refmark-1",
    "idmark-1",
    "203.0.113.77",
    "factmark-1",
    "sqlmark-1",
    "sqlmark-2",
    "warnmark-1",
    "threadmark-1",
    "causemark-1",
    "argmark-1",
    "MARKMETHOD",
    "evilmark.example",
]


@pytest.fixture
def log_output():
    """All that is written while it lasts, in the lines of the service."""
    kept, root, ours = io.StringIO(), logging.getLogger(), logging.getLogger("musofir")
    handler, before = logging.StreamHandler(kept), ours.level
    handler.setFormatter(logs.JsonFormatter())
    root.addHandler(handler)
    ours.setLevel("INFO")
    yield kept
    root.removeHandler(handler)
    ours.setLevel(before)


def lines(text) -> list[dict]:
    return [json.loads(line) for line in text.getvalue().splitlines()]


def test_thirty_words_that_people_told_stand_in_no_log_and_no_figure(
    client, as_, log_output, monkeypatch
):
    assert len(MARKERS) >= 30
    _send_markers(client)
    _break_with_markers(client, monkeypatch)
    _complain_with_markers()
    written = log_output.getvalue() + as_("laylo", key=True).get("/metrics").text
    assert [
        marker for marker in MARKERS if marker in written or marker.encode().hex() in written
    ] == []
    assert len(lines(log_output)) > 10


def _send_markers(client) -> None:
    headers = {
        "authorization": f"Bearer {KEY}",
        "x-form-token": TOKEN,
        "referer": "https://refmark-1.example/",
        "user-agent": "agentmark-1",
        "x-request-id": "idmark-1",
        "x-forwarded-for": "203.0.113.77",
        "x-odd": "headermark-1",
        "if-none-match": "headermark-2",
    }
    client.get(
        f"/uz/pathmark-1?q=querymark-1&phone={PHONE}",
        headers={"cookie": f"sid={COOKIE}; draft={STORY}"},
    )
    client.get("/ru/vacancies/pathmark-2", headers=headers)
    client.get(f"/ru/vacancies?q=querymark-2&name={NAME}")
    client.post(
        "/uz/wages/follow",
        data={"reference": "fieldmark-1", "secret": CODE, "phone": PHONE, "story": STORY},
    )
    client.post(
        "/uz/offers/report", data={"recruiter": "fieldmark-2", "email": MAIL, "password": PASSWORD}
    )
    client.post(
        "/api/v1/wages",
        json={"employer": "jsonmark-1", "passport": PASSPORT, "pinfl": PINFL},
        headers=headers,
    )
    client.post("/api/v1/wages", content=b'{"employer": "jsonmark-2')
    client.request("MARKMETHOD", "/uz/")
    client.get("/uz/", headers={"host": "evilmark.example"})


def _break_with_markers(client, monkeypatch) -> None:
    def fall(*_words, **_told):
        try:
            with client.app.state["app_state"].database.read() as session:
                session.execute(
                    text("SELECT :one FROM nowhere WHERE x = :two"),
                    {"one": "sqlmark-1", "two": PASSPORT},
                )
        except Exception as reason:
            raise ValueError(f"causemark-1 {PASSWORD} {STORY}", "argmark-1") from reason

    monkeypatch.setattr(context, "page", fall)
    client.get("/uz/danger?q=querymark-1")
    monkeypatch.undo()


def _complain_with_markers() -> None:
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            (sys, "excepthook"),
            (sys, "unraisablehook"),
            (threading, "excepthook"),
            (warnings, "showwarning"),
        ):
            patch.setattr(owner, name, getattr(owner, name))
        logs.log_uncaught_errors()
        warnings.showwarning(UserWarning("warnmark-1"), UserWarning, "x.py", 1)
        thread = threading.Thread(target=_fall_over, args=("threadmark-1",))
        thread.start()
        thread.join()
    logging.getLogger("asyncio").error("Task exception: %r", KeyError("sqlmark-2"))
    logging.getLogger("sqlalchemy.engine").warning(f"phone={PHONE}")
    logging.getLogger("musofir").warning("found %s", "factmark-1")


def test_what_was_packed_for_nothing_is_no_trouble(log_output, monkeypatch):
    """Everything else that Python could not raise is told."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    logs.log_uncaught_errors()
    for leave in (lambda: _leave_half_packed(), lambda: Fallen()):
        leave()
        # What is new, not all that the tests before have left.
        gc.collect(1)
    assert [one["errors"][0]["type"] for one in lines(log_output)] == ["builtins.RuntimeError"]


def _leave_half_packed() -> None:
    file = io.BytesIO()
    packer = gzip.GzipFile(mode="wb", fileobj=file)
    packer.write(b"half")
    file.close()


class Fallen:
    def __del__(self) -> None:
        raise RuntimeError


def _fall_over(word: str) -> None:
    raise RuntimeError(word)


def test_each_request_is_one_line_with_its_route_and_not_its_address(client, as_, log_output):
    answer = as_("chinora").get("/en/desk/wages?state=open")
    (values,) = lines(log_output)
    assert (values["method"], values["route"], values["status"]) == (
        "GET",
        "/{lang}/desk/wages",
        200,
    )
    assert values["request"] == answer.headers["x-request-id"]
    assert (values["role"], values["account"][0]) == ("claims_officer", "U")
    assert values["bytes"] == int(answer.headers["content-length"])
    assert values["ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", values["at"])


def test_each_try_to_come_in_is_told_with_what_came_of_it(client, log_output):
    """Who is meant stands in no line; the figures count each refusal by its name."""
    for _ in range(11):
        client.post("/en/sign-in/work", data={"email": MAIL, "password": PASSWORD})
    assert [
        one["status"] for one in lines(log_output) if one["route"] == "/{lang}/sign-in/work"
    ] == [422] * 10 + [429]


def test_an_address_that_is_none_has_no_route_in_the_log(client, log_output):
    client.get("/nowhere/at/all")
    assert [(item["route"], item["status"], item["role"]) for item in lines(log_output)] == [
        ("-", 404, "visitor")
    ]


def test_a_fault_is_told_by_its_kind_and_its_place(client, log_output, monkeypatch):
    def fall(*_words, **_told):
        raise KeyError("argmark-1") from OSError(28, "No space left for argmark-1")

    monkeypatch.setattr(danger.countries, "destinations", fall)
    answer = client.get("/uz/danger")
    assert answer.status_code == 500
    result = next(one for one in lines(log_output) if "errors" in one)
    assert result["request"] == answer.headers["x-request-id"]
    assert [error["type"] for error in result["errors"]][:2] == [
        "builtins.KeyError",
        "builtins.OSError",
    ]
    assert result["errors"][1]["errno"] == 28
    assert any(
        re.match(r"service/pages/public/danger\.py:\d+ \w+", frame)
        for frame in result["errors"][0]["frames"]
    )
    assert "argmark" not in log_output.getvalue()


def test_nothing_written_can_begin_a_line_or_colour_a_terminal(log_output):
    logging.getLogger("musofir").error(
        '\x1b[31mred\r\n{"at": "now"}\u2028\x85\x7f', extra={"facts": {"route": "/\n\x1b"}}
    )
    written = log_output.getvalue()
    assert written.count("\n") == 1
    assert re.search(r"[^ -~\n]", written) is None
    assert lines(log_output)[0]["route"] == "/\n\x1b"


def test_the_server_speaks_in_the_same_lines_and_tells_no_values(log_output):
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("uvicorn.error").error("Error loading ASGI app. argmark-1")
    first, second = lines(log_output)
    assert first["says"] == "Invalid HTTP request received."
    assert "says" not in second
    assert second["where"].startswith("tests/service/infra/test_logs.py:")


def test_a_loop_of_causes_ends(log_output):
    one, other = ValueError(), ValueError()
    one.__cause__, other.__cause__ = other, one
    logging.getLogger("musofir").error("loop", exc_info=one)
    assert len(lines(log_output)[0]["errors"]) == logs._CAUSES


def test_the_database_keeps_values_out_of_its_complaints(seeded):
    with seeded.read() as session, pytest.raises(Exception, match="nowhere") as values:
        session.execute(text("SELECT 1 FROM nowhere WHERE x = :x"), {"x": PASSPORT})
    assert PASSPORT not in str(values.value)


_PROCESS = """
import logging.config
from service.infra import logs
logging.config.dictConfig(logs.config(%r))
logs.log_uncaught_errors()
logging.getLogger("musofir.requests").info("request")
logging.getLogger("somebody").warning("factmark-1")
raise ValueError("causemark-1")
"""


@pytest.mark.parametrize(
    ("least", "names"),
    [
        ("INFO", ["musofir.requests", "somebody", "musofir"]),
        ("WARNING", ["somebody", "musofir"]),
    ],
)
def test_a_whole_process_speaks_in_such_lines_to_its_end(least, names):
    done = subprocess.run(
        [sys.executable, "-c", _PROCESS % least],
        capture_output=True,
        text=True,
        cwd=source_tree.ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert [json.loads(line)["from"] for line in done.stderr.splitlines()] == names
    assert "mark-1" not in done.stderr


def test_the_death_of_a_worker_is_told_and_nothing_else_that_the_server_says_by_the_way():
    heard = []
    for level, message in (
        ("INFO", "Started server process [7]"),
        ("INFO", "Child process [7] died"),
        ("ERROR", "argmark-1"),
    ):
        record = logging.LogRecord(
            "uvicorn.error", getattr(logging, level), "x.py", 1, message, None, None
        )
        if logs.ServerFilter().filter(record):
            heard.append(json.loads(logs.JsonFormatter().format(record)))
    assert [(one["level"], one.get("says")) for one in heard] == [
        ("warning", "A worker process died; another is started."),
        ("error", None),
    ]


def test_the_cause_of_a_pause_is_its_kind_and_no_value():
    pause = Unavailable()
    assert logs.cause(pause) == "catalog.core.errors.Unavailable"
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect("/nowhere/argmark-1")
    pause.__cause__ = caught.value
    assert logs.cause(pause) == "sqlite3.OperationalError SQLITE_CANTOPEN"
