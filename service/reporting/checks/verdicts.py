"""Arithmetic of report checks: whether a figure follows from others, and how it was rounded.

Only integers and fractions are used. “More than 7,500” is everything from 7,500 on; “about 24
million” is everything that rounds to it.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

import msgspec

from service.reporting.figures.figures import UnlikeUnits
from service.reporting.figures.printed_figure import HUNDREDTHS, PrintedFigure

WHOLE = 100 * 10**HUNDREDTHS
_HALF = Fraction(1, 2)


class Verdict(StrEnum):
    EXACT = "exact"
    ROUNDED = "rounded"
    TRUNCATED = "truncated"
    NOT_DERIVABLE = "not_derivable"
    CONTRADICTS = "contradicts"

    @property
    def fine(self) -> bool:
        """Return whether the result needs no comment."""
        return self in (Verdict.EXACT, Verdict.ROUNDED)


class ValueRange(msgspec.Struct, frozen=True):
    """The values that a printed or derived number can have; `most` is None if there is no limit."""

    stated: int
    least: Fraction
    most: Fraction | None
    exact: bool = True

    def meets(self, other: "ValueRange") -> bool:
        return not (_below(self.most, other.least) or _below(other.most, self.least))


def _below(most: Fraction | None, least: Fraction) -> bool:
    return most is not None and most < least


def range_of_figure(one: PrintedFigure) -> ValueRange:
    value = Fraction(one.value)
    if one.about == "over":
        return ValueRange(one.value, value, None, exact=False)
    if one.about == "about":
        return ValueRange(
            one.value,
            value - _rounding_step(one.value) * _HALF,
            value + _rounding_step(one.value) * _HALF,
            exact=False,
        )
    return ValueRange(one.value, value, value)


def _rounding_step(value: int) -> int:
    """Return the unit to which a round number is rounded: hundreds for 7,500."""
    grain = 1
    while value and value % (grain * 10) == 0:
        grain *= 10
    return grain


def round_half_up(exact: Fraction, step: int) -> int:
    """Round to the nearest step, with halves away from zero."""
    sign = -1 if exact < 0 else 1
    return sign * int(abs(exact) / step + _HALF) * step


def truncate(exact: Fraction, step: int) -> int:
    return int(exact / step) * step


def largest_remainder(counts: Sequence[int], step: int) -> list[int]:
    """Return shares that add up to 100 percent by the method of largest remainders.

    Shares are cut off, and the missing steps go to those that lost most, one each.
    """
    exact = [Fraction(count * WHOLE, sum(counts)) for count in counts]
    shares = [truncate(one, step) for one in exact]
    missing = (WHOLE - sum(shares)) // step
    order = sorted(range(len(counts)), key=lambda place: shares[place] - exact[place])
    for place in order[:missing]:
        shares[place] += step
    return shares


def require_like_units(figures: Sequence[PrintedFigure]) -> None:
    """Require that figures have the same unit and currency. Raises UnlikeUnits."""
    kinds = sorted({str(one.kind) for one in figures})
    if len(kinds) > 1:
        raise UnlikeUnits(f"these are counted in {' and '.join(kinds)}")


def sum_range(figures: Sequence[PrintedFigure]) -> ValueRange:
    """Return the range of a sum; one “more than” removes its upper limit. Raises UnlikeUnits."""
    require_like_units(figures)
    parts = [range_of_figure(one) for one in figures]
    open_ = any(one.most is None for one in parts)
    most = None if open_ else sum((one.most for one in parts if one.most is not None), Fraction(0))
    least = sum((one.least for one in parts), Fraction(0))
    return ValueRange(
        sum(one.stated for one in parts), least, most, all(one.exact for one in parts)
    )


def product_range(first: PrintedFigure, second: PrintedFigure) -> ValueRange:
    one, other = range_of_figure(first), range_of_figure(second)
    most = None if one.most is None or other.most is None else one.most * other.most
    return ValueRange(
        one.stated * other.stated, one.least * other.least, most, one.exact and other.exact
    )


def difference_range(whole: PrintedFigure, part: PrintedFigure) -> ValueRange:
    """Return the range of a difference.

    What remains after subtracting a “more than” may be nothing. Raises UnlikeUnits.
    """
    require_like_units([whole, part])
    one, other = range_of_figure(whole), range_of_figure(part)
    least = Fraction(0) if other.most is None else one.least - other.most
    most = None if one.most is None else one.most - other.least
    return ValueRange(one.stated - other.stated, least, most, one.exact and other.exact)


def check_range(claimed: PrintedFigure, made: ValueRange) -> Verdict:
    """Compare a printed number with the range that follows from others.

    “More than” may be cut off and “about” may be rounded, because that is what they mean.
    """
    own = range_of_figure(claimed)
    if not own.meets(made):
        return Verdict.CONTRADICTS
    if own.stated == made.stated and (made.exact or not own.exact):
        return Verdict.EXACT
    if (
        claimed.about == "over"
        and truncate(Fraction(made.stated), _rounding_step(own.stated)) == own.stated
    ):
        return Verdict.ROUNDED
    if (
        claimed.about == "about"
        and round_half_up(Fraction(made.stated), _rounding_step(own.stated)) == own.stated
    ):
        return Verdict.ROUNDED
    return Verdict.NOT_DERIVABLE


def rounding(claimed: PrintedFigure, exact: Fraction) -> Verdict:
    """Compare a printed number with the exact one, to the number of printed digits."""
    if claimed.value == exact:
        return Verdict.EXACT
    if claimed.value == round_half_up(exact, claimed.step):
        return Verdict.ROUNDED
    return (
        Verdict.TRUNCATED if claimed.value == truncate(exact, claimed.step) else Verdict.CONTRADICTS
    )


def ratio(
    claimed: PrintedFigure, part: PrintedFigure, whole: PrintedFigure, less: int = 0
) -> Verdict:
    """Check a printed percentage of two numbers.

    `less` is subtracted from the part first, so that a change can be checked as a share.
    """
    if whole.value == 0:
        return Verdict.NOT_DERIVABLE
    found = rounding(claimed, Fraction((part.value - less) * WHOLE, whole.value))
    result = part.about == whole.about == "exact"
    return found if result or found is not Verdict.CONTRADICTS else Verdict.NOT_DERIVABLE


def check_same(one: PrintedFigure, other: PrintedFigure) -> Verdict:
    """Compare one figure printed in two places.

    The one with fewer digits may be the other rounded or cut off. Raises UnlikeUnits.
    """
    require_like_units([one, other])
    fewer, more = (one, other) if one.step >= other.step else (other, one)
    if fewer.step == more.step or fewer.about != "exact" or more.about != "exact":
        return check_range(fewer, range_of_figure(more))
    return rounding(fewer, Fraction(more.value))


def check_parts(whole: PrintedFigure, parts: Sequence[PrintedFigure]) -> Verdict:
    """Check whether figures can be parts of a whole. Raises UnlikeUnits."""
    require_like_units([whole, *parts])
    return (
        Verdict.CONTRADICTS
        if _below(range_of_figure(whole).most, sum_range(parts).least)
        else Verdict.EXACT
    )


def check_one_each(persons: PrintedFigure, things: Sequence[PrintedFigure]) -> Verdict:
    """Check whether each person can have had one of the things. Raises UnlikeUnits."""
    return (
        Verdict.CONTRADICTS
        if _below(sum_range(things).most, range_of_figure(persons).least)
        else Verdict.EXACT
    )


def check_breakdown(
    first: PrintedFigure, second: PrintedFigure, parts: Sequence[PrintedFigure]
) -> Verdict:
    """Check whether a list after two numbers is a breakdown of both.

    If it fits only one of them, the sentence does not state which. Raises UnlikeUnits.
    """
    made = sum_range(parts)
    both = check_range(msgspec.structs.replace(first, value=first.value + second.value), made)
    require_like_units([first, second, *parts])
    if both.fine:
        return both
    return (
        Verdict.NOT_DERIVABLE if made.stated in (first.value, second.value) else Verdict.CONTRADICTS
    )


def check_one_rounding_rule(
    shares: Sequence[PrintedFigure], exact: Sequence[Fraction], counts: Sequence[int]
) -> Verdict:
    """Check whether one rounding rule explains all shares of a table.

    If each follows a rule but not all the same one, the result is not derivable.
    """
    found = [rounding(share, one) for share, one in zip(shares, exact, strict=True)]
    if all(one is Verdict.EXACT for one in found):
        return Verdict.EXACT
    if all(one.fine for one in found) or _fits_largest_remainder(shares, exact, counts):
        return Verdict.ROUNDED
    if Verdict.CONTRADICTS in found:
        return Verdict.CONTRADICTS
    cut = all(
        truncate(one, share.step) == share.value for share, one in zip(shares, exact, strict=True)
    )
    return Verdict.TRUNCATED if cut else Verdict.NOT_DERIVABLE


def check_sum_to_hundred(
    shares: Sequence[PrintedFigure], exact: Sequence[Fraction], counts: Sequence[int]
) -> Verdict:
    """Check whether printed shares add up to 100 percent as some rounding rule allows.

    Shares that are each rounded may miss it by a little.
    """
    rule = check_one_rounding_rule(shares, exact, counts) if counts else _check_near_hundred(shares)
    whole = sum(one.value for one in shares) == WHOLE
    if whole and not counts:
        return Verdict.EXACT
    return Verdict.CONTRADICTS if rule is Verdict.NOT_DERIVABLE and not whole else rule


def _check_near_hundred(shares: Sequence[PrintedFigure]) -> Verdict:
    """Check the sum of shares without counts; each share may be half a step off."""
    off = abs(sum(one.value for one in shares) - WHOLE)
    return Verdict.ROUNDED if 2 * off <= sum(one.step for one in shares) else Verdict.CONTRADICTS


def _fits_largest_remainder(
    shares: Sequence[PrintedFigure], exact: Sequence[Fraction], counts: Sequence[int]
) -> bool:
    """Return whether shares follow the method of largest remainders at the table's finest step.

    It applies only to counts that make up the whole.
    """
    if sum(exact) != WHOLE:
        return False
    return [one.value for one in shares] == largest_remainder(
        counts, min(one.step for one in shares)
    )


def totals(exact: Sequence[Fraction], step: int) -> Mapping[str, int]:
    """Return the sums of shares when each is rounded, and when each is cut off."""
    return {
        "rounded": sum(round_half_up(one, step) for one in exact),
        "cut": sum(truncate(one, step) for one in exact),
    }
