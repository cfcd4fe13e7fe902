"""Records taken away and put back: never under somebody's hands, never under another key, and whole
or not at all."""

import stat
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from catalog.core import fields, journal, journal_heads
from catalog.core.journal import Entry
from catalog.core.journal_heads import Head
from service.commands import backup, file_permissions
from service.infra import locks
from service.infra.database import Database, lock_file
from service.infra.settings import Settings
from service.operations import maintenance
from tests.conftest import write_key


@pytest.fixture
def saved(migrated, tmp_path):
    assert migrated("backup", tmp_path / "b")[0] == 0
    return tmp_path / "b"


def test_records_that_somebody_works_with_are_not_replaced(migrated, saved, tmp_path):
    records = tmp_path / "home" / "musofir.sqlite3"
    before = records.stat().st_ino
    with locks.lock(lock_file(records), alone=False):
        code, _, err = migrated("restore", saved, "--force")
    assert (code, "Stop it first" in err, err.count("\n"), records.stat().st_ino) == (
        2,
        True,
        1,
        before,
    )
    assert migrated("restore", saved, "--force")[0] == 0


def test_nothing_begins_while_records_are_put_in_place(migrated, tmp_path):
    with locks.lock(lock_file(tmp_path / "home" / "musofir.sqlite3"), alone=True):
        for words in (("serve",), ("nightly",), ("migrate",)):
            code, _, err = migrated(*words)
            assert (code, "Wait until `restore` is done" in err, err.count("\n")) == (2, True, 1), (
                words
            )


@pytest.mark.parametrize("key", ["none", "another"])
def test_a_backup_is_put_in_place_by_its_own_key_alone(migrated, saved, tmp_path, monkeypatch, key):
    """None is made for it: what stands in it would be read by none."""
    (tmp_path / "new").mkdir()
    if key == "another":
        write_key(tmp_path / "new", bytes(32))
    monkeypatch.setenv("MUSOFIR_HOME", str(tmp_path / "new"))
    for words in ((saved,), (saved, "--without-keys")):
        code, _, err = migrated("restore", *words)
        assert (code, "master" in err, err.count("\n")) == (2, True, 1)
    assert [
        one.name for one in (tmp_path / "new").iterdir() if one.suffix not in (".lock", ".key")
    ] == []
    assert (tmp_path / "new" / "master.key").exists() is (key == "another")


def test_a_key_that_went_missing_is_not_made_anew(migrated, tmp_path):
    (tmp_path / "home" / "master.key").unlink()
    for words in (
        ("nightly",),
        ("migrate",),
        ("account", "add", "--email", "a@b.example", "--role", "auditor"),
    ):
        code, _, err = migrated(*words)
        assert (code, "is missing" in err, err.count("\n")) == (2, True, 1), words
    assert not (tmp_path / "home" / "master.key").exists()


def test_records_without_the_table_of_keys_are_refused(migrated, tmp_path):
    database = Database(Settings(home=tmp_path / "home").url)
    with database.write() as session:
        session.execute(text("DELETE FROM vault_keys"))
    database.close()
    assert "Run: ./musofir migrate" in migrated("nightly")[2]
    code, _, err = migrated("migrate")
    assert (code, "vault_keys was not restored" in err, err.count("\n")) == (2, True, 1)


def test_a_journal_written_anew_without_its_keys_is_not_sealed_by_the_next_migrate(
    migrated, tmp_path
):
    assert migrated("journal", "verify")[0] == 0
    database = Database(Settings(home=tmp_path / "home").url)
    with database.write() as session:
        position, mark = journal.head(session)
        journal_heads.append(
            tmp_path / "home" / "heads" / "heads.txt", Head(date(2026, 11, 25), position, mark)
        )
        before = journal.GENESIS
        for row in session.execute(select(Entry).order_by(col(Entry.position))).scalars():
            row.account, row.previous, row.seal = "U-MALLORY", before, None
            before = row.hash = journal.digest(row)
        session.execute(text("DELETE FROM journal_head"))
        session.execute(text("DELETE FROM vault_keys"))
    database.close()
    code, _, err = migrated("migrate")
    assert (code, "Nothing was sealed" in err, err.count("\n")) == (2, True, 1)


def test_a_damaged_file_is_told_in_a_sentence_and_leaves_no_empty_backup(migrated, tmp_path):
    records = tmp_path / "home" / "musofir.sqlite3"
    with records.open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xff" * 400_000)
    code, _, err = migrated("backup", tmp_path / "b")
    assert (code, "No backup was made" in err, err.count("\n")) == (2, True, 1)
    assert list(tmp_path.glob("b*")) == []


def test_a_backup_by_other_means_can_be_noted(migrated, tmp_path):
    assert migrated("backup")[0] == 2
    assert migrated("backup", "--done")[0] == 0
    database = Database(Settings(home=tmp_path / "home").url)
    with database.read() as session:
        assert maintenance.list_overdue(session, fields.now()) == [maintenance.Work.NIGHTLY]
    database.close()


def test_migrate_closes_a_home_to_others(migrated, tmp_path):
    home = tmp_path / "home"
    (home / "heads").mkdir()
    (home / "heads" / "heads.txt").touch()
    for one in (home, *home.rglob("*")):
        if one.name != "master.key":
            one.chmod(0o755 if one.is_dir() else 0o644)
    assert migrated("migrate")[0] == 0
    assert [one for one in (home, *home.rglob("*")) if one.stat().st_mode & 0o077] == []


def test_a_group_for_backups_may_read_all_but_the_key(migrated, saved, tmp_path, monkeypatch):
    group = file_permissions.grp.getgrgid((tmp_path / "home").stat().st_gid).gr_name
    monkeypatch.setenv("MUSOFIR_BACKUP_GROUP", group)
    assert migrated("migrate")[0] == 0
    assert migrated("backup", tmp_path / "c")[0] == 0
    modes = {
        one.name: stat.S_IMODE(one.stat().st_mode)
        for one in (*(tmp_path / "home").iterdir(), *tmp_path.glob("c*"))
    }
    assert modes.pop("master.key") == 0o600
    assert set(modes.values()) <= {0o640, 0o2750}
    monkeypatch.setenv("MUSOFIR_BACKUP_GROUP", "nobody knows it")
    assert "there is no group" in migrated("migrate")[2]


def test_a_file_system_that_fills_up_leaves_no_half_backup(migrated, tmp_path, monkeypatch):
    def fail(*_told):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_copy", fail)
    assert migrated("backup", tmp_path / "b")[0] == 2
    assert list(tmp_path.glob("b*")) == []
