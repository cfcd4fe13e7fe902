"""The rows and columns that many lists share."""

from types import SimpleNamespace

import pytest

from service.pages.desk.shared import list_columns
from service.web.lists.list_cells import Country, Reference


@pytest.mark.parametrize(("country", "shown"), [(None, None), ("", None), ("KR", Country("KR"))])
def test_a_record_without_a_country_has_an_empty_cell(country, shown):
    row = list_columns.RecordRow(SimpleNamespace(country=country))
    assert list_columns.country().cell(row) == shown


def test_a_placement_whose_country_is_unknown_shows_its_city_as_it_was_written():
    row = list_columns.RecordRow(SimpleNamespace(country=None, city="Ulsan"))
    assert list_columns.PLACEMENT_PLACE.cell(row) == "Ulsan"


def test_a_row_is_known_by_the_reference_of_its_record():
    row = list_columns.RecordRow(SimpleNamespace(reference="K-2"))
    assert list_columns.reference().cell(row) == Reference("K-2")
