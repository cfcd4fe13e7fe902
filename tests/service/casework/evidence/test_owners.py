"""Owners of files: each record is found by its own kind alone, and has a key of its own."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotFound
from catalog.licensing.licences import Order
from matching.placements.placements import Placement
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import NewFile, media, owners, quotas
from service.casework.evidence.owners import Record, RecordKind
from tests.support import cast, sample_placements


def test_no_reference_of_another_kind_or_form_finds_a_record(seeded):
    with seeded.read() as session:
        vacancy = cast.named(session, "cook").reference
        order = str(session.execute(select(col(Order.id)).limit(1)).scalar_one())
        assert owners.find_record(session, RecordKind.ORDER, order).reference == order
        wrong = [(kind, vacancy) for kind in RecordKind if kind is not RecordKind.VACANCY]
        wrong += [(RecordKind.ORDER, text) for text in (f"0{order}", "-1", "²", "9" * 30, "")]
        wrong += [(RecordKind.VACANCY, text) for text in ("", "\0", order)]
        for kind, reference in wrong:
            with pytest.raises(NotFound):
                owners.find_record(session, kind, reference)


def worker(session) -> str:
    return session.get_one(Claim, cast.CLAIM).citizen


def test_the_documents_of_a_placement_are_encrypted_with_the_workers_key(seeded, clock):
    with seeded.write() as session:
        number = sample_placements.placed(session, of=worker(session), on=clock()).reference
        person = session.get_one(Placement, number).citizen
        record = owners.find_record(session, RecordKind.PLACEMENT, number)
        assert owners.key_owner(record) == owners.person_of(record) == person
    keys = [owners.key_owner(Record(kind, "1")) for kind in (RecordKind.ORDER, RecordKind.PROPOSAL)]
    assert len(set(keys)) == 2, "the number of an order is no other record's key"
    assert owners.identity(Record(RecordKind.ORDER, "1")) != owners.identity(
        Record(RecordKind.PROPOSAL, "1")
    )


def test_a_record_takes_no_recording_and_no_more_than_its_quota(seeded, clock, monkeypatch):
    monkeypatch.setattr(quotas, "MAX_FILES", 1)
    with seeded.write() as session:
        number = cast.named(session, "cook").reference
        owner = owners.find_record(session, RecordKind.VACANCY, number)
        with pytest.raises(media.NotADocument):
            evidence.register(session, owner, NewFile("a.mp3", 1), by=cast.FARIDA, on=clock())
        strange = NewFile("a.pdf", 1, "payslip")
        assert (
            evidence.register(session, owner, strange, by=cast.FARIDA, on=clock()).kind == "other"
        )
        with pytest.raises(quotas.TooManyDocuments):
            evidence.register(session, owner, NewFile("b.pdf", 1), by=cast.FARIDA, on=clock())
