"""A list of workers as people write it: read whole, each mistake by its row and column, and nothing
taken while one stands."""

from datetime import date

import pytest

from i18n import CITIZEN_LANGUAGES, gettext
from i18n.scripts import to_cyrillic
from service.casework.claims.components import Component
from service.casework.groups import roster
from service.casework.groups.roster import NoSuchColumn, TooManyRows
from service.input import spreadsheets
from tests.service.casework.crews import CREW
from tests.support.cast import TODAY

GOOD = "Anvar Aliyev;+7 900 000 00 01;120 000;RUB;base_pay;2026-03..2026-05"


def read(text: str) -> roster.Roster:
    return roster.read(text, CREW, TODAY)


def wrong(text: str) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, type(one.refusal).__name__) for one in read(text).mistakes]


def test_a_row_is_a_worker_with_a_line_of_what_is_owed():
    (one,) = read(GOOD).workers
    assert (one.contact.name, one.contact.phone, one.employer, one.country) == (
        "Anvar Aliyev",
        "+7 900 000 00 01",
        "Severny Dvor Stroy",
        "RU",
    )
    assert [(line.component, line.amount, line.currency) for line in one.lines] == [
        (Component.BASE_PAY, 120_000_00, "RUB")
    ]
    assert (one.worked_from, one.worked_to) == (date(2026, 3, 1), date(2026, 5, 31))


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_it_is_read_by_tabs_semicolons_or_commas_with_a_heading_or_without(separator):
    rows = (
        GOOD.replace(";", separator)
        + "\r\n\r\n"
        + GOOD.replace("Anvar", "Botir").replace(";", separator)
    )
    heading = separator.join(roster.COLUMNS)
    for text in (rows, heading + "\n" + rows):
        assert [one.contact.name for one in read(text).workers] == ["Anvar Aliyev", "Botir Aliyev"]


def test_two_rows_of_one_worker_in_any_script_are_two_lines_of_one_claim():
    again = f"{to_cyrillic('Anvar Aliyev')};+79000000001;5 000,50;rub;Overtime;3"
    (one,) = read(GOOD.replace("2026-03..2026-05", "3") + "\n" + again).workers
    assert [(line.component.value, line.amount) for line in one.lines] == [
        ("base_pay", 120_000_00),
        ("overtime", 5_000_50),
    ]


@pytest.mark.parametrize(
    ("months", "began", "ended"),
    [
        ("", date(2026, 3, 1), date(2026, 8, 31)),
        ("3", date(2026, 6, 1), date(2026, 8, 31)),
        ("9", date(2025, 12, 1), date(2026, 8, 31)),
        ("2026-04", date(2026, 4, 1), date(2026, 4, 30)),
        ("04.2026 – 6.2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-07..2026-09", date(2026, 7, 1), date(2026, 8, 31)),
    ],
)
def test_the_months_are_named_or_counted_back_or_the_whole_time(months, began, ended):
    (one,) = read(GOOD.replace("2026-03..2026-05", months)).workers
    assert (one.worked_from, one.worked_to) == (began, ended)


def test_every_mistake_is_told_by_its_row_and_column_and_nobody_is_taken():
    text = f"{GOOD}\n;12;much;XXX;wages of gold;99.9999\nBotir;;-5;;;2026-05..2026-03\nSardor"
    assert wrong(text) == [
        (2, "name", "MissingAnswer"),
        (2, "component", "NotAChoice"),
        (2, "amount", "NotASum"),
        (2, "currency", "NotACurrency"),
        (2, "months", "NotMonths"),
        (2, "phone", "NotAPhone"),
        (3, "amount", "NotASum"),
        (3, "currency", "NotACurrency"),
        (3, "months", "NotMonths"),
        (4, "amount", "MissingAnswer"),
        (4, "currency", "NotACurrency"),
    ]
    assert (read(text).workers, read(text).rows) == ([], 4)


