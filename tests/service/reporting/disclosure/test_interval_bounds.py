"""What can be worked out from sums is worked out, and no value that fits is lost: all numbers are
tried."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as some

from service.reporting.disclosure import interval_bounds
from service.reporting.disclosure.interval_bounds import UNBOUNDED, Sum

FREE = (0, UNBOUNDED)


def test_one_missing_part_is_what_the_others_leave():
    assert interval_bounds.narrow_ranges([(40, 40), (30, 30), FREE], [Sum(0, (1, 2))])[2] == (
        10,
        10,
    )


def test_a_hidden_whole_is_found_by_its_other_parts_and_opens_the_first_ones():
    sums = [Sum(0, (1, 2)), Sum(0, (3, 4))]
    assert interval_bounds.narrow_ranges([FREE, (30, 30), FREE, (18, 18), (15, 15)], sums) == [
        (33, 33),
        (30, 30),
        (3, 3),
        (18, 18),
        (15, 15),
    ]


def test_what_is_in_no_sum_stays_open():
    assert interval_bounds.narrow_ranges([FREE, (3, 3)], []) == [FREE, (3, 3)]


def test_numbers_that_cannot_be_are_found_out():
    assert interval_bounds.narrow_ranges([(5, 5), (3, 3), (3, UNBOUNDED)], [Sum(0, (1, 2))]) is None


@given(
    known=some.lists(
        some.tuples(some.integers(0, 5), some.integers(0, 3)).map(lambda one: (one[0], sum(one))),
        min_size=7,
        max_size=7,
    ),
    nested=some.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_both_ends_of_every_range_are_taken_by_numbers_that_fit(known, nested):
    """Two ways of parting one whole, and a part with parts of its own: sums that meet in single
    numbers."""
    sums = [Sum(0, (1, 2)), Sum(0, (3, 4)), Sum(4 if nested else 0, (5, 6))]
    fit = [
        one
        for one in product(*(range(low, high + 1) for low, high in known))
        if all(one[each.whole] == sum(one[part] for part in each.parts) for each in sums)
    ]
    expected = [(min(values), max(values)) for values in zip(*fit, strict=True)] or None
    assert interval_bounds.narrow_ranges(known, sums) == expected
