"""The words of the report: every unit, dimension and part has one, in every language."""

from decimal import Decimal

import pytest

from i18n import CITIZEN_LANGUAGES, Language
from matching.identity.persons import AgeBand, Sex
from matching.placements.placements import Channel as Placed
from service.casework.advice.topics import Channel, Outcome, Topic
from service.casework.claims.wage_claims import ClaimState
from service.reporting.annual import frozen_year
from service.reporting.figures import report_terms
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Figure, Rounding, Unit


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_every_unit_and_every_dimension_of_a_definition_has_a_word(lang):
    for one in Unit:
        assert report_terms.unit(lang, one)
    for one in {definition.dimension for definition in DEFINITIONS} - {None}:
        assert report_terms.dimension(lang, one) not in ("", one)


def test_who_arranged_a_placement_is_not_called_a_contact_channel():
    assert report_terms.dimension(Language.EN, "channel") == "Contact channel"
    named = report_terms.dimension(Language.EN, "channel", "placements.by_channel")
    assert named == "Arranged by"


def test_parts_are_named_by_what_they_are():
    def named(**dimension: str) -> str:
        return report_terms.part(Language.EN, Figure("k", 1, Unit.PERSON, dimension=dimension))

    assert named(country="KR") == "South Korea"
    assert named(channel="state_agency") == "The State Agency"
    assert named(channel="hotline") == "Hotline"
    assert named(region="1726") == "Tashkent city"
    assert named(occupation_major="7") == "Craft and building trades"
    assert named(country="not_stated") == "Not stated"
    assert named(answered="later") == "After ten days"
    assert named(unheard="of") == "of"
    assert report_terms.part(Language.EN, Figure("k", 1, Unit.PERSON)) == ""


VALUES = {
    "topic": list(Topic),
    "channel": [*Channel, *Placed],
    "outcome": list(Outcome),
    "state": list(ClaimState),
    "sex": list(Sex),
    "age_band": list(AgeBand),
    "region": ["1703", "1726"],
    "occupation_major": list("0123456789"),
    "country": ["KR", "UZ"],
    "order": ["suspend", "revoke"],
    "office": ["claims_desk", "RU-SAINT-PETERSBURG-CON", "KR-GWANGJU-REP", "TR-ISTANBUL-LAB"],
    "answered": ["within_1_day", "within_3_days", "within_10_days", "later"],
}


@pytest.mark.parametrize(
    "dimension", sorted({one.dimension for one in DEFINITIONS} - {None, "currency"})
)
def test_no_code_of_any_dimension_is_shown_to_anybody(dimension):
    for lang in CITIZEN_LANGUAGES:
        texts = [
            report_terms.part_label(lang, dimension, str(value))
            for value in {*map(str, VALUES[dimension]), "not_stated"}
        ]
        assert not any("_" in words or words in VALUES[dimension] for words in texts), texts
        assert len(set(texts)) == len(texts)


def test_every_figure_has_a_section_and_every_rounding_its_words():
    assert {one.key.partition(".")[0] for one in DEFINITIONS} == set(report_terms.SECTIONS)
    assert set(report_terms.ROUNDING) == set(Rounding)


def test_numbers_are_written_in_their_unit():
    def written(value: int | None, unit: Unit, currency: str | None = None) -> str:
        return report_terms.format_figure(Language.EN, Figure("k", value, unit, currency=currency))

    assert written(213_371, Unit.SESSION) == "213,371"
    assert written(100_000_00, Unit.USD, "USD") == "$100,000"
    assert written(1_234_000, Unit.MONEY, "KRW") == "₩1,234,000"
    assert written(3384, Unit.RATE, "USD") == "33.84%"
    assert written(0, Unit.CLAIM) == "0"
    assert written(None, Unit.CLAIM) == "too few to show, or hidden to protect people"


def test_plain_numbers_are_whole_units():
    assert report_terms.in_whole_units(Unit.USD, 100_000_05, "USD") == Decimal("100000.05")
    assert report_terms.in_whole_units(Unit.MONEY, 1_234, "KRW") == 1234
    assert report_terms.in_whole_units(Unit.MONEY, 1_234, "KWD") == Decimal("1.234")
    assert report_terms.in_whole_units(Unit.RATE, 3384, None) == Decimal("33.84")
    assert report_terms.in_whole_units(Unit.PERSON, 40, None) == 40


def test_a_section_is_found_by_the_first_word_of_a_key():
    assert report_terms.section("placements.total") == "placements"
    assert report_terms.section("licences.granted") == "licences"
    assert report_terms.section("new.one") == "vacancies"


def test_it_says_how_a_figure_is_rounded_if_it_is():
    meant = frozen_year.current_meanings()
    assert (
        report_terms.rounding(Language.EN, meant["wages.rate_agreed"])
        == "to the nearest hundredth of a per cent, with halves rounded up"
    )
    assert (
        report_terms.rounding(Language.EN, meant["placements.total"])
        == report_terms.rounding(Language.EN, None)
        == ""
    )
