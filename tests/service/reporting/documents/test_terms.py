"""The words of the report: every unit, dimension and part has one, in every language."""

from decimal import Decimal

import pytest

from i18n import CITIZEN, Language
from service.reporting import frozen
from service.reporting.definitions import DEFINITIONS
from service.reporting.documents import terms
from service.reporting.figures import Figure, Unit


@pytest.mark.parametrize("lang", CITIZEN)
def test_every_unit_and_every_dimension_of_a_definition_has_a_word(lang):
    for one in Unit:
        assert terms.unit(lang, one)
    for one in {definition.dimension for definition in DEFINITIONS} - {None}:
        assert terms.dimension(lang, one) not in ("", one)


def test_parts_are_named_by_what_they_are():
    def named(**dimension: str) -> str:
        return terms.part(Language.EN, Figure("k", 1, Unit.PERSON, dimension=dimension))

    assert named(country="KR") == "South Korea"
    assert named(channel="state_agency") == "The State Agency"
    assert named(channel="hotline") == "Hotline"
    assert named(region="1726") == "Tashkent city"
    assert named(occupation_major="7") == "Craft and building trades"
    assert named(country="not_stated") == "Not stated"
    assert named(answered="later") == "Later than ten days"
    assert named(unheard="of") == "of"
    assert terms.part(Language.EN, Figure("k", 1, Unit.PERSON)) == ""


def test_numbers_are_written_in_their_unit():
    def written(value: int | None, unit: Unit, currency: str | None = None) -> str:
        return terms.written(Language.EN, Figure("k", value, unit, currency=currency))

    assert written(213_371, Unit.SESSION) == "213,371"
    assert written(100_000_00, Unit.USD, "USD") == "$100,000"
    assert written(1_234_000, Unit.MONEY, "KRW") == "₩1,234,000"
    assert written(3384, Unit.RATE, "USD") == "33.84%"
    assert written(0, Unit.CLAIM) == "0"
    assert written(None, Unit.CLAIM) == "too few to show, or hidden to protect people"


def test_plain_numbers_are_whole_units():
    assert terms.plain(Unit.USD, 100_000_05, "USD") == Decimal("100000.05")
    assert terms.plain(Unit.MONEY, 1_234, "KRW") == 1234
    assert terms.plain(Unit.MONEY, 1_234, "KWD") == Decimal("1.234")
    assert terms.plain(Unit.RATE, 3384, None) == Decimal("33.84")
    assert terms.plain(Unit.PERSON, 40, None) == 40


def test_a_section_is_found_by_the_first_word_of_a_key():
    assert terms.section("placements.total") == "placements"
    assert terms.section("licences.granted") == "licences"
    assert terms.section("new.one") == "vacancies"


def test_it_says_how_a_figure_is_rounded_if_it_is():
    meant = frozen.meant()
    assert terms.rounding(Language.EN, meant["wages.rate_agreed"]) == "to a hundredth of a percent, half up"
    assert terms.rounding(Language.EN, meant["placements.total"]) == terms.rounding(Language.EN, None) == ""
