"""A return of another body is taken from a file, a table or a workbook: whole or not at all."""

import csv
import io
import re

import pytest
import xlsxwriter

from seed import reference
from tests.conftest import lived
from tests.service.pages.desk.reporting.test_body_return_form import (
    COURTS,
    LETTER,
    NEW,
    hidden,
    kept,
    printed,
    rows,
)
from tests.support.cast import JAMSHID


@pytest.fixture
def seeded(place):
    yield from lived(
        place,
        "CATALOGUE",
        lambda session, on: reference.load_body_figures(session, by=JAMSHID, on=on),
    )


def take(client, content: bytes, address=f"{COURTS}&way=file", name="table.csv", **values):
    data = hidden(client.get(address).text) | LETTER | values
    return client.post(f"{NEW}/file", data=data, files={"file": (name, content)})


def workbook(*items: tuple[object, ...]) -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("key", "part", "value"), *items)):
            sheet.write_row(number, 0, row)
    return into.getvalue()


def wrong(page: str) -> list[tuple[str, str]]:
    """Row and column of every fault that a page names."""
    result = page.split("What to do")[-1].split("</tbody>")[0]
    return re.findall(r"<tr><td>(\w+)</td><td>(\w+)</td>", result)


def test_the_table_to_be_filled_is_taken_in_as_it_comes_back(as_, seeded):
    client = as_("jamshid")
    blank = client.get(f"{NEW}/table.csv?body=courts&year=2025")
    table = list(csv.DictReader(io.StringIO(blank.content.decode("utf-8-sig"))))
    assert len(table) == 13
    assert [row["value"] for row in table] == [""] * 13
    table[0]["value"], table[1]["value"] = "109", "149"
    into = io.StringIO()
    writer = csv.DictWriter(into, table[0])
    writer.writeheader()
    writer.writerows(table)
    assert take(client, into.getvalue().encode()).status_code == 303
    assert {name: one.value for name, one in printed(seeded).items()} == {
        "courts.cases": 109,
        "courts.persons": 149,
    }


def test_a_workbook_is_taken_in(as_, seeded):
    content = workbook(
        ("courts.cases", "", 109),
        ("courts.sentences", "conditional", "50"),
        ("courts.rulings", "", None),
    )
    assert take(as_("jamshid"), content, name="table.xlsx").status_code == 303
    assert {name: one.value for name, one in printed(seeded).items()} == {
        "courts.cases": 109,
        "courts.sentences/conditional": 50,
    }


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("courts.cases,,2019,5", "year"),
        ("courts.cases,,soon,5", "year"),
        ("courts.cases,,2025,5,person", "unit"),
        ("courts.cases,,2025,5,case,USD", "currency"),
        ("courts.compensation,,2025,5,minor,USD", "currency"),
        ("courts.cases,,2025,5,case,,,,,agency", "body"),
        ("courts.cases,,2025,5,case,,perhaps", "about"),
        ("courts.nothing,,2025,5", "key"),
        ("courts.sentences,,2025,5", "key"),
        ("courts.sentences,whipped,2025,5", "key"),
        ("crimes.registered,,2025,5", "body"),
        ("courts.cases,,2025,-5", "value"),
        ("courts.cases,,2025,five", "value"),
        ("courts.cases,,2025,=2+3", "value"),
        ("courts.cases,,2025,99999999999", "value"),
        ("courts.cases,KR,2025,4", "key"),
        (f"courts.cases,,2025,5,,,,{'5' * 61}", "printed"),
        (f"courts.cases,,2025,5,,,,,{'5' * 21}", "line"),
    ],
)
def test_a_fault_in_a_file_is_named_by_row_and_column_and_nothing_of_it_is_kept(
    as_, seeded, line, column
):
    answer = take(as_("jamshid"), rows("courts.persons,,2025,149", line))
    assert (answer.status_code, wrong(answer.text)) == (422, [("3", column)])
    assert 'value="03-15/1176"' in answer.text
    assert kept(seeded) == []


def test_every_fault_of_a_file_is_told_at_once(as_, seeded):
    answer = take(
        as_("jamshid"),
        rows(
            "courts.persons,,2019,149", "courts.cases,,2025,-1", "x,,,1", "courts.rulings,,2019,1"
        ),
        officer="",
    )
    assert sorted(wrong(answer.text)) == [
        ("2", "year"),
        ("3", "value"),
        ("4", "key"),
        ("5", "year"),
    ]
    assert 'href="#officer"' in answer.text
    assert kept(seeded) == []


def test_a_formula_in_a_workbook_is_refused_at_its_cell(as_, seeded):
    answer = take(as_("jamshid"), workbook(("courts.cases", "", "=100+9")), name="table.xlsx")
    assert (answer.status_code, wrong(answer.text), kept(seeded)) == (422, [("2", "value")], [])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"key\ncourts.cases\n",
        b"value,value\n1,2\n",
        b"PK\x03\x04broken",
        rows(),
    ],
)
def test_what_is_no_table_of_figures_is_refused_beside_the_file(as_, seeded, content):
    answer = take(as_("jamshid"), content)
    assert (answer.status_code, 'href="#file"' in answer.text, kept(seeded)) == (422, True, [])


def test_a_form_without_a_file_or_cut_off_is_refused(as_, seeded):
    client = as_("jamshid")
    data = hidden(client.get(f"{COURTS}&way=file").text) | LETTER
    answer = client.post(f"{NEW}/file", data=data, files={"file": ("", b"")})
    assert (answer.status_code, 'href="#file"' in answer.text) == (422, True)
    cut = client.post(
        f"{NEW}/file", content=b"--x", headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert cut.status_code == 422
    assert kept(seeded) == []
