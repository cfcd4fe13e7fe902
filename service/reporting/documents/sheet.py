"""A year as CSV, data dictionary and workbook; numbers are numbers, and no text is a formula."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from i18n import N_, Language, gettext
from service.infra.lazy_imports import Library
from service.input import spreadsheets
from service.reporting.documents import edition, tables
from service.reporting.documents.document import Document
from service.reporting.documents.tables import Cell

xlsxwriter = Library("xlsxwriter")
_COLUMN_WIDTHS = (6, 22, 28, 60, 16, 12, 28, 16, 12, 9, 9, 8, 12, 20, 8, 12)
_TEXT_WIDTH = 90


def csv(document: Document) -> bytes:
    heads, rows = list(tables.COLUMNS), tables.rows(document)
    if document.mark:
        return _csv([*heads, "mark"], ([*row, document.mark] for row in rows))
    return _csv(heads, rows)


def dictionary(document: Document) -> bytes:
    return _csv(tables.DICTIONARY, tables.dictionary(document))


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "year.csv"
        spreadsheets.write_csv(
            path,
            heads,
            ([f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row] for row in rows),
        )
        return path.read_bytes()


def xlsx(document: Document, day: date) -> bytes:
    """Make the workbook: story, all numbers, dictionary.

    It has the same bytes each time it is made on one day.
    """
    written, lang = io.BytesIO(), Language(document.language)
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": document.title, "created": datetime.combine(day, time(12))})
        looks = {
            "head": book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
            ),
            "mark": book.add_format({"bold": True, "font_color": "#a3150c"}),
            "title": book.add_format({"bold": True, "font_size": 16}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "parts": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "year": book.add_format({"num_format": "0", "valign": "top"}),
        }
        _write_cover(book.add_worksheet(gettext(lang, N_("Report"))), document, looks)
        _table(
            book.add_worksheet(gettext(lang, N_("Figures"))),
            list(tables.COLUMNS),
            tables.rows(document),
            looks,
            _COLUMN_WIDTHS,
            document.mark,
        )
        wide = (9, 28, 70, 24, 16, 22, 30, 12)
        _table(
            book.add_worksheet(gettext(lang, N_("Dictionary"))),
            tables.DICTIONARY,
            tables.dictionary(document),
            looks,
            wide,
            document.mark,
        )
    return written.getvalue()


def _write_cover(sheet: Any, document: Document, looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    sheet.write_string(0, 0, document.title, looks["title"])
    sheet.write_string(1, 0, document.mark, looks["mark"])
    notes = [(one.title, one.text) for one in (*document.checks, *document.remarks)]
    notes_and_story = [
        *(("", sentence) for sentence in document.story),
        *tables.general_notes(document),
        *_changes(document),
        *notes,
    ]
    for number, (head, text) in enumerate(notes_and_story, 2):
        sheet.write_string(number, 0, head, looks["text"])
        sheet.write_string(number, 1, text, looks["text"])


def _changes(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what a correction changed, below its heading."""
    if document.changes is None:
        return
    lang = Language(document.language)
    unchanged = "" if document.changes else gettext(lang, edition.UNCHANGED)
    yield gettext(lang, edition.CHANGES), unchanged
    yield from ((one.title, one.text) for one in document.changes)


def _table(
    sheet: Any,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    looks: dict[str, Any],
    wide: Sequence[int],
    mark: str = "",
) -> None:
    """Write a table; below its mark, if the document has one."""
    top = 1 if mark else 0
    if mark:
        sheet.write_string(0, 0, mark, looks["mark"])
        sheet.set_header(f"&C{mark}")
    for place, (head, width) in enumerate(zip(heads, wide, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(top, place, head, looks["head"])
    last = top
    for last, row in enumerate(rows, top + 1):
        for place, cell in enumerate(row):
            _cell(sheet, last, place, cell, looks)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, last, len(heads) - 1)


def _cell(sheet: Any, line: int, place: int, cell: Cell, looks: dict[str, Any]) -> None:
    if isinstance(cell, Decimal):
        look = "year" if place == 0 else "whole" if cell == int(cell) else "parts"
        sheet.write_number(line, place, float(cell), looks[look])
    elif cell:
        sheet.write_string(line, place, cell, looks["text"])
