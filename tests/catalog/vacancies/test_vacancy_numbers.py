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


def test_the_site_of_a_link_is_read_and_our_own_left_out():
    own = frozenset({"musofir.example"})
    for typed, site, rest in (
        ("https://evil.example/V-7YB4BHX", "evil.example", None),
        ("https://musofir.example@evil.example/V-7YB4BHX", "musofir.example@evil.example", None),
        ("see evil.example/V-7YB4BHX", "see evil.example", None),
        ("evil.example?q=/V-7YB4BHX", "evil.example?q=", None),
        ("https://musоfir.example/V-7YB4BHX", "musоfir.example", None),
        ("//evil.example/V-7YB4BHX", "evil.example", None),
        ("evil.example/V-7YB4BHX", "evil.example", None),
        (
            "https://Musofir.example/uz/vacancies/V-7YB4BHX",
            "musofir.example",
            "/uz/vacancies/V-7YB4BHX",
        ),
        ("/uz/vacancies/V-7YB4BHX", None, None),
        ("V-7YB4BHX", None, None),
    ):
        assert vacancy_numbers.host(typed) == site, typed
        assert vacancy_numbers.without_own_host(typed, own) == (rest or typed), typed
