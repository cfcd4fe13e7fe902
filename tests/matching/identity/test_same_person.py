"""One person or two: decided from what was stated, in any script, and never by a guess."""

import pytest
from msgspec.structs import replace

from matching.identity.same_person import PersonFacts, Verdict, compare

SURE, LIKELY, DIFFERENT = Verdict.SURE, Verdict.LIKELY, Verdict.DIFFERENT
RUSTAM = PersonFacts("Rustam Sherov", "phone", birth_year=1990, sex="male", region="1718")


def of(*names: str) -> list[Verdict]:
    """The verdicts on people of these names with Rustam's telephone and nothing else."""
    return [compare(RUSTAM, PersonFacts(name, "phone")) for name in names]


def test_the_same_telephone_and_name_in_any_script_and_order_are_one_person():
    assert (
        of("RUSTAM SHEROV", "Рустам Шеров", "Sherov Rustam", "Шеров Рустам Акмалович") == [SURE] * 4
    )
    one = PersonFacts("Dilnoza Yoʻldosheva", "phone")
    for name in ("Юлдашева Дилноза", "Дилноза Йўлдошева", "Yuldasheva Dilnoza Salim qizi"):
        assert compare(one, replace(one, name=name)) is SURE, name


def test_a_part_that_differs_is_missing_or_changed_places_is_asked_about():
    assert of("Rustan Sherov", "Rustam", "Sherov", "R. Sherov", "Rustamjon Sherov") == [LIKELY] * 5
    assert of("Rustam Karimov") == [LIKELY], "another surname"
    one = PersonFacts("Ahmad Lazizov", "phone")
    assert compare(one, replace(one, name="Ахмаджан Лазизов")) is LIKELY
    one = PersonFacts("Aziz Anvar", "phone")
    assert compare(one, replace(one, name="Anvar Aziz")) is LIKELY
    mother = PersonFacts("Nargiza Karimova", "phone")
    assert compare(mother, replace(mother, name="Nargiza Sherova")) is LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rustam Karimov", "Nargiza Karimova"),
        ("Alisher Karimov", "Sherzod Karimov"),
        ("Hasan Karimov", "Husan Karimov"),
        ("Fotima Karimova", "Zuhra Karimova"),
        ("Akrom Karimov", "Ikrom Karimov"),
        ("Aziz Karimov", "Aziza Karimova"),
        ("Rustam Sherov", "Farhod Boltayev"),
    ],
)
def test_couples_brothers_and_twins_with_one_telephone_are_two(one, other):
    assert compare(PersonFacts(one, "phone"), PersonFacts(other, "phone")) is DIFFERENT


def test_another_year_of_birth_or_sex_is_never_sure():
    for other in (
        replace(RUSTAM, birth_year=1966),
        replace(RUSTAM, sex="female"),
        replace(RUSTAM, birth_year=None, age_band="under_18"),
    ):
        sure = compare(replace(RUSTAM, age_band="45_plus"), other)
        assert sure is LIKELY
    assert compare(RUSTAM, replace(RUSTAM, name="Rustan Sherov", sex="female")) is DIFFERENT


def test_a_document_is_sure_unless_something_contradicts_it():
    one = PersonFacts("Rustam Sherov", passport="passport", pinfl="pinfl", sex="male")
    assert compare(one, PersonFacts("Шеров Р.", "other", "passport")) is SURE
    assert compare(one, PersonFacts("Rustam Karimov", pinfl="pinfl")) is SURE
    assert compare(one, PersonFacts("", passport="passport")) is SURE
    for other in (
        replace(one, sex="female"),
        replace(one, pinfl="other"),
        replace(one, name="Nargiza Karimova"),
    ):
        assert compare(one, other) is LIKELY, other
    assert compare(RUSTAM, RUSTAM) is SURE
    assert compare(replace(RUSTAM, pinfl="one"), replace(RUSTAM, pinfl="two")) is DIFFERENT


def test_without_the_telephone_it_takes_a_like_name_with_year_and_region():
    other = replace(RUSTAM, phone="other")
    assert compare(RUSTAM, other) is LIKELY
    assert compare(RUSTAM, replace(other, name="Рустем Шеров")) is LIKELY
    for changed in (
        {"birth_year": 1991},
        {"region": "1703"},
        {"birth_year": None},
        {"name": "Rustam Karimov"},
        {"name": "Rustam"},
        {"sex": "female"},
    ):
        assert compare(RUSTAM, replace(other, **changed)) is DIFFERENT, changed
    nowhere = replace(RUSTAM, region="not_stated")
    assert compare(nowhere, replace(nowhere, phone="other")) is DIFFERENT


def test_nothing_stated_is_nobody():
    for one in (PersonFacts(), PersonFacts("Rustam Sherov"), PersonFacts("", "phone")):
        assert compare(one, one) is DIFFERENT
