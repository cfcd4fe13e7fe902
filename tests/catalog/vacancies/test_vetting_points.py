"""Which points of vetting each term of a vacancy bears on: none is forgotten, and what nobody thought of opens all."""

import msgspec

from catalog.vacancies.vacancies import NewVacancy
from catalog.vacancies.vetting_points import BEARS, EVERY, Point, borne_on

# What a vacancy has beside what is told of it.
BESIDE = {"agency", "employer", "pay_month"}


def test_every_term_says_on_which_points_it_bears():
    told = {field.name for field in msgspec.structs.fields(NewVacancy)}
    assert set(BEARS) == told | BESIDE


def test_each_point_is_opened_by_something_else_than_another_firm_country_or_text():
    whole = {name for name, points in BEARS.items() if points == EVERY}
    assert whole == {"agency", "employer", "country", "description"}
    apart = frozenset().union(*(points for name, points in BEARS.items() if name not in whole))
    assert EVERY - apart == {Point.EMPLOYER_EXISTS, Point.PASSPORT_STAYS}


def test_what_is_in_no_list_opens_everything():
    assert borne_on(["bonus"]) == EVERY == borne_on(["opens_on", "bonus"])


def test_several_terms_open_what_each_of_them_bears_on():
    assert borne_on([]) == borne_on(["opens_on", "language"]) == frozenset()
    assert borne_on(["wage_min", "housing"]) == borne_on(["wage_min"]) | borne_on(["housing"])
    assert Point.PASSPORT_STAYS not in borne_on(["wage_min", "housing", "closes_on", "title"])
