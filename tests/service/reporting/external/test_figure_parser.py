"""Figures as people write them: thousands, decimals, “more than” and “about”, and what cannot be
meant."""

import pytest

from catalog.core.errors import Refusal
from i18n import N_
from service.input.spreadsheets import Row, Sheet
from service.reporting.external import figure_parser
from service.reporting.external.body_returns import decimals
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import About


@pytest.mark.parametrize(
    ("cell", "unit", "currency", "value"),
    [
        ("1282", "person", "", 1282),
        ("1 282", "person", "", 1282),
        ("1,282", "person", "", 1282),
        ("0", "person", "", 0),
        ("213.371", "person", "", 213371),
        ("1,234,567", "person", "", 1234567),
        ("33.8", "rate", "", 3380),
        ("33,8", "rate", "", 3380),
        ("33.85 %", "rate", "", 3385),
        ("100%", "rate", "", 10000),
        ("1", "rate", "", 100),
        ("75 700 000", "minor", "UZS", 7_570_000_000),
        ("530000.50", "usd_minor", "USD", 53_000_050),
    ],
)
def test_a_number_is_read_as_it_is_meant(cell, unit, currency, value):
    assert figure_parser.number(cell, unit, currency) == value


@pytest.mark.parametrize(
    ("cell", "unit", "currency"),
    [
        ("12 82", "person", ""),
        ("1,28", "person", ""),
        ("1 282,5", "person", ""),
        ("twelve", "person", ""),
        ("-3", "person", ""),
        ("−3", "person", ""),
        ("1e3", "person", ""),
        ("١٢", "person", ""),
        ("", "person", ""),
        ("33.855", "rate", ""),
        ("-1", "rate", ""),
        ("a%", "rate", ""),
        ("15,800", "minor", "UZS"),
        ("-5", "minor", "UZS"),
        ("75.7 million", "minor", "UZS"),
        ("9" * 16, "person", ""),
        ("1,234 567", "person", ""),
    ],
)
def test_what_cannot_be_meant_is_refused(cell, unit, currency):
    with pytest.raises(Refusal):
        figure_parser.number(cell, unit, currency)


@pytest.mark.parametrize(
    ("cell", "bare", "about"),
    [
        ("7 500+", "7 500", About.OVER),
        (">5000", "5000", About.OVER),
        ("~24", "24", About.ABOUT),
        ("≈ 24", "24", About.ABOUT),
        ("24", "24", About.EXACT),
    ],
)
def test_a_sign_says_how_it_is_meant(cell, bare, about):
    assert figure_parser.split_sign(cell) == (bare, about)


@pytest.mark.parametrize(
    ("value", "unit", "currency", "about"),
    [
        (1282, "person", "", "exact"),
        (7500, "event", "", "over"),
        (3800, "group", "", "about"),
        (3380, "rate", "", "exact"),
        (3385, "rate", "", "exact"),
        (100, "rate", "", "over"),
        (7_570_000_000, "minor", "UZS", "about"),
        (53_000_050, "usd_minor", "USD", "exact"),
        (5, "minor", "UZS", "exact"),
        (0, "person", "", "exact"),
    ],
)
def test_what_is_written_is_read_as_the_same_again(value, unit, currency, about):
    cell, sign = figure_parser.split_sign(figure_parser.format_number(value, unit, currency, about))
    assert (figure_parser.number(cell, unit, currency), sign.value) == (value, about)


def test_a_row_that_nobody_filled_is_left_out_and_a_printed_number_stands_for_its_value(known):
    rows = [
        ("2", {"key": "courts.cases", "value": " "}),
        ("3", {"key": "courts.persons", "printed": "149"}),
    ]
    found = figure_parser.read(known, Body.COURTS, 2019, rows)
    assert [(one.key, one.value, one.printed, one.at) for one in found.figures] == [
        ("courts.persons", 149, "149", "3")
    ]
    assert found.faults == []


def test_every_fault_of_every_row_is_told(known):
    rows = [
        (
            "2",
            {"key": "courts.cases", "value": "x", "year": "20", "about": "maybe", "body": "agency"},
        ),
        ("3", {"key": "nothing", "value": "1"}),
        ("4", {"key": "courts.persons", "value": "5", "body": "courts"}),
        ("5", {"key": "crimes.registered", "value": "5", "body": "interior_ministry"}),
        ("6", {"key": "courts.cases\x00", "value": "5"}),
    ]
    found = figure_parser.read(known, Body.COURTS, 2019, rows)
    assert [(type(one).__name__, one.field) for one in found.faults] == [
        ("UnknownBody", "2.body"),
        ("NotACount", "2.value"),
        ("NotANumber", "2.year"),
        ("NotAChoice", "2.about"),
        ("UnknownFigure", "3.key"),
        ("FigureOfOtherBody", "5.body"),
        ("UnknownFigure", "6.key"),
    ]
    assert [one.key for one in found.figures] == ["courts.persons"]


def test_a_cell_that_its_reader_refused_is_told_in_its_words_and_a_file_without_columns_is_another_file(
    known,
):
    formula = N_("This cell contains a formula. Enter its result instead.")
    rows = [
        Row(2, {"key": "courts.cases"}, {"value": formula}),
        Row(3, {"key": "courts.cases", "value": "1"}),
    ]
    found = figure_parser.parse_sheet(known, Body.COURTS, 2019, Sheet(["key", "value"], iter(rows)))
    assert [(one.sentence, one.field) for one in found.faults] == [(formula, "2.value")]
    assert [one.value for one in found.figures] == [1]
    with pytest.raises(figure_parser.MissingColumn):
        figure_parser.parse_sheet(known, Body.COURTS, 2019, Sheet(["key"], iter([])))


def test_the_table_to_be_filled_has_a_row_for_each_figure_that_is_asked_for(known):
    for body in Body:
        rows = figure_parser.template(known, body, 2025)
        assert rows, body
        assert {len(row) for row in rows} == {len(figure_parser.COLUMNS)}
        assert {row[0] for row in rows} == {body.value}
    table = figure_parser.template(known, Body.AGENCY, 2025)
    assert ["agency", "placements.by_country", "", "2025", "", "placement", "", "", "", ""] in table


@pytest.mark.parametrize(
    ("printed", "many"), [("33.8", 1), ("15,800", 0), ("1,282", 0), ("37", 0), ("3.5 mln.", 1)]
)
def test_decimals_are_told_from_thousands(printed, many):
    assert decimals(printed) == many