@pytest.mark.parametrize(
    "months", ["0", "2026-13", "2026-03..2026-05..2026-07", "March", "1.1990", "2026-03 until now"]
)
def test_what_are_no_months_is_said(months):
    assert wrong(GOOD.replace("2026-03..2026-05", months)) == [(1, "months", "NotMonths")]


def test_months_that_have_not_come_are_refused():
    assert wrong(GOOD.replace("2026-03..2026-05", "2027-03")) == [(1, "months", "InTheFuture")]


def test_the_same_thing_owed_twice_or_other_months_are_asked_about():
    assert wrong(f"{GOOD}\n{GOOD}") == [(2, "component", "OwedTwice")]
    assert wrong(f"{GOOD}\n{GOOD.replace('base_pay', 'overtime').replace('-05', '-06')}") == [
        (2, "months", "OtherMonths")
    ]


def test_two_hundred_workers_are_taken_and_no_more():
    rows = [GOOD.replace("Anvar", f"Anvar {number}") for number in range(roster.MAX_WORKERS + 1)]
    assert len(read("\n".join(rows[:-1])).workers) == 200
    assert wrong("\n".join(rows)) == [(201, "", "TooManyRows")]
    assert read("\n".join(rows)).workers == []
    assert (2_001, "", "TooManyRows") in wrong("\n".join([GOOD] * 2_001))


def test_the_sums_are_told_by_currency():
    text = f"{GOOD}\n{GOOD.replace('Anvar', 'Botir').replace('RUB', 'USD')}\n{GOOD.replace('Anvar', 'Sardor')}"
    assert read(text).sums == {"RUB": 240_000_00, "USD": 120_000_00}


@pytest.mark.parametrize("text", ["", "\n\n", ";;;;;", '"'])
def test_nothing_is_nobody(text):
    assert read(text).workers == []


def test_a_cell_without_end_is_no_table():
    with pytest.raises(spreadsheets.NotATable):
        read("x" * 300_000)


def test_what_is_owed_is_said_by_its_word_in_any_language():
    texts = [gettext(lang, "Severance or end-of-service pay") for lang in CITIZEN_LANGUAGES]
    text = "\n".join(
        GOOD.replace("base_pay", word).replace("Anvar", f"A{place}")
        for place, word in enumerate(texts)
    )
    assert {line.component for one in read(text).workers for line in one.lines} == {
        Component.SEVERANCE
    }


@pytest.mark.parametrize(
    ("write", "end"), [(spreadsheets.write_csv, "csv"), (spreadsheets.write_xlsx, "xlsx")]
)
def test_a_file_becomes_the_rows_that_would_be_pasted(tmp_path, write, end):
    headers = ["months", "Name", "phone", "remark", "amount", "currency", "component"]
    rows = [
        ["3", "Anvar\nAliyev", "+7 900 000 00 01", "none", "120000", "RUB", ""],
        ["", "Botir", "", "", "5", "USD", "leave"],
    ]
    write(tmp_path / f"crew.{end}", headers, rows)
    anvar, botir = read(roster.read_upload(tmp_path / f"crew.{end}")).workers
    assert (anvar.contact.name, anvar.worked_from, anvar.lines[0].amount) == (
        "Anvar Aliyev",
        date(2026, 6, 1),
        120_000_00,
    )
    assert (botir.contact.name, botir.lines[0].component, botir.lines[0].amount) == (
        "Botir",
        Component.LEAVE,
        5_00,
    )


def test_a_file_of_other_columns_or_too_many_rows_is_refused(tmp_path):
    spreadsheets.write_csv(tmp_path / "other", ["worker", "sum"], [["Anvar", "5"]])
    with pytest.raises(NoSuchColumn):
        roster.read_upload(tmp_path / "other")
    spreadsheets.write_csv(
        tmp_path / "long", list(roster.COLUMNS), [["A", "", "5", "RUB", "", ""]] * 2_001
    )
    with pytest.raises(TooManyRows):
        roster.read_upload(tmp_path / "long")
