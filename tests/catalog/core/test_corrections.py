"""The history of corrections: sealed with the key of whom it is about, and gone with it."""

from datetime import date

import msgspec
from sqlalchemy import select

from catalog.core import corrections, vault
from catalog.core.corrections import Change, Correction, Subject
from catalog.core.labelled_enum import LabelledEnum
from tests.support.cast import BARNO

CASE = Subject("case", "W-1", "C-1")


class Colour(LabelledEnum):
    RED = "red", "Red"


class Facts(msgspec.Struct):
    day: date | None = None
    colour: Colour | None = None
    word: str = ""


def test_only_what_differs_is_a_change_and_none_is_empty():
    before, after = Facts(word="same"), Facts(date(2026, 1, 2), Colour.RED, "same")
    assert corrections.compare(before, after) == [
        Change("day", "", "2026-01-02"),
        Change("colour", "", "red"),
    ]
    assert corrections.compare(after, after) == []


def test_versions_are_numbered_for_each_record_and_read_newest_first(database, clock):
    with database.write() as session:
        for subject in (CASE, CASE, Subject("case", "W-2", "C-1")):
            changes = [Change("city", "Tver", "Moscow"), Change("note", "", "Lives with Vali")]
            corrections.record(session, subject, changes, "Slip", by=BARNO, on=clock())
    with database.read() as session:
        versions = corrections.history(session, "case", "W-1")
        assert [one.number for one in versions] == [3, 2]
        assert [one.field for one in versions[0].changes] == ["city", "note"]
        assert len(corrections.history(session, "case", "W-2")) == 1


def test_values_and_reason_cannot_be_read_in_the_database_nor_after_the_key_is_destroyed(
    database, clock
):
    with database.write() as session:
        changes = [Change("note", "Vali", "Alisher")]
        corrections.record(session, CASE, changes, "Slip", by=BARNO, on=clock())
        row = session.execute(select(Correction)).scalar_one()
        assert not any(word in row.before + row.after + row.reason for word in (b"Vali", b"Slip"))
        vault.destroy(session, "C-1")
        (version,) = corrections.history(session, "case", "W-1")
        assert (version.reason, version.changes) == ("", [Change("note", "", "")])
        corrections.forget(session, ["C-1"])
        session.refresh(row)
        assert (row.before, row.after, row.reason) == (None, None, None)


def test_a_firm_with_the_number_of_a_person_shares_no_key_with_them():
    assert corrections.firm_owner("C-1") != "C-1"
    assert len(corrections.firm_owner("x" * 60)) <= 24
