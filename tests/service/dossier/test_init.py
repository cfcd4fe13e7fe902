"""A person's records as one, who of the desk may see them, and the files rewritten."""

import pytest
from sqlalchemy import text

from catalog.ground.refusals import NotFound
from matching import citizens
from matching.citizens import NewCitizen
from service import dossier
from service.dossier import erase
from tests import cast, marked
from tests.cast import BARNO, CHINORA, DAVRON, ELYOR, IRODA


def test_the_leading_record_comes_first_whichever_is_named(seeded, planted):
    with seeded.read() as session:
        for number in planted.records:
            assert dossier.records(session, number)[0].reference == planted.records[0]
        with pytest.raises(NotFound):
            dossier.records(session, "C-22222222")


@pytest.mark.parametrize(("by", "seen"), [(CHINORA, True), (IRODA, True), (ELYOR, True), (DAVRON, False)])
def test_another_posts_person_does_not_exist(seeded, planted, by, seen):
    with seeded.read() as session:
        if seen:
            assert len(dossier.found(session, planted.records[0], by=by)) == 3
            return
        with pytest.raises(NotFound):
            dossier.found(session, planted.records[0], by=by)


def test_without_a_case_only_who_wrote_them_down_sees_somebody(seeded, clock):
    with seeded.write() as session:
        number = citizens.record(session, NewCitizen("New Here"), by=BARNO, on=clock()).reference
        assert dossier.found(session, number, by=BARNO)
        with pytest.raises(NotFound):
            dossier.found(session, number, by=CHINORA)


def test_by_day_a_large_file_is_left_to_the_night(seeded, planted, monkeypatch):
    monkeypatch.setattr(dossier, "LARGE", 1)
    assert dossier.scrub(seeded, by_day=True) is not seeded.sqlite
    assert dossier.scrub(seeded)


def test_what_somebody_still_reads_is_not_called_gone(seeded, planted, clock, monkeypatch):
    """A reader from before the erasure still sees the person: it is said, and the next scrubbing reaches it."""
    monkeypatch.setattr(dossier, "_TRIES", 1)
    with seeded.engine.connect().execution_options(
        isolation_level="REPEATABLE READ" if not seeded.sqlite else "AUTOCOMMIT"
    ) as reader:
        if seeded.sqlite:
            reader.exec_driver_sql("BEGIN")
        assert reader.execute(text("SELECT count(*) FROM journal")).scalar()
        with seeded.write() as session:
            erase.erase(session, planted.records[0], by=IRODA, on=clock())
        assert not dossier.scrub(seeded)
    assert dossier.scrub(seeded)
    assert marked.found(marked.bytes_of(seeded)) == []
    assert cast.SYSTEM
