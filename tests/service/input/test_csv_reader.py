"""What the processes that read tables answer, called here without their bounds."""

import io
import json
import sys

import pytest

from service.input import csv_reader, workbook_reader
from tests.service.input.test_spreadsheets import book


@pytest.mark.parametrize("reader", [csv_reader, workbook_reader])
def test_a_reading_process_prints_its_lines_and_says_what_is_wrong(
    tmp_path, monkeypatch, capsys, reader
):
    content = {
        csv_reader: b"a\n1\n",
        workbook_reader: book(tmp_path / "b.xlsx", [["a"], ["1"]]).read_bytes(),
    }[reader]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert reader.run([]) == 0
    assert [json.loads(line)["cells"] for line in capsys.readouterr().out.splitlines()] == [
        ["a"],
        ["1"],
    ]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\x98")))
    assert reader.run([]) == reader.NO_TABLE
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    monkeypatch.setattr(reader, "decode" if reader is csv_reader else "lines", _full)
    assert reader.run([]) == reader.TOO_LARGE


def test_empty_lines_are_counted_and_not_handed_on():
    assert [one["number"] for one in csv_reader.lines("a\n" + "\n" * 1_000 + "1\n")] == [1, 1_002]


def _full(_told):
    raise MemoryError
