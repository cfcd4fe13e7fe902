"""Which numbers are hidden beside a small one: as the lots say, of those that help; a whole last,
and its parts with it."""

import pytest

from service.reporting.disclosure import suppression
from service.reporting.disclosure.interval_bounds import Sum
from service.reporting.disclosure.suppression import Cell, Kind, Table


def hidden(whole: int, *parts: int, least: int = 10, **values) -> list[int]:
    """The places that are hidden of a whole and its parts; the whole is place 0. Without lots the
    smallest are drawn first."""
    lots = values.get("lots") or [f"{one:09}" for one in parts]
    cells = [
        Cell(whole, least, whole=True),
        *(Cell(one, least, lot=lot) for one, lot in zip(parts, lots, strict=True)),
    ]
    for place in values.get("public", ()):
        cells[place].public = True
    for place in values.get("held", ()):
        cells[place].held = True
    table = Table(
        cells, [Sum(0, tuple(range(1, len(cells))))] if values.get("summed", True) else []
    )
    suppression.hide(table)
    return [place for place, cell in enumerate(cells) if cell.hidden]


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        (70, (40, 30), []),
        (55, (40, 3, 12), [2, 3]),
        (40, (16, 15, 5, 2, 2), [2, 3, 4, 5]),
        # 9 and 9 leave room from 1 to 17.
        (34, (16, 9, 9), [2, 3]),
        # 6 and 5 leave room from 1 to 10 alone: the whole goes, since there is nothing else.
        (11, (6, 5), [0, 1, 2]),
        (12, (7, 5), [1, 2]),
        # Two are left, and both are hidden: 1 to 42.
        (43, (40, 3), [1, 2]),
        # With one alone it is the whole that tells it.
        (7, (7,), [0, 1]),
        (40, (40,), []),
        (9, (4, 5), [0, 1, 2]),
        (10, (10,), []),
        # Noughts are shown and protect nobody.
        (40, (37, 0, 3), [1, 3]),
        (0, (), []),
        (54, (40, 12, 1, 1), [2, 3, 4]),
    ],
)
def test_a_small_part_is_hidden_and_cannot_be_subtracted(whole, parts, expected):
    assert hidden(whole, *parts) == expected


def test_at_five_fewer_are_hidden():
    assert hidden(40, 16, 15, 5, 2, 2, least=5) == [3, 4, 5]


def test_the_lot_and_not_the_size_says_which_is_hidden_beside_a_small_one():
    assert [hidden(79, 3, 12, 34, 30, lots=lots) for lots in ("1234", "1423", "1432")] == [
        [1, 2],
        [1, 3],
        [1, 4],
    ]


def test_a_lot_that_is_not_enough_is_passed_over():
    """3 and 10 would leave room from 1 to 12; 1 and 10 only from 1 to 10."""
    assert hidden(41, 3, 10, 28, least=11, lots="123") == [1, 2]
    assert hidden(39, 1, 11, 27, least=11, lots="123") == [1, 3]


def test_what_everybody_has_is_shown_and_protects_nothing():
    assert hidden(40, 16, 15, 5, 2, 2, public=(3, 4, 5)) == []
    assert hidden(40, 16, 15, 5, 2, 2, public=(1, 2, 3)) == [0, 4, 5]


def test_what_is_held_is_hidden_and_protected():
    assert hidden(60, 20, 30, 10, held=(1,)) == [1, 3]


def test_it_ends_though_nothing_is_left_to_hide():
    assert hidden(40, 16, 15, 5, 2, 2, public=(0, 1, 2, 3, 4)) == [5]


def test_parts_without_a_whole_are_hidden_alone():
    assert hidden(40, 16, 15, 5, 2, 2, summed=False) == [3, 4, 5]


def test_a_whole_that_is_hidden_is_not_found_by_another_way_of_parting_it():
    cells = [Cell(11, 10, whole=True), *(Cell(one, 10) for one in (6, 5, 11))]
    suppression.hide(Table(cells, [Sum(0, (1, 2)), Sum(0, (3,))]))
    assert all(cell.hidden for cell in cells)


def test_the_few_whom_a_part_leaves_out_are_not_found_by_subtraction():
    cells = [Cell(100, 10, whole=True), Cell(95, 10), Cell(5, 10, Kind.REST)]
    suppression.hide(Table(cells, [Sum(0, (1, 2))]))
    assert [cell.hidden for cell in cells] == [False, True, False]


def test_a_difference_that_counts_nobody_may_be_small():
    cells = [Cell(100, 10, whole=True), Cell(95, 10), Cell(5, 10, Kind.SLACK)]
    suppression.hide(Table(cells, [Sum(0, (1, 2))]))
    assert not any(cell.hidden for cell in cells)


def test_an_echo_tells_parts_as_long_as_its_whole_is_shown():
    """Money by currency and all of it in dollars: 3 claims in euros are the whole less what came in
    roubles."""
    cells = [Cell(41, 10, whole=True), Cell(40, 10), Cell(3, 10), Cell(43, 10, Kind.ECHO, of=0)]
    suppression.hide(Table(cells, [Sum(3, (1, 2))]))
    assert [cell.hidden for cell in cells] == [False, True, True, False]
    cells = [Cell(11, 10, whole=True), Cell(6, 10), Cell(5, 10), Cell(11, 10, Kind.ECHO, of=0)]
    suppression.hide(Table(cells, [Sum(3, (1, 2))]))
    assert [cell.hidden for cell in cells] == [True, True, True, False]
