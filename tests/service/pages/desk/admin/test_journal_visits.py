"""Visits in the journal: what is one line, and what is not."""

from datetime import UTC, datetime, timedelta

from service.pages.desk.admin import journal_visits
from service.pages.desk.admin.journal_visits import JournalRow

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def row(position: int, minute: int, **values: str) -> JournalRow:
    facts = {"account": "U-ONE", "role": "adviser", "act": "open", "noun": "claim"} | values
    reference = facts.pop("reference", "W-1")
    at = NOW + timedelta(minutes=minute)
    return JournalRow(position, at, **facts, reference=reference, fields="", hash="")


def counts(*rows: JournalRow, most: int = 50) -> list[int]:
    return [one.count for one in journal_visits.group(rows, most)[0]]


def test_only_openings_by_one_person_of_one_record_within_a_quarter_of_an_hour_are_one_line():
    newest = row(9, 30)
    assert counts(newest, row(8, 16), row(7, 15)) == [3]
    assert counts(newest, row(8, 14)) == [1, 1], "sixteen minutes"
    for other in (
        {"account": "U-TWO"},
        {"reference": "W-2"},
        {"noun": "evidence"},
        {"act": "step"},
    ):
        assert counts(newest, row(8, 29, **other)) == [1, 1], other
    visitor = {"account": "visitor", "role": "visitor"}
    assert counts(row(9, 30, **visitor), row(8, 30, **visitor)) == [1, 1]
    account = {"noun": "account", "reference": "U-NEW"}
    assert counts(row(9, 30, **account), row(8, 30, **account)) == [1, 1]


def test_a_page_ends_before_the_line_that_it_has_no_room_for():
    rows = [row(9, 30), row(8, 30, reference="W-2"), row(7, 29), row(6, 28, reference="W-3")]
    lines, position = journal_visits.group(rows, 2)
    assert ([one.count for one in lines], position) == ([2, 1], 7)
    assert journal_visits.group(rows, 3)[1] is None
