"""A person's records as one, and the files of the database rewritten."""

import pytest
from sqlalchemy import text

from catalog.core.errors import NotFound
from service.privacy import erase, erasure_records
from tests.support import canary_person
from tests.support.cast import IRODA


def test_the_leading_record_comes_first_whichever_is_named(seeded, planted):
    with seeded.read() as session:
        for number in planted.records:
            assert erasure_records.records(session, number)[0].reference == planted.records[0]
        with pytest.raises(NotFound):
            erasure_records.records(session, "C-22222222")


def test_by_day_a_large_file_is_left_to_the_night(seeded, planted, monkeypatch):
    monkeypatch.setattr(erasure_records, "LARGE", 1)
    assert erasure_records.scrub(seeded, by_day=True) is not seeded.sqlite
    assert erasure_records.scrub(seeded)


def test_what_somebody_still_reads_is_not_called_gone(seeded, planted, clock, monkeypatch):
    """A reader from before the erasure still sees the person: it is said, and the next scrubbing
    reaches it."""
    monkeypatch.setattr(erasure_records, "_TRIES", 1)
    with seeded.engine.connect().execution_options(isolation_level="SERIALIZABLE") as reader:
        assert reader.execute(text("SELECT count(*) FROM journal")).scalar()
        with seeded.write() as session:
            erase.erase(session, planted.records[0], by=IRODA, on=clock())
        assert not erasure_records.scrub(seeded)
    assert erasure_records.scrub(seeded)
    assert canary_person.found(canary_person.bytes_of(seeded)) == []
