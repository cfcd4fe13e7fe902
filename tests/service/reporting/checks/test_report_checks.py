"""The report of 2019 against itself: its findings come out and no others, and whatever figure is
changed, the verdict follows."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import msgspec
import pytest

from service.reporting.checks import report_checks
from service.reporting.checks.report_checks import Check, Kind
from service.reporting.checks.verdicts import Verdict
from service.reporting.figures.printed_figure import PrintedFigure
from tests.service.reporting.printing import YEAR, moved, of_2019

PRINTED = of_2019()
DECLARED = [
    one
    for check in report_checks.list_checks(YEAR)
    for one in report_checks.split_by_part(PRINTED, check)
]
CUT, UNCLEAR, CONTRADICTS = Verdict.TRUNCATED, Verdict.NOT_DERIVABLE, Verdict.CONTRADICTS
# What is wrong with the printed report, found by hand before there was a program.
FINDINGS = {
    "placements.share.RU": CUT,  # A2
    "placements.shares.rule": UNCLEAR,  # A3
    "placements.shares.hundred": UNCLEAR,  # A4
    "crimes.fall": CUT,  # B1
    "crimes.infants.twice": CUT,  # B2
    "courts.sentences": CONTRADICTS,  # B4
    "penalties.offices": UNCLEAR,  # C2
    "appeals.topics": CONTRADICTS,  # C4
    "grants.items": CONTRADICTS,
    "grants.sum": CONTRADICTS,  # C5
    "media.kinds": UNCLEAR,  # C6
}
# And what is right: the countries; the money; the four shares; both sums of applications.
RIGHT = {
    "placements.countries": Verdict.EXACT,
    "wages.countries": Verdict.EXACT,  # A1, A6
    "crimes.infants.before": Verdict.ROUNDED,
    "complaints.share": Verdict.ROUNDED,  # B3
    "appeals.share": Verdict.ROUNDED,
    "crimes.sexual.fall": Verdict.ROUNDED,
    "applications.channels": Verdict.EXACT,
    "applications.topics": Verdict.EXACT,  # C1
}


def found(printed):
    return {one.name: one for one in report_checks.check_figures(printed, YEAR)}


def verdict(printed, name):
    """Of one check alone: the whole report is judged anew for each of some hundred figures
    otherwise."""
    asked = [one for one in report_checks.list_checks(YEAR) if name.startswith(one.name)]
    return {one.name: one.verdict for one in report_checks.run_checks(printed, asked)}[name]


def names(check):
    """Every figure that stands in a check."""
    stated = report_checks.resolve_check(PRINTED, check)
    return [name for name, _ in (*stated.claimed, *stated.parts, *stated.base)]


def test_the_findings_of_2019_come_out_and_nothing_false():
    wrong = {
        one.name: one.verdict
        for one in report_checks.check_figures(PRINTED, YEAR)
        if not one.verdict.fine
    }
    assert wrong == FINDINGS


def test_what_is_right_verifies():
    assert {name: one.verdict for name, one in found(PRINTED).items() if name in RIGHT} == RIGHT
    assert not any(one.unlike for one in found(PRINTED).values())


def test_findings_stand_before_what_holds():
    fine = [one.verdict.fine for one in report_checks.check_figures(PRINTED, YEAR)]
    assert fine == sorted(fine)


def test_every_declared_check_can_be_made_on_2019_and_each_has_a_name_of_its_own():
    assert report_checks.list_unresolved(PRINTED, YEAR) == []
    assert len({one.name for one in DECLARED}) == len(DECLARED) == len(found(PRINTED))


def test_a_year_of_which_nothing_was_told_has_no_verdict():
    assert report_checks.check_figures({}, YEAR) == []
    assert len(report_checks.list_unresolved({}, YEAR)) == len(report_checks.list_checks(YEAR))
    assert report_checks.check_figures(PRINTED, 2020) != report_checks.check_figures(
        PRINTED, YEAR
    ), "what is compared with 2019 is not there yet"
    assert "crimes.fall" in report_checks.list_unresolved(PRINTED, 2020)


def test_anybody_reads_the_checks_of_figures_that_a_printed_report_has_shown_and_of_no_others():
    """A letter tells what was never printed: small numbers, perhaps, of a year that nobody
    published."""
    assert report_checks.filter_public(
        report_checks.check_figures(PRINTED, YEAR)
    ) == report_checks.check_figures(PRINTED, YEAR)
    letter = {
        "harm.helped_by_posts/IN": msgspec.structs.replace(
            PRINTED["harm.helped_by_posts/IN"], public=False
        )
    }
    result = {
        one.name
        for one in report_checks.filter_public(report_checks.check_figures(PRINTED | letter, YEAR))
    }
    assert set(found(PRINTED)) - result == {"harm.countries"}


SUMS = [
    one for one in DECLARED if one.kind in (Kind.SUM, Kind.DIFFERENCE) and one.name not in FINDINGS
]
EVERY_SUM = [(check, name) for check in SUMS for name in names(check)]


@pytest.mark.parametrize(("check", "name"), EVERY_SUM, ids=lambda one: getattr(one, "name", one))
@pytest.mark.parametrize("by", [-1, 1])
def test_a_sum_that_held_contradicts_itself_when_any_of_its_figures_is_one_more_or_less(
    check, name, by
):
    assert verdict(moved(PRINTED, name, by), check.name) is CONTRADICTS


TWICE = [one for one in DECLARED if one.kind is Kind.SAME and one.name not in FINDINGS]


@pytest.mark.parametrize("check", TWICE, ids=lambda one: one.name)
def test_a_number_printed_twice_contradicts_itself_when_either_is_another(check):
    for name in names(check):
        assert verdict(moved(PRINTED, name, 1), check.name) is CONTRADICTS


def as_school_does(share: PrintedFigure, part: int, whole: int) -> Verdict:
    """The rounding of a share by decimal places, as a second hand does it."""
    exact, places = Decimal(part) * 100 / whole, Decimal(1).scaleb(-share.decimals)
    result = Decimal(share.value) / 100
    if result == exact:
        return Verdict.EXACT
    if result == exact.quantize(places, ROUND_HALF_UP):
        return Verdict.ROUNDED
    return CUT if result == exact.quantize(places, ROUND_DOWN) else CONTRADICTS


def by_hand(printed, check: Check) -> Verdict:
    share, part, whole = (printed[name] for name in (check.claimed, check.parts[0], check.base))
    taken = {Kind.SHARE: part.value, Kind.FALL: whole.value - part.value}
    return as_school_does(share, taken[check.kind], whole.value)


SHARES = [one for one in DECLARED if one.kind in (Kind.SHARE, Kind.FALL)]


@pytest.mark.parametrize("check", SHARES, ids=lambda one: one.name)
def test_the_verdict_on_a_share_follows_each_of_its_three_numbers(check):
    seen = set()
    for name in (check.claimed, check.parts[0], check.base):
        step = PRINTED[name].step
        for by in (-3 * step, -2 * step, -step, 0, step, 2 * step, 3 * step):
            changed = moved(PRINTED, name, by)
            assert verdict(changed, check.name) is by_hand(changed, check), (name, by)
            seen.add(by_hand(changed, check))
    assert {Verdict.ROUNDED, CONTRADICTS} <= seen


def test_the_finding_goes_when_the_figure_is_put_right():
    assert (
        verdict(moved(PRINTED, "placements.share/RU", 10), "placements.share.RU") is Verdict.ROUNDED
    )
    assert verdict(moved(PRINTED, "crimes.decrease_share", 10), "crimes.fall") is Verdict.ROUNDED
    assert (
        verdict(moved(PRINTED, "crimes.share.again/infant", 100), "crimes.infants.twice")
        is Verdict.ROUNDED
    )
    assert (
        verdict(moved(PRINTED, "courts.sentences/imprisonment", 3), "courts.sentences")
        is Verdict.EXACT
    )
    assert verdict(moved(PRINTED, "appeals.received", -2), "appeals.topics") is Verdict.EXACT
    assert (
        verdict(moved(PRINTED, "rehabilitation.grant_items/cattle", 1), "grants.items")
        is Verdict.EXACT
    )
    assert (
        verdict(moved(PRINTED, "rehabilitation.grant_each", -2_000_000_00), "grants.sum")
        is Verdict.EXACT
    )
    assert (
        verdict(moved(PRINTED, "awareness_trafficking.media", 200), "media.kinds") is Verdict.EXACT
    )


@pytest.mark.parametrize("name", ["courts.sentences", "appeals.topics"])
def test_a_sum_that_does_not_add_up_stays_wrong_when_a_figure_is_one_more_or_less(name):
    check = next(one for one in DECLARED if one.name == name)
    for figure in names(check):
        assert verdict(moved(PRINTED, figure, 1), name) is CONTRADICTS
        assert verdict(moved(PRINTED, figure, -1), name) is CONTRADICTS


def test_shares_that_all_follow_one_rule_have_no_finding():
    rounded = moved(PRINTED, "placements.share/RU", 10)
    assert verdict(rounded, "placements.shares.rule") is Verdict.ROUNDED
    assert verdict(rounded, "placements.shares.hundred") is Verdict.ROUNDED, (
        "100.1 is what rounding makes of it"
    )
    by_remainder = moved(rounded, "placements.share/other", -10)
    assert verdict(by_remainder, "placements.shares.rule") is Verdict.ROUNDED
    assert verdict(by_remainder, "placements.shares.hundred") is Verdict.ROUNDED


def test_shares_that_are_all_cut_off_follow_one_rule_and_it_is_told():
    cut = PRINTED
    for part, by in {"TR": -10, "LT": -10, "BG": -10, "PL": -10, "other": -10}.items():
        cut = moved(cut, f"placements.share/{part}", by)
    for part in ("BG", "PL"):
        name = f"placements.share/{part}"
        cut |= {name: msgspec.structs.replace(cut[name], decimals=1)}
    assert verdict(cut, "placements.shares.rule") is CUT
    assert verdict(cut, "placements.shares.hundred") is CUT


@pytest.mark.parametrize("part", ["KR", "TR", "LT", "LV", "BG", "PL", "other"])
def test_a_share_that_no_rule_gives_contradicts_its_table(part):
    wrong = moved(PRINTED, f"placements.share/{part}", 2 * PRINTED[f"placements.share/{part}"].step)
    assert verdict(wrong, "placements.shares.rule") is CONTRADICTS
    assert verdict(wrong, "placements.shares.hundred") is CONTRADICTS


@pytest.mark.parametrize("name", ["crimes.chart_share/first", "cotton.forced_share"])
def test_shares_without_counts_add_up_to_a_hundred_within_their_rounding(name):
    check = "crimes.chart" if "chart" in name else "cotton.shares"
    step = PRINTED[name].step
    assert verdict(moved(PRINTED, name, step), check) is Verdict.ROUNDED
    assert verdict(moved(PRINTED, name, 2 * step), check) is CONTRADICTS


SUBSETS = [one for one in DECLARED if one.kind is Kind.SUBSET]


@pytest.mark.parametrize("check", SUBSETS, ids=lambda one: one.name)
def test_a_part_greater_than_its_whole_contradicts_it(check):
    whole = PRINTED[check.claimed].value
    parts = [one for name, one in PRINTED.items() if name in names(check)[1:]]
    spare = whole - sum(one.value for one in parts)
    for name, sign in ((names(check)[1], 1), (check.claimed, -1)):
        assert verdict(moved(PRINTED, name, sign * spare), check.name) is Verdict.EXACT, "all of it"
        assert verdict(moved(PRINTED, name, sign * (spare + 1)), check.name) is CONTRADICTS


@pytest.mark.parametrize("name", [one for one in PRINTED if one.startswith("penalties.by_office/")])
def test_the_list_of_offices_follows_one_number_both_or_none(name):
    assert verdict(moved(PRINTED, name, 56), "penalties.offices") is Verdict.EXACT, (
        "then it is of both"
    )
    assert verdict(moved(PRINTED, name, 1), "penalties.offices") is CONTRADICTS
    assert verdict(moved(PRINTED, name, -1), "penalties.offices") is CONTRADICTS


@pytest.mark.parametrize("name", ["penalties.forced_labour", "penalties.conditions"])
def test_the_numbers_before_the_list_of_offices_count_too(name):
    assert verdict(moved(PRINTED, name, -56), "penalties.offices") in (Verdict.EXACT, CONTRADICTS)
    changed = moved(PRINTED, name, 1)
    assert (verdict(changed, "penalties.offices") is CONTRADICTS) == (
        name == "penalties.forced_labour"
    )


@pytest.mark.parametrize(
    "name", [one for one in PRINTED if one.startswith("awareness_trafficking.media_by_kind/")]
)
def test_more_than_is_honoured_in_a_sum(name):
    assert verdict(moved(PRINTED, name, -200), "media.kinds") is Verdict.EXACT
    assert verdict(moved(PRINTED, name, -199), "media.kinds") is Verdict.ROUNDED, (
        "more than 7,500 may be 7,501"
    )
    assert verdict(moved(PRINTED, name, -201), "media.kinds") is UNCLEAR, (
        "more than 7,499 may be more than 7,500"
    )
    assert verdict(moved(PRINTED, name, 1), "media.kinds") is UNCLEAR


def test_a_sum_of_numbers_without_more_than_contradicts_a_higher_more_than():
    exact = PRINTED | {
        "awareness_trafficking.media_by_kind/press": PrintedFigure(700, "publication"),
    }
    assert verdict(exact, "media.kinds") is CONTRADICTS


def test_each_of_more_than_sixteen_needs_a_thing_and_the_money():
    for part in ("cattle", "sewing_machines", "welding_machines"):
        name = f"rehabilitation.grant_items/{part}"
        assert verdict(moved(PRINTED, name, 1), "grants.items") is Verdict.EXACT
        assert verdict(moved(PRINTED, name, -1), "grants.items") is CONTRADICTS
    fewer = moved(PRINTED, "rehabilitation.grant_persons", -1)
    assert verdict(fewer, "grants.items") is Verdict.EXACT
    assert verdict(fewer, "grants.sum") is CONTRADICTS
    assert (
        verdict(moved(PRINTED, "rehabilitation.grants", 32_000_000_00), "grants.sum")
        is Verdict.EXACT
    )


def test_unlike_units_are_a_finding_and_never_a_sum():
    result = PRINTED | {"complaints.by_source/other": PrintedFigure(288, "person")}
    assert found(result)["complaints.sources"].unlike
    assert verdict(result, "complaints.sources") is UNCLEAR
    dollars = moved(PRINTED, "wages.recovered_by_country/KR", 0)
    dollars["wages.recovered_by_country/KR"] = PrintedFigure(43_000_000, "minor", currency="KRW")
    assert found(dollars)["wages.countries"].unlike
    claimed = PRINTED | {"complaints.received": PrintedFigure(710, "person")}
    assert found(claimed)["complaints.sources"].unlike


def test_a_part_that_was_not_told_leaves_its_check_waiting_and_the_others_standing():
    fewer = {name: one for name, one in PRINTED.items() if name != "crimes.registered@2018"}
    assert {"crimes.fall", "crimes.difference", "crimes.infants.before"} == set(
        report_checks.list_unresolved(fewer, YEAR)
    )
    assert "crimes.kinds" in found(fewer)
    without = {name: one for name, one in PRINTED.items() if name != "placements.by_country/other"}
    assert verdict(without, "placements.countries") is CONTRADICTS, "the sum is of what is there"
    assert "placements.shares.rule" in report_checks.list_unresolved(without, YEAR), (
        "a share has no count"
    )


def test_a_whole_of_nothing_has_no_shares():
    nothing = moved(PRINTED, "placements.total", -PRINTED["placements.total"].value)
    assert verdict(nothing, "placements.share.RU") is UNCLEAR
    assert "placements.shares.rule" in report_checks.list_unresolved(nothing, YEAR)


# Steps by which a figure is changed until the verdict turns; the last makes the grants sixteen
# times three and a half million.
STEPS = (*range(-5, 6), 10, 100, 200, -200, 10**9, 32_000_000_00)


@pytest.mark.parametrize("check", DECLARED, ids=lambda one: one.name)
def test_every_figure_that_stands_in_a_check_can_turn_its_verdict(check):
    """Nothing stands in a check for show."""
    before = verdict(PRINTED, check.name)
    for name in names(check):
        tries = [moved(PRINTED, name, by) for by in (*STEPS, -PRINTED[name].value)]
        assert any(alone(one, check) is not before for one in tries), name


def alone(printed, check):
    found = report_checks.run_checks(printed, [check])
    return found[0].verdict if found else None
