"""Figures as a table: by what each is judged and in which sums it stands."""

import pytest

from service.infra.settings import DisclosureLimits
from service.reporting.disclosure import table_cells
from service.reporting.disclosure.interval_bounds import Sum
from service.reporting.disclosure.suppression import Cell, Kind
from service.reporting.figures.figures import Figure, Unit
from tests.service.reporting.guesses import sessions

PEOPLE = [
    Unit.CLAIM,
    Unit.CONTACT,
    Unit.SESSION,
    Unit.MATTER,
    Unit.PERSON,
    Unit.CASE,
    Unit.MONEY,
    Unit.USD,
    Unit.RATE,
]


@pytest.mark.parametrize("unit", Unit)
def test_people_are_small_below_ten_placements_below_five_and_things_never(unit):
    expected = 10 if unit in PEOPLE else 5 if unit is Unit.PLACEMENT else 0
    assert table_cells.minimum_count(unit, DisclosureLimits()) == expected
    assert table_cells.minimum_count(unit, DisclosureLimits(20, 15)) == (
        20 if unit in PEOPLE else 15 if unit is Unit.PLACEMENT else 0
    )


def test_a_sum_is_judged_by_the_claims_behind_it_and_a_count_by_itself():
    assert table_cells.amount(Figure("k", 500_00, Unit.USD, behind=3)) == 3
    assert table_cells.amount(Figure("k", 500_00, Unit.USD)) is None
    assert table_cells.amount(Figure("k", 7, Unit.CLAIM, behind=3)) == 7


def table(figures):
    return table_cells.build_table(
        figures,
        DisclosureLimits(),
        lambda one: Cell(
            table_cells.amount(one), table_cells.minimum_count(one.unit, DisclosureLimits())
        ),
    )


def test_parts_that_add_up_stand_in_a_sum_with_their_whole():
    made = table(sessions((20, 30), (50,)))
    assert made.sums == [Sum(0, (1, 2)), Sum(0, (3,))]
    assert [cell.whole for cell in made.cells] == [True, False, False, False]


def test_whom_posts_did_not_see_are_a_number_too():
    made = table(sessions((20,), (20,), 12, 15, 11))
    extra = [(cell.kind, cell.amount) for cell in made.cells[6:]]
    assert extra == [(Kind.REST, 8), (Kind.REST, 4), (Kind.SLACK, 5), (Kind.SLACK, 1)]


def test_parts_that_add_up_to_something_else_echo_their_whole():
    """One victim helped in two countries."""
    items = [Figure("harm.helped", 39, Unit.PERSON)]
    items += [
        Figure("harm.helped_by_posts", n, Unit.PERSON, dimension={"country": c})
        for c, n in (("KZ", 20), ("RU", 20))
    ]
    made = table(items)
    assert (made.cells[3].kind, made.cells[3].amount, made.cells[3].of) == (Kind.ECHO, 40, 0)
    assert made.sums == [Sum(3, (1, 2))]


def test_parts_without_their_whole_stand_in_no_sum():
    assert table(sessions((20, 30), ())[1:]).sums == []
