"""The printed report of 2019: every number stands in its line, and goes in through the deeds
whole."""

import re

import pytest
from sqlalchemy import func, select

from seed import reference, report_2019
from service.reporting.external import body_returns, figure_catalogue
from service.reporting.external.body_returns import BodyFigure, BodyReturn
from service.reporting.external.figure_catalogue import Body
from tests.conftest import filled
from tests.support.cast import JAMSHID

ROWS = list(reference.rows("report_2019.tsv"))
CATALOGUE = list(reference.rows("body_figures.tsv"))


@pytest.fixture
def loaded(place):
    yield from filled(
        place, "PRINTED", lambda session, on: report_2019.load(session, by=JAMSHID, on=on)
    )


def test_every_printed_figure_goes_in_and_comes_out_as_it_is_printed(loaded):
    printed = body_returns.printed_figures(loaded, 2019)
    assert len(printed) == len(ROWS) == 213
    for row in ROWS:
        name = (
            row["key"]
            + (f"/{row['part']}" if row["part"] else "")
            + ("@2018" if row["year"] == "2018" else "")
        )
        one = printed[name]
        items = (
            one.value,
            one.unit,
            one.currency or "",
            one.about,
            one.printed,
            one.line,
            one.body,
        )
        assert items == (
            int(row["value"]),
            *(row[col] for col in ("unit", "currency", "about", "printed", "line", "body")),
        ), name
        assert one.said["en"], name
        assert one.said["uz-Cyrl"], name


@pytest.mark.parametrize(
    ("name", "value", "decimals"),
    [
        ("placements.total", 3938, 0),
        ("placements.share/RU", 3380, 1),
        ("placements.share/BG", 100, 0),
        ("crimes.registered@2018", 120, 0),
        ("crimes.share.again/infant", 4300, 0),
        ("courts.compensation", 75_700_000_00, 1),
        ("grants.amount", 1_074_000_000_00, 0),
        ("advice.persons", 213_371, 0),
        ("wages.recovered_usd", 530_000_00, 0),
        ("awareness_trafficking.media", 7500, 0),
        ("harm.helped_by_posts/IN", 2, 0),
    ],
)
def test_a_figure_is_told_in_its_smallest_unit_and_with_the_decimals_that_are_printed(
    loaded, name, value, decimals
):
    one = body_returns.printed_figures(loaded, 2019)[name]
    assert (one.value, one.decimals) == (value, decimals)


def test_there_is_one_return_for_each_body_and_loading_twice_changes_nothing(loaded, clock):
    assert report_2019.load(loaded, by=JAMSHID, on=clock()) == []
    rows = body_returns.list_returns(loaded, by=JAMSHID)
    assert sorted(row.body for row, _ in rows) == sorted(Body)
    assert loaded.execute(select(func.count()).select_from(BodyFigure)).scalar() == len(ROWS)
    assert {row.number for row, _ in rows} == {0}
    assert loaded.execute(select(func.count()).select_from(BodyReturn)).scalar() == 9


def test_every_row_names_a_line_and_no_figure_stands_twice():
    assert [
        row
        for row in ROWS
        if not re.fullmatch("L[1-9][0-9]{0,2}", row["line"]) or int(row["line"][1:]) > 716
    ] == []
    names = [(row["key"], row["part"], row["year"]) for row in ROWS]
    assert len(names) == len(set(names))


def test_the_catalogue_has_words_in_each_language_and_asks_for_nothing_that_nobody_told(loaded):
    assert [row for row in CATALOGUE if not (row["en"] and row["ru"] and row["uz"])] == []
    assert {row["unit"] for row in CATALOGUE} - {""} <= set(figure_catalogue.UNITS)
    assert {row["body"] for row in CATALOGUE} == set(Body)
    known = figure_catalogue.read_catalogue(loaded)
    result = {(one.key, one.part) for row in ROWS if (one := known.find(row["key"], row["part"]))}
    assert {(row["key"], row["part"]) for row in CATALOGUE if row["unit"]} == result
    assert [row["key"] for row in CATALOGUE if known.heading(row["key"]) is None] == []
