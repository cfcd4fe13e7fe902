"""The arithmetic of verdicts, tried on all numbers: rounding, cutting off, sharing out, and what “more than” can mean."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reporting.checks import verdicts
from service.reporting.checks.verdicts import Verdict
from service.reporting.figures.figures import UnlikeUnits
from service.reporting.figures.printed_figure import Printed

COUNTS = st.integers(0, 10**9)
STEPS = st.sampled_from([1, 10, 100])
EXACT, ROUNDED, CUT = Verdict.EXACT, Verdict.ROUNDED, Verdict.TRUNCATED
UNCLEAR, CONTRADICTS = Verdict.NOT_DERIVABLE, Verdict.CONTRADICTS


def share(value, step):
    return Printed(value, "rate", decimals={1: 2, 10: 1, 100: 0}[step])


def n(value, about="exact", unit="person"):
    return Printed(value, unit, about)


@given(COUNTS, st.integers(1, 10**9), STEPS)
def test_rounding_and_cutting_off_are_what_decimals_make_of_them(part, whole, step):
    exact = Fraction(part * verdicts.WHOLE, whole)
    if exact.denominator == 1 and exact % step == 0:
        assert verdicts.half_up(exact, step) == verdicts.truncated(exact, step) == exact
    told = Decimal(exact.numerator * 10**40 // exact.denominator).scaleb(-40) / step
    assert verdicts.truncated(exact, step) == int(told.to_integral_value(ROUND_DOWN)) * step
    if (exact / step) % 1 != Fraction(1, 2):
        assert verdicts.half_up(exact, step) == int(told.to_integral_value(ROUND_HALF_UP)) * step
    assert abs(verdicts.half_up(exact, step) - exact) * 2 <= step


@pytest.mark.parametrize(("value", "up", "cut"), [("25/2", 13, 12), ("-25/2", -13, -12), ("1/2", 1, 0), ("-1/3", 0, 0)])
def test_the_middle_goes_up_and_what_is_below_nought_is_its_mirror(value, up, cut):
    assert verdicts.half_up(Fraction(value), 1) == up
    assert verdicts.truncated(Fraction(value), 1) == cut


@given(COUNTS, st.integers(1, 10**9), STEPS)
def test_whatever_a_rule_gives_is_found_to_be_of_that_rule(part, whole, step):
    exact = Fraction(part * verdicts.WHOLE, whole)
    up, cut = verdicts.half_up(exact, step), verdicts.truncated(exact, step)
    assert verdicts.rounding(share(up, step), exact) in (EXACT, ROUNDED)
    assert verdicts.rounding(share(cut, step), exact) in ((EXACT, ROUNDED) if up == cut else (CUT,))
    assert verdicts.rounding(share(max(up, cut) + step, step), exact) is CONTRADICTS
    assert verdicts.rounding(share(cut - step, step), exact) is CONTRADICTS
    assert verdicts.ratio(share(up, step), n(part), n(whole)) is verdicts.rounding(share(up, step), exact)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any), STEPS)
def test_shares_by_largest_remainder_add_up_and_none_is_a_step_off(counts, step):
    shares, whole = verdicts.largest_remainder(counts, step), sum(counts)
    assert sum(shares) == verdicts.WHOLE
    exact = [Fraction(one * verdicts.WHOLE, whole) for one in counts]
    assert all(abs(one - other) < step for one, other in zip(shares, exact, strict=True))
    grown = [one for one, other in zip(shares, exact, strict=True) if one > verdicts.truncated(other, step)]
    lost = [other - verdicts.truncated(other, step) for one, other in zip(shares, exact, strict=True)]
    chosen = [gap for one, other, gap in zip(shares, exact, lost, strict=True) if one > verdicts.truncated(other, step)]
    left = [gap for one, other, gap in zip(shares, exact, lost, strict=True) if one <= verdicts.truncated(other, step)]
    assert len(grown) == len(chosen)
    assert min(chosen, default=1) >= max(left, default=0), "those that lost most come first"
    printed = [share(one, step) for one in shares]
    assert verdicts.one_rule(printed, exact, counts).fine
    assert verdicts.hundred(printed, exact, counts).fine


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12), STEPS)
def test_a_table_follows_the_rule_by_which_it_was_made(counts, step):
    exact = [Fraction(one * verdicts.WHOLE, sum(counts)) for one in counts]
    up = [share(verdicts.half_up(one, step), step) for one in exact]
    cut = [share(verdicts.truncated(one, step), step) for one in exact]
    assert verdicts.one_rule(up, exact, counts).fine
    assert verdicts.hundred(up, exact, counts).fine, "that rounded shares miss a hundred is no fault"
    found = verdicts.one_rule(cut, exact, counts)
    assert found is CUT or found.fine
    wrong = [share(verdicts.half_up(exact[0], step) + 2 * step, step), *up[1:]]
    assert verdicts.one_rule(wrong, exact, counts) is CONTRADICTS


def test_by_remainder_goes_only_what_is_the_whole():
    counts, exact = [1, 1, 1], [Fraction(verdicts.WHOLE, 4)] * 3
    assert verdicts.one_rule([share(3400, 100), share(3300, 100), share(3300, 100)], exact, counts) is CONTRADICTS


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_a_sum_is_exact_or_contradicted(values):
    made = verdicts.added([n(one) for one in values])
    assert verdicts.compared(n(sum(values)), made) is EXACT
    assert verdicts.compared(n(sum(values) + 1), made) is CONTRADICTS
    assert verdicts.compared(n(sum(values) - 1), made) is CONTRADICTS


@given(st.lists(COUNTS, min_size=1, max_size=8), COUNTS)
def test_at_least_so_many_can_be_any_more_and_no_fewer(values, claimed):
    made = verdicts.added([n(values[0], "over"), *(n(one) for one in values[1:])])
    total = sum(values)
    assert verdicts.compared(n(total, "over"), made) is EXACT
    found = verdicts.compared(n(claimed), made)
    assert found is (CONTRADICTS if claimed < total else UNCLEAR), "an exact number does not follow from a vague one"
    assert verdicts.compared(n(total + 1, "over"), made) is not CONTRADICTS


@pytest.mark.parametrize(
    ("claimed", "made", "verdict"),
    [
        (n(7_500, "over"), n(7_543), ROUNDED), (n(7_500, "over"), n(7_600), UNCLEAR), (n(7_500, "over"), n(7_499), CONTRADICTS),
        (n(7_500, "about"), n(7_543), ROUNDED), (n(7_500, "about"), n(7_450), ROUNDED), (n(7_500, "about"), n(7_551), CONTRADICTS),
        (n(7_500, "about"), n(7_440), CONTRADICTS), (n(7_500), n(7_500, "about"), UNCLEAR),
        (n(7_600), n(7_500, "about"), CONTRADICTS),
        (n(7_500, "over"), n(7_700, "over"), UNCLEAR), (n(7_700, "over"), n(7_700, "over"), EXACT),
    ],
)  # fmt: skip
def test_more_than_is_cut_off_and_about_is_rounded(claimed, made, verdict):
    assert verdicts.compared(claimed, verdicts.reach(made)) is verdict


@given(COUNTS, COUNTS)
def test_a_difference_and_a_product_are_exact_or_contradicted(one, other):
    assert verdicts.compared(n(one - other), verdicts.subtracted(n(one), n(other))) is EXACT
    assert verdicts.compared(n(one - other + 1), verdicts.subtracted(n(one), n(other))) is CONTRADICTS
    assert verdicts.compared(n(one * other), verdicts.multiplied(n(one), n(other))) is EXACT
    assert verdicts.compared(n(one * other + 1), verdicts.multiplied(n(one), n(other))) is CONTRADICTS


def test_less_than_more_than_may_be_anything_below():
    made = verdicts.subtracted(n(10), n(4, "over"))
    assert verdicts.compared(n(5), made) is UNCLEAR
    assert verdicts.compared(n(7), made) is CONTRADICTS


@given(COUNTS, STEPS)
def test_one_figure_in_two_places_may_have_fewer_digits(value, step):
    fine, exact = share(value, 1), Fraction(value)
    up, cut = verdicts.half_up(exact, step), verdicts.truncated(exact, step)
    for one, other in ((share(up, step), fine), (fine, share(up, step))):
        assert verdicts.same(one, other) in (EXACT, ROUNDED)
    assert verdicts.same(share(cut, step), fine) in ((EXACT, ROUNDED) if cut == up else (CUT,))
    assert verdicts.same(share(up + step, step), fine) is CONTRADICTS


@given(COUNTS, COUNTS)
def test_a_part_is_no_greater_than_its_whole(whole, part):
    assert verdicts.within(n(whole), [n(part)]) is (CONTRADICTS if part > whole else EXACT)
    assert verdicts.within(n(whole, "over"), [n(part)]) is EXACT, "of more than so many there can be any"


@pytest.mark.parametrize("ask", [
    lambda one, other: verdicts.added([one, other]), verdicts.subtracted, verdicts.same,
    lambda one, other: verdicts.within(one, [other]), lambda one, other: verdicts.for_each(one, [one, other]),
    lambda one, other: verdicts.following(one, one, [other]),
])  # fmt: skip
def test_unlike_units_and_currencies_are_refused(ask):
    with pytest.raises(UnlikeUnits):
        ask(n(1), n(1, unit="crime"))
    with pytest.raises(UnlikeUnits):
        ask(Printed(1, "minor", currency="UZS"), Printed(1, "minor", currency="USD"))


def test_of_nothing_there_is_no_share():
    assert verdicts.ratio(share(0, 1), n(0), n(0)) is UNCLEAR


def test_a_share_of_vague_numbers_is_at_worst_not_derivable():
    assert verdicts.ratio(share(9900, 100), n(1, "over"), n(2)) is UNCLEAR
    assert verdicts.ratio(share(5000, 100), n(1, "over"), n(2)) is EXACT
