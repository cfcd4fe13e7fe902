"""A year as one long table: a row for every number, and a dictionary that leaves nothing out."""

from decimal import Decimal

from service.reporting.documents import tables
from service.reporting.documents.document import Entry, Part
from service.reporting.figures.figures import Unit


def test_every_number_has_a_row_as_long_as_the_columns(document_in):
    document = document_in("en")
    rows = list(tables.rows(document))
    assert len(rows) == sum(len(one.parts) for one in document.entries)
    assert {len(row) for row in rows} == {len(tables.COLUMNS)}


def test_a_hidden_number_is_its_words_and_never_a_nought(document_in):
    rows = [dict(zip(tables.COLUMNS, row, strict=True)) for row in tables.rows(document_in("en"))]
    hidden = [row for row in rows if row["hidden"] == "yes"]
    assert hidden
    assert {row["value"] for row in hidden} == {"too few to show, or hidden to protect people"}
    assert {row["share"] for row in hidden} == {""}
    assert all(isinstance(row["value"], Decimal) for row in rows if row["hidden"] == "no")


def test_money_is_in_whole_units_with_its_currency():
    part = Part("RUB", "RUB", 600_05, "600.05 ₽", "RUB", 5000)
    entry = Entry(
        "wages.recovered", "s", Unit.MONEY, "money", "", "", "currency", "Currency", "", "", [part]
    )
    row = dict(zip(tables.COLUMNS, tables.row(2026, "Wages", entry, part), strict=True))
    assert (row["value"], row["unit"], row["currency"]) == (Decimal("600.05"), "money", "RUB")
    assert row["share"] == Decimal("50.00")


def test_the_dictionary_has_every_column_and_every_key(document_in):
    document = document_in("ru")
    rows = list(tables.dictionary(document))
    assert [row[1] for row in rows if row[0] == "column"] == list(tables.COLUMNS)
    assert {row[1] for row in rows if row[0] == "figure"} == {one.key for one in document.entries}
    assert [tuple(row[1:3]) for row in rows if row[0] == "report"] == tables.general_notes(document)
    assert all(row[2] for row in rows)
    assert {len(row) for row in rows} == {len(tables.DICTIONARY)}


def test_what_everybody_must_know_is_told(document_in):
    values = dict(tables.general_notes(document_in("en")))
    assert list(values) == ["Period", "Edition", "How it is counted", "Small numbers", "Licence"]
    assert "creativecommons.org/licenses/by/4.0" in values["Licence"]
