"""How a year stands has its words, and so has what comes next."""

from service.pages.desk.reporting.report_state_labels import NEXT, STATE
from service.reporting.annual import years


def test_every_state_of_a_year_has_its_words_and_says_what_comes_next():
    assert set(STATE) == set(NEXT) == {one.value for one in years.State}
    assert [state for state, words in NEXT.items() if not words] == ["published"]
