"""Which points of vetting each term of a vacancy bears on: none is forgotten, and what nobody
thought of opens all."""

import msgspec

from catalog.vacancies.vacancies import NewVacancy
from catalog.vacancies.vetting_points import ALL_POINTS, POINTS_BY_TERM, Point, affected_points

# What a vacancy has beside what is told of it.
BESIDE = {"agency", "employer", "pay_month"}


def test_every_term_says_on_which_points_it_bears():
    result = {field.name for field in msgspec.structs.fields(NewVacancy)}
    assert set(POINTS_BY_TERM) == result | BESIDE


def test_each_point_is_opened_by_something_else_than_another_firm_country_or_text():
    whole = {name for name, points in POINTS_BY_TERM.items() if points == ALL_POINTS}
    assert whole == {"agency", "employer", "country", "description"}
    apart = frozenset().union(
        *(points for name, points in POINTS_BY_TERM.items() if name not in whole)
    )
    assert ALL_POINTS - apart == {Point.EMPLOYER_EXISTS, Point.PASSPORT_STAYS}


def test_what_is_in_no_list_opens_everything():
    assert affected_points(["bonus"]) == ALL_POINTS == affected_points(["opens_on", "bonus"])


def test_several_terms_open_what_each_of_them_bears_on():
    assert affected_points([]) == affected_points(["opens_on", "language"]) == frozenset()
    assert affected_points(["wage_min", "housing"]) == affected_points(
        ["wage_min"]
    ) | affected_points(["housing"])
    assert Point.PASSPORT_STAYS not in affected_points(
        ["wage_min", "housing", "closes_on", "title"]
    )
