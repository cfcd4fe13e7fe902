"""Every relation between figures is declared, of figures that exist."""

from service.infra.settings import DisclosureLimits
from service.reporting.disclosure import table_cells
from service.reporting.disclosure.totals import WHOLES, Remainder
from service.reporting.figures import definitions
from service.reporting.figures.figures import Unit
from service.reporting.monthly import monthly_counts

KNOWN = {one.key: one for one in (*monthly_counts.DEFINITIONS, *definitions.DEFINITIONS)}
# Shares and money of which no whole is published.
WITHOUT = {
    *(f"wages.rate_{one}" for one in ("claimed", "documented", "agreed")),
    *(f"recovery.{one}" for one in ("claimed", "documented", "agreed")),
    "money.paid_out",
    "money.came_back",
    "money.deducted",
    "money.other_received",
}


def test_wholes_and_parts_are_figures_of_ours():
    assert {key for one in WHOLES for key in (one.key, one.parts)} - set(KNOWN) == set()


def test_every_figure_by_a_dimension_has_its_whole():
    """Whoever adds one says of what it is a part, or that no whole is published."""
    small = {
        key
        for key, one in KNOWN.items()
        if one.dimension and table_cells.minimum_count(one.unit, DisclosureLimits())
    }
    assert small - {one.parts for one in WHOLES} == WITHOUT


def test_parts_by_a_dimension_leave_nobody_out_but_where_that_is_said():
    open_ = {
        one.parts for one in WHOLES if one.rest is not Remainder.NONE and KNOWN[one.parts].dimension
    }
    assert open_ == {"wages.answered"}


def test_whoever_is_a_part_is_counted_alike_or_only_never_more():
    """Roubles and dollars are not alike and are still parts of the same money."""
    alike = [one for one in WHOLES if one.rest is not Remainder.NOBODY]
    unlike = {one.parts for one in alike if KNOWN[one.key].unit is not KNOWN[one.parts].unit}
    assert {KNOWN[one].unit for one in unlike} == {Unit.MONEY}


def test_no_whole_is_its_own_part_and_sums_meet_in_no_circle():
    """Of what is drawn from one figure to another there is one way alone, so that ranges are exact:
    see bounds.narrowed. The one circle is of figures that are only never more than one another,
    which has its own proof by trying."""
    drawn = {(one.key, one.parts) for one in WHOLES} - {
        ("advice.sessions_by_posts", "advice.persons_by_posts")
    }
    group = {key: key for pair in drawn for key in pair}
    for above, below in drawn:
        roots = [_root(group, one) for one in (above, below)]
        assert roots[0] != roots[1], (above, below)
        group[roots[0]] = roots[1]


def _root(group: dict[str, str], key: str) -> str:
    return key if group[key] == key else _root(group, group[key])
