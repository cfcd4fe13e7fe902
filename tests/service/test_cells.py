"""What stands in a cell of somebody's table is read as the value that was meant, or told to be none."""

import pytest

from catalog.ground.fields import TooLong
from catalog.ground.refusals import Wrong
from catalog.offered import OwnVacancy
from service import cells
from service.cells import EmptyCell, NotAnAmount, NotAPayer

ROW = {
    "external_id": "1", "title": "Welder", "language": "en", "country": "kr", "employer": "Hanbit", "seats": "3",
    "wage_min": "2 900 000", "wage_max": "2900000", "currency": "krw", "period": "Month", "opens_on": "01.12.2026",
    "closes_on": "2027-01-31", "housing": "ha", "meals": "worker", "quota": "yoʻq",
}  # fmt: skip


def read(**changed):
    return cells.read(OwnVacancy, ROW | changed, cells.VACANCY, longest={"title": 200})


def test_a_row_means_a_vacancy():
    told = read()
    assert (told.country, told.currency, told.wage_min, told.period.value) == ("KR", "KRW", 2_900_000, "month")
    assert (str(told.opens_on), told.housing.value, told.meals.value, told.quota) == (
        "2026-12-01",
        "employer",
        "worker",
        False,
    )


def test_all_mistakes_are_told_at_once():
    with pytest.raises(Wrong) as wrong:
        read(wage_min="much", housing="perhaps", title="x" * 201, seats="")
    found = {error.field: type(error) for error in wrong.value.errors}
    assert found == {"wage_min": NotAnAmount, "housing": NotAPayer, "title": TooLong, "seats": EmptyCell}
