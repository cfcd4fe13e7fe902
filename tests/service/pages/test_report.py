"""The year's page: figures with unit and base, small parts hidden so that nobody can work them out."""

import pytest

from service.pages import report
from service.reporting.figures import Figure, Unit


def hidden(*values, unit=Unit.CLAIM):
    return report.masked([Figure("k", value, unit) for value in values])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((40, 30), [False, False]),
        ((40, 3, 12), [False, True, True]),
        ((16, 15, 5, 2, 2), [False, True, True, True, True]),
        ((16, 9, 9), [False, True, True]),
        ((0, 40), [False, False]),
        ((7,), [True]),
    ],
)
def test_a_small_part_is_hidden_and_cannot_be_subtracted(values, expected):
    assert hidden(*values) == expected


def test_sessions_are_not_hidden():
    assert hidden(3, 1, unit=Unit.SESSION) == [False, False]


def test_the_page_says_what_is_counted_and_when(client):
    page = client.get("/en/report/2026").text
    assert "Provisional: counted from the records on 25 November 2026" in page
    assert "unit: sessions" in page
    assert '<svg class="chart"' in page
    assert "<title id=" in page


def test_one_claim_is_not_printed_as_a_number(client):
    page = client.get("/en/report/2026").text
    assert "fewer than 10, or hidden" in page
    assert '<th scope="row">Russia</th><td class="hides">' in page


@pytest.mark.parametrize("year", ["1999", "2027", "99999999999999999999", "x"])
def test_a_year_out_of_range_is_not_there(client, year):
    assert client.get(f"/en/report/{year}").status_code == 404
