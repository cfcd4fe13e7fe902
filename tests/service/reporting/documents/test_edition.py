"""What a document says of itself: the days it counts, which edition it is, and what is hidden."""

from datetime import date

import pytest

from i18n import CITIZEN_LANGUAGES, Language
from service.infra.settings import DisclosureLimits
from service.reporting.annual.public_year import Edition
from service.reporting.annual.years import Year
from service.reporting.documents import edition
from service.reporting.figures.figures import Figure, Unit
from tests.support import cast

EN = Language.EN


def of(state: str, number: int | None = None, sessions: int | None = 12, **days: date) -> Edition:
    figures = [Figure("advice.sessions", sessions, Unit.SESSION)]
    return Edition(Year(2025, state, figures, [], [], {}, number), DisclosureLimits(), **days)


def test_a_year_that_runs_is_provisional_and_not_over():
    text = edition.revision(EN, of("open"), cast.TODAY)
    assert text == (
        "Provisional: counted from the records on 25 November 2026. The year has not ended yet."
    )


@pytest.mark.parametrize("state", ["provisional", "signed"])
def test_a_year_that_is_over_is_provisional_until_two_have_signed(state):
    text = edition.revision(EN, of(state), cast.TODAY)
    assert text == "Provisional: counted from the records on 25 November 2026."


def test_the_zeros_of_a_year_without_records_are_no_findings():
    text = edition.revision(EN, of("provisional", sessions=0), cast.TODAY)
    assert text.endswith("Nothing that these figures count is recorded for the year.")
    assert "Nothing" not in edition.revision(EN, of("provisional", sessions=None), cast.TODAY)


def test_a_frozen_year_says_of_which_day_it_is_and_under_which_number():
    closed = {"closed_on": date(2026, 2, 1)}
    assert edition.revision(EN, of("closed", 0, **closed), cast.TODAY) == (
        "Signed by two people and closed on 1 February 2026, but not published yet."
    )
    published = closed | {"published_on": date(2026, 2, 3)}
    assert edition.revision(EN, of("published", 0, **published), cast.TODAY) == (
        "First edition, published on 3 February 2026."
    )
    assert edition.revision(EN, of("published", 2, **published), cast.TODAY) == (
        "Correction 2, published on 3 February 2026."
    )


def test_a_year_that_is_over_ends_with_its_last_day():
    assert edition.period(EN, 2025, cast.TODAY).startswith("1 January 2025 – 31 December 2025")
    assert edition.period(EN, 2026, cast.TODAY).startswith("1 January 2026 – 25 November 2026")


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_it_names_the_numbers_below_which_nothing_is_told(lang):
    text = edition.small_numbers_rule(lang, DisclosureLimits(12, 7))
    assert text.count("12") == 2
    assert text.count("7") == 1


def test_the_licence_is_named():
    assert "CC BY 4.0" in edition.licence(EN)
    assert edition.LICENCE_URL.startswith("https://creativecommons.org/licenses/by/4.0")
