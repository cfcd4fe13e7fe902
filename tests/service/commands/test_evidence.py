"""Files of claims in a backup, put back, and looked after at night."""

import shutil

import pytest

from catalog.core import vault
from catalog.core.actor import VISITOR
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import NewFile, evidence_files, file_uploads
from service.casework.evidence.file_uploads import Store
from service.commands import home as homes
from service.privacy import erasure_requests
from tests.conftest import MASTER_KEY, write_key
from tests.support import cast, sample_costs, sample_files


@pytest.fixture
def kept(settled, seeded, tmp_path, clock):
    """The reference of a paper of Alisher's claim in the home of the cast."""
    new_file = NewFile(
        "chat.txt", len(sample_files.CHAT), sha256=file_uploads.mark(sample_files.CHAT)
    )
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        number = evidence.register(session, claim, new_file, by=VISITOR, on=clock()).reference
    file_uploads.finish(
        Store(seeded, tmp_path / "home"),
        number,
        cast.CLAIM,
        sample_files.CHAT,
        by=VISITOR,
        on=clock(),
    )
    return number


def read(database, home) -> bytes:
    with database.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        row = evidence.get(session, claim, 1)
    return file_uploads.content_of(Store(database, home), claim, row)


def test_a_backup_put_back_elsewhere_has_the_files_and_they_open(
    settled, seeded, kept, tmp_path, monkeypatch
):
    if not seeded.sqlite:
        assert "pg_dump" in settled("backup", tmp_path / "b")[2]
        return
    assert "1 files of claims" in settled("backup", tmp_path / "b")[1]
    assert settled("backup", tmp_path / "b")[0] == 2
    assert b"Brigadir" not in b"".join(
        one.read_bytes() for one in tmp_path.glob("b.evidence/**/*") if one.is_file()
    )
    monkeypatch.setenv("MUSOFIR_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("DATABASE_URL", "")
    (tmp_path / "new").mkdir()
    write_key(tmp_path / "new")
    assert settled("restore", tmp_path / "b")[0] == 0
    restored = homes.Database(f"sqlite:///{tmp_path / 'new' / 'musofir.sqlite3'}")
    vault.open_with(MASTER_KEY)
    assert read(restored, tmp_path / "new") == sample_files.CHAT
    restored.close()
    shutil.rmtree(tmp_path / "b.evidence")
    assert "b.evidence is missing" in settled("restore", tmp_path / "b", "--force")[1].replace(
        "\n", " "
    )


def test_a_receipt_goes_into_a_backup_as_a_file_of_a_claim_does(
    settled, seeded, kept, tmp_path, clock
):
    if not seeded.sqlite:
        return
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        cost = sample_costs.receipted(session, tmp_path / "home", claim.citizen, clock())
        place = evidence.get(session, cost, 1).place
    assert "2 files of claims and receipts" in settled("backup", tmp_path / "b")[1]
    assert place in {one for one, _ in evidence_files.list_files(tmp_path / "b.evidence")}


def test_whoever_was_erased_since_has_no_file_after_it_is_put_back(
    settled, seeded, kept, tmp_path, clock
):
    if not seeded.sqlite:
        return
    settled("backup", tmp_path / "b")
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        claim.state = "closed"
        session.flush()
        erasure_requests.request_erasure(
            session, claim.citizen, "He wants it", by=cast.CHINORA, on=clock()
        )
        person = claim.citizen
    assert settled("citizen", "erase", person)[0] == 0
    assert list(evidence_files.list_files(tmp_path / "home")) == []
    assert settled("restore", tmp_path / "b", "--force")[0] == 0
    assert list(evidence_files.list_files(tmp_path / "home")) == []


def test_at_night_it_is_told_what_waits_and_what_is_lost(settled, seeded, kept, tmp_path):
    code, out, _ = settled("nightly")
    assert (
        code,
        "files: 0 settled, 1 wait for a scanner; 0 halves forgotten, 0 without a record removed.\n"
        in out,
    ) == (0, True)
    shutil.rmtree(tmp_path / "home" / evidence_files.FOLDER)
    code, out, _ = settled("nightly")
    assert (code, "1 are not there though their records are" in out) == (1, True)


def test_a_wrong_scanner_is_told_in_one_sentence(settled, monkeypatch):
    monkeypatch.setenv("MUSOFIR_SCANNER", "clamd")
    code, _, err = settled("nightly")
    assert (code, err.count("\n"), "MUSOFIR_SCANNER" in err) == (2, 1, True)
