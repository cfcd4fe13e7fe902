"""The words of the numbers page: every figure has its section, every dimension its words in every language."""

import pytest

from i18n import CITIZEN, Language
from matching.placements import Channel as Placed
from service.casework.topics import Channel, Outcome, Topic
from service.pages.desk_numbers_words import LACKS, PERIODS, SECTIONS, label
from service.reporting.definitions import DEFINITIONS
from service.reporting.periods import Period


def test_every_figure_stands_in_one_section():
    assert {one.key.partition(".")[0] for one in DEFINITIONS} == set(SECTIONS)


def test_every_period_has_its_words_and_the_one_of_no_choice_comes_first():
    assert list(PERIODS) == [one.value for one in Period]
    assert set(LACKS) == {"post", "country", "topic"}


@pytest.mark.parametrize("dimension", sorted({one.dimension for one in DEFINITIONS if one.dimension}))
def test_what_nobody_told_is_said_as_such_in_every_dimension(dimension):
    assert label(Language.EN, dimension, "not_stated", {}) == "Not stated"


@pytest.mark.parametrize(("dimension", "values"), [
    ("topic", Topic), ("channel", Channel), ("channel", Placed), ("outcome", Outcome), ("state", ["received", "closed"]),
    ("order", ["suspend", "revoke"]), ("sex", ["female"]), ("age_band", ["18_29"]), ("region", ["1703"]), ("country", ["KR"]),
    ("answered", ["within_1_day", "within_3_days", "within_10_days", "later"]),
])  # fmt: skip
def test_no_code_is_shown_to_anybody(dimension, values):
    for lang in CITIZEN:
        said = [label(lang, dimension, str(value), {}) for value in values]
        assert all(words and words != str(value) for words, value in zip(said, values, strict=True))
        assert len(set(said)) == len(said)


def test_major_groups_are_named_as_the_classification_names_them_and_currencies_stay_codes():
    assert label(Language.EN, "occupation_major", "7", {"7": "Craft workers"}) == "Craft workers"
    assert label(Language.EN, "occupation_major", "7", {}) == "7"
    assert label(Language.RU, "currency", "RUB", {}) == "RUB"
