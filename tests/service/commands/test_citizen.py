"""One person's file on the command line, and that nobody who was erased comes back with a
backup."""

import json
from pathlib import Path

import pytest

from service.commands import backup
from service.infra.database import Database
from service.privacy import erased_list, erasure_requests
from service.privacy.erasure_records import records
from tests.support import canary_person


@pytest.fixture
def asked(seeded, planted, clock) -> str:
    with seeded.write() as session:
        return erasure_requests.request_erasure(
            session, planted.records[0], by=planted.account, on=clock()
        ).reference


def markers_in(folder: Path) -> list[str | bytes]:
    """Whatever any file in there tells of the person."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return canary_person.found(b"".join(one.read_bytes() for one in files))


def test_a_person_is_told_as_a_document(settled, planted, tmp_path):
    code, out, _ = settled("citizen", "export", planted.records[1], tmp_path / "file.json")
    assert (code, planted.records[0] in out) == (0, True)
    result = json.loads((tmp_path / "file.json").read_text())
    assert result["persons"][0]["passport"] == canary_person.PASSPORT
    assert result["opened"][0]["role"] == "system"
    assert (tmp_path / "file.json").stat().st_mode & 0o077 == 0
    assert settled("citizen", "export", planted.records[1], tmp_path / "file.json")[0] == 2
    assert settled("citizen", "export", "C-22222222", tmp_path / "other.json")[0] == 2


def test_nobody_is_erased_whom_nobody_asked_for(settled, planted, seeded):
    code, _, err = settled("citizen", "erase", planted.records[0])
    assert (code, "Nobody asked" in err) == (2, True)
    with seeded.read() as session:
        assert records(session, planted.records[0])[0].name == canary_person.NAMES[0]


def test_whoever_was_asked_for_is_erased_by_command(settled, asked, planted, seeded, tmp_path):
    code, out, _ = settled("citizen", "erase", planted.records[2])
    assert (code, all(number in out for number in planted.records)) == (0, True)
    assert canary_person.found(canary_person.bytes_of(seeded)) == []
    assert set(erased_list.read(tmp_path / "home" / erased_list.FILE)) == set(planted.records)


def test_exports_made_afterwards_tell_nothing(settled, asked, planted, tmp_path):
    settled("citizen", "erase", planted.records[0])
    out = tmp_path / "out"
    out.mkdir()
    assert settled("citizen", "export", planted.records[0], out / "file.json")[0] == 0
    assert settled("export", "agencies", out / "agencies.csv")[0] == 0
    assert settled("export", "vacancies", out / "vacancies.xlsx")[0] == 0
    assert markers_in(out) == []


@pytest.mark.parametrize("lost", [False, True])
def test_whoever_was_erased_does_not_come_back_with_a_backup(
    settled, asked, planted, seeded, tmp_path, monkeypatch, lost
):
    """Restored into the same home, or into a new one that has only what later backups say of who
    was erased."""
    if not seeded.sqlite:
        pytest.skip("PostgreSQL has its own tools for backups")
    old, home = tmp_path / "old", tmp_path / "home"
    settled("backup", old)
    assert canary_person.found(old.read_bytes(), canary_person.NAMES) == list(
        canary_person.NAMES
    ), "the backup does know them"
    settled("citizen", "erase", planted.records[0])
    if lost:
        settled("backup", tmp_path / "new")
        backup.erased_list_file(tmp_path / "new").rename(backup.erased_list_file(old))
        (home / erased_list.FILE).unlink()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{home / 'restored'}")
    code, out, _ = settled("restore", old)
    assert (code, "Erased again: 3." in out) == (0, True)
    assert markers_in(home) == []
    assert set(erased_list.read(home / erased_list.FILE)) == set(planted.records)
    assert "unbroken" in settled("journal", "verify")[1]
    restored = Database(f"sqlite:///{home / 'restored'}")
    with restored.read() as session:
        rows = records(session, planted.records[0])
        assert erasure_requests.find_undecided(session, rows) is None
    restored.close()


def test_a_backup_in_which_nobody_was_erased_is_put_back_whole(
    settled, planted, seeded, tmp_path, monkeypatch
):
    if not seeded.sqlite:
        pytest.skip("PostgreSQL has its own tools for backups")
    settled("backup", tmp_path / "b")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'home' / 'restored'}")
    assert "Erased again: 0." in settled("restore", tmp_path / "b")[1]
    assert set(canary_person.NAMES) <= set(markers_in(tmp_path / "home"))


def test_a_restore_that_cannot_erase_leaves_what_was_there(
    settled, asked, planted, seeded, tmp_path, monkeypatch
):
    if not seeded.sqlite:
        pytest.skip("PostgreSQL has its own tools for backups")
    settled("backup", tmp_path / "b")
    settled("citizen", "erase", planted.records[0])
    (tmp_path / "home" / "master.key").write_text("00")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'home' / 'restored'}")
    assert settled("restore", tmp_path / "b")[0] == 2
    assert markers_in(tmp_path / "home") == []


def test_records_restored_by_other_means_are_told_who_was_erased(
    settled, planted, seeded, tmp_path
):
    listed = dict.fromkeys(planted.records, "2026-11-25")
    erased_list.add(tmp_path / "list.erased", listed)
    assert "Erased again: 3." in settled("citizen", "replay", tmp_path / "list.erased")[1]
    assert canary_person.found(canary_person.bytes_of(seeded)) == []
    assert erased_list.read(tmp_path / "home" / erased_list.FILE) == listed
    assert "Erased again: 0." in settled("citizen", "replay")[1]
