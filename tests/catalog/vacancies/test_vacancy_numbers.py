"""The number of a vacancy is read however it is typed, and nothing else is taken for one."""

import pytest

from catalog.core import fields
from catalog.vacancies import vacancy_numbers
from catalog.vacancies.vacancies import Vacancy


@pytest.mark.parametrize(
    "typed",
    [
        "V-7YB4BHX",
        " v-7yb4bhx ",
        "v7yb4bhx",
        "V 7YB 4BHX",
        "V–7YB4BHX",
        "В-7УВ4ВНХ",
        "https://musofir.example/uz/vacancies/V-7YB4BHX?from=1",
    ],
)
def test_a_number_is_read_in_any_spelling(typed):
    assert vacancy_numbers.read(typed) == "V-7YB4BHX"


@pytest.mark.parametrize(
    "typed", ["", "svarshik", "voditel", "водитель", "7YB4BHX", "V-1", "W-7YB4BHX"]
)
def test_a_search_is_no_number(typed):
    assert vacancy_numbers.read(typed) is None


def test_every_number_that_is_drawn_is_read():
    drawn = Vacancy.model_fields["reference"].default_factory()
    assert vacancy_numbers.read(drawn) == drawn
    assert vacancy_numbers.read(drawn.lower().replace("-", "")) == drawn
    assert set(drawn[2:]) <= set(fields.ALPHABET)
