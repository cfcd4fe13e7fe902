"""The arithmetic of a printed report: whether a figure is what others make, rounded, cut off, not derivable, or contradicted.

Whole numbers and fractions only. “More than 7,500” is everything from 7,500 on; “about 24 million” is what rounds to it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

import msgspec

from service.reporting.figures.figures import UnlikeUnits
from service.reporting.figures.printed_figure import HUNDREDTHS, Printed

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
        """Nothing has to be said about it."""
        return self in (Verdict.EXACT, Verdict.ROUNDED)


class Reach(msgspec.Struct, frozen=True):
    """What a printed number, or what is made of such, can stand for: from the least to the most, which may have no end."""

    said: int
    least: Fraction
    most: Fraction | None
    exact: bool = True

    def meets(self, other: "Reach") -> bool:
        return not (_below(self.most, other.least) or _below(other.most, self.least))


def _below(most: Fraction | None, least: Fraction) -> bool:
    return most is not None and most < least


def reach(one: Printed) -> Reach:
    value = Fraction(one.value)
    if one.about == "over":
        return Reach(one.value, value, None, exact=False)
    if one.about == "about":
        return Reach(one.value, value - _grain(one.value) * _HALF, value + _grain(one.value) * _HALF, exact=False)
    return Reach(one.value, value, value)


def _grain(value: int) -> int:
    """To what a round number is round: 7,500 to hundreds."""
    grain = 1
    while value and value % (grain * 10) == 0:
        grain *= 10
    return grain


def half_up(exact: Fraction, step: int) -> int:
    """The nearest step; what lies in the middle goes away from nought."""
    sign = -1 if exact < 0 else 1
    return sign * int(abs(exact) / step + _HALF) * step


def truncated(exact: Fraction, step: int) -> int:
    return int(exact / step) * step


def largest_remainder(counts: Sequence[int], step: int) -> list[int]:
    """Shares of a whole that add up to 100 percent: cut off, and what is missing goes one step each to those that lost most."""
    exact = [Fraction(count * WHOLE, sum(counts)) for count in counts]
    shares = [truncated(one, step) for one in exact]
    missing = (WHOLE - sum(shares)) // step
    order = sorted(range(len(counts)), key=lambda place: shares[place] - exact[place])
    for place in order[:missing]:
        shares[place] += step
    return shares


def alike(figures: Sequence[Printed]) -> None:
    """Refuses to add what is counted in different units or currencies. Raises UnlikeUnits."""
    kinds = sorted({str(one.kind) for one in figures})
    if len(kinds) > 1:
        raise UnlikeUnits(f"these are counted in {' and '.join(kinds)}")


def added(figures: Sequence[Printed]) -> Reach:
    """Their sum; one “more than” makes it a “more than”. Raises UnlikeUnits."""
    alike(figures)
    parts = [reach(one) for one in figures]
    open_ = any(one.most is None for one in parts)
    most = None if open_ else sum((one.most for one in parts if one.most is not None), Fraction(0))
    least = sum((one.least for one in parts), Fraction(0))
    return Reach(sum(one.said for one in parts), least, most, all(one.exact for one in parts))


def multiplied(first: Printed, second: Printed) -> Reach:
    one, other = reach(first), reach(second)
    most = None if one.most is None or other.most is None else one.most * other.most
    return Reach(one.said * other.said, one.least * other.least, most, one.exact and other.exact)


def subtracted(whole: Printed, part: Printed) -> Reach:
    """What is left; of “more than” so many, perhaps nothing. Raises UnlikeUnits."""
    alike([whole, part])
    one, other = reach(whole), reach(part)
    least = Fraction(0) if other.most is None else one.least - other.most
    most = None if one.most is None else one.most - other.least
    return Reach(one.said - other.said, least, most, one.exact and other.exact)


def compared(claimed: Printed, made: Reach) -> Verdict:
    """A printed number beside what others make. “More than” may be cut off and “about” may be rounded: so they are meant."""
    own = reach(claimed)
    if not own.meets(made):
        return Verdict.CONTRADICTS
    if own.said == made.said and (made.exact or not own.exact):
        return Verdict.EXACT
    if claimed.about == "over" and truncated(Fraction(made.said), _grain(own.said)) == own.said:
        return Verdict.ROUNDED
    if claimed.about == "about" and half_up(Fraction(made.said), _grain(own.said)) == own.said:
        return Verdict.ROUNDED
    return Verdict.NOT_DERIVABLE


def rounding(claimed: Printed, exact: Fraction) -> Verdict:
    """A printed number beside the exact one, by as many digits as it was printed with."""
    if claimed.value == exact:
        return Verdict.EXACT
    if claimed.value == half_up(exact, claimed.step):
        return Verdict.ROUNDED
    return Verdict.TRUNCATED if claimed.value == truncated(exact, claimed.step) else Verdict.CONTRADICTS


def ratio(claimed: Printed, part: Printed, whole: Printed, less: int = 0) -> Verdict:
    """A printed percentage of two numbers; less: what is taken from the part first, so that a change is a share too."""
    if whole.value == 0:
        return Verdict.NOT_DERIVABLE
    found = rounding(claimed, Fraction((part.value - less) * WHOLE, whole.value))
    told = part.about == whole.about == "exact"
    return found if told or found is not Verdict.CONTRADICTS else Verdict.NOT_DERIVABLE


def same(one: Printed, other: Printed) -> Verdict:
    """One figure in two places: the one with fewer digits may be the other rounded or cut off. Raises UnlikeUnits."""
    alike([one, other])
    fewer, more = (one, other) if one.step >= other.step else (other, one)
    if fewer.step == more.step or fewer.about != "exact" or more.about != "exact":
        return compared(fewer, reach(more))
    return rounding(fewer, Fraction(more.value))


def within(whole: Printed, parts: Sequence[Printed]) -> Verdict:
    """Whether these can be parts of that. Raises UnlikeUnits."""
    alike([whole, *parts])
    return Verdict.CONTRADICTS if _below(reach(whole).most, added(parts).least) else Verdict.EXACT


def for_each(persons: Printed, things: Sequence[Printed]) -> Verdict:
    """Whether each of these persons can have had one of these things. Raises UnlikeUnits."""
    return Verdict.CONTRADICTS if _below(added(things).most, reach(persons).least) else Verdict.EXACT


def following(first: Printed, second: Printed, parts: Sequence[Printed]) -> Verdict:
    """Whether a list that follows two numbers is of both; if of one alone, the sentence does not say of which.
    Raises UnlikeUnits."""
    made = added(parts)
    both = compared(msgspec.structs.replace(first, value=first.value + second.value), made)
    alike([first, second, *parts])
    if both.fine:
        return both
    return Verdict.NOT_DERIVABLE if made.said in (first.value, second.value) else Verdict.CONTRADICTS


def one_rule(shares: Sequence[Printed], exact: Sequence[Fraction], counts: Sequence[int]) -> Verdict:
    """Whether one rule of rounding gives all shares of a table; if each follows one and not all the same: not derivable."""
    found = [rounding(share, one) for share, one in zip(shares, exact, strict=True)]
    if all(one is Verdict.EXACT for one in found):
        return Verdict.EXACT
    if all(one.fine for one in found) or _by_remainder(shares, exact, counts):
        return Verdict.ROUNDED
    if Verdict.CONTRADICTS in found:
        return Verdict.CONTRADICTS
    cut = all(truncated(one, share.step) == share.value for share, one in zip(shares, exact, strict=True))
    return Verdict.TRUNCATED if cut else Verdict.NOT_DERIVABLE


def hundred(shares: Sequence[Printed], exact: Sequence[Fraction], counts: Sequence[int]) -> Verdict:
    """Whether printed shares add up to 100 percent as some rule would have it: each rounded may well miss by a little."""
    rule = one_rule(shares, exact, counts) if counts else _near(shares)
    whole = sum(one.value for one in shares) == WHOLE
    if whole and not counts:
        return Verdict.EXACT
    return Verdict.CONTRADICTS if rule is Verdict.NOT_DERIVABLE and not whole else rule


def _near(shares: Sequence[Printed]) -> Verdict:
    """Without counts: each share may be half a step off."""
    off = abs(sum(one.value for one in shares) - WHOLE)
    return Verdict.ROUNDED if 2 * off <= sum(one.step for one in shares) else Verdict.CONTRADICTS


def _by_remainder(shares: Sequence[Printed], exact: Sequence[Fraction], counts: Sequence[int]) -> bool:
    """At the finest step of the table; only counts that are the whole can be shared out."""
    if sum(exact) != WHOLE:
        return False
    return [one.value for one in shares] == largest_remainder(counts, min(one.step for one in shares))


def totals(exact: Sequence[Fraction], step: int) -> Mapping[str, int]:
    """To what shares add up when each is rounded, and when each is cut off."""
    return {
        "rounded": sum(half_up(one, step) for one in exact),
        "cut": sum(truncated(one, step) for one in exact),
    }
