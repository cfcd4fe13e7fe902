"""The sheet in tables: nothing that it weighs is left out, and each pair of values is asked
once."""

import pytest

from matching.ranking import score_tables
from matching.ranking.score_tables import ELSEWHERE, FACETS, POINT, SHUT, FacetTable, Values
from matching.scoring.eligibility import Gate, Level, Profile, Terms
from matching.scoring.score import MOST, Part

# What is compared as a number (weights.py), what no gate shuts by, and what is no part of the
# sheet.
NUMBERS = {"wage", "currency", "available_from", "passport_until"}
PAID = {"pay_month", "currency", "closes_on", "contract_months"}


def test_every_value_of_a_person_and_of_a_vacancy_is_weighed_somewhere():
    result = {field for facet in FACETS.values() for field in facet.of_person}
    assert result | NUMBERS | {"health_until", "country"} == set(Profile.__struct_fields__)
    asked = {field for facet in FACETS.values() for field in facet.asked}
    assert asked | PAID | {"reference", "country", "opens_on"} == set(Terms.__struct_fields__)


def test_every_part_and_every_gate_that_can_shut_has_its_place():
    assert {part for facet in FACETS.values() for part in facet.parts} | {Part.AVAILABILITY} == set(
        Part
    )
    tabled = {gate for facet in FACETS.values() for gate in facet.gates}
    assert tabled | {Gate.HEALTH, Gate.ENTRY_BAN, Gate.PASSPORT} == set(Gate)


def test_sex_family_and_origin_are_no_values_of_it():
    """No points by what nobody can help: the sheet could not weigh it if it wanted to."""
    words = ("sex", "gender", "ethni", "nation", "relig", "famil", "marri", "child")
    assert [name for name in Profile.__struct_fields__ if any(word in name for word in words)] == []


def test_no_sheet_weighs_more_than_a_weight_can_hold():
    assert sum(MOST.values()) * POINT + POINT < 1 << 14


@pytest.mark.parametrize(
    ("facet", "of_person", "asked", "weight"),
    [
        ("trade", ["7212"], ["7213"], 24 * POINT - 35),
        ("years", [2], [1], 10 * POINT - 20),
        ("tongue", ["ko", Level.B1], ["ko:A2"], 10 * POINT - 15),
        ("tongue", ["ko", Level.A1], ["ko:A2"], SHUT - 15),
        ("papers", [False, True], ["C", "state"], SHUT + 5 * POINT - 15),
        ("age", [50], [None, 39], SHUT),
        ("age", [None], [None, 39], 0),
    ],
)
def test_a_facet_says_what_the_sheet_says_of_it(facet, of_person, asked, weight):
    assert FACETS[facet].weight(of_person, asked) == weight


def test_values_keep_their_numbers():
    values = Values()
    assert values.numbers(["b", "a", "b"]).tolist() == [0, 1, 0]
    assert values.numbers(["c", "a"]).tolist() == [2, 1]


def test_a_pair_is_weighed_once_however_often_it_is_looked_up():
    values, asked, calls = Values(), Values(), []
    scale = FacetTable(lambda one, other: calls.append((one, other)) or 7, values, asked)
    for _ in range(2):
        pairs = scale.pairs(asked.numbers(["x", "y"]), values.numbers(["a"]))
        assert pairs.tolist() == [[7], [7]]
    assert scale.pairs(asked.numbers(["y"]), values.numbers(["a", "b"])).tolist() == [[7, 7]]
    assert calls == [("a", "x"), ("a", "y"), ("b", "y")]


def test_of_several_languages_the_best_counts():
    weight = score_tables.best_of(FACETS["tongue"])
    assert weight([("ko", Level.A1), ("en", Level.C1)], ("ko:A2,en:B1",)) == 15 * POINT - 15
    assert weight([(None, None)], ("ko:A2",)) == 0
    # Another language does not stand in for the one that is asked for.
    assert weight([("ko", Level.A1), ("ru", Level.C1)], ("ko:A2",)) == SHUT - 15


def test_nobody_is_sent_where_they_do_not_wish_to_go():
    assert [score_tables.country_weight(wished, "KR") for wished in ("", "KR", "RU,KR", "RU")] == [
        0,
        0,
        0,
        ELSEWHERE,
    ]
