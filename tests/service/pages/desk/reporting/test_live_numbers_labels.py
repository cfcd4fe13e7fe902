"""The words of the numbers page: every period and every choice has its own."""

from service.pages.desk.reporting.live_numbers_labels import MISSING_PARTS, PERIODS
from service.reporting.figures.periods import Period


def test_every_period_has_its_words_and_the_one_of_no_choice_comes_first():
    assert list(PERIODS) == [one.value for one in Period]


def test_what_can_be_chosen_can_be_told_as_missing():
    assert set(MISSING_PARTS) == {"post", "country", "topic"}
