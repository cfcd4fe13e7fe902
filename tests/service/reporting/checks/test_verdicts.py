"""The arithmetic of verdicts, tried on all numbers: rounding, cutting off, sharing out, and what
“more than” can mean."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reporting.checks import verdicts
from service.reporting.checks.verdicts import Verdict
from service.reporting.figures.figures import UnlikeUnits
from service.reporting.figures.printed_figure import PrintedFigure

COUNTS = st.integers(0, 10**9)
STEPS = st.sampled_from([1, 10, 100])
EXACT, ROUNDED, CUT = Verdict.EXACT, Verdict.ROUNDED, Verdict.TRUNCATED
UNCLEAR, CONTRADICTS = Verdict.NOT_DERIVABLE, Verdict.CONTRADICTS


def share(value, step):
    return PrintedFigure(value, "rate", decimals={1: 2, 10: 1, 100: 0}[step])


def n(value, about="exact", unit="person"):
    return PrintedFigure(value, unit, about)


@given(COUNTS, st.integers(1, 10**9), STEPS)
def test_rounding_and_cutting_off_are_what_decimals_make_of_them(part, whole, step):
    exact = Fraction(part * verdicts.WHOLE, whole)
    if exact.denominator == 1 and exact % step == 0:
        assert verdicts.round_half_up(exact, step) == verdicts.truncate(exact, step) == exact
    result = Decimal(exact.numerator * 10**40 // exact.denominator).scaleb(-40) / step
    assert verdicts.truncate(exact, step) == int(result.to_integral_value(ROUND_DOWN)) * step
    if (exact / step) % 1 != Fraction(1, 2):
        assert (
            verdicts.round_half_up(exact, step)
            == int(result.to_integral_value(ROUND_HALF_UP)) * step
        )
    assert abs(verdicts.round_half_up(exact, step) - exact) * 2 <= step


@pytest.mark.parametrize(
    ("value", "up", "cut"), [("25/2", 13, 12), ("-25/2", -13, -12), ("1/2", 1, 0), ("-1/3", 0, 0)]
)
def test_the_middle_goes_up_and_what_is_below_nought_is_its_mirror(value, up, cut):
    assert verdicts.round_half_up(Fraction(value), 1) == up
    assert verdicts.truncate(Fraction(value), 1) == cut


@given(COUNTS, st.integers(1, 10**9), STEPS)
def test_whatever_a_rule_gives_is_found_to_be_of_that_rule(part, whole, step):
    exact = Fraction(part * verdicts.WHOLE, whole)
    up, cut = verdicts.round_half_up(exact, step), verdicts.truncate(exact, step)
    assert verdicts.rounding(share(up, step), exact) in (EXACT, ROUNDED)
    assert verdicts.rounding(share(cut, step), exact) in ((EXACT, ROUNDED) if up == cut else (CUT,))
    assert verdicts.rounding(share(max(up, cut) + step, step), exact) is CONTRADICTS
    assert verdicts.rounding(share(cut - step, step), exact) is CONTRADICTS
    assert verdicts.ratio(share(up, step), n(part), n(whole)) is verdicts.rounding(
        share(up, step), exact
    )


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any), STEPS)
def test_shares_by_largest_remainder_add_up_and_none_is_a_step_off(counts, step):
    shares, whole = verdicts.largest_remainder(counts, step), sum(counts)
    assert sum(shares) == verdicts.WHOLE
    exact = [Fraction(one * verdicts.WHOLE, whole) for one in counts]
    assert all(abs(one - other) < step for one, other in zip(shares, exact, strict=True))
    grown = [
        one
        for one, other in zip(shares, exact, strict=True)
        if one > verdicts.truncate(other, step)
    ]
    lost = [
        other - verdicts.truncate(other, step) for one, other in zip(shares, exact, strict=True)
    ]
    chosen = [
        gap
        for one, other, gap in zip(shares, exact, lost, strict=True)
        if one > verdicts.truncate(other, step)
    ]
    left = [
        gap
        for one, other, gap in zip(shares, exact, lost, strict=True)
        if one <= verdicts.truncate(other, step)
    ]
    assert len(grown) == len(chosen)
    assert min(chosen, default=1) >= max(left, default=0), "those that lost most come first"
    printed = [share(one, step) for one in shares]
    assert verdicts.check_one_rounding_rule(printed, exact, counts).fine
    assert verdicts.check_sum_to_hundred(printed, exact, counts).fine


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12), STEPS)
def test_a_table_follows_the_rule_by_which_it_was_made(counts, step):
    exact = [Fraction(one * verdicts.WHOLE, sum(counts)) for one in counts]
    up = [share(verdicts.round_half_up(one, step), step) for one in exact]
    cut = [share(verdicts.truncate(one, step), step) for one in exact]
    assert verdicts.check_one_rounding_rule(up, exact, counts).fine
    assert verdicts.check_sum_to_hundred(up, exact, counts).fine, (
        "that rounded shares miss a hundred is no fault"
    )
    found = verdicts.check_one_rounding_rule(cut, exact, counts)
    assert found is CUT or found.fine
    wrong = [share(verdicts.round_half_up(exact[0], step) + 2 * step, step), *up[1:]]
    assert verdicts.check_one_rounding_rule(wrong, exact, counts) is CONTRADICTS


def test_by_remainder_goes_only_what_is_the_whole():
    counts, exact = [1, 1, 1], [Fraction(verdicts.WHOLE, 4)] * 3
    assert (
        verdicts.check_one_rounding_rule(
            [share(3400, 100), share(3300, 100), share(3300, 100)], exact, counts
        )
        is CONTRADICTS
    )


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_a_sum_is_exact_or_contradicted(values):
    made = verdicts.sum_range([n(one) for one in values])
    assert verdicts.check_range(n(sum(values)), made) is EXACT
    assert verdicts.check_range(n(sum(values) + 1), made) is CONTRADICTS
    assert verdicts.check_range(n(sum(values) - 1), made) is CONTRADICTS


@given(st.lists(COUNTS, min_size=1, max_size=8), COUNTS)
def test_at_least_so_many_can_be_any_more_and_no_fewer(values, claimed):
    made = verdicts.sum_range([n(values[0], "over"), *(n(one) for one in values[1:])])
    total = sum(values)
    assert verdicts.check_range(n(total, "over"), made) is EXACT
    found = verdicts.check_range(n(claimed), made)
    assert found is (CONTRADICTS if claimed < total else UNCLEAR), (
        "an exact number does not follow from a vague one"
    )
    assert verdicts.check_range(n(total + 1, "over"), made) is not CONTRADICTS


@pytest.mark.parametrize(
    ("claimed", "made", "verdict"),
    [
        (n(7_500, "over"), n(7_543), ROUNDED),
        (n(7_500, "over"), n(7_600), UNCLEAR),
        (n(7_500, "over"), n(7_499), CONTRADICTS),
        (n(7_500, "about"), n(7_543), ROUNDED),
        (n(7_500, "about"), n(7_450), ROUNDED),
        (n(7_500, "about"), n(7_551), CONTRADICTS),
        (n(7_500, "about"), n(7_440), CONTRADICTS),
        (n(7_500), n(7_500, "about"), UNCLEAR),
        (n(7_600), n(7_500, "about"), CONTRADICTS),
        (n(7_500, "over"), n(7_700, "over"), UNCLEAR),
        (n(7_700, "over"), n(7_700, "over"), EXACT),
    ],
)
def test_more_than_is_cut_off_and_about_is_rounded(claimed, made, verdict):
    assert verdicts.check_range(claimed, verdicts.range_of_figure(made)) is verdict


@given(COUNTS, COUNTS)
def test_a_difference_and_a_product_are_exact_or_contradicted(one, other):
    assert (
        verdicts.check_range(n(one - other), verdicts.difference_range(n(one), n(other))) is EXACT
    )
    assert (
        verdicts.check_range(n(one - other + 1), verdicts.difference_range(n(one), n(other)))
        is CONTRADICTS
    )
    assert verdicts.check_range(n(one * other), verdicts.product_range(n(one), n(other))) is EXACT
    assert (
        verdicts.check_range(n(one * other + 1), verdicts.product_range(n(one), n(other)))
        is CONTRADICTS
    )


def test_less_than_more_than_may_be_anything_below():
    made = verdicts.difference_range(n(10), n(4, "over"))
    assert verdicts.check_range(n(5), made) is UNCLEAR
    assert verdicts.check_range(n(7), made) is CONTRADICTS


@given(COUNTS, STEPS)
def test_one_figure_in_two_places_may_have_fewer_digits(value, step):
    fine, exact = share(value, 1), Fraction(value)
    up, cut = verdicts.round_half_up(exact, step), verdicts.truncate(exact, step)
    for one, other in ((share(up, step), fine), (fine, share(up, step))):
        assert verdicts.check_same(one, other) in (EXACT, ROUNDED)
    assert verdicts.check_same(share(cut, step), fine) in (
        (EXACT, ROUNDED) if cut == up else (CUT,)
    )
    assert verdicts.check_same(share(up + step, step), fine) is CONTRADICTS


@given(COUNTS, COUNTS)
def test_a_part_is_no_greater_than_its_whole(whole, part):
    assert verdicts.check_parts(n(whole), [n(part)]) is (CONTRADICTS if part > whole else EXACT)
    assert verdicts.check_parts(n(whole, "over"), [n(part)]) is EXACT, (
        "of more than so many there can be any"
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda one, other: verdicts.sum_range([one, other]),
        verdicts.difference_range,
        verdicts.check_same,
        lambda one, other: verdicts.check_parts(one, [other]),
        lambda one, other: verdicts.check_one_each(one, [one, other]),
        lambda one, other: verdicts.check_breakdown(one, one, [other]),
    ],
)
def test_unlike_units_and_currencies_are_refused(ask):
    with pytest.raises(UnlikeUnits):
        ask(n(1), n(1, unit="crime"))
    with pytest.raises(UnlikeUnits):
        ask(PrintedFigure(1, "minor", currency="UZS"), PrintedFigure(1, "minor", currency="USD"))


def test_of_nothing_there_is_no_share():
    assert verdicts.ratio(share(0, 1), n(0), n(0)) is UNCLEAR


def test_a_share_of_vague_numbers_is_at_worst_not_derivable():
    assert verdicts.ratio(share(9900, 100), n(1, "over"), n(2)) is UNCLEAR
    assert verdicts.ratio(share(5000, 100), n(1, "over"), n(2)) is EXACT
