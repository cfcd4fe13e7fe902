"""What the process that reads workbooks does by itself, called here without its bounds."""

from datetime import date

import pytest

from service.input import workbook_reader
from tests.service.input.test_spreadsheets import book, packed


@pytest.mark.parametrize("sizes", [[2_000_000], [1] * 201])
def test_it_counts_how_much_and_how_many(tmp_path, sizes):
    for name, values, burst in (("bomb.xlsx", sizes, True), ("fine.xlsx", (500, 500), False)):
        with packed(tmp_path / name, *values).open("rb") as file:
            assert workbook_reader.is_zip_bomb(file) is burst


def test_the_size_a_workbook_claims_is_not_believed(tmp_path):
    with book(tmp_path / "b.xlsx", [["a"], ["1"]]).open("rb") as file:
        assert [line["number"] for line in workbook_reader.lines(file)] == [1, 2]
    assert workbook_reader._cell_text(None) == ""
    assert workbook_reader._cell_text(date(2026, 3, 27)) == "2026-03-27"
    assert (
        workbook_reader._cell_text(workbook_reader.datetime(2026, 3, 27, 8))
        == "2026-03-27 08:00:00"
    )
