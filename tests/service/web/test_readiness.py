"""Whether people can be served, as whoever watches hears it, and what a process looks at itself."""

import asyncio
import shutil
from types import SimpleNamespace

import msgspec
import pytest

from catalog.core import journal, journal_heads
from catalog.core.errors import Unavailable
from service.accounts import code_levels
from service.infra.database import Database
from service.infra.rate_limits import HOUR, Allowance
from service.operations import maintenance
from service.operations.maintenance import Work
from service.web import readiness
from service.web.app_state import AppState


def ready(client, app_state):
    app_state.memory.pop("readiness", None)
    return client.get("/health/ready")


def test_a_row_is_written_for_it_and_what_is_overdue_stands_beside_it(
    client, app_state, settings, clock, tmp_path
):
    result = ready(client, app_state).json()
    assert [one.partition(":")[0] for one in result["warnings"]] == [
        "nightly",
        "backup",
        "heads",
        "line",
        "office",
    ]
    with app_state.database.write() as session:
        assert session.get(maintenance.Upkeep, Work.READY).at == clock()
        for work in (Work.NIGHTLY, Work.BACKUP):
            maintenance.record_success(session, work, on=clock())
    app_state.settings = msgspec.structs.replace(
        settings,
        heads_dir=tmp_path.parent / "elsewhere",
        line="+998 71 200 00 00",
        office="1 Street, Tashkent; ; office@musofir.example",
    )
    assert ready(client, app_state).json()["warnings"] == []


def test_a_full_disk_is_told(client, app_state, monkeypatch):
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _home: SimpleNamespace(free=readiness.MIN_FREE_BYTES - 1)
    )
    answer = ready(client, app_state)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    result = answer.json()
    assert (answer.headers["content-type"], result["status"]) == ("application/problem+json", 503)
    assert result["reason"].startswith("The disk is full")


def test_an_attack_by_codes_or_messages_stands_among_the_warnings(
    client, app_state, clock, monkeypatch
):
    monkeypatch.setattr(code_levels, "WRONG", (Allowance(1, HOUR),))
    monkeypatch.setattr(code_levels, "TO_COUNTRY", Allowance(1, HOUR))
    with app_state.database.write() as session:
        code_levels.note_wrong(session, "+998901234567", on=clock())
        code_levels.schedule_message(session, "+48501234567", known=lambda: False, on=clock())
    result = ready(client, app_state).json()["warnings"]
    assert [one.partition(":")[0] for one in result[2:4]] == ["codes", "messages"]
    assert "+48" in result[3]


@pytest.mark.parametrize("call", ["write", "migrated"])
def test_a_database_that_takes_no_row_is_told_with_the_cause_in_the_log(
    client, app_state, monkeypatch, caplog, call
):
    def away():
        raise Unavailable from OSError(28, "No space left on device")

    monkeypatch.setattr(app_state.database, call, away)
    with caplog.at_level("INFO", "musofir.requests"):
        answer = ready(client, app_state)
    assert (answer.status_code, answer.json()["reason"]) == (
        503,
        "The database does not take a row.",
    )
    (line,) = [one for one in caplog.records if one.name == "musofir.requests"]
    assert (line.levelname, line.facts["cause"]) == ("WARNING", "builtins.OSError ENOSPC")


def test_however_often_somebody_asks_one_row_is_written(client, app_state, monkeypatch):
    looked = []
    monkeypatch.setattr(
        readiness, "check", lambda _app_state: looked.append(1) or readiness.Readiness()
    )
    for _ in range(3):
        client.get("/health/ready")
    assert len(looked) == 1


def test_a_process_whose_file_was_replaced_writes_nothing_more_and_ends(files, monkeypatch):
    ended = []
    monkeypatch.setattr(readiness.os, "_exit", ended.append)
    with files.copied(files.template("EMPTY", Database.migrate)) as url:
        database = Database(url)
        database.serve()
        with database.write():
            pass
        beside = database.file.with_name("beside")
        shutil.copyfile(database.file, beside)
        beside.replace(database.file)
        with pytest.raises(Unavailable), database.write():
            pass
        asyncio.run(readiness.watch_database_file(database))
        database.close()
    assert len(ended) == 1


def test_the_head_of_the_journal_goes_into_the_log_and_beside_those_of_the_nights(
    seeded, settings, clock, caplog
):
    app_state = AppState(settings, seeded, clock)
    with caplog.at_level("INFO", "musofir"):
        readiness.save_head(app_state)
    with seeded.read() as session:
        position, mark = journal.head(session)
    assert [one.facts for one in caplog.records] == [{"position": position, "hash": mark}]
    assert [(one.position, one.hash) for one in journal_heads.read(settings.heads_file)] == [
        (position, mark)
    ]


def test_a_folder_for_heads_that_is_away_is_told_and_stops_nothing(
    seeded, settings, clock, tmp_path, caplog
):
    (tmp_path / "file").touch()
    app_state = AppState(
        msgspec.structs.replace(settings, heads_dir=tmp_path / "file"), seeded, clock
    )
    readiness.save_head(app_state)
    assert [one.message for one in caplog.records] == [
        "the head of the journal could not be stored"
    ]
