"""What a serving process looks at by itself."""

import asyncio
import shutil

import msgspec
import pytest

from catalog.core import journal, journal_heads
from catalog.core.errors import Unavailable
from service.infra.database import Database
from service.web import self_checks
from service.web.app_state import AppState


def test_a_process_whose_file_was_replaced_writes_nothing_more_and_ends(files, monkeypatch):
    ended = []
    monkeypatch.setattr(self_checks.os, "_exit", ended.append)
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
        asyncio.run(self_checks.watch_database_file(database))
        database.close()
    assert len(ended) == 1


def test_the_head_of_the_journal_goes_into_the_log_and_beside_those_of_the_nights(
    seeded, settings, clock, caplog
):
    app_state = AppState(settings, seeded, clock)
    with caplog.at_level("INFO", "musofir"):
        self_checks.save_head(app_state)
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
    self_checks.save_head(app_state)
    assert [one.message for one in caplog.records] == [
        "the head of the journal could not be stored"
    ]
