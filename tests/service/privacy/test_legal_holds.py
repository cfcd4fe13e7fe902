"""Legal holds: several beside each other, each with its reason, sealed, ended one by one."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.errors import NotFound
from service.privacy import legal_holds
from service.privacy.erasure_records import Hold, records
from tests.support import canary_person
from tests.support.cast import CHINORA, IRODA


@pytest.fixture
def rows(seeded, planted, clock):
    with seeded.write() as session:
        return records(session, planted.records[0])


def set_(session, row, clock, reason="Case 12 of the court of Sergeli"):
    return legal_holds.place(session, row, reason, by=CHINORA, on=clock()).reference


def test_a_hold_stands_until_it_is_lifted(seeded, rows, clock):
    with seeded.write() as session:
        first, second = (set_(session, rows[0], clock, reason) for reason in ("One", "Two"))
        legal_holds.lift(session, rows, first, by=IRODA, on=clock())
        assert [one.reason for one in legal_holds.list_active(session, rows)] == ["Two"]
        legal_holds.lift(session, rows, second, by=IRODA, on=clock())
        assert legal_holds.list_active(session, rows) == []
        assert len(legal_holds.list_all(session, rows)) == 5, "what stood once is still told"


def test_a_hold_on_one_record_keeps_the_whole_person(seeded, rows, clock):
    with seeded.write() as session:
        set_(session, rows[2], clock)
        assert len(legal_holds.list_active(session, rows)) == 1


def test_a_hold_is_lifted_once_and_for_its_own_person_alone(seeded, rows, clock):
    with seeded.write() as session:
        number = set_(session, rows[0], clock)
        for others, asked in ((rows[1:], number), (rows, "H-22222222")):
            with pytest.raises(NotFound):
                legal_holds.lift(session, others, asked, by=IRODA, on=clock())
        legal_holds.lift(session, rows, number, by=IRODA, on=clock())
        with pytest.raises(NotFound):
            legal_holds.lift(session, rows, number, by=IRODA, on=clock())


def test_the_reason_is_sealed_and_the_journal_does_not_tell_it(seeded, rows, clock):
    with seeded.write() as session:
        number = set_(session, rows[0], clock, "Zqreason")
    with seeded.read() as session:
        kept = session.execute(select(Hold).where(col(Hold.reference) == number)).scalars().one()
        assert b"Zqreason" not in (kept.reason or b"")
        assert [one.act for one in journal.history(session, "citizen", rows[0].reference)][
            -1
        ] == "hold"
    assert canary_person.found(canary_person.bytes_of(seeded), ["Zqreason"]) == []
