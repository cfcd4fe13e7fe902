"""What came of a check in words: one sentence with its numbers, in every language, and the same for
programs."""

import re

import pytest

from i18n import Language
from seed import report_2019
from service.reporting.checks import check_sentences, report_checks
from service.reporting.checks.report_checks import Kind
from service.reporting.external import body_returns
from service.reporting.figures.printed_figure import PrintedFigure
from tests.conftest import filled
from tests.service.reporting.printing import YEAR, moved, of_2019
from tests.support.cast import JAMSHID

PRINTED = of_2019()
SAID = {
    "placements.share.RU": "the printed figure is 33.8%; 1,334 divided by 3,938 is 33.875…%.",
    "placements.shares.rule": "shares rounded: 7, truncated: 1, neither: 0.",
    "placements.shares.hundred": "the shares add up to 100% as printed, 100.1% if rounded"
    " or 99.5% if truncated.",
    "crimes.fall": "the printed figure is 21.6%; a change from 120 to 94 is a fall of 21.666…%.",
    "crimes.infants.twice": "the report shows 43.6% in one place and 43% in another.",
    "courts.sentences": "the printed figure is 144; the parts 37 + 54 + 50 add up to 141.",
    "penalties.offices": "the printed figures are 259 and 56; the list that follows them adds up"
    " to 259.",
    "appeals.topics": "the printed figure is 281; the parts 82 + 119 + 44 + 34 add up to 279.",
    "grants.items": "the printed figure is more than 16; the items given out were 4 + 8 + 3,"
    " a total of 15.",
    "grants.sum": "the printed figure is about UZS 24,000,000; more than 16 times UZS 3,500,000"
    " is more than UZS 56,000,000.",
    "media.kinds": "the printed figure is more than 7,500; the parts 2,600 + 2,500 + 1,600"
    " + more than 1,000 add up to more than 7,700.",
    "wages.countries": "the printed figure is $530,000; the parts $100,000 + $430,000 add up to"
    " $530,000.",
    "crimes.difference": "the printed figure is 26; 120 minus 94 is 26.",
    "courts.convicted": "the printed total is 109, but one of its parts is printed as 104.",
    "crimes.chart": "the shares add up to 100% as printed.",
}


@pytest.fixture
def entered(place):
    yield from filled(
        place, "PRINTED", lambda session, on: report_2019.load(session, by=JAMSHID, on=on)
    )


def sentence(printed, name, lang=Language.EN):
    return check_sentences.sentence(
        lang, next(one for one in report_checks.check_figures(printed, YEAR) if one.name == name)
    )


@pytest.mark.parametrize("name", SAID)
def test_a_check_is_told_in_one_sentence_with_its_numbers(name):
    _what, _, values = sentence(PRINTED, name).partition(": ")
    assert values.replace("\xa0", " ") == SAID[name]


def test_it_is_told_in_the_words_of_the_figures(entered):
    printed = body_returns.printed_figures(entered, YEAR)
    assert sentence(printed, "crimes.infants.before").startswith(
        "Share of a kind in all crimes of trafficking (trade in infants, 2018): the printed figure is 38%"
    )
    assert sentence(printed, "placements.share.LT").startswith(
        "Share of a country in all who were employed abroad (Lithuania): "
    )
    assert sentence(printed, "placements.shares.rule").startswith(
        "Share of a country in all who were employed abroad: "
    )
    assert "(Литва)" in sentence(printed, "placements.share.LT", Language.RU)


@pytest.mark.parametrize("lang", list(Language))
def test_no_sentence_has_a_gap_in_any_language(entered, lang):
    for one in report_checks.check_year(entered, YEAR):
        result = check_sentences.sentence(lang, one)
        assert "—" not in result
        assert "%(" not in result
        assert not re.search(r"[a-z_]+\.[a-z_]+", result), "a key is no word"
        assert result.endswith(".")


def test_every_kind_of_check_has_its_sentence_and_unlike_units_theirs():
    assert set(check_sentences.SENTENCES) == set(Kind)
    result = PRINTED | {"complaints.by_source/other": PrintedFigure(288, "person")}
    assert "different units" in sentence(result, "complaints.sources")


def test_a_rise_is_told_as_one():
    check = report_checks.Check("x", Kind.RISE, "up", ("now",), "then")
    values = {
        "up": PrintedFigure(5000, "rate"),
        "now": PrintedFigure(3, "crime"),
        "then": PrintedFigure(2, "crime"),
    }
    found = report_checks.run_checks(values, [check])[0]
    assert found.verdict is check_sentences.Verdict.EXACT
    assert (
        check_sentences.sentence(Language.EN, found)
        == "up: the printed figure is 50%; a change from 2 to 3 is a rise of 50%."
    )


def test_programs_get_every_number_with_its_role_its_unit_and_its_line():
    result = check_sentences.to_dicts(Language.EN, report_checks.check_figures(PRINTED, YEAR))
    one = next(each for each in result if each["key"] == "crimes.fall")
    assert set(one) == {"key", "kind", "verdict", "numbers", "sentence"}
    assert (one["kind"], one["verdict"]) == ("fall", "truncated")
    assert one["numbers"] == [
        {
            "role": "claimed",
            "figure": "crimes.decrease_share",
            "value": 2160,
            "unit": "rate",
            "about": "exact",
            "line": "L106",
        },
        {
            "role": "part",
            "figure": "crimes.registered",
            "value": 94,
            "unit": "crime",
            "about": "exact",
            "line": "L105",
        },
        {
            "role": "base",
            "figure": "crimes.registered@2018",
            "value": 120,
            "unit": "crime",
            "about": "exact",
            "line": "L608",
        },
    ]


def test_a_share_is_told_as_far_as_it_decides_its_rounding_and_never_further():
    """33.8497… is not to be read as 33.85, which would be rounded the other way."""
    printed = moved(PRINTED, "placements.by_country/RU", -1)
    assert "33,849… %" in sentence(printed, "placements.share.RU", Language.RU).replace("\xa0", " ")


def test_the_sentence_follows_the_figures():
    assert "33.849…%" in sentence(
        moved(PRINTED, "placements.by_country/RU", -1), "placements.share.RU"
    )
    assert "add up to 280." in sentence(
        moved(PRINTED, "appeals.by_topic/conditions", 1), "appeals.topics"
    )
