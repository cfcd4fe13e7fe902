"""The one database: what was acknowledged is there, what was refused is not, and nobody overwrites
anybody unseen."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from catalog.core import journal
from catalog.core.errors import Conflict, EditConflict, NotFound, Refusal, Unavailable
from catalog.core.journal import Entry
from catalog.employers import employers
from catalog.employers.employers import Employer, NewEmployer
from catalog.vacancies.vacancies import Vacancy
from service.infra.database import Database
from tests.support import cast, source_tree
from tests.support.cast import FARIDA, HANBIT


@pytest.fixture
def ground(database, clock) -> Database:
    with database.write() as session:
        cast.ground(session, on=clock())
    return database


def record(session, clock, name: str = "Hanbit") -> Employer:
    return employers.record(session, NewEmployer(name, "KR"), by=FARIDA, on=clock())


def kept(database) -> list[str]:
    with database.read() as session:
        return [row.name for row in session.execute(select(Employer)).scalars()]


def test_a_block_that_ends_is_kept_with_its_journal(ground, clock):
    with ground.write() as session:
        reference = record(session, clock).reference
    assert kept(ground) == ["Hanbit"]
    with ground.read() as session:
        assert [one.act for one in journal.history(session, "employer", reference)] == ["record"]


def refused(database, clock, reason: Exception) -> None:
    with database.write() as session:
        record(session, clock)
        raise reason


@pytest.mark.parametrize("reason", [NotFound(), ZeroDivisionError(), KeyboardInterrupt()])
def test_a_block_that_does_not_end_leaves_nothing(ground, clock, reason):
    with ground.read() as session:
        before = journal.head(session)
    with pytest.raises(type(reason)):
        refused(ground, clock, reason)
    assert kept(ground) == []
    with ground.read() as session:
        assert journal.head(session) == before


def write_while_reading(database, clock) -> None:
    with database.read() as session:
        record(session, clock)
        session.commit()


def test_nothing_can_be_written_while_reading(ground, clock):
    with pytest.raises((DBAPIError, Unavailable)):
        write_while_reading(ground, clock)
    assert kept(ground) == []
    with ground.write() as session:
        record(session, clock)
    assert kept(ground) == ["Hanbit"], "the connection writes again afterwards"


def test_a_reader_sees_one_moment(ground, clock):
    with ground.read() as session:
        assert session.execute(select(Employer)).all() == []
        if ground.sqlite:
            with ground.write() as other:
                record(other, clock)
            assert session.execute(select(Employer)).all() == []
    with ground.read() as session:
        assert len(session.execute(select(Employer)).all()) == (1 if ground.sqlite else 0)


def test_a_reader_does_not_wait_for_a_writer(ground, clock):
    with ground.write() as session:
        record(session, clock)
        assert kept(ground) == []
    assert kept(ground) == ["Hanbit"]


def test_what_must_be_unique_is_a_conflict(seeded):
    def twice() -> None:
        with seeded.write() as session:
            row = cast.named(session, "published")
            session.add(Vacancy(**row.model_dump(exclude={"reference"})))

    with pytest.raises(Conflict):
        twice()


def test_a_reference_to_nothing_is_a_conflict(ground):
    def dangling() -> None:
        with ground.write() as session:
            session.add(Employer(name="x", key="x", country="ZZ"))

    with pytest.raises(Conflict):
        dangling()


def test_the_second_of_two_edits_is_told_and_not_swallowed(seeded):
    """Both read version 1; the slower one must not overwrite the faster."""
    with seeded.read() as session:
        slow = cast.named(session, "published")
        version = slow.version
        session.expunge(slow)
    with seeded.write() as session:
        cast.named(session, "published").city = "Busan"

    def overwrite() -> None:
        with seeded.write() as session:
            session.add(slow)
            slow.city = "Geoje"

    with pytest.raises(EditConflict):
        overwrite()
    with seeded.read() as session:
        row = cast.named(session, "published")
        assert (row.city, row.version) == ("Busan", version + 1)


def test_two_edits_at_the_same_time_are_never_both_kept(seeded):
    """Two threads read, wait for one another, and write: one is kept; on PostgreSQL the other is
    told."""
    items: list[type[Refusal]] = []
    together = threading.Barrier(2, timeout=1)

    def edit(city: str) -> None:
        try:
            with seeded.write() as session:
                row = cast.named(session, "published")
                _meet(together)
                row.city = city
        except Refusal as refusal:
            items.append(type(refusal))

    threads = [threading.Thread(target=edit, args=(city,)) for city in ("Busan", "Geoje")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with seeded.read() as session:
        version = cast.named(session, "published").version
    assert (version - 2, items) == ((2, []) if seeded.sqlite else (1, [EditConflict]))


def _meet(barrier: threading.Barrier) -> None:
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        return  # SQLite lets one in at a time: nobody comes


def test_a_database_that_is_gone_is_told_as_a_pause(tmp_path):
    lost = Database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite3'}")
    with pytest.raises(Unavailable), lost.read() as session:
        session.execute(text("SELECT 1"))
    away = Database(f"postgresql://postgres@/x?host={tmp_path}")
    with pytest.raises(Unavailable), away.read() as session:
        session.execute(text("SELECT 1"))


def test_a_writer_who_waits_too_long_is_told_to_come_again(files, clock):
    with files.copied(files.template("EMPTY", Database.migrate)) as url:
        database = Database(url)
        with database.write() as holder:
            holder.execute(text("SELECT 1"))
            impatient = Database(url)
            event.listen(
                impatient.engine,
                "connect",
                lambda connection, _: connection.execute("PRAGMA busy_timeout=50"),
            )
            with pytest.raises(Unavailable), impatient.write() as session:
                session.connection().exec_driver_sql("SELECT 1")
        impatient.close()
        database.close()


@pytest.mark.parametrize(
    "pragma", [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_sqlite_keeps_what_it_acknowledged(files, pragma):
    with files.copied(files.template("EMPTY", Database.migrate)) as url:
        database = Database(url)
        for opened in (database.read, database.write):
            with opened() as session:
                assert session.execute(text(f"PRAGMA {pragma[0]}")).scalar() == pragma[1]
        database.close()


def test_a_writer_killed_in_the_middle_loses_nothing_it_acknowledged(ground):
    """Two rounds: what the killed process said aloud is there, whole, and the chain holds; the next
    one goes on."""
    for round_ in range(2):
        acknowledged = _killed(ground, f"Firm {round_}", after=6 + 11 * round_)
        with ground.read() as session:
            references = set(session.execute(select(Employer.reference)).scalars())
            noted = set(
                session.execute(select(Entry.reference).where(Entry.noun == "employer")).scalars()
            )
            assert acknowledged <= references, "acknowledged and lost"
            assert references == noted, "a record without its act, or an act without its record"
            assert journal.verify(session) is None


def _killed(database: Database, name: str, *, after: int) -> set[str]:
    """Starts a writer, kills it once it has said so many records, and returns all it said."""
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.support.writer_process", url, name]
    process = subprocess.Popen(command, cwd=source_tree.ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        lines = {process.stdout.readline().strip() for _ in range(after)}
        time.sleep(0.001 * after)
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read().split("\n")[:-1]
    assert process.returncode == -signal.SIGKILL
    return lines | set(rest)


def test_hanbit_is_written_once_by_many(ground, clock):
    """Whoever comes second finds the record of whoever came first."""
    references = set()
    for _ in range(3):
        with ground.write() as session:
            references.add(employers.record(session, HANBIT, by=FARIDA, on=clock()).reference)
    assert len(references) == 1


def test_its_version_is_another_one_after_anybodys_commit(seeded):
    before = seeded.version()
    assert (before is None) is not seeded.sqlite
    assert seeded.version() == before
    with seeded.read() as session:
        session.execute(text("SELECT count(*) FROM vacancies"))
    assert seeded.version() == before, "reading changes nothing"
    with seeded.write() as session:
        session.execute(text("UPDATE vacancies SET title = 'Other'"))
    assert (seeded.version() == before) is not seeded.sqlite


def test_it_learns_how_its_tables_are_filled(seeded):
    seeded.tune()
    if not seeded.sqlite:
        return
    with seeded.read() as session:
        assert session.execute(
            text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'vacancies'")
        ).scalar()


def test_whoever_writes_meanwhile_is_not_in_the_way_of_that(seeded, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *at, **how: connect(*at, **(how | {"timeout": 0.1}))
    )
    with seeded.write() as session:
        session.execute(text("UPDATE vacancies SET title = 'Other'"))
        seeded.tune()
    with seeded.read() as session:
        assert session.execute(text("SELECT min(title) FROM vacancies")).scalar() == "Other"
