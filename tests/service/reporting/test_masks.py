"""Small numbers: hidden, and not to be worked out from the others."""

import pytest

from service.reporting import masks
from service.reporting.figures import Figure, Unit


def hidden(*values, unit=Unit.CLAIM):
    return masks.masked([Figure("k", value, unit, dimension={"topic": "x"}) for value in values])


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


def test_a_whole_is_not_hidden():
    assert masks.masked([Figure("k", 3, Unit.CLAIM)]) == [False]


def test_sessions_by_topic_are_hidden_as_claims_are():
    parts = [Figure("k", value, Unit.SESSION, dimension={"topic": str(value)}) for value in (40, 30, 4)]
    assert [one.value for one in masks.public(parts)] == [40, None, None]


def test_programs_are_told_no_more_than_the_page_tells(client):
    figures = client.get("/api/v1/report/2026").json()["figures"]
    assert [one["value"] for one in figures if one["key"] == "wages.claims_by_country"] == [None]
