"""CSV and workbook: numbers to calculate with, no formula whatever somebody wrote, the same bytes
each time."""

import csv
import io

import msgspec
import openpyxl
import pytest

from service.reporting.documents import sheet
from tests.support import cast

NASTY = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", '=HYPERLINK("http://x","y")']


def workbook(document):
    return openpyxl.load_workbook(io.BytesIO(sheet.xlsx(document, cast.TODAY)))


def named(document, text: str):
    """The same document with something dangerous for a name of every part."""
    copy = msgspec.convert(msgspec.to_builtins(document), type(document))
    for entry in copy.entries:
        entry.sentence = text
        for part in entry.parts:
            part.label = text
    copy.story = [text]
    return copy


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_is_a_formula(document_in, text):
    document = named(document_in("en"), text)
    kinds = {
        cell.data_type for page in workbook(document) for row in page.iter_rows() for cell in row
    }
    assert kinds <= {"s", "n", "inlineStr"}
    rows = list(csv.reader(io.StringIO(sheet.csv(document).decode("utf-8-sig"))))
    assert {row[3][0] for row in rows[1:]} == {"'"}


def test_numbers_of_the_workbook_are_numbers(document_in):
    figures = workbook(document_in("en"))["Figures"]
    rows = list(figures.iter_rows(min_row=2, values_only=True))
    assert {type(row[7]) for row in rows if row[11] == "no"} <= {int, float}
    assert {type(row[7]) for row in rows if row[11] == "yes"} == {str}
    assert figures.freeze_panes == "A2"


def test_the_workbook_opens_with_what_everybody_must_know(document_in):
    front = [
        cell.value
        for row in workbook(document_in("en"))["Report"].iter_rows()
        for cell in row
        if cell.value
    ]
    assert front[0] == "The year 2026 in figures"
    assert any("Provisional" in text for text in front)
    assert any("CC BY 4.0" in text for text in front)


def test_it_is_the_same_file_each_time(document_in):
    document = document_in("ru")
    assert sheet.xlsx(document, cast.TODAY) == sheet.xlsx(document, cast.TODAY)
    assert sheet.csv(document) == sheet.csv(document)


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en"])
def test_it_is_written_in_the_languages_of_the_staff(document_in, lang):
    assert len(workbook(document_in(lang)).sheetnames) == 3
    assert sheet.dictionary(document_in(lang)).startswith(b"\xef\xbb\xbfkind,name,meaning")
