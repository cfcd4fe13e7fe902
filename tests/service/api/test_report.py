"""The year's figures, asked by a program."""

import pytest


def test_each_figure_has_its_unit_and_its_sentence(client):
    result = client.get("/api/v1/report/2026", headers={"accept-language": "en"}).json()
    assert (result["year"], result["state"]) == (2026, "open")
    figures = {one["key"]: one for one in result["figures"] if "dimension" not in one}
    assert (figures["licences.active"]["value"], figures["licences.active"]["unit"]) == (
        3,
        "licence",
    )
    assert (figures["advice.sessions"]["value"], figures["advice.sessions"]["unit"]) == (
        None,
        "session",
    )
    assert all(one["sentence"] for one in result["figures"])


def test_parts_of_a_figure_name_their_dimension_and_small_ones_have_no_value(client):
    result = client.get("/api/v1/report/2026").json()["figures"]
    parts = [one for one in result if one["key"] == "wages.claims_by_country"]
    assert [(one["dimension"], one["value"]) for one in parts] == [({"country": "RU"}, None)]


@pytest.mark.parametrize(
    "year", ["1999", "2027", "20266", "two", "+2026", "٢٠٢٦", "2026.0", "0002026"]
)
def test_a_year_that_is_none_is_not_found(client, year):
    assert client.get(f"/api/v1/report/{year}").status_code == 404
