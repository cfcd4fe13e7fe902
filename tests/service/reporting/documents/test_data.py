"""A year as data: values in the smallest unit, as the API has them, and nothing for what is
hidden."""

import json

from service.reporting.documents import data


def test_its_values_are_those_of_the_api(edition, document_in):
    found = json.loads(data.json(document_in("en")))["figures"]
    wanted = {(one.key, one.name[1]): one.value for one in edition.year.figures}
    assert {
        (one["key"], *one.get("dimension", {"": ""}).values()): one["value"] for one in found
    } == wanted


def test_a_hidden_number_says_that_it_is_hidden(document_in):
    found = json.loads(data.json(document_in("en")))["figures"]
    assert all(one.get("hidden", False) == (one["value"] is None) for one in found)


def test_it_carries_period_edition_licence_and_definitions(document_in):
    found = json.loads(data.json(document_in("uz")))
    assert found["language"] == "uz"
    assert all(
        found[name]
        for name in (
            "period",
            "revision",
            "licence",
            "licence_at",
            "small_numbers",
            "definitions",
            "story",
        )
    )
