"""The live numbers as a file: what their page shows, with days and amounts as data."""

import csv

import pytest

from catalog.core import journal
from tests.conftest import lived
from tests.service.reporting import post

PAGE = "/en/desk/numbers"


@pytest.fixture
def seeded(place):
    yield from lived(
        place, "TWO_MONTHS", lambda session, _on: post.november(session, post.october(session))
    )


def test_what_is_shown_is_exported_and_the_journal_says_by_whom(as_, seeded):
    client = as_("jamshid")
    assert 'name="query" value="period=year"' in client.get(f"{PAGE}?period=year").text
    asked = {"kind": "csv", "query": "period=year"}
    answer = client.post("/en/desk/lists/numbers/export", data=asked)
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    row = next(row for row in rows if row[:1] == ["Advice"] and "only sessions" in row[1])
    days = ["2026-01-01/2026-11-25", "2025-01-01/2025-11-25"]
    assert row[2:] == ["", "", days[0], "7", days[1], "0", "7", ""]
    assert "hidden to protect people" in answer.text
    assert "filtered by Period: This year" in rows[-1][0]
    with seeded.read() as session:
        entry = journal.history(session, "list", "numbers")[-1]
    assert (entry.act, entry.fields.split(",")[0]) == ("export", "period")
