"""Many vacancies from a file: tried first, every fault named by row and column, and taken all
together or not at all."""

import io
import json
import zipfile
from html import unescape

import xlsxwriter

from tests.service.pages.desk.agency.test_own_vacancy_form import mine
from tests.service.pages.own_desk import OWN, acts_for, hidden

FILE, ROWS = f"{OWN}/vacancies/file", f"{OWN}/vacancies/rows"
HEAD = "external_id,title,language,country,employer,seats,wage_min,currency,period,opens_on,closes_on,isco08,colour"
GOOD = "A-1,Welder,en,KR,Hanbit Shipyard,3,2900000,KRW,month,2026-12-01,2027-01-31,7212,red"
OTHER = "A-2,Cook,en,RU,Severny,2,90000,RUB,month,01.12.2026,2027-01-31,5120,"


def send(client, content: bytes | str, name: str = "table.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(
        FILE,
        files={"file": (name, content)},
        data={"token": client.headers.get("x-form-token", "")},
    )


def test_tried_first_and_then_handed_in(as_, seeded):
    client = as_("hamid")
    page = send(client, "\n".join([HEAD, GOOD, OTHER]))
    assert page.status_code == 200
    assert "2 vacancies can be submitted" in page.text
    assert "These columns are not imported: colour" in page.text
    assert mine(seeded) == []
    values = {"rows": unescape(hidden(page, "rows")), "once": "k" * 20}
    assert [client.post(ROWS, data=values).status_code for _ in range(2)] == [303, 303]
    assert sorted(row.external_id for row in mine(seeded)) == ["AG-VALID/A-1", "AG-VALID/A-2"]
    again = send(client, "\n".join([HEAD, GOOD.replace(",3,", ",5,")]))
    assert "changes an existing vacancy" in again.text


def test_every_fault_is_named_and_nothing_is_taken(as_, seeded):
    client = as_("hamid")
    bad = GOOD.replace("A-1", "A-3").replace("2900000", "=1+1").replace(",3,", ",three,")
    empty = GOOD.replace("A-1", "A-4").replace(",3,", ",0,")
    page = send(client, "\n".join([HEAD, GOOD, bad, GOOD, OTHER.replace("RU,", "XX,"), empty]))
    for text in (
        "<td>3</td><td>seats</td>",
        "<td>3</td><td>wage_min</td>",
        "<td>4</td><td>external_id</td>",
        "<td>5</td><td>country</td>",
        "<td>6</td><td>seats</td>",
    ):
        assert text in page.text, text
    assert "This number is also on line 2" in page.text
    assert 'name="rows"' not in page.text
    assert mine(seeded) == []


def test_absurd_files(as_, seeded):
    client, bomb = as_("hamid"), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    for content in (
        b"",
        b"\x00\x01\x02" * 99,
        b"PK\x03\x04 no workbook",
        bomb.getvalue(),
        "no,such,columns\n1,2,3",
        HEAD + "\n" + '"',
    ):
        page = send(client, content)
        assert page.status_code in (200, 413, 422), content[:20]
        assert 'name="rows"' not in page.text
    many = "\n".join([HEAD, *(GOOD.replace("A-1", f"A-{number}") for number in range(201))])
    assert "A file can contain at most 200 vacancies" in send(client, many).text
    assert client.post(FILE, data={"token": "x"}).status_code == 422
    assert mine(seeded) == []


def test_a_workbook_with_a_formula_is_told_so(as_, seeded):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for place, cell in enumerate(HEAD.split(",")):
            sheet.write_string(0, place, cell)
        for place, cell in enumerate(GOOD.split(",")):
            sheet.write_string(1, place, cell)
        sheet.write_formula(1, 5, "=1+2")
    page = send(as_("hamid"), content.getvalue(), "table.xlsx")
    assert "<td>2</td><td>seats</td>" in page.text
    assert mine(seeded) == []


def test_rows_that_were_changed_on_the_way_are_judged_anew(as_, seeded):
    client = as_("hamid")
    rows = [
        {
            "line": 2,
            "cells": {
                "external_id": "A-1",
                "title": "Welder",
                "quota": "yes",
                "agency": "AG-STATE",
            },
        }
    ]
    for item in ("", "{", "[]", "null", json.dumps(rows), json.dumps(rows * 300)):
        assert client.post(ROWS, data={"rows": item}).status_code in (400, 422), item[:20]
    assert mine(seeded) == []


def test_the_empty_table_and_whoever_may_not_recruit(as_, seeded):
    client = as_("hamid")
    assert client.get(f"{OWN}/vacancies/table.csv").text.lstrip("\ufeff").startswith("external_id,")
    acts_for(seeded, "AG-SUSPENDED")
    assert "you are not allowed to recruit" in send(as_("hamid"), "\n".join([HEAD, GOOD])).text
