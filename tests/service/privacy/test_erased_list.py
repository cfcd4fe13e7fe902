"""The list of who was erased, which stands beside the records."""

import pytest

from catalog.core.actor import VISITOR
from matching.identity.persons import Citizen
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Evidence, NewFile, evidence_files, file_uploads
from service.casework.evidence.file_uploads import Store
from service.privacy import erase, erased_list
from tests.support import canary_person, cast, sample_files


def test_whoever_is_erased_stands_in_the_list_once(seeded, planted, clock, tmp_path):
    with seeded.write() as session:
        erase.erase(session, planted.records[0], by=cast.IRODA, on=clock())
    for _ in range(2):
        with seeded.read() as session:
            erased_list.update_file(session, tmp_path)
    file = tmp_path / erased_list.FILE
    assert sorted(file.read_text().splitlines()) == sorted(
        f"2026-11-25 {number}" for number in planted.records
    )
    assert file.stat().st_mode & 0o077 == 0
    assert erased_list.read(file) == dict.fromkeys(planted.records, "2026-11-25")


def test_the_files_of_whoever_is_erased_go_and_nobody_else_s(seeded, planted, clock, tmp_path):
    store, kept = Store(seeded, tmp_path), []
    for claim in (canary_person.CLAIM, cast.CLAIM):
        new_file = NewFile(
            "a.txt", len(sample_files.CHAT), sha256=file_uploads.mark(sample_files.CHAT)
        )
        with seeded.write() as session:
            number = evidence.register(
                session, session.get_one(Claim, claim), new_file, by=VISITOR, on=clock()
            ).reference
        file_uploads.finish(store, number, claim, sample_files.CHAT, by=VISITOR, on=clock())
        with seeded.read() as session:
            kept.append(session.get_one(Evidence, number).place)
    assert {place for place, _ in evidence_files.list_files(tmp_path)} == set(kept)
    with seeded.write() as session:
        erase.erase(session, planted.records[0], by=cast.IRODA, on=clock())
    with seeded.read() as session:
        erased_list.update_file(session, tmp_path)
    assert [place for place, _ in evidence_files.list_files(tmp_path)] == kept[1:]


def test_what_stands_in_the_list_stays(seeded, tmp_path):
    """Also of somebody whom these records, restored or new, do not know."""
    erased_list.add(tmp_path / erased_list.FILE, {"C-22222222": "2020-01-01"})
    with seeded.read() as session:
        erased_list.update_file(session, tmp_path)
    assert erased_list.read(tmp_path / erased_list.FILE) == {"C-22222222": "2020-01-01"}


@pytest.mark.parametrize("text", ["", "\n", "no line of ours at all\n2020-01-01\n"])
def test_a_line_that_is_none_is_passed_over(tmp_path, text):
    (tmp_path / erased_list.FILE).write_text(text)
    assert erased_list.read(tmp_path / erased_list.FILE) == {}


def test_each_record_is_erased_again_alone(seeded, planted, clock):
    """Who was found to be the same person when the backup was made may have been told apart
    since."""
    listed = {planted.records[1]: "2026-11-25", "C-22222222": "2026-11-25"}
    with seeded.write() as session:
        assert erased_list.replay(session, listed, by=cast.SYSTEM, on=clock()) == 1
        assert erased_list.replay(session, listed, by=cast.SYSTEM, on=clock()) == 0
    with seeded.read() as session:
        names = [session.get_one(Citizen, number).name for number in planted.records]
    assert names == [canary_person.NAMES[0], "", canary_person.NAMES[2]]
