"""Tables as offices send them."""

import csv
import io
import zipfile

import openpyxl
import pytest

from service.input import spreadsheets, workbook_reader

TABLE = [["name", "city"], ["Сварщик", "Ульсан"], ["Oshpaz", "Seul"]]


def as_csv(separator=",", end="\n"):
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(TABLE)
    return file.getvalue()


def cells(path):
    return [row.cells for row in spreadsheets.read(path).rows]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "table.csv"


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_reads_the_letters_and_separators_of_any_office(path, letters, separator, end):
    path.write_bytes(as_csv(separator, end).encode(letters))
    assert cells(path) == [
        {"name": "Сварщик", "city": "Ульсан"},
        {"name": "Oshpaz", "city": "Seul"},
    ]


def test_a_row_is_known_by_the_line_where_it_begins(path):
    path.write_text('name,city\n"two\nlines",Seoul\n\nnext,Busan\n', encoding="utf-8")
    assert [(row.line, row.cells["city"]) for row in spreadsheets.read(path).rows] == [
        (2, "Seoul"),
        (5, "Busan"),
    ]


def test_a_broken_line_stops_no_other(path):
    path.write_text('name,city\n"a"b,Seoul\nnext,Busan\nc,d,e\n', encoding="utf-8")
    broken, good, long = spreadsheets.read(path).rows
    assert (broken.line, list(broken.faults)) == (2, [""])
    assert (good.line, good.cells, good.faults) == (3, {"name": "next", "city": "Busan"}, {})
    assert list(long.faults) == [""]


def test_a_quotation_mark_that_is_never_closed_is_told(path):
    path.write_text('name,city\ngood,Seoul\n"open,Busan\nlost,Ulsan\n', encoding="utf-8")
    good, broken = spreadsheets.read(path).rows
    assert (good.faults, broken.line) == ({}, 3)
    assert "quotation" in broken.faults[""]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", spreadsheets.EmptyFile),
        (b"\n\n", spreadsheets.EmptyFile),
        (b"a,b\0,c\n", spreadsheets.NotATable),
        (b"\xd0\xcf\x11\xe0\0", spreadsheets.NotATable),
        (b"a,A\n1,2\n", spreadsheets.DuplicateColumn),
        (b"PK\x03\x04nothing", spreadsheets.NotATable),
        (b"\x98\n", spreadsheets.NotATable),
    ],
)
def test_what_is_no_table_is_refused(path, content, refusal):
    path.write_bytes(content)
    with pytest.raises(refusal):
        spreadsheets.read(path)


def test_a_file_that_is_too_large_is_refused(path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "LARGEST", 10)
    path.write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(spreadsheets.FileTooLarge):
        spreadsheets.read(path)


def book(path, rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_a_workbook_says_what_would_be_typed(tmp_path):
    path = book(
        tmp_path / "b.xlsx",
        [["n", "x", "on", "yes"], [7, 1.5, workbook_reader.datetime(2026, 3, 27), True]],
    )
    assert cells(path) == [{"n": "7", "x": "1.5", "on": "2026-03-27", "yes": "yes"}]


def test_a_formula_is_refused_and_its_text_is_not(tmp_path):
    path = book(tmp_path / "b.xlsx", [["a", "b"], ["=1+1", "plain"]])
    (row,) = spreadsheets.read(path).rows
    assert list(row.faults) == ["a"]


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    rows = [["=1+1", "+998 71 200 00 00", "-cmd", "@sum"]]
    headers = ["a", "b", "c", "d"]
    spreadsheets.write_xlsx(tmp_path / "b.xlsx", headers, rows)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 4
    assert list(cells(tmp_path / "b.xlsx")[0].values()) == rows[0]


def test_a_csv_guards_formulas_and_gives_them_back(path):
    rows = [["=1+1", "+998 71 200", "-cmd|' /C calc'", "@sum", "it's"]]
    spreadsheets.write_csv(path, list("abcde"), rows, separator=";")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "'=1+1;+998 71 200;'-cmd" in path.read_text(encoding="utf-8-sig")
    assert list(cells(path)[0].values()) == rows[0]


def packed(path, *sizes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for number, size in enumerate(sizes):
            file.writestr(f"{number}.xml", b"0" * size)
    return path


def test_a_workbook_that_would_burst_is_refused(tmp_path):
    path = packed(tmp_path / "bomb.xlsx", 60 * 2**20)
    with pytest.raises(spreadsheets.FileTooLarge):
        spreadsheets.read(path)


GROWS = "".join(
    f'<!ENTITY {one} "{10 * f"&{before};"}">'
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("entities", "cell"),
    [
        ('<!ENTITY i SYSTEM "file:///etc/passwd">', "&i;"),
        ('<!ENTITY a "ten letters">' + GROWS, "&i;"),
    ],
    ids=["of a file of ours", "that grow"],
)
def test_a_workbook_of_entities_is_refused(tmp_path, entities, cell):
    whole, values = book(tmp_path / "b.xlsx", [["name"], ["Hanbit"]]), tmp_path / "told.xlsx"
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(values, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if "Hanbit" in text:
                text = f"<!DOCTYPE x [{entities}]>" + text[text.index("<worksheet") :].replace(
                    "Hanbit", cell
                )
            after.writestr(name, text)
    with pytest.raises(spreadsheets.NotATable):
        spreadsheets.read(values)


def test_a_workbook_that_takes_too_long_is_refused(tmp_path):
    with pytest.raises(spreadsheets.FileTooLarge):
        spreadsheets.read(book(tmp_path / "b.xlsx", [["a"], ["1"]]), (2, 0.01))


def test_a_table_of_more_columns_than_any_of_ours_is_refused_at_once(path, tmp_path):
    wide = [f"c{number}" for number in range(60_000)]
    path.write_text(",".join(wide) + "\n1,2\n")
    for item in (path, book(tmp_path / "b.xlsx", [wide[:201]])):
        with pytest.raises(spreadsheets.TooManyColumns):
            spreadsheets.read(item)
    path.write_text(",".join(wide[:200]) + "\n" + ",".join(wide[:300]) + "\n")
    (long,) = spreadsheets.read(path).rows
    assert list(long.faults) == [""]
