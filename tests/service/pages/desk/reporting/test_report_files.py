"""Files of a year at the desk: marked as not published wherever they are read, and journalled."""

import csv
import io

import openpyxl
import pypdfium2
import pytest

from catalog.core import journal
from tests.conftest import Clock, lived
from tests.service.reporting import full

FILES, PAGE = "/en/desk/report/2026/files", "/en/desk/report/2026"
MARK = "Not published. For internal use only"


@pytest.fixture
def seeded(place):
    yield from lived(place, "YEAR_RECORDED", lambda session, _on: full.record(session, Clock()))


def test_each_page_sheet_and_row_says_that_it_is_not_published(as_, seeded):
    client = as_("jamshid")
    assert 'value="xlsx"' in client.get(PAGE).text
    made = {kind: client.post(FILES, data={"kind": kind}) for kind in ("pdf", "xlsx", "csv")}
    assert {one.status_code for one in made.values()} == {200}
    assert "musofir-2026-not-published-en.pdf" in made["pdf"].headers["content-disposition"]
    for page in pypdfium2.PdfDocument(made["pdf"].content):
        text = page.get_textpage().get_text_range()
        assert MARK in " ".join(text.split())
        assert "copy, change and publish" not in text
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"].content))
    for sheet in book:
        top = [cell.value for row in sheet.iter_rows(max_row=2) for cell in row if cell.value]
        assert any(MARK in str(value) for value in top), sheet.title
    rows = list(csv.DictReader(io.StringIO(made["csv"].content.decode("utf-8-sig"))))
    assert all(MARK in row["mark"] for row in rows)
    assert {row["hidden"] for row in rows} == {"no"}
    with seeded.read() as session:
        entries = journal.history(session, "report_year", "2026")
    assert [one.act for one in entries] == ["export"] * 3


def test_there_is_no_file_of_another_kind_or_of_a_year_to_come(as_):
    client = as_("jamshid")
    assert client.post(FILES, data={"kind": "exe"}).status_code == 404
    assert client.post("/en/desk/report/2031/files", data={"kind": "csv"}).status_code == 404
