"""Printed figures: their digits, and what the last of them is worth."""

import pytest

from service.reporting.figures.printed_figure import PrintedFigure, decimals


@pytest.mark.parametrize(
    ("printed", "digits"),
    [
        ("33.8", 1),
        ("43", 0),
        ("1,470", 0),
        ("0.25%", 2),
        ("2 people) %", 0),
        ("7,500+", 0),
        ("3.5 mln.", 1),
        ("", 0),
    ],
)
def test_digits_stand_after_the_point(printed, digits):
    assert decimals(printed) == digits


@pytest.mark.parametrize(("digits", "step"), [(0, 100), (1, 10), (2, 1), (3, 1)])
def test_the_last_digit_of_a_percentage_is_worth_so_many_hundredths(digits, step):
    assert PrintedFigure(3380, "rate", decimals=digits).step == step


def test_what_is_counted_has_steps_of_one():
    assert PrintedFigure(75, "person", decimals=1).step == 1


def test_only_alike_is_added_to_alike():
    assert (
        PrintedFigure(1, "person").kind
        == PrintedFigure(2, "person").kind
        != PrintedFigure(1, "crime").kind
    )
    assert (
        PrintedFigure(1, "minor", currency="UZS").kind
        != PrintedFigure(1, "minor", currency="USD").kind
    )
